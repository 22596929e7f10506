"""What the printer does to a ticket. Paper never keeps a paid customer out of the queue."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from shared.journal.model import AlreadyTrue, Invalid
from shared.visits import facts
from shared.visits.model import PaperState, Ticket, Visit

PAPER_GRACE = timedelta(seconds=15)

Next = Visit | Invalid | AlreadyTrue


def evolve_paper(visit: Visit, fact: facts.PaperFact) -> Next:
    """The visit after something happened to its paper."""
    ticket = visit.ticket
    if ticket is None:
        return Invalid("there is no ticket to print")
    match fact:
        case facts.TicketPrinting(job_id):
            if ticket.paper is PaperState.PRINTING and ticket.job_id == job_id:
                return AlreadyTrue()
            if ticket.paper is PaperState.PRINTED:
                return Invalid("the ticket is printed already")
            attempts = ticket.print_attempts + 1
            return replace(
                visit, ticket=replace(ticket, paper=PaperState.PRINTING, job_id=job_id, print_attempts=attempts)
            )
        case facts.TicketPrintFailed():
            if ticket.paper is PaperState.ERROR:
                return AlreadyTrue()
            if ticket.paper is PaperState.PRINTED:
                return Invalid("the ticket is printed already")
            return replace(visit, ticket=replace(ticket, paper=PaperState.ERROR))
        case facts.TicketQueued(is_printed, at):
            return _queue(visit, ticket, at, is_printed=is_printed)
        case facts.TicketReprinted():
            return replace(visit, ticket=replace(ticket, reprints=ticket.reprints + 1))


def _queue(visit: Visit, ticket: Ticket, at: datetime, *, is_printed: bool) -> Next:
    paper = PaperState.PRINTED if is_printed else ticket.paper
    if ticket.queued_at is not None:
        if is_printed and ticket.is_unprinted:
            return replace(visit, ticket=replace(ticket, paper=paper, is_unprinted=False))
        return AlreadyTrue()
    if ticket.cancelled_at is not None:
        return Invalid("the ticket is cancelled")
    queued = replace(ticket, paper=paper, queued_at=at, is_unprinted=not is_printed)
    turns = tuple(replace(turn, joined_at=at) for turn in visit.turns)
    return replace(visit, ticket=queued, turns=turns)


def decide_overdue_paper(visit: Visit, now: datetime, grace: timedelta = PAPER_GRACE) -> facts.TicketQueued | None:
    """After the grace since the ticket was issued, or with the clock set back, it enters the queue without paper."""
    ticket = visit.ticket
    if ticket is None or ticket.queued_at is not None or ticket.cancelled_at is not None:
        return None
    return facts.TicketQueued(is_printed=False, at=now) if abs(now - ticket.issued_at) >= grace else None


def decide_printed(visit: Visit, now: datetime) -> facts.TicketQueued | None:
    """The paper came out: the ticket is in the queue, printed. None when it was cancelled meanwhile."""
    ticket = visit.ticket
    if ticket is None or (ticket.cancelled_at is not None and ticket.queued_at is None):
        return None
    return facts.TicketQueued(is_printed=True, at=now)
