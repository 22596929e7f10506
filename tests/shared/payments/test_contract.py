"""What every provider keeps, whatever it is: the fake, and Asaas and Mercado Pago over real HTTP in all their ways."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

import pytest

from shared.kernel.clock import SystemClock
from shared.kernel.ids import IntentId, RandomIds
from shared.kernel.money import Money
from shared.payments.asaas import Asaas
from shared.payments.brcode import BrCode, check_for
from shared.payments.model import (
    ChargeAbsent,
    ChargeFound,
    ChargeOnTerminal,
    ChargeOpened,
    ChargeRef,
    ChargeRefused,
    ChargeState,
    ChargeUnknown,
    Intent,
    Observation,
    Payer,
    PaymentProvider,
    ProviderHealthy,
    ProviderUnreachable,
    Voided,
    VoidRefused,
)
from shared.payments.simulator.server import base_url, listen
from tests.fakes.provider import FakeProvider
from tests.fakes.simulator import RunningSimulator
from tests.shared.payments.conftest import asaas_at
from tests.shared.payments.mercado_pago import ORDERS, PAYMENTS, WAYS, adapter
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
    def absent(self) -> str: ...
    @property
    def no_key(self) -> str: ...

    def pays(self, intent_id: IntentId, amount: Money | None = None, *, force: bool = False) -> str: ...
    def refunds(self, intent_id: IntentId) -> None: ...
    def loses_next_creation(self, *, has_effect: bool) -> None: ...
    def revokes_the_key(self) -> None: ...
    def charge_count(self) -> int: ...


class FakeWorld:
    absent, no_key = "pay_nothing", "invalid_access_token"

    def __init__(self, payer: Payer | None) -> None:
        self.provider = FakeProvider(SystemClock())
        self.payer = payer
        self.pays = self.provider.pays
        self.refunds = self.provider.refunds
        self.loses_next_creation = self.provider.loses_next_creation

    def revokes_the_key(self) -> None:
        self.provider.is_key_accepted = False

    def charge_count(self) -> int:
        return len(self.provider.charges)


class AsaasWorld:
    absent, no_key = "pay_nothing", "invalid_access_token"

    def __init__(self, asaas: Asaas, simulator: RunningSimulator, payer: Payer | None) -> None:
        self.provider = asaas
        self.payer = payer
        self._control = simulator.control

    def pays(self, intent_id: IntentId, amount: Money | None = None, *, force: bool = False) -> str:
        return self._control.pay(intent=intent_id, amount=amount, force=force)

    def refunds(self, intent_id: IntentId) -> None:
        self._control.refund(intent=intent_id)

    def loses_next_creation(self, *, has_effect: bool) -> None:
        self._control.fault("drop", method="POST", path="^/(payments|pix/qrCodes/static)$", has_effect=has_effect)

    def revokes_the_key(self) -> None:
        self._control.accept_key(accepted=False)

    def charge_count(self) -> int:
        return len(self._control.charges()) + len(self._control.codes())


# A static code of Asaas is not listed: test_asaas.py says what holds for it.
LISTED = pytest.mark.parametrize("world", ["fake", "asaas with a payer", *WAYS], indirect=True)
WITH_CODE = pytest.mark.parametrize(
    "world", ["fake", "asaas with a payer", "asaas without", PAYMENTS, ORDERS], indirect=True
)


@pytest.fixture(params=["fake", "asaas with a payer", "asaas without", *WAYS])
def world(request: pytest.FixtureRequest, asaas: Asaas, simulator: RunningSimulator) -> Iterator[World]:
    if request.param in WAYS:
        with mercado_pago_world(request.param, simulator) as made:
            yield made
    elif request.param == "fake":
        yield FakeWorld(PAYER)
    else:
        yield AsaasWorld(asaas, simulator, PAYER if request.param == "asaas with a payer" else None)


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


@WITH_CODE
def test_an_opened_charge_has_a_code_for_exactly_its_amount(world: World) -> None:
    intent = intent_for(world)
    charge = opened(world, intent)
    assert isinstance(charge, ChargeOpened)
    assert (charge.ref.intent_id, charge.ref.amount) == (intent.id, PRICE)
    assert isinstance(check_for(charge.br_code, PRICE), BrCode)


@pytest.mark.parametrize("centavos", [1, 10, 99, 100, 109, 12_345_67])
def test_every_centavo_arrives(world: World, centavos: int) -> None:
    intent = intent_for(world, Money(centavos))
    charge = opened(world, intent)
    world.pays(intent.id)
    assert [each.amount for each in seen(world, charge.ref).payments] == [Money(centavos)]


def test_an_unpaid_charge_is_open(world: World) -> None:
    observed = seen(world, opened(world, intent_for(world)).ref)
    assert (observed.state, observed.payments) == (ChargeState.OPEN, ())


def test_a_paid_charge_names_its_payment_the_same_way_every_time(world: World) -> None:
    intent = intent_for(world)
    charge = opened(world, intent)
    reference = world.pays(intent.id)
    first, second = seen(world, charge.ref), seen(world, charge.ref)
    assert first == second
    assert first.state is ChargeState.PAID
    assert [(each.reference, each.amount, each.is_reversed) for each in first.payments] == [(reference, PRICE, False)]


@pytest.mark.parametrize("off_by", [-1, 1])
def test_a_wrong_amount_is_told_as_it_is(world: World, off_by: int) -> None:
    intent = intent_for(world)
    charge = opened(world, intent)
    world.pays(intent.id, PRICE + Money(off_by))
    assert [each.amount for each in seen(world, charge.ref).payments] == [PRICE + Money(off_by)]


def test_two_payments_of_one_charge_are_told_apart(world: World) -> None:
    intent = intent_for(world)
    charge = opened(world, intent)
    references = {world.pays(intent.id), world.pays(intent.id, force=True)}
    observed = seen(world, charge.ref)
    assert observed.state is ChargeState.PAID
    assert {each.reference for each in observed.payments} == references
    assert len(references) == 2


def test_money_that_went_back_is_told(world: World) -> None:
    intent = intent_for(world)
    charge = opened(world, intent)
    world.pays(intent.id)
    world.refunds(intent.id)
    observed = seen(world, charge.ref)
    assert observed.state is ChargeState.REVERSED
    assert [(each.amount, each.is_reversed) for each in observed.payments] == [(PRICE, True)]


def test_a_voided_charge_cannot_be_paid(world: World) -> None:
    intent = intent_for(world)
    charge = opened(world, intent)
    assert isinstance(world.provider.void(charge.ref), Voided)
    observed = seen(world, charge.ref)
    assert (observed.state, observed.payments) == (ChargeState.VOIDED, ())
    with pytest.raises(AssertionError):
        world.pays(intent.id)


def test_a_paid_charge_is_not_voided(world: World) -> None:
    intent = intent_for(world)
    charge = opened(world, intent)
    world.pays(intent.id)
    assert isinstance(world.provider.void(charge.ref), VoidRefused)
    assert seen(world, charge.ref).state is ChargeState.PAID


def test_money_that_came_after_the_void_is_told(world: World) -> None:
    intent = intent_for(world)
    charge = opened(world, intent)
    world.provider.void(charge.ref)
    world.pays(intent.id, force=True)
    observed = seen(world, charge.ref)
    assert (observed.state, len(observed.payments)) == (ChargeState.PAID, 1)


def test_nothing_is_found_of_an_intent_that_was_never_sent(world: World) -> None:
    assert world.provider.find_charge(intent_for(world)) == ChargeAbsent()


def test_a_charge_that_does_not_exist_is_absent(world: World) -> None:
    ref = ChargeRef(IntentId("0" * 32), world.absent, PRICE)
    assert world.provider.look_up(ref) == ChargeAbsent()
    assert world.provider.void(ref) == ChargeAbsent()


def test_a_lost_creation_without_effect_leaves_nothing(world: World) -> None:
    intent = intent_for(world)
    world.loses_next_creation(has_effect=False)
    assert isinstance(world.provider.open_charge(intent), ChargeUnknown)
    assert world.charge_count() == 0
    assert world.provider.find_charge(intent) == ChargeAbsent()
    opened(world, intent)


def test_a_creation_is_never_repeated_by_itself(world: World) -> None:
    world.loses_next_creation(has_effect=True)
    assert isinstance(world.provider.open_charge(intent_for(world)), ChargeUnknown)
    assert world.charge_count() == 1


@LISTED
def test_a_lost_creation_of_a_charge_with_a_payer_is_found(world: World) -> None:
    intent = intent_for(world)
    world.loses_next_creation(has_effect=True)
    world.provider.open_charge(intent)
    found = world.provider.find_charge(intent)
    assert isinstance(found, ChargeOpened | ChargeOnTerminal)
    assert isinstance(found, ChargeOnTerminal) or isinstance(check_for(found.br_code, PRICE), BrCode)
    assert world.charge_count() == 1


@LISTED
def test_a_paid_charge_is_found_without_a_code(world: World) -> None:
    intent = intent_for(world)
    charge = opened(world, intent)
    world.pays(intent.id)
    assert world.provider.find_charge(intent) == ChargeFound(charge.ref)


def test_a_voided_charge_is_not_found(world: World) -> None:
    intent = intent_for(world)
    world.provider.void(opened(world, intent).ref)
    assert world.provider.find_charge(intent) == ChargeAbsent()


def test_an_intent_that_has_expired_is_not_opened(world: World) -> None:
    outcome = world.provider.open_charge(intent_for(world, minutes=-1))
    assert isinstance(outcome, ChargeRefused)
    assert world.charge_count() == 0


def test_a_revoked_key_is_told_whatever_is_asked(world: World) -> None:
    charge = opened(world, intent_for(world))
    world.revokes_the_key()
    answers = (
        world.provider.open_charge(intent_for(world)),
        world.provider.find_charge(intent_for(world)),
        world.provider.look_up(charge.ref),
        world.provider.void(charge.ref),
        world.provider.check(),
    )
    assert [each.code for each in answers if isinstance(each, ChargeRefused)] == [world.no_key] * 5


def test_a_healthy_account_is_healthy(world: World) -> None:
    health = world.provider.check()
    assert isinstance(health, ProviderHealthy)
    assert health.clock_skew is not None
    assert abs(health.clock_skew) < timedelta(seconds=5)


@pytest.fixture(params=["fake", "asaas", *WAYS])
def unreachable(request: pytest.FixtureRequest, simulator: RunningSimulator) -> Iterator[PaymentProvider]:
    if request.param == "fake":
        down = FakeProvider(SystemClock())
        down.is_reachable = False
        yield down
        return
    with listen() as closed:
        nowhere = replace(simulator, origin=base_url(closed, ""))
    if request.param in WAYS:
        with closing(adapter(request.param, nowhere.origin)) as made:
            yield made
        return
    with asaas_at(nowhere) as asaas:
        yield asaas


@pytest.mark.parametrize("payer", [PAYER, None])
def test_a_provider_out_of_reach_is_safe_to_ask_again(unreachable: PaymentProvider, payer: Payer | None) -> None:
    now = SystemClock().now()
    intent = Intent(IntentId("1" * 32), PRICE, "Senha", now, now + timedelta(minutes=30), payer)
    ref = ChargeRef(intent.id, "pay_1", PRICE)
    answers = (
        unreachable.open_charge(intent),
        unreachable.find_charge(intent),
        unreachable.look_up(ref),
        unreachable.void(ref),
        unreachable.check(),
    )
    assert [type(each) for each in answers] == [ProviderUnreachable] * 5
