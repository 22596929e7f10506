"""Hybrid logical clock: wall time that never runs back and orders what one author has seen.

48 bits of milliseconds, 16 bits of counter (Kulkarni et al., 2014).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

COUNTER_BITS = 16
DRIFT_MAX = timedelta(seconds=60)


def at(now: datetime) -> int:
    """The smallest reading of the millisecond `now`."""
    return int(now.timestamp() * 1000) << COUNTER_BITS


def moment(reading: int) -> datetime:
    """The millisecond of a reading, aware, in UTC."""
    return datetime.fromtimestamp((reading >> COUNTER_BITS) / 1000, UTC)


def tick(last: int, now: datetime) -> int:
    """The next reading after `last`: the wall clock when it is ahead, one more than `last` otherwise."""
    return max(last + 1, at(now))


def merge(last: int, seen: int, now: datetime) -> int:
    """After seeing another's reading. One whose clock is more than DRIFT_MAX ahead does not drag ours."""
    return last if seen > at(now + DRIFT_MAX) else max(last, seen)
