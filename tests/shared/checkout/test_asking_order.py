"""Whom the watcher of money asks about first, and how long anybody waits for the others."""

from __future__ import annotations

from datetime import timedelta

from shared.kernel.ways import Method
from shared.payments import rows as payment_rows
from shared.payments.rows import IntentState
from shared.visits.model import ChargeState, Visit
from tests.fakes.shop import BRUNO, NOON, Shop

A_QUESTION = timedelta(seconds=1)


def every_question_takes(shop: Shop, time: timedelta) -> None:
    shop.provider.before_each_call = lambda _: shop.clock.advance(time)


def given_up(shop: Shop, number: int) -> list[Visit]:
    """Visits whose codes were shown and are to be voided."""
    visits = [shop.pays_by_pix(shop.opens_visit()) for _ in range(number)]
    return [shop.gives_up(visit) for visit in visits]


def states(shop: Shop) -> list[IntentState]:
    with shop.core.database.snapshot() as read:
        found = [payment_rows.by_visit(read, each.id) for each in shop.core.board.visits_since(NOON - A_QUESTION)]
    return [each.state for intents in found for each in intents]


def steps_until(shop: Shop, visit: Visit, questions: int) -> int:
    """How many questions were asked until the visit's code is on the screen."""
    before = len(shop.provider.calls)
    for _ in range(questions):
        charge = shop.visit(visit).current_charge
        if charge is not None and charge.state is ChargeState.AWAITING:
            break
        shop.core.payment_duty.step()
    asked = [intent for _, intent in shop.provider.calls[before:]]
    return asked.index(shop.intent_of(visit))


def test_a_new_code_does_not_wait_behind_a_backlog(shop: Shop) -> None:
    given_up(shop, 60)
    shop.clock.advance(timedelta(minutes=1))
    every_question_takes(shop, A_QUESTION)
    visit = shop.chooses(shop.opens_visit(), Method.PIX)
    assert steps_until(shop, visit, 100) == 0


def test_a_code_that_is_wanted_meanwhile_waits_for_one_other_question_at_most(shop: Shop) -> None:
    given_up(shop, 30)
    wanted: list[Visit] = []

    def customers_come(call: str) -> None:
        shop.clock.advance(A_QUESTION)
        if call == "void" and len(wanted) < 4:
            wanted.append(shop.chooses(shop.opens_visit(), Method.PIX))
            shop.provider.calls.append(("wanted", shop.intent_of(wanted[-1])))

    shop.provider.before_each_call = customers_come
    for _ in range(30):
        shop.core.payment_duty.step()
    names = [call for call, _ in shop.provider.calls]
    for visit in wanted:
        since = shop.provider.calls.index(("wanted", shop.intent_of(visit)))
        opened = shop.provider.calls.index(("open", shop.intent_of(visit)))
        assert names[since:opened].count("void") <= 1, "the void that was under way"


def test_a_backlog_keeps_no_paid_customer_waiting(shop: Shop) -> None:
    paid = shop.pays_by_pix(shop.opens_visit())
    given_up(shop, 60)
    shop.customer_pays(paid)
    shop.clock.advance(timedelta(seconds=3))
    every_question_takes(shop, A_QUESTION)
    before = shop.clock.now()
    while shop.visit(paid).ticket is None:
        assert shop.core.payment_duty.step()
    assert shop.clock.now() - before <= timedelta(seconds=8)


def test_customers_do_not_keep_a_void_waiting_for_ever(shop: Shop) -> None:
    """Three codes on the screen are looked at as often as there is time for; the void has its turn all the same."""
    shown = [shop.pays_by_pix(shop.opens_visit()) for _ in range(3)]
    (unwanted,) = given_up(shop, 1)
    every_question_takes(shop, timedelta(seconds=3))
    for _ in range(10):
        shop.core.payment_duty.step()
    assert ("void", shop.intent_of(unwanted)) in shop.provider.calls
    assert all(("look", shop.intent_of(each)) in shop.provider.calls for each in shown)


def test_a_long_backlog_is_worked_off_and_then_everything_was_asked(shop: Shop) -> None:
    given_up(shop, 20)
    every_question_takes(shop, A_QUESTION)
    shop.takes_over()
    shop.core.payment_duty.step()
    assert not shop.core.payment_duty.is_caught_up
    for _ in range(20):
        shop.core.payment_duty.step()
    assert shop.core.payment_duty.is_caught_up
    assert set(states(shop)) == {IntentState.WATCHED}


def test_a_refund_comes_before_late_looks(shop: Shop) -> None:
    late = [shop.gets_ticket() for _ in range(3)]
    visit = shop.gets_ticket()
    shop.core.counter.cancel_visit(visit.id, "desistiu", BRUNO)
    shop.gives_back(visit)
    shop.clock.advance(timedelta(hours=30))
    shop.provider.calls.clear()
    shop.core.payment_duty.step()
    assert shop.provider.calls[0][0] == "refund"
    assert {intent for call, intent in shop.provider.calls if call == "look"} >= {shop.intent_of(each) for each in late}
