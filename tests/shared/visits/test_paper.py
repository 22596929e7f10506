from __future__ import annotations

from datetime import timedelta

import pytest

from shared.journal.model import AlreadyTrue, Invalid
from shared.kernel.ids import PrintJobId
from shared.visits import facts
from shared.visits.evolve import evolve
from shared.visits.model import PaperState, Visit, VisitState
from shared.visits.paper import PAPER_GRACE, decide_overdue_paper
from shared.visits.ticket import visit_state
from tests.shared.visits.samples import ANA, JOB, LATER, OPENED, after, in_queue, settled

PRINTING = facts.TicketPrinting(JOB, LATER)
FAILED = facts.TicketPrintFailed(JOB, "paper_end", LATER)
PRINTED = facts.TicketQueued(is_printed=True, at=LATER)
UNPRINTED = facts.TicketQueued(is_printed=False, at=LATER)
REPRINTED = facts.TicketReprinted(PrintJobId("job-2"), ANA, LATER)

REACHED: dict[str, Visit] = {
    "no ticket": after(OPENED),
    "paid": settled(),
    "printing": after(PRINTING, of=settled()),
    "error": after(PRINTING, FAILED, of=settled()),
    "queued": in_queue(),
    "queued unprinted": after(UNPRINTED, of=settled()),
    "queued, error": after(PRINTING, FAILED, UNPRINTED, of=settled()),
    "cancelled": after(facts.VisitCancelled(ANA, "x", LATER), of=settled()),
}
NO, SO = "conflict", "already"
ST = VisitState
# For each condition: what printing, failed, queued printed, queued unprinted and reprinted lead to.
TABLE: dict[str, list[VisitState | str]] = {
    "no ticket": [NO, NO, NO, NO, NO],
    "paid": [ST.PRINTING, ST.PRINT_ERROR, ST.IN_QUEUE, ST.IN_QUEUE, ST.PAID],
    "printing": [SO, ST.PRINT_ERROR, ST.IN_QUEUE, ST.IN_QUEUE, ST.PRINTING],
    "error": [ST.PRINTING, SO, ST.IN_QUEUE, ST.IN_QUEUE, ST.PRINT_ERROR],
    "queued": [NO, NO, SO, SO, ST.IN_QUEUE],
    "queued unprinted": [ST.IN_QUEUE, ST.IN_QUEUE, ST.IN_QUEUE, SO, ST.IN_QUEUE],
    "queued, error": [ST.IN_QUEUE, SO, ST.IN_QUEUE, SO, ST.IN_QUEUE],
    "cancelled": [ST.CANCELLED, ST.CANCELLED, NO, NO, ST.CANCELLED],
}


@pytest.mark.parametrize("condition", list(TABLE))
@pytest.mark.parametrize(
    ("position", "fact"), list(enumerate([PRINTING, FAILED, PRINTED, UNPRINTED, REPRINTED])), ids=lambda each: str(each)
)
def test_the_whole_table_of_papers(condition: str, position: int, fact: facts.PaperFact) -> None:
    outcome = evolve(REACHED[condition], fact)
    match outcome:
        case Invalid():
            result: VisitState | str = NO
        case AlreadyTrue():
            result = SO
        case _:
            result = visit_state(outcome)
    assert result == TABLE[condition][position]


def test_turns_wait_only_once_the_ticket_is_queued() -> None:
    assert {turn.joined_at for turn in REACHED["error"].turns} == {None}
    assert {turn.joined_at for turn in in_queue().turns} == {LATER}


def test_paper_that_comes_after_all_takes_the_flag_away_and_moves_nothing() -> None:
    visit = after(PRINTING, PRINTED, of=REACHED["queued, error"])
    assert visit.ticket is not None
    assert not visit.ticket.is_unprinted
    assert visit.ticket.paper is PaperState.PRINTED
    assert visit.turns == REACHED["queued, error"].turns


@pytest.mark.parametrize("condition", ["paid", "printing", "error"])
def test_a_paid_customer_waits_for_paper_no_longer_than_the_grace(condition: str) -> None:
    visit = REACHED[condition]
    assert visit.ticket is not None
    issued = visit.ticket.issued_at
    assert decide_overdue_paper(visit, issued + PAPER_GRACE - timedelta(microseconds=1)) is None
    due = issued + PAPER_GRACE
    assert decide_overdue_paper(visit, due) == facts.TicketQueued(is_printed=False, at=due)


@pytest.mark.parametrize("condition", ["no ticket", "queued", "queued unprinted", "cancelled"])
def test_nobody_is_queued_twice_or_without_a_ticket(condition: str) -> None:
    assert decide_overdue_paper(REACHED[condition], LATER + timedelta(days=1)) is None
