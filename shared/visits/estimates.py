"""How long a turn will still wait: what the machines of its service have to do before it."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

MEASURED_MAX = 20
MEASURED_MIN = 3
"""Fewer than this say more about one customer than about the service."""
REMAINING_FLOOR = timedelta(minutes=1)
"""A turn that runs longer than usual ends soon, but not at once: leaving and cleaning take this."""

NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class MachineLoad:
    """A machine that can do the service, and when it will be free (zero: now).

    Whoever builds the loads adds what a machine of several services owes to the others.
    """

    free_in: timedelta


def estimate_waits(
    queue: Sequence[object], machines: Sequence[MachineLoad], typical: timedelta
) -> tuple[timedelta | None, ...]:
    """How long each of `queue`, in its order, waits for its call. None for all when no machine can do the service.

    Whoever is next takes the machine that is free first and keeps it for a `typical` duration.
    """
    if not machines:
        return (None,) * len(queue)
    busy_for = max(typical, NOTHING)
    free_in = [max(machine.free_in, NOTHING) for machine in machines]
    heapq.heapify(free_in)
    return tuple(heapq.heapreplace(free_in, free_in[0] + busy_for) for _ in queue)


def estimate_wait(ahead: int, machines: Sequence[MachineLoad], typical: timedelta) -> timedelta | None:
    """What `estimate_waits` says of whoever has `ahead` people before them, without going through them all.

    Once no machine is behind another by more than a `typical` duration, they are taken in the same order again and
    again.
    """
    if not machines:
        return None
    busy_for = max(typical, NOTHING)
    free_in = sorted(max(machine.free_in, NOTHING) for machine in machines)
    if not busy_for:
        return free_in[0]
    while ahead and free_in[-1] - free_in[0] > busy_for:
        heapq.heapreplace(free_in, free_in[0] + busy_for)
        free_in.sort()
        ahead -= 1
    rounds, rest = divmod(ahead, len(free_in))
    return free_in[rest] + busy_for * rounds


def typical_duration(measured: Sequence[timedelta], catalogue_minutes: int) -> timedelta:
    """The median of the last `MEASURED_MAX` measured durations (newest first); the catalogue's minutes until there
    are `MEASURED_MIN`. A duration that is not above zero comes from a clock that was set back and does not count.
    """
    usable = [duration for duration in measured[:MEASURED_MAX] if duration > NOTHING]
    if len(usable) < MEASURED_MIN:
        return timedelta(minutes=catalogue_minutes)
    return timedelta(seconds=median(duration.total_seconds() for duration in usable))


def remaining(started_at: datetime, typical: timedelta, now: datetime) -> timedelta:
    """How long a running turn will still take: what is left of `typical`, at least `REMAINING_FLOOR`."""
    elapsed = max(now - started_at, NOTHING)
    return max(typical - elapsed, REMAINING_FLOOR)
