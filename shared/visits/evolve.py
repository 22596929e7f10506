"""The visit's state machine: one total function from a state and a fact to the next state."""

from __future__ import annotations

from dataclasses import replace

from shared.journal.model import AlreadyTrue, Fact, Invalid
from shared.visits import facts, letting_in, money, owing, own_pix, paper, refunds, tasks, turns
from shared.visits.facts import RefundFact
from shared.visits.model import FINAL_TURNS, TurnState, Visit

Next = Visit | Invalid | AlreadyTrue


def evolve(visit: Visit | None, fact: Fact) -> Next:
    """The visit after `fact`, or why it has none. No effects; the same on every station."""
    if isinstance(fact, facts.VisitOpened):
        return _open(fact) if visit is None else AlreadyTrue()
    if visit is None:
        return Invalid("the visit was never opened")
    if isinstance(fact, facts.ChargeFact):
        return money.evolve_charge(visit, fact)
    if isinstance(fact, RefundFact):
        return refunds.evolve_refund(visit, fact)
    if isinstance(fact, facts.PaperFact):
        return paper.evolve_paper(visit, fact)
    if isinstance(fact, facts.TurnFact):
        return turns.evolve_turn(visit, fact)
    return _evolve_visit(visit, fact)


def _open(fact: facts.VisitOpened) -> Visit:
    return Visit(
        id=fact.visit_id,
        label=fact.label,
        business_day=fact.business_day,
        opened_at=fact.at,
        lines=fact.lines,
        extras=fact.extras,
        priority=fact.priority,
        customer_id=fact.customer_id,
    )


def _evolve_visit(visit: Visit, fact: Fact) -> Next:
    match fact:
        case facts.VisitAbandoned(reason, at):
            if visit.ticket is not None:
                return Invalid("the visit has a ticket")
            if visit.abandoned_at is not None:
                return AlreadyTrue()
            return replace(visit, abandoned_at=at, abandon_reason=reason)
        case facts.VisitReleased():
            return own_pix.vouch(visit, letting_in.release(visit, fact), fact)
        case facts.VisitCancelled():
            return _cancel(visit, fact)
        case facts.TaskDecided():
            return tasks.evolve_decision(visit, fact)
        case facts.PriorityChanged(group):
            return AlreadyTrue() if visit.priority == group else replace(visit, priority=group)
        case facts.NoteAdded(note_id):
            return AlreadyTrue() if note_id in visit.notes else replace(visit, notes=(*visit.notes, note_id))
        case _:
            return Invalid(f"{fact.KIND} says nothing about a visit")


def _cancel(visit: Visit, fact: facts.VisitCancelled) -> Next:
    if visit.ticket is None:
        return Invalid("there is no ticket to cancel")
    if visit.ticket.cancelled_at is not None:
        return AlreadyTrue()
    if all(turn.state in FINAL_TURNS for turn in visit.turns):
        return Invalid("every turn has ended")
    ending = tuple(turn.id for turn in visit.turns if turn.state not in FINAL_TURNS)
    ended = tuple(
        replace(turn, state=TurnState.CANCELLED, ended_at=fact.at, reason=fact.reason) if turn.id in ending else turn
        for turn in visit.turns
    )
    ticket = replace(visit.ticket, cancelled_at=fact.at, cancel_reason=fact.reason)
    return owing.owe_together(replace(visit, ticket=ticket, turns=ended), ending, fact.at)
