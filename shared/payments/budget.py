"""How many requests an account still has. Pure: time is a parameter, in monotonic seconds.

Asaas gives an account 25 000 requests in 12 hours and does not raise that for those who poll. What this station may
take of it is a bucket of `burst` requests that fills by `per_second`: whatever is asked, any 12 hours hold at most the
station's share, even when the clock is set forward once in them (the bucket is then full once too often).

The bucket is kept in the file in blocks: a block is written off before its first request is made, so that a crash
loses requests and never gives any twice, and the file is written once for each block and not for each request.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Self

ACCOUNT_REQUESTS = 25_000
ACCOUNT_WINDOW = timedelta(hours=12)
BURST_SHARE, RESERVE_SHARE, BLOCK_SHARE = 10, 125, 50
"""Parts of the whole: the bucket and the reserve of what the station may take, a block of the bucket."""
STATIONS_MAX = 50


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one station may take of its provider's account: `requests` in ACCOUNT_WINDOW."""

    requests: int = ACCOUNT_REQUESTS

    @classmethod
    def shared_by(cls, stations: int) -> Self:
        """An equal share for each of `stations`, 1 to STATIONS_MAX."""
        return cls(ACCOUNT_REQUESTS // stations)

    @property
    def burst(self) -> int:
        """The most that can be asked at once."""
        return self.requests // BURST_SHARE

    @property
    def reserve(self) -> int:
        """Requests that looks leave for opening and voiding."""
        return self.requests // RESERVE_SHARE

    @property
    def block(self) -> int:
        """Requests that are written off in the file at once."""
        return max(self.burst // BLOCK_SHARE, 1)

    @property
    def per_second(self) -> float:
        """Two buckets less than the window has: one that is full at its start, and one for a clock that is set."""
        return (self.requests - 2 * self.burst) / ACCOUNT_WINDOW.total_seconds()


@dataclass(frozen=True, slots=True)
class BudgetExhausted:
    """The account has no request left for this now; `retry_after` until it has."""

    retry_after: timedelta


@dataclass(frozen=True, slots=True)
class Budget:
    """`left` requests in the bucket at the monotonic second `at`, and `held` more that the file says are spent.

    `at` and every `now` are monotonic, so that a clock that is set back or forward gives nothing away.
    """

    allowance: Allowance
    left: float
    at: float
    held: int = 0

    @classmethod
    def full(cls, allowance: Allowance, now: float) -> Self:
        """A new account's budget."""
        return cls(allowance, float(allowance.burst), now)

    @classmethod
    def kept(cls, allowance: Allowance, left: int, age: timedelta, now: float) -> Self:
        """What the file had `age` ago; an age before zero is a clock that was set back, and fills nothing."""
        filled = left + max(age.total_seconds(), 0.0) * allowance.per_second
        return cls(allowance, min(filled, float(allowance.burst)), now)

    def available(self, now: float) -> int:
        """How many requests can be made at `now`."""
        return self.held + int(self._refilled(now))

    def spend(self, now: float, requests: int, keep: int = 0) -> Budget | BudgetExhausted:
        """Take `requests`, if `keep` stay for what matters more; the budget that is left.

        Its `left` is less than before by a block when `held` was not enough: save it before the request is made.
        """
        refilled = self._refilled(now)
        lacking = requests + keep - self.held - refilled
        if lacking > 0:
            return BudgetExhausted(timedelta(seconds=lacking / self.allowance.per_second))
        taken = self._block(requests, refilled) if self.held < requests else 0
        return replace(self, left=refilled - taken, at=max(self.at, now), held=self.held + taken - requests)

    def _block(self, requests: int, refilled: float) -> int:
        return max(min(self.allowance.block, int(refilled)), requests - self.held)

    def _refilled(self, now: float) -> float:
        most = float(max(self.allowance.burst - self.held, 0))
        return min(most, self.left + max(0.0, now - self.at) * self.allowance.per_second)
