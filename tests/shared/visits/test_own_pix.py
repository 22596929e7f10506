"""Money on the shop's own key: searched for until found, counted once, and never dropped."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.journal.model import AlreadyTrue, Invalid
from shared.kernel.money import Money
from shared.visits import charges, facts
from shared.visits.by_hand import decide_found
from shared.visits.charges import SeenPayment, Sighting
from shared.visits.evolve import evolve
from shared.visits.model import ChargeState, Decision, ReleaseKind, Taken, TaskKind, Tender, Visit, VisitState
from shared.visits.outcomes import AlreadyFound, NotAnAnswer, NotReleasable
from shared.visits.own_pix import can_answer, search_id
from shared.visits.ticket import is_settled, visit_state
from tests.shared.visits.samples import (
    ANA,
    COUNTER,
    COUNTER_ASKED,
    EXPIRES,
    GIVEN_UP,
    LATER,
    OWN,
    TOTAL,
    after,
    paid,
    waiting_for_own_pix,
)

BRUNO = type(ANA)("bruno")
VOUCHED = facts.VisitReleased(ANA, "visto", LATER, kind=ReleaseKind.OWN_PIX, intent_id=OWN)
MISSED = facts.TaskDecided(search_id(OWN), Decision.MISSING, BRUNO, "até o dia 30", LATER)


def found(reference: str = "statement:DOC1", amount: Money = TOTAL) -> facts.MoneyReceived:
    """A person found it in the statement."""
    return facts.MoneyReceived(OWN, reference, amount, None, LATER, taken=Taken(Tender.STATEMENT, BRUNO))


def listed(reference: str = "p1", amount: Money = TOTAL) -> facts.MoneyReceived:
    """A provider lists it."""
    return paid(reference, amount, OWN)


def vouched() -> Visit:
    return after(VOUCHED, of=waiting_for_own_pix())


def tasks(visit: Visit) -> list[tuple[TaskKind, Money]]:
    return [(task.kind, task.amount) for task in visit.open_tasks]


def search(visit: Visit) -> tuple[Decision | None, str | None, str]:
    task = visit.task(search_id(OWN))
    assert task is not None
    return task.decision, task.decided_by, task.note


def test_whoever_is_let_in_for_a_receipt_has_a_ticket_and_the_money_is_searched_for() -> None:
    visit = vouched()
    assert visit.ticket is not None
    assert not is_settled(visit)
    (task,) = visit.open_tasks
    assert (task.kind, task.amount, task.intent_id, task.opened_by) == (TaskKind.TO_RECONCILE, TOTAL, OWN, ANA)


@pytest.mark.parametrize(("money", "by"), [(found(), BRUNO), (listed(), None)])
def test_money_that_comes_answers_the_search_and_settles(money: facts.MoneyReceived, by: str | None) -> None:
    visit = after(money, of=vouched())
    assert is_settled(visit)
    assert visit.open_tasks == ()
    assert search(visit) == (Decision.RECEIVED, by, money.reference)
    assert visit.ticket == vouched().ticket


def test_what_is_not_found_is_told_as_missing_and_the_ticket_stands() -> None:
    visit = after(MISSED, of=vouched())
    assert visit.open_tasks == ()
    assert search(visit) == (Decision.MISSING, BRUNO, "até o dia 30")
    assert not is_settled(visit)
    assert visit.ticket is not None
    assert visit.release is not None


def test_money_that_turns_up_after_all_answers_a_search_that_was_given_up() -> None:
    visit = after(MISSED, found(), of=vouched())
    assert is_settled(visit)
    assert search(visit)[0] is Decision.RECEIVED
    assert evolve(visit, MISSED) == Invalid("it was already decided: received")


def test_less_money_answers_the_search_and_opens_a_task_of_its_own() -> None:
    visit = after(found(amount=TOTAL - Money(1)), of=vouched())
    assert tasks(visit) == [(TaskKind.PAID_UNDER, TOTAL - Money(1))]
    assert search(visit)[0] is Decision.RECEIVED


def test_more_money_settles_and_the_rest_is_a_task() -> None:
    visit = after(found(amount=TOTAL + Money(1)), of=vouched())
    assert is_settled(visit)
    assert tasks(visit) == [(TaskKind.PAID_OVER, Money(1))]


def test_a_second_payment_is_a_task() -> None:
    visit = after(found(), found("statement:DOC2"), of=vouched())
    assert tasks(visit) == [(TaskKind.PAID_TWICE, TOTAL)]


def test_money_of_a_visit_that_ended_is_late() -> None:
    visit = after(GIVEN_UP, found(), of=waiting_for_own_pix())
    assert visit.ticket is None
    assert tasks(visit) == [(TaskKind.PAID_LATE, TOTAL)]


def test_money_after_every_service_was_cancelled_is_late() -> None:
    visit = after(facts.VisitCancelled(ANA, "x", LATER), found(), of=vouched())
    assert tasks(visit) == [(TaskKind.PAID_LATE, TOTAL)]
    assert search(visit)[0] is Decision.RECEIVED


def test_cash_beside_a_receipt_that_is_found_was_paid_twice() -> None:
    visit = after(COUNTER_ASKED, paid(intent=COUNTER), of=waiting_for_own_pix())
    visit = after(VOUCHED, of=visit)
    assert tasks(visit) == [(TaskKind.TO_RECONCILE, TOTAL)], "the other station saw a receipt: it is looked for"
    assert tasks(after(found(), of=visit)) == [(TaskKind.PAID_TWICE, TOTAL)]


def test_a_second_release_opens_no_second_search() -> None:
    assert evolve(vouched(), replace(VOUCHED, by=BRUNO)) == AlreadyTrue()
    assert evolve(after(MISSED, of=vouched()), VOUCHED) == AlreadyTrue()


def test_nothing_is_searched_for_that_is_here() -> None:
    assert evolve(after(listed(), of=waiting_for_own_pix()), VOUCHED) == AlreadyTrue()


@pytest.mark.parametrize("both", [(found(), listed()), (listed(), found())])
def test_one_payment_under_two_names_is_counted_once(both: tuple[facts.MoneyReceived, ...]) -> None:
    visit = after(*both, of=vouched())
    (receipt,) = visit.charges[0].receipts
    assert {receipt.reference, receipt.also} == {"p1", "statement:DOC1"}
    assert is_settled(visit)
    assert visit.open_tasks == ()


def test_a_second_payment_of_the_same_amount_is_a_second_payment() -> None:
    visit = after(found(), listed(), listed("p2"), of=vouched())
    assert tasks(visit) == [(TaskKind.PAID_TWICE, TOTAL)]


FIRST, SECOND = (f"E12345678202611221500{letter * 11}" for letter in "ab")


def test_two_end_to_end_ids_are_two_payments() -> None:
    """A person found the one by its own name; the provider lists both."""
    visit = after(found(FIRST), listed(SECOND), of=vouched())
    assert tasks(visit) == [(TaskKind.PAID_TWICE, TOTAL)]


def test_a_person_finds_the_second_of_two_payments_that_end_to_end_ids_name() -> None:
    visit = after(listed(FIRST), of=vouched())
    assert decide_found(visit, OWN, FIRST, TOTAL, BRUNO, LATER) == AlreadyFound(visit.label)
    second = decide_found(visit, OWN, SECOND, TOTAL, BRUNO, LATER)
    assert isinstance(second, facts.MoneyReceived)
    assert tasks(after(second, of=visit)) == [(TaskKind.PAID_TWICE, TOTAL)]


def test_another_amount_is_another_payment() -> None:
    visit = after(found(), listed(amount=TOTAL + Money(1)), of=vouched())
    assert tasks(visit) == [(TaskKind.PAID_TWICE, TOTAL + Money(1))]


def test_a_payment_that_is_known_by_both_names_is_not_said_again() -> None:
    visit = after(found(), listed(), of=vouched())
    seen = SeenPayment("p1", TOTAL, LATER)
    assert charges.decide_sighting(visit, Sighting(OWN, (seen,)), LATER) == ()
    assert evolve(visit, listed()) == AlreadyTrue()
    gone = charges.decide_sighting(visit, Sighting(OWN, (replace(seen, is_reversed=True),)), LATER)
    assert isinstance(gone, tuple)
    assert tasks(after(*gone, of=visit)) == [(TaskKind.REVERSED, TOTAL)]
    part = charges.decide_sighting(visit, Sighting(OWN, (replace(seen, returned=Money(1)),)), LATER)
    assert isinstance(part, tuple)
    assert tasks(after(*part, of=visit)) == [(TaskKind.REVERSED, Money(1))]


def test_what_a_person_found_and_a_provider_lists_as_gone_back_is_missing() -> None:
    visit = after(found(), replace(listed(), is_reversed=True), of=vouched())
    assert tasks(visit) == [(TaskKind.REVERSED, TOTAL)]


def test_the_code_ends_with_its_time_and_no_provider_is_waited_for() -> None:
    decided = charges.decide_overdue_payment(waiting_for_own_pix(), EXPIRES)
    visit = after(*decided, of=waiting_for_own_pix())
    assert visit_state(visit) is VisitState.ABANDONED
    assert visit.charges[0].state is ChargeState.VOIDED


def test_how_a_search_is_answered() -> None:
    visit = vouched()
    task_id = search_id(OWN)
    for wrong in (Decision.REFUNDED, Decision.KEPT, Decision.RECEIVED):
        assert charges.decide_task(visit, task_id, wrong, ANA, "x", LATER) == NotAnAnswer(task_id)
        assert isinstance(evolve(visit, facts.TaskDecided(task_id, wrong, ANA, "x", LATER)), Invalid)
    assert charges.decide_task(visit, task_id, Decision.RELEASED, ANA, "x", LATER) == NotReleasable(task_id)
    assert isinstance(charges.decide_task(visit, task_id, Decision.MISSING, ANA, "x", LATER), facts.TaskDecided)


def test_nothing_else_is_answered_as_a_search() -> None:
    late = after(GIVEN_UP, found(), of=waiting_for_own_pix())
    (task,) = late.open_tasks
    for wrong in (Decision.MISSING, Decision.RECEIVED):
        assert charges.decide_task(late, task.id, wrong, ANA, "x", LATER) == NotAnAnswer(task.id)
        assert isinstance(evolve(late, facts.TaskDecided(task.id, wrong, ANA, "x", LATER)), Invalid)
    assert not any(can_answer(kind, Decision.RECEIVED) for kind in TaskKind)


HAPPENS = (
    VOUCHED,
    replace(VOUCHED, by=BRUNO),
    facts.VisitReleased(ANA, "x", LATER),
    facts.VisitReleased(ANA, "x", LATER, kind=ReleaseKind.COURTESY),
    MISSED,
    found(),
    found("statement:DOC2"),
    found(amount=TOTAL - Money(1)),
    listed(),
    listed("p2"),
    listed("p3", TOTAL + Money(1)),
    replace(listed("p4"), is_reversed=True),
    facts.MoneyReversed(OWN, "p1", LATER),
    facts.MoneyReversed(OWN, "statement:DOC1", LATER),
    GIVEN_UP,
    COUNTER_ASKED,
    paid(intent=COUNTER),
    facts.VisitCancelled(ANA, "x", LATER + timedelta(minutes=1)),
)


@given(st.lists(st.sampled_from(HAPPENS), max_size=12))
def test_whatever_happens_no_payment_is_dropped_and_none_counted_twice(script: list[facts.VisitFact]) -> None:
    visit = waiting_for_own_pix()
    for fact in script:
        outcome = evolve(visit, fact)
        visit = outcome if isinstance(outcome, Visit) else visit
    own = visit.charges[0]
    names = [name for each in own.receipts for name in (each.reference, each.also) if name]
    assert len(names) == len(set(names)), "one payment stands in one receipt"
    for receipt in own.receipts:
        tasks_of = {f"{kind}:{OWN}:{receipt.reference}" for kind in TaskKind}
        asked = any(task.id in tasks_of for task in visit.tasks)
        assert receipt.is_reversed or own.settled_by == receipt.reference or asked
    if any(not each.is_reversed for each in own.receipts):
        assert visit.ticket is not None or visit.tasks
    task = visit.task(search_id(OWN))
    if task is not None and any(not each.is_reversed for each in own.receipts):
        assert task.decision is Decision.RECEIVED
