"""A provider and the outside of it, for the tests of what every provider keeps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Protocol

import pytest

from shared.kernel.clock import SystemClock
from shared.kernel.ids import IntentId, RandomIds
from shared.kernel.money import Money
from shared.kernel.ways import BY_LINK, Method
from shared.payments.asaas import Asaas
from shared.payments.asaas_messages import PLAN
from shared.payments.bank_pix import BankPix
from shared.payments.model import (
    ChargeByLink,
    ChargeOnTerminal,
    ChargeOpened,
    ChargeRef,
    Intent,
    Observation,
    Payer,
    PaymentProvider,
)
from tests.fakes.provider import FakeProvider
from tests.fakes.simulator import RunningSimulator, SimulatorControl
from tests.shared.payments.mercado_pago import POINT, WAYS
from tests.shared.payments.mercado_pago_world import mercado_pago_world

PAYER = Payer("Ana Souza", "52998224725")
PRICE = Money(9050)


class World(Protocol):
    """A provider and the outside of it."""

    @property
    def provider(self) -> PaymentProvider: ...
    @property
    def payer(self) -> Payer | None: ...
    @property
    def method(self) -> Method: ...
    @property
    def installments(self) -> int: ...
    @property
    def says_when_revoked(self) -> str: ...
    @property
    def absent(self) -> str:
        """A charge id that could be one, and is none."""
        ...

    def pays(self, intent_id: IntentId, amount: Money | None = None, *, force: bool = False) -> str: ...
    def refunds(self, intent_id: IntentId, amount: Money | None = None) -> None: ...
    def loses_next_creation(self, *, has_effect: bool) -> None: ...
    def loses_next_refund(self, *, has_effect: bool) -> None: ...
    def keeps_refunds_pending(self) -> None: ...
    def ends_refunds(self, intent_id: IntentId, *, done: bool) -> None: ...
    def has_no_balance(self) -> None: ...
    def given_back(self) -> Money: ...
    def revokes_the_key(self) -> None: ...
    def charge_count(self) -> int: ...


class InOne:
    """Pix, and whatever else has no parts."""

    method: Method = Method.PIX
    installments: int = 1


class FakeWorld(InOne):
    absent, says_when_revoked = "pay_nothing", "invalid_access_token"

    def __init__(self, payer: Payer | None, method: Method = Method.PIX) -> None:
        self.method = method
        self.provider = FakeProvider(SystemClock())
        self.payer = payer
        self.pays = self.provider.pays
        self.refunds = self.provider.refunds
        self.loses_next_creation = self.provider.loses_next_creation
        self.loses_next_refund = self.provider.loses_next_refund
        self.given_back, self.ends_refunds = self.provider.given_back, self.provider.ends_refunds

    def keeps_refunds_pending(self) -> None:
        self.provider.finishes_refunds_at_once = False

    def has_no_balance(self) -> None:
        self.provider.has_balance = False

    def revokes_the_key(self) -> None:
        self.provider.is_key_accepted = False

    def charge_count(self) -> int:
        return len(self.provider.charges)


class AsaasWorld(InOne):
    absent, says_when_revoked = "pay_nothing", "invalid_access_token"

    def __init__(self, asaas: Asaas, simulator: RunningSimulator, payer: Payer | None) -> None:
        self.provider = asaas
        self.payer = payer
        self._control = simulator.control

    def pays(self, intent_id: IntentId, amount: Money | None = None, *, force: bool = False) -> str:
        return self._control.pay(intent=intent_id, amount=amount, force=force)

    def refunds(self, intent_id: IntentId, amount: Money | None = None) -> None:
        self._control.refund(intent=intent_id, amount=amount)

    def loses_next_refund(self, *, has_effect: bool) -> None:
        self._control.fault("drop", method="POST", path="/refund$", has_effect=has_effect)

    def keeps_refunds_pending(self) -> None:
        self._control.settings(refund_status="PENDING")

    def ends_refunds(self, intent_id: IntentId, *, done: bool) -> None:
        self._control.settle_refunds("DONE" if done else "CANCELLED", intent=intent_id)

    def has_no_balance(self) -> None:
        self._control.settings(balance="0.00")

    def given_back(self) -> Money:
        return self._control.given_back()

    def loses_next_creation(self, *, has_effect: bool) -> None:
        self._control.fault("drop", method="POST", path="^/(payments|pix/qrCodes/static)$", has_effect=has_effect)

    def revokes_the_key(self) -> None:
        self._control.accept_key(accepted=False)

    def charge_count(self) -> int:
        return len(self._control.charges()) + len(self._control.codes())


class AsaasLinkWorld(AsaasWorld):
    """Card and boleto. A card in parts is paid whole, or with an amount that its last part takes up."""

    def __init__(self, asaas: Asaas, simulator: RunningSimulator, method: Method, installments: int) -> None:
        super().__init__(asaas, simulator, PAYER)
        self.method, self.installments = method, installments

    def pays(self, intent_id: IntentId, amount: Money | None = None, *, force: bool = False) -> str:
        if self.installments == 1:
            return super().pays(intent_id, amount, force=force)
        paid = self._control.pay(intent=intent_id, force=force)
        charge = next(each for each in self._control.charges() if each["id"] == paid)
        if amount is not None:
            last = self._parts(intent_id)[-1]
            self._control.change(charge=last["id"], value=Money.from_reais(last["value"]) + amount - PRICE)
        if charge["installment"]:
            return f"{PLAN}{charge['installment']}"
        self._control.change(charge=paid, value=amount or PRICE)
        return paid

    def refunds(self, intent_id: IntentId, amount: Money | None = None) -> None:
        left = amount or PRICE
        for part in self._parts(intent_id):
            share = min(left, Money.from_reais(part["value"]))
            if share.centavos:
                self._control.refund(charge=part["id"], amount=share)
            left -= share

    def ends_refunds(self, intent_id: IntentId, *, done: bool) -> None:
        for part in self._parts(intent_id):
            self._control.settle_refunds("DONE" if done else "CANCELLED", charge=part["id"])

    def has_no_balance(self) -> None:
        """A card's money has to be covered once it was credited."""
        for each in self._control.charges():
            if each["status"] == "CONFIRMED":
                self._control.play("credit", charge=each["id"])
        super().has_no_balance()

    def charge_count(self) -> int:
        return len({each["installment"] or each["id"] for each in self._control.charges()})

    def _parts(self, intent_id: IntentId) -> list[dict[str, Any]]:
        ours = [each for each in self._control.charges() if each["externalReference"] == intent_id]
        return sorted(ours, key=lambda each: each["installmentNumber"] or 0)


class BankWorld(InOne):
    absent, says_when_revoked = "pay_nothing", "invalid_client"
    payer = PAYER

    def __init__(self, bank_pix: BankPix, control: SimulatorControl) -> None:
        self.provider = bank_pix
        self._control = control
        self.given_back = control.given_back

    def pays(self, intent_id: IntentId, amount: Money | None = None, *, force: bool = False) -> str:
        return self._control.pay(intent=intent_id, amount=amount, force=force)

    def refunds(self, intent_id: IntentId, amount: Money | None = None) -> None:
        self._control.refund(intent=intent_id, amount=amount)

    def loses_next_creation(self, *, has_effect: bool) -> None:
        self._control.fault("drop", method="PUT", path="/cob/", has_effect=has_effect)

    def loses_next_refund(self, *, has_effect: bool) -> None:
        self._control.fault("drop", method="PUT", path="/devolucao/", has_effect=has_effect)

    def keeps_refunds_pending(self) -> None:
        self._control.settings(return_state="EM_PROCESSAMENTO")

    def ends_refunds(self, intent_id: IntentId, *, done: bool) -> None:
        self._control.settle_refunds("DEVOLVIDO" if done else "NAO_REALIZADO", intent=intent_id)

    def has_no_balance(self) -> None:
        self._control.settings(balance="0.00")

    def revokes_the_key(self) -> None:
        self._control.accept_key(accepted=False)

    def charge_count(self) -> int:
        return len(self._control.charges())


CARD, IN_PARTS, BOLETO = "asaas card", "asaas card in parts", "asaas boleto"
FAKE_CARD, FAKE_TERMINAL = "fake card", "fake terminal"
WORLDS = (
    "fake",
    FAKE_CARD,
    FAKE_TERMINAL,
    "asaas with a payer",
    "asaas without",
    CARD,
    IN_PARTS,
    BOLETO,
    "bank",
    *WAYS,
)
LISTED = tuple(each for each in WORLDS if each != "asaas without")
"""Whose charges are found by intent. A static code of Asaas is not listed: test_asaas.py says what holds."""
BY_LINKS = (FAKE_CARD, CARD, IN_PARTS, BOLETO)
"""Whose charges are paid by a link."""
WITH_CODE = tuple(each for each in WORLDS if each not in {POINT, FAKE_TERMINAL, *BY_LINKS})
"""Whose charges have a Pix code."""
IN_ONE = tuple(each for each in WORLDS if each != IN_PARTS)
"""Who can take a single centavo."""


@contextmanager
def world_named(name: str, request: pytest.FixtureRequest) -> Iterator[World]:
    """One of WORLDS; test_contract_refunds.py goes through them too."""
    if name in WAYS:
        with mercado_pago_world(name, request.getfixturevalue("simulator")) as made:
            yield made
    elif name in {"fake", FAKE_CARD, FAKE_TERMINAL}:
        yield FakeWorld(PAYER, {FAKE_CARD: Method.CARD, FAKE_TERMINAL: Method.TERMINAL}.get(name, Method.PIX))
    elif name in {CARD, IN_PARTS, BOLETO}:
        method, parts = (Method.BOLETO if name == BOLETO else Method.CARD), (2 if name == IN_PARTS else 1)
        asaas, simulator = request.getfixturevalue("asaas"), request.getfixturevalue("simulator")
        yield AsaasLinkWorld(asaas, simulator, method, parts)
    elif name == "bank":
        yield BankWorld(request.getfixturevalue("bank_pix"), request.getfixturevalue("bank_control"))
    else:
        payer = PAYER if name == "asaas with a payer" else None
        yield AsaasWorld(request.getfixturevalue("asaas"), request.getfixturevalue("simulator"), payer)


def intent_for(world: World, amount: Money = PRICE, minutes: int = 30) -> Intent:
    now = SystemClock().now()
    return Intent(
        IntentId(RandomIds().new()),
        amount,
        "Senha A042",
        now,
        now + timedelta(minutes=minutes),
        world.payer,
        world.method,
        world.installments,
    )


def opened(world: World, intent: Intent) -> ChargeOpened | ChargeByLink | ChargeOnTerminal:
    outcome = world.provider.open_charge(intent)
    assert isinstance(outcome, ChargeOpened | ChargeByLink | ChargeOnTerminal)
    assert isinstance(outcome, ChargeByLink) == (intent.method in BY_LINK)
    return outcome


def seen(world: World, ref: ChargeRef) -> Observation:
    outcome = world.provider.look_up(ref)
    assert isinstance(outcome, Observation)
    return outcome
