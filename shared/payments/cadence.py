"""When to look at a charge again, and how many requests an account still has. Pure: time is a parameter.

A customer who pays does so most often within the first minute, so that minute is looked at closely; after it the wait
between two looks is a tenth of the time already waited. An unpaid intent costs at most `REQUESTS_MAX` requests in its
30 minutes: LOOKS_MAX looks, and the rest for creating, finding and voiding it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

REQUESTS_MAX = 70
LOOKS_MAX = 62
FIRST_LOOK = timedelta(seconds=3)
CLOSE = timedelta(seconds=2.5)
CLOSELY_FOR = timedelta(seconds=60)
SHARE = 10
BEYOND = timedelta(minutes=1)
"""Between two looks once LOOKS_MAX are spent, which only looks that somebody asked for bring about: never no look."""
ON_THE_SPOT = timedelta(minutes=30)
"""What is waited for longer is a boleto, whose days are looked at by the hour."""
OFF_SCREEN_FIRST = timedelta(seconds=15)
OFF_SCREEN_SHARE = 5

AFTER_FIRST = timedelta(minutes=1)
AFTER_MOST = timedelta(hours=1)
SETTLED_EVERY = timedelta(hours=6)
SLOW_FOR = timedelta(hours=24)
DAILY = timedelta(days=1)
DAILY_FOR = timedelta(days=14)

RETRY_FIRST = timedelta(seconds=1)
RETRY_MOST = timedelta(minutes=1)
RETRY_DOUBLINGS_MAX = 6

POLL_FIRST = timedelta(seconds=5)
POLL_SHARE = 5

# Asaas: 25 000 requests per account in 12 hours; the quota is not raised for accounts that poll.
BUDGET_REQUESTS = 25_000
BUDGET_WINDOW = timedelta(hours=12)
BUDGET_BURST = 2_500


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


@dataclass(frozen=True, slots=True)
class BudgetExhausted:
    """The account has no request left for this now; `retry_after` until it has."""

    retry_after: timedelta


@dataclass(frozen=True, slots=True)
class ProviderBudget:
    """A token bucket for one account: never more than BUDGET_REQUESTS in any BUDGET_WINDOW, whatever is asked.

    `at` and every `now` are monotonic seconds, so that a clock that is set back gives nothing away.
    """

    left: float
    at: float

    @classmethod
    def full(cls, now: float) -> ProviderBudget:
        """A new account's budget."""
        return cls(float(BUDGET_BURST), now)

    def spend(self, now: float, requests: int, keep: int = 0) -> ProviderBudget | BudgetExhausted:
        """Take `requests`, if `keep` stay for what matters more; the budget that is left."""
        refilled = min(float(BUDGET_BURST), self.left + max(0.0, now - self.at) * _PER_SECOND)
        lacking = requests + keep - refilled
        if lacking > 0:
            return BudgetExhausted(timedelta(seconds=lacking / _PER_SECOND))
        return replace(self, left=refilled - requests, at=max(self.at, now))


_PER_SECOND = (BUDGET_REQUESTS - BUDGET_BURST) / BUDGET_WINDOW.total_seconds()
