"""The one order of an aggregate's events, the same on every station that has the same events."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass

from shared.journal.model import EventId, Recorded, Unreadable

UNREADABLE = 99
"""Last of those that nobody ordered, so that as much as possible is folded before it."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """`events` in order; `waiting` cannot be placed until a parent arrives."""

    events: tuple[Recorded, ...]
    waiting: tuple[Recorded, ...]


def order(events: Iterable[Recorded]) -> Ordered:
    """Sort by causal parents, then domain priority, then HLC, then identity. Duplicates count once."""
    known = {each.event.id: each for each in events}
    missing = {key: sum(parent != key for parent in set(each.event.parents)) for key, each in known.items()}
    children: dict[EventId, list[EventId]] = {}
    for key, each in known.items():
        for parent in set(each.event.parents):
            children.setdefault(parent, []).append(key)
    ready = [_rank(known[key]) for key, count in missing.items() if count == 0]
    heapq.heapify(ready)
    placed: list[Recorded] = []
    while ready:
        each = known[heapq.heappop(ready)[2]]
        placed.append(each)
        for child in children.get(each.event.id, ()):
            missing[child] -= 1
            if missing[child] == 0:
                heapq.heappush(ready, _rank(known[child]))
    placed_ids = {each.event.id for each in placed}
    waiting = sorted((each for key, each in known.items() if key not in placed_ids), key=lambda each: each.event.id)
    return Ordered(tuple(placed), tuple(waiting))


def _rank(recorded: Recorded) -> tuple[int, int, EventId]:
    fact = recorded.fact
    priority = UNREADABLE if isinstance(fact, Unreadable) else fact.PRIORITY
    return (priority, recorded.event.hlc, recorded.event.id)


def heads(events: Iterable[Recorded]) -> tuple[EventId, ...]:
    """The placed events that no other placed event names as a parent: what an author has seen."""
    placed = order(events).events
    named = {parent for each in placed for parent in each.event.parents}
    return tuple(sorted(each.event.id for each in placed if each.event.id not in named))
