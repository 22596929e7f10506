"""Money that the bank takes back, before or after the service, and money that comes back after that."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.journal.model import AlreadyTrue, Invalid
from shared.kernel.ids import EquipmentId, ServiceId, TurnId
from shared.kernel.money import ZERO, Money
from shared.visits import facts
from shared.visits.charges import SeenPayment, Sighting, decide_sighting
from shared.visits.evolve import evolve
from shared.visits.facts import MoneyReturned, RefundAsked, RefundDone
from shared.visits.ledger import payments, pays, still_to_give_back
from shared.visits.model import Decision, RefundState, TaskKind, Visit, VisitState
from shared.visits.refunds import decide_refund
from shared.visits.ticket import is_over, is_settled, visit_state
from tests.shared.visits.samples import (
    ANA,
    BOOTS,
    BOOTS_A,
    COUNTER,
    COUNTER_ASKED,
    CRYO,
    CRYO_1,
    LATER,
    PIX,
    TOTAL,
    abandoned,
    after,
    in_queue,
    paid,
    waiting_for_pix,
)

BOOTS_PRICE = Money(9_000)
PART = Money(500)
CANCELLED = facts.VisitCancelled(ANA, "desistiu", LATER)
BOOTS_CANCELLED = facts.TurnCancelled(BOOTS, ANA, "máquina parada", LATER)


def served(turn: TurnId, service: str, machine: EquipmentId) -> tuple[facts.VisitFact, ...]:
    started = facts.TurnStarted(turn, ServiceId(service), machine, ANA, LATER)
    return (started, facts.TurnCompleted(turn, ANA, LATER))


CRYO_SERVED = served(CRYO, "crioterapia", CRYO_1)
SERVED = after(*CRYO_SERVED, *served(BOOTS, "bota", BOOTS_A), of=in_queue())


def gone(times: int = 1, reference: str = "e1") -> facts.MoneyReversed:
    return facts.MoneyReversed(PIX, reference, LATER, times)


def back(times: int = 1, reference: str = "e1") -> facts.MoneyRestored:
    return facts.MoneyRestored(PIX, reference, LATER, times)


def part(total: Money) -> MoneyReturned:
    return MoneyReturned(PIX, "e1", total, LATER)


def tasks(visit: Visit) -> list[tuple[TaskKind, Money]]:
    return [(task.kind, task.amount) for task in visit.open_tasks]


def decided(visit: Visit, decision: Decision) -> facts.TaskDecided:
    task = visit.open_tasks[0]
    return facts.TaskDecided(task.id, decision, ANA, "falei com o cliente", LATER, task.amount)


@pytest.mark.parametrize(
    ("happened", "missing"),
    [
        ([gone()], [TOTAL]),
        ([part(PART)], [PART]),
        ([part(PART), gone()], [PART, TOTAL - PART]),
        ([gone(), back(), gone(2)], [TOTAL]),
    ],
)
def test_money_that_goes_back_after_the_service_waits_for_a_person(
    happened: list[facts.VisitFact], missing: list[Money]
) -> None:
    visit = after(*happened, of=SERVED)
    assert visit_state(visit) is VisitState.COMPLETED, "the service stays done"
    assert tasks(visit) == [(TaskKind.REVERSED, each) for each in missing]
    assert not is_over(visit)
    for _ in missing:
        visit = after(decided(visit, Decision.KEPT), of=visit)
    assert is_over(visit)


def test_a_chargeback_that_was_won_is_missed_no_more() -> None:
    visit = after(gone(), back(), of=SERVED)
    assert visit.open_tasks == ()
    assert visit.charges[0].holds_payment
    assert [(task.kind, task.decision, task.decided_by) for task in visit.tasks] == [
        (TaskKind.REVERSED, Decision.KEPT, None)
    ]
    assert still_to_give_back(visit) == TOTAL


def test_money_that_came_again_is_owed_in_full_when_the_ticket_is_cancelled() -> None:
    assert tasks(after(gone(), back(), CANCELLED, of=in_queue())) == [(TaskKind.REFUND_DUE, TOTAL)]
    assert tasks(after(gone(), CANCELLED, back(), of=in_queue())) == [(TaskKind.REFUND_DUE, TOTAL)]
    lost = after(gone(), of=in_queue())
    written_off = after(decided(lost, Decision.KEPT), back(), CANCELLED, of=lost)
    assert tasks(written_off) == [(TaskKind.REFUND_DUE, TOTAL)]


@pytest.mark.parametrize(
    ("before", "owed"),
    [
        (after(CANCELLED, of=in_queue()), [(TaskKind.REFUND_DUE, TOTAL)]),
        (after(BOOTS_CANCELLED, of=in_queue()), [(TaskKind.REFUND_DUE, BOOTS_PRICE)]),
        (after(paid("e1"), of=abandoned()), [(TaskKind.PAID_LATE, TOTAL)]),
    ],
)
def test_what_was_owed_before_it_went_back_is_owed_again_once_it_is_here(
    before: Visit, owed: list[tuple[TaskKind, Money]]
) -> None:
    assert tasks(after(gone(), back(), of=before)) == owed


def test_a_part_that_is_gone_stays_gone_when_the_rest_comes_back() -> None:
    visit = after(part(PART), gone(), back(), of=in_queue())
    assert tasks(visit) == [(TaskKind.REVERSED, PART)]
    assert still_to_give_back(visit) == TOTAL - PART
    owed = after(BOOTS_CANCELLED, part(BOOTS_PRICE), gone(), back(), of=in_queue())
    assert tasks(owed) == [], "the part had answered what was owed"
    assert still_to_give_back(owed) == TOTAL - BOOTS_PRICE


def test_a_refund_that_bounced_is_decided_anew() -> None:
    owed = after(CANCELLED, of=in_queue())
    asked = decide_refund(owed, owed.open_tasks[0].id, ANA, "desistiu", LATER)
    assert isinstance(asked, RefundAsked)
    visit = after(asked, RefundDone(asked.refund_id, LATER), gone(), back(), of=owed)
    assert tasks(visit) == [(TaskKind.REFUND_DUE, TOTAL)]
    assert [each.state for each in visit.refunds] == [RefundState.REFUSED]
    again = decide_refund(visit, visit.open_tasks[0].id, ANA, "de novo", LATER)
    assert isinstance(again, RefundAsked)
    assert again.refund_id != asked.refund_id


def test_what_was_handed_back_before_a_chargeback_that_was_won_is_not_owed_again() -> None:
    owed = after(BOOTS_CANCELLED, of=in_queue())
    by_hand = decided(owed, Decision.REFUNDED)
    visit = after(by_hand, gone(), back(), of=owed)
    assert tasks(visit) == []
    assert still_to_give_back(visit) == TOTAL - BOOTS_PRICE


def test_a_second_payment_takes_the_place_of_one_that_was_charged_back() -> None:
    visit = after(gone(), paid("e2"), of=SERVED)
    assert tasks(visit) == [(TaskKind.REVERSED, TOTAL)], "a person notes that it was paid again"
    assert still_to_give_back(visit) == TOTAL
    both = after(back(), of=visit)
    assert tasks(both) == [(TaskKind.PAID_TWICE, TOTAL)], "the first is too much now"
    assert still_to_give_back(both) == TOTAL


def test_it_may_be_paid_again_by_another_charge() -> None:
    two = after(COUNTER_ASKED, paid(), facts.TicketQueued(is_printed=True, at=LATER), of=waiting_for_pix())
    visit = after(gone(), paid("counter:1", intent=COUNTER), back(), of=two)
    assert tasks(visit) == [(TaskKind.PAID_TWICE, TOTAL)]
    assert [charge.settled_by for charge in visit.charges] == [None, "counter:1"]


def test_what_was_cancelled_is_owed_from_the_second_payment_too() -> None:
    visit = after(*CRYO_SERVED, CANCELLED, gone(), paid("e2"), of=in_queue())
    assert tasks(visit) == [(TaskKind.REVERSED, TOTAL - BOOTS_PRICE), (TaskKind.REFUND_DUE, BOOTS_PRICE)]


def test_money_that_had_gone_before_it_was_seen_buys_the_ticket_once_it_is_here() -> None:
    visit = after(replace(paid(), is_reversed=True), back(), of=waiting_for_pix())
    assert is_settled(visit)
    assert visit_state(visit) is VisitState.PAID


@pytest.mark.parametrize(
    ("happened", "fact", "outcome"),
    [
        ([], back(), Invalid),
        ([], back(reference="e9"), Invalid),
        ([gone(), back()], back(), AlreadyTrue),
        ([gone(), back()], gone(), AlreadyTrue),
        ([gone()], gone(2), AlreadyTrue),
        ([gone(), back()], gone(2), Visit),
        ([gone(), back(), gone(2)], back(), AlreadyTrue),
        ([gone(), back(), gone(2)], back(2), Visit),
    ],
)
def test_a_going_that_a_station_hears_of_late_is_not_a_second_one(
    happened: list[facts.VisitFact], fact: facts.VisitFact, outcome: type
) -> None:
    assert isinstance(evolve(after(*happened, of=SERVED), fact), outcome)


shown = st.tuples(st.booleans(), st.integers(0, TOTAL.centavos - 1).map(Money))
decisions = st.sampled_from([CANCELLED, BOOTS_CANCELLED, *CRYO_SERVED])


@given(st.lists(st.one_of(shown, decisions), max_size=10))
def test_what_the_provider_shows_last_is_what_is_here(history: list[tuple[bool, Money] | facts.VisitFact]) -> None:
    """However often money goes and comes: what is here pays, is owed or is going; what is not, is not owed."""
    visit, returned, is_gone = in_queue(), ZERO, False
    for what in history:
        if isinstance(what, tuple):
            is_gone, returned = what[0], max(returned, what[1])
            seen = SeenPayment("e1", TOTAL, None, is_reversed=is_gone, returned=ZERO if is_gone else returned)
            sighted = decide_sighting(visit, Sighting(PIX, (seen,)), LATER)
            assert isinstance(sighted, tuple)
            visit = after(*sighted, of=visit) if sighted else visit
            assert decide_sighting(visit, Sighting(PIX, (seen,)), LATER) == ()
        else:
            outcome = evolve(visit, what)
            visit = outcome if isinstance(outcome, Visit) else visit
    ((charge, receipt),) = payments(visit)
    assert pays(visit, charge, receipt)
    assert receipt.is_reversed is is_gone
    owed = sum((task.amount for task in visit.open_tasks if task.kind is TaskKind.REFUND_DUE), ZERO)
    assert still_to_give_back(visit) + owed <= (ZERO if is_gone else TOTAL)
    if is_gone:
        answered = [task for task in visit.tasks if task.decision is Decision.REFUNDED]
        missing = [task for task in visit.tasks if task.kind is TaskKind.REVERSED and task.is_open]
        assert sum((task.amount for task in [*answered, *missing]), ZERO) >= TOTAL - returned
