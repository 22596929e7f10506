"""A provider and the outside of it, for the tests of what every provider keeps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Protocol

import pytest

from shared.kernel.clock import SystemClock
from shared.kernel.ids import IntentId, RandomIds
from shared.kernel.money import Money
from shared.payments.asaas import Asaas
from shared.payments.bank_pix import BankPix
from shared.payments.model import (
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


class FakeWorld:
    absent, says_when_revoked = "pay_nothing", "invalid_access_token"

    def __init__(self, payer: Payer | None) -> None:
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


class AsaasWorld:
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


class BankWorld:
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


WORLDS = ("fake", "asaas with a payer", "asaas without", "bank", *WAYS)
LISTED = tuple(each for each in WORLDS if each != "asaas without")
"""Whose charges are found by intent. A static code of Asaas is not listed: test_asaas.py says what holds."""
WITH_CODE = tuple(each for each in WORLDS if each != POINT)
"""Whose charges have a Pix code."""


@contextmanager
def world_named(name: str, request: pytest.FixtureRequest) -> Iterator[World]:
    """One of WORLDS; test_contract_refunds.py goes through them too."""
    if name in WAYS:
        with mercado_pago_world(name, request.getfixturevalue("simulator")) as made:
            yield made
    elif name == "fake":
        yield FakeWorld(PAYER)
    elif name == "bank":
        yield BankWorld(request.getfixturevalue("bank_pix"), request.getfixturevalue("bank_control"))
    else:
        payer = PAYER if name == "asaas with a payer" else None
        yield AsaasWorld(request.getfixturevalue("asaas"), request.getfixturevalue("simulator"), payer)


def intent_for(world: World, amount: Money = PRICE, minutes: int = 30) -> Intent:
    now = SystemClock().now()
    return Intent(IntentId(RandomIds().new()), amount, "Senha A042", now, now + timedelta(minutes=minutes), world.payer)


def opened(world: World, intent: Intent) -> ChargeOpened | ChargeOnTerminal:
    outcome = world.provider.open_charge(intent)
    assert isinstance(outcome, ChargeOpened | ChargeOnTerminal)
    return outcome


def seen(world: World, ref: ChargeRef) -> Observation:
    outcome = world.provider.look_up(ref)
    assert isinstance(outcome, Observation)
    return outcome
