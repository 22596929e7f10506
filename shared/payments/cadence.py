"""When to look at a charge again. Pure: time is a parameter.

A customer who pays does so most often within the first minute, so that minute is looked at closely; after it the wait
between two looks is a seventh of the time already waited. An unpaid intent costs at most `REQUESTS_MAX` requests in all
the time that it is watched, its 30 minutes, the day and the 14 days after them: LOOKS_MAX looks while it can be paid,
and the rest for creating, finding and voiding it, and for looking out for surprises.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

REQUESTS_MAX = 70
LOOKS_MAX = 47
FIRST_LOOK = timedelta(seconds=3)
CLOSE = timedelta(seconds=3)
CLOSELY_FOR = timedelta(seconds=60)
SHARE = 7
BEYOND = timedelta(minutes=1)
"""Between two looks once LOOKS_MAX are spent, which only looks that somebody asked for bring about: never no look."""
ON_THE_SPOT = timedelta(minutes=30)
"""What is waited for longer is a boleto, whose days are looked at by the hour."""
OFF_SCREEN_FIRST = timedelta(seconds=15)
OFF_SCREEN_SHARE = 5

AFTER_FIRST = timedelta(minutes=1)
AFTER_MOST = timedelta(hours=1)
SETTLED_EVERY = timedelta(hours=12)
SLOW_FOR = timedelta(hours=24)
DAILY = timedelta(days=1)
DAILY_FOR = timedelta(days=14)

RETRY_FIRST = timedelta(seconds=1)
RETRY_MOST = timedelta(minutes=1)
RETRY_DOUBLINGS_MAX = 6

POLL_FIRST = timedelta(seconds=5)
POLL_SHARE = 5


@dataclass(frozen=True, slots=True)
class Watch:
    """What the next look depends on. `is_settled`: its money is here, or it was voided; only surprises can come."""

    opened_at: datetime
    expires_at: datetime
    looks: int
    is_on_screen: bool
    is_settled: bool = False


def watch_until(expires_at: datetime) -> datetime:
    """When nobody looks any more: a day of slow looks and 14 days of daily ones after expiry."""
    return expires_at + SLOW_FOR + DAILY_FOR


def next_look(watch: Watch, now: datetime) -> datetime | None:
    """When to look next, later than `now`; None when the watching has ended."""
    if watch.is_settled or now >= watch.expires_at:
        return _after(watch, now)
    waited = max(now - watch.opened_at, timedelta(0))
    if watch.looks >= LOOKS_MAX:
        pause = min(waited / SHARE, AFTER_MOST) if waited > ON_THE_SPOT else BEYOND
        return min(now + pause, watch.expires_at)
    return min(now + _pause(waited, watch.looks, is_on_screen=watch.is_on_screen), watch.expires_at)


def retry_after(failures: int, asked_for: timedelta | None = None) -> timedelta:
    """How long to leave a provider alone that failed `failures` times in a row, or as long as it asked for."""
    doublings = min(max(failures - 1, 0), RETRY_DOUBLINGS_MAX)
    return max(min(RETRY_FIRST * (1 << doublings), RETRY_MOST), asked_for or timedelta(0))


def next_poll(since: datetime, now: datetime) -> datetime:
    """When to ask again about something that the provider has had since then and works on by itself."""
    waited = max(now - since, timedelta(0))
    most = DAILY if waited >= SLOW_FOR else AFTER_MOST
    return now + min(max(waited / POLL_SHARE, POLL_FIRST), most)


def _pause(waited: timedelta, looks: int, *, is_on_screen: bool) -> timedelta:
    if not is_on_screen:
        return max(OFF_SCREEN_FIRST, waited / OFF_SCREEN_SHARE)
    if not looks:
        return FIRST_LOOK
    return CLOSE if waited < CLOSELY_FOR else waited / SHARE


def _after(watch: Watch, now: datetime) -> datetime | None:
    ends_at = watch_until(watch.expires_at)
    if now >= ends_at:
        return None
    passed = now - watch.expires_at
    if passed >= SLOW_FOR:
        pause = DAILY
    elif watch.is_settled:
        pause = SETTLED_EVERY
    else:
        pause = min(max(passed, AFTER_FIRST), AFTER_MOST)
    return min(now + pause, ends_at)
