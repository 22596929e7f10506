"""What every provider keeps, whatever it is: the fake; over real HTTP Asaas, a bank and Mercado Pago in all ways."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.kernel.clock import SystemClock
from shared.kernel.ids import IntentId
from shared.kernel.money import Money
from shared.kernel.ways import BY_LINK
from shared.payments.brcode import BrCode, check_for
from shared.payments.model import (
    ChargeAbsent,
    ChargeByLink,
    ChargeFound,
    ChargeOnTerminal,
    ChargeOpened,
    ChargeRef,
    ChargeRefused,
    ChargeState,
    ChargeUnknown,
    Intent,
    Payer,
    PaymentProvider,
    ProviderHealthy,
    ProviderUnreachable,
    Refund,
    Voided,
    VoidRefused,
)
from shared.payments.simulator.server import base_url, listen
from tests.fakes.provider import FakeProvider
from tests.fakes.simulator import RunningSimulator
from tests.shared.payments.conftest import asaas_at, bank_at
from tests.shared.payments.mercado_pago import WAYS, adapter
from tests.shared.payments.worlds import (
    BY_LINKS,
    IN_ONE,
    LISTED,
    PAYER,
    PRICE,
    WITH_CODE,
    WORLDS,
    World,
    intent_for,
    opened,
    seen,
    world_named,
)

where_listed = pytest.mark.parametrize("world", LISTED, indirect=True)
where_coded = pytest.mark.parametrize("world", WITH_CODE, indirect=True)
where_linked = pytest.mark.parametrize("world", BY_LINKS, indirect=True)
in_one = pytest.mark.parametrize("world", IN_ONE, indirect=True)


@pytest.fixture(params=WORLDS)
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    with world_named(request.param, request) as made:
        yield made


@where_coded
def test_an_opened_charge_has_a_code_for_exactly_its_amount(world: World) -> None:
    intent = intent_for(world)
    charge = opened(world, intent)
    assert isinstance(charge, ChargeOpened)
    assert (charge.ref.intent_id, charge.ref.amount) == (intent.id, PRICE)
    assert isinstance(check_for(charge.br_code, PRICE), BrCode)


@where_linked
def test_an_opened_charge_has_a_page_where_exactly_its_amount_is_paid(world: World) -> None:
    intent = intent_for(world)
    charge = opened(world, intent)
    assert isinstance(charge, ChargeByLink)
    assert (charge.ref.intent_id, charge.ref.amount) == (intent.id, PRICE)
    assert charge.url.startswith("http")


@in_one
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


@where_listed
def test_a_lost_creation_of_a_charge_with_a_payer_is_found(world: World) -> None:
    intent = intent_for(world)
    world.loses_next_creation(has_effect=True)
    world.provider.open_charge(intent)
    found = world.provider.find_charge(intent)
    assert isinstance(found, ChargeOpened | ChargeByLink | ChargeOnTerminal)
    assert not isinstance(found, ChargeOpened) or isinstance(check_for(found.br_code, PRICE), BrCode)
    assert isinstance(found, ChargeByLink) == (intent.method in BY_LINK)
    assert world.charge_count() == 1


@where_listed
def test_a_paid_charge_is_found_without_a_code(world: World) -> None:
    intent = intent_for(world)
    ref = opened(world, intent).ref
    world.pays(intent.id)
    assert world.provider.find_charge(intent) == ChargeFound(ref)


def test_a_voided_charge_is_not_found_as_one_to_be_paid(world: World) -> None:
    """Where its id can be used again it is absent; where not, it is found without a code, and known to be void."""
    intent = intent_for(world)
    ref = opened(world, intent).ref
    world.provider.void(ref)
    assert world.provider.find_charge(intent) in (ChargeAbsent(), ChargeFound(ref))
    assert seen(world, ref).state is ChargeState.VOIDED


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
    assert [each.code for each in answers if isinstance(each, ChargeRefused)] == [world.says_when_revoked] * 5


def test_a_healthy_account_is_healthy(world: World) -> None:
    health = world.provider.check()
    assert isinstance(health, ProviderHealthy)
    assert health.clock_skew is not None
    assert abs(health.clock_skew) < timedelta(seconds=5)


@pytest.fixture(params=["fake", "asaas", "bank", *WAYS])
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
    with asaas_at(nowhere) as asaas, bank_at(nowhere) as bank_pix:
        yield asaas if request.param == "asaas" else bank_pix


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
        unreachable.refund(Refund("2" * 32, ref, "pay_1", PRICE, "")),
        unreachable.received(now, now + timedelta(days=1)),
        unreachable.check(),
    )
    assert [type(each) for each in answers] == [ProviderUnreachable] * 7
