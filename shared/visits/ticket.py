"""What a visit and its ticket are, derived: paper first, then the turns."""

from __future__ import annotations

from shared.visits.model import (
    FINAL_TURNS,
    ChargeState,
    PaperState,
    Ticket,
    TurnState,
    Visit,
    VisitState,
)

_BY_PAPER = {
    PaperState.NONE: VisitState.PAID,
    PaperState.PRINTING: VisitState.PRINTING,
    PaperState.PRINTED: VisitState.PRINTING,
    PaperState.ERROR: VisitState.PRINT_ERROR,
}


def visit_state(visit: Visit) -> VisitState:
    """The one word for where this visit stands."""
    if visit.ticket is None:
        return VisitState.PENDING_PAYMENT if visit.abandoned_at is None else VisitState.ABANDONED
    return _ticket_state(visit, visit.ticket)


def _ticket_state(visit: Visit, ticket: Ticket) -> VisitState:
    states = {turn.state for turn in visit.turns}
    if states <= FINAL_TURNS:
        return VisitState.COMPLETED if TurnState.COMPLETED in states else VisitState.CANCELLED
    if ticket.queued_at is None:
        return _BY_PAPER[ticket.paper]
    for turn_state, state in (
        (TurnState.IN_PROGRESS, VisitState.IN_PROGRESS),
        (TurnState.CALLED, VisitState.CALLED),
        (TurnState.IN_QUEUE, VisitState.IN_QUEUE),
    ):
        if turn_state in states:
            return state
    return VisitState.EXPIRED


def is_partially_in_progress(visit: Visit) -> bool:
    """One service runs while another of the same ticket is still to come."""
    states = [turn.state for turn in visit.turns]
    return TurnState.IN_PROGRESS in states and any(
        state not in FINAL_TURNS and state is not TurnState.IN_PROGRESS for state in states
    )


def is_settled(visit: Visit) -> bool:
    """Some charge of this visit is paid."""
    return any(charge.state is ChargeState.PAID for charge in visit.charges)


def is_over(visit: Visit) -> bool:
    """Nothing more will happen to it by itself: no ticket to come, no turn to run, no decision to take."""
    state = visit_state(visit)
    ended = {VisitState.ABANDONED, VisitState.COMPLETED, VisitState.CANCELLED}
    return state in ended and not visit.open_tasks
