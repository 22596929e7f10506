"""A second charge of one intent: nobody shall pay it, and money that it brings all the same is not lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.payments import second_rows
from shared.payments.cadence import RETRY_FIRST
from shared.payments.intents import CALL_MAX
from shared.payments.model import ChargeState as Seen
from shared.payments.rows import IntentState, by_visit
from shared.visits.model import ChargeState, TaskKind, Visit, VisitState
from tests.fakes.provider import FakeCharge
from tests.fakes.shop import Shop


def with_two_charges(shop: Shop) -> tuple[Visit, FakeCharge]:
    """A visit whose first charge is shown, and the second one, as it is after the first try to void it."""

    def another_process_takes_over() -> None:
        shop.clock.advance(CALL_MAX)
        shop.core.payment_duty.step()
        shop.clock.advance(RETRY_FIRST)
        shop.core.payment_duty.step()

    shop.provider.while_next_opens(another_process_takes_over)
    visit = shop.pays_by_pix(shop.opens_visit())
    _, second = shop.provider.charges
    return visit, shop.provider.charges[second]


def remembered(shop: Shop) -> int:
    with shop.core.database.snapshot() as read:
        return len(second_rows.not_ended(read))


def state(shop: Shop, charge: FakeCharge) -> Seen:
    return shop.provider.charges[charge.id].state


@pytest.mark.parametrize("how", ["lost", "away", "restart"])
def test_a_void_that_fails_is_asked_for_until_it_is_done(shop: Shop, how: str) -> None:
    if how == "lost":
        shop.provider.loses_next_void()
    else:
        shop.provider.before_each_call = lambda call: setattr(shop.provider, "is_reachable", call != "void")
    visit, second = with_two_charges(shop)
    assert (state(shop, second), remembered(shop)) == (Seen.OPEN, 1)
    shop.provider.before_each_call = lambda _: None
    shop.provider.is_reachable = True
    if how == "restart":
        shop.restarts()
    shop.lets_time_pass(seconds=30)
    assert (state(shop, second), remembered(shop)) == (Seen.VOIDED, 0)
    charge = shop.visit(visit).current_charge
    assert charge is not None
    assert (charge.state, charge.charge_id) == (ChargeState.AWAITING, "fake_1")
    with shop.core.database.snapshot() as read:
        assert by_visit(read, visit.id)[0].state is IntentState.OPEN, "the first is watched as ever"


@pytest.mark.parametrize("is_first_paid", [True, False])
def test_its_money_is_booked_once(shop: Shop, *, is_first_paid: bool) -> None:
    shop.provider.loses_next_void()
    visit, second = with_two_charges(shop)
    if is_first_paid:
        shop.customer_pays(visit)
    paid = second.intent.amount
    shop.provider.pays_charge(second.id, paid)
    shop.lets_time_pass(minutes=2)
    assert shop.state(visit) is VisitState.IN_QUEUE
    assert (shop.tasks(), remembered(shop)) == ([TaskKind.PAID_TWICE] * is_first_paid, 0)
    assert shop.printed_labels() == [visit.label]
    first = shop.provider.charges["fake_1"]
    assert first.state is (Seen.PAID if is_first_paid else Seen.VOIDED), "what is left over shall not be paid"


def test_one_that_is_gone_is_asked_for_no_more(shop: Shop) -> None:
    shop.provider.loses_next_void()
    _, second = with_two_charges(shop)
    del shop.provider.charges[second.id]
    shop.lets_time_pass(seconds=30)
    assert remembered(shop) == 0


def test_a_provider_that_never_says_so_is_asked_less_and_less(shop: Shop) -> None:
    for _ in range(1_000):
        shop.provider.loses_next_void()
    with_two_charges(shop)
    before = shop.asked("void")
    for _ in range(24 * 12):
        shop.clock.advance(timedelta(minutes=5))
        shop.core.payment_duty.step()
    assert remembered(shop) == 1
    assert shop.asked("void") - before < 40
