"""What every provider keeps when money is given back, and when all that it received is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from shared.kernel.clock import SystemClock
from shared.kernel.ids import RandomIds
from shared.kernel.money import ZERO, Money
from shared.payments.model import (
    ChargeRef,
    ChargeRefused,
    ChargeState,
    Payment,
    ProviderUnreachable,
    ReceivedList,
    Refund,
    Refunded,
    RefundPending,
    RefundRefused,
    RefundUnknown,
)
from tests.shared.payments.worlds import PRICE, WORLDS, World, intent_for, opened, seen, world_named

PART = Money(4000)
DAY = timedelta(days=1)


@pytest.fixture(params=WORLDS)
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    with world_named(request.param, request) as made:
        yield made


def paid(world: World) -> tuple[ChargeRef, str]:
    """A charge that was paid, and its payment."""
    intent = intent_for(world)
    charge = opened(world, intent)
    return charge.ref, world.pays(intent.id)


def refund_of(ref: ChargeRef, payment: str, amount: Money = PRICE) -> Refund:
    return Refund(RandomIds().new(), ref, payment, amount, "Senha A042 cancelada")


def listed(world: World, since: timedelta, until: timedelta) -> list[Payment]:
    """All money of a period that begins and ends so long from now."""
    now = SystemClock().now()
    outcome = world.provider.received(now + since, now + until)
    assert isinstance(outcome, ReceivedList)
    assert outcome.is_whole
    return [each.payment for each in outcome.payments]


def test_a_payment_is_given_back_whole(world: World) -> None:
    ref, payment = paid(world)
    assert world.provider.refund(refund_of(ref, payment)) == Refunded()
    observed = seen(world, ref)
    assert (observed.state, [each.is_reversed for each in observed.payments]) == (ChargeState.REVERSED, [True])
    assert world.given_back() == PRICE


def test_a_payment_is_given_back_in_part_and_the_rest_stays(world: World) -> None:
    ref, payment = paid(world)
    assert world.provider.refund(refund_of(ref, payment, PART)) == Refunded()
    observed = seen(world, ref)
    assert observed.state is ChargeState.PAID
    assert [(each.amount, each.returned, each.is_reversed) for each in observed.payments] == [(PRICE, PART, False)]


def test_two_parts_are_told_apart_and_their_sum_is_told(world: World) -> None:
    ref, payment = paid(world)
    one, other = refund_of(ref, payment, PART), refund_of(ref, payment, PRICE - PART)
    assert world.provider.refund(one) == Refunded()
    assert world.provider.refund(other) == Refunded()
    assert [each.is_reversed for each in seen(world, ref).payments] == [True]
    assert world.given_back() == PRICE


def test_two_refunds_of_the_same_amount_are_two(world: World) -> None:
    ref, payment = paid(world)
    for _ in range(2):
        assert world.provider.refund(refund_of(ref, payment, PART)) == Refunded()
    assert world.given_back() == PART * 2


def test_the_same_refund_is_made_once(world: World) -> None:
    ref, payment = paid(world)
    wanted = refund_of(ref, payment, PART)
    assert [world.provider.refund(wanted) for _ in range(3)] == [Refunded()] * 3
    assert world.given_back() == PART


def test_more_than_is_left_is_refused(world: World) -> None:
    ref, payment = paid(world)
    world.provider.refund(refund_of(ref, payment, PART))
    assert isinstance(world.provider.refund(refund_of(ref, payment)), RefundRefused)
    assert world.given_back() == PART


def test_one_centavo_too_much_is_refused(world: World) -> None:
    ref, payment = paid(world)
    assert isinstance(world.provider.refund(refund_of(ref, payment, PRICE + Money(1))), RefundRefused)
    assert world.given_back() == ZERO


def test_a_payment_that_nobody_made_is_not_given_back(world: World) -> None:
    ref, _ = paid(world)
    assert isinstance(world.provider.refund(refund_of(ref, "pay_nothing")), RefundRefused)
    assert world.given_back() == ZERO


def test_a_balance_that_is_too_small_is_a_refusal_and_the_same_refund_may_be_asked_later(world: World) -> None:
    ref, payment = paid(world)
    world.has_no_balance()
    refused = world.provider.refund(refund_of(ref, payment))
    assert isinstance(refused, RefundRefused)
    assert refused.detail
    assert world.given_back() == ZERO


@pytest.mark.parametrize("has_effect", [True, False])
@pytest.mark.parametrize("amount", [PRICE, PART])
def test_a_lost_answer_and_asking_again_give_it_back_once(world: World, amount: Money, *, has_effect: bool) -> None:
    ref, payment = paid(world)
    wanted = refund_of(ref, payment, amount)
    world.loses_next_refund(has_effect=has_effect)
    first = world.provider.refund(wanted)
    assert isinstance(first, RefundUnknown | Refunded)
    assert world.provider.refund(wanted) == Refunded()
    assert world.provider.refund(wanted) == Refunded()
    assert world.given_back() == amount


def test_a_refund_that_takes_long_is_pending_until_it_is_done(world: World) -> None:
    ref, payment = paid(world)
    wanted = refund_of(ref, payment, PART)
    world.keeps_refunds_pending()
    assert [world.provider.refund(wanted) for _ in range(2)] == [RefundPending()] * 2
    assert [each.returned for each in seen(world, ref).payments] == [ZERO], "it has not gone back yet"
    world.ends_refunds(ref.intent_id, done=True)
    assert world.provider.refund(wanted) == Refunded()
    assert [each.returned for each in seen(world, ref).payments] == [PART]


def test_a_refund_that_was_cancelled_is_a_refusal_and_a_new_one_can_be_made(world: World) -> None:
    ref, payment = paid(world)
    wanted = refund_of(ref, payment, PART)
    world.keeps_refunds_pending()
    world.provider.refund(wanted)
    world.ends_refunds(ref.intent_id, done=False)
    assert isinstance(world.provider.refund(wanted), RefundRefused)
    assert world.given_back() == ZERO
    assert world.provider.refund(refund_of(ref, payment)) == RefundPending()


def test_what_is_pending_cannot_be_given_back_again(world: World) -> None:
    ref, payment = paid(world)
    world.keeps_refunds_pending()
    world.provider.refund(refund_of(ref, payment, PART))
    assert isinstance(world.provider.refund(refund_of(ref, payment)), RefundRefused)
    assert world.given_back() == PART


def test_only_the_second_of_two_payments_is_given_back(world: World) -> None:
    ref, first = paid(world)
    second = world.pays(ref.intent_id, force=True)
    assert world.provider.refund(refund_of(ref, second)) == Refunded()
    observed = seen(world, ref)
    assert observed.state is ChargeState.PAID
    assert {each.reference: each.is_reversed for each in observed.payments} == {first: False, second: True}


def test_a_revoked_key_refuses_no_refund_for_good_and_lists_nothing(world: World) -> None:
    ref, payment = paid(world)
    world.revokes_the_key()
    assert world.provider.refund(refund_of(ref, payment)) == ProviderUnreachable(world.says_when_revoked)
    now = SystemClock().now()
    refused = world.provider.received(now - DAY, now)
    assert isinstance(refused, ChargeRefused)
    assert refused.code == world.says_when_revoked


def test_all_money_is_listed_once_and_only_money(world: World) -> None:
    (ref, first), (_, other) = paid(world), paid(world)
    opened(world, intent_for(world))
    second = world.pays(ref.intent_id, force=True)
    world.provider.refund(refund_of(ref, first, PART))
    world.provider.refund(refund_of(ref, second))
    found = listed(world, -DAY, DAY)
    assert sorted(each.reference for each in found) == sorted([first, other, second])
    assert {each.reference: (each.returned if not each.is_reversed else PRICE) for each in found} == {
        first: PART,
        other: ZERO,
        second: PRICE,
    }


def test_money_of_another_period_is_not_listed(world: World) -> None:
    paid(world)
    assert listed(world, -3 * DAY, -2 * DAY) == []
    assert listed(world, 2 * DAY, 3 * DAY) == []
    assert listed(world, DAY, -DAY) == []


def test_each_payment_names_its_charge_and_where_it_can_its_intent(world: World) -> None:
    ref, payment = paid(world)
    now = SystemClock().now()
    outcome = world.provider.received(now - DAY, now + DAY)
    assert isinstance(outcome, ReceivedList)
    (found,) = outcome.payments
    assert (found.payment.reference, found.charge_id) == (payment, ref.charge_id)
    assert found.intent_id == (None if ref.charge_id.startswith("static:") else ref.intent_id)
