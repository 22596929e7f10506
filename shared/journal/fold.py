"""State is the fold of an aggregate's events in their one order. Folding has no effects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from shared.journal.model import AlreadyTrue, Conflict, EventId, Evolve, Folded, Invalid, Recorded, Unreadable
from shared.journal.order import order

S = TypeVar("S")


def fold(events: Iterable[Recorded], evolve: Evolve[S]) -> Folded[S]:
    """Fold all events of one aggregate. Every event ends in exactly one place: the state, a conflict, or waiting."""
    ordered = order(events)
    state: S | None = None
    conflicts: list[Conflict] = []
    waiting = tuple(each.event.id for each in ordered.waiting)
    for position, recorded in enumerate(ordered.events):
        if isinstance(recorded.fact, Unreadable):
            beyond = tuple(each.event.id for each in ordered.events[position + 1 :])
            return Folded(state, tuple(conflicts), waiting, recorded.event.id, beyond)
        outcome = evolve(state, recorded.fact)
        match outcome:
            case Invalid(reason):
                conflicts.append(Conflict(recorded.event.id, reason))
            case AlreadyTrue():
                pass
            case _:
                state = outcome
    return Folded(state, tuple(conflicts), waiting)


def accounted_for(folded: Folded[S]) -> set[EventId]:
    """The events that the fold could not use, each with its reason to be kept in sight."""
    held = {conflict.event for conflict in folded.conflicts} | set(folded.waiting) | set(folded.beyond)
    return held | ({folded.stopped_at} if folded.stopped_at else set())
