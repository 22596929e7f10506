"""Whether a provider is to be left alone for now. Pure: time is a parameter, in monotonic seconds.

    closed -> open (AWAY_MAX answers in a row that told nothing, or one that names a limit of the account)
    open -> half open (its pause is over: one probe) -> closed | open (a longer pause)

After DOUBT_AFTER of them the provider itself is to be checked: a charge that never gets an answer must not close the
way for all others. Pauses go on growing until a second sound answer in a row.
While it is open nothing is asked, so that no charge, refund or void is blamed for a provider that is away.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import assert_never

from shared.payments.model import (
    RATE_LIMITED,
    ChargeRefused,
    CheckOutcome,
    ProviderHealthy,
    ProviderNonsense,
    ProviderUnreachable,
)

Trouble = str | None
"""A word for what is wrong; None when nothing is."""

DOUBT_AFTER = 3
AWAY_MAX = DOUBT_AFTER + 1
PAUSE_FIRST = timedelta(seconds=2)
PAUSE_MOST = timedelta(minutes=1)
DOUBLINGS_MAX = 5


@dataclass(frozen=True, slots=True)
class Well:
    """The provider answered and can be used."""


@dataclass(frozen=True, slots=True)
class Hampered:
    """It answered, and cannot be used as it is, most often because its key is not accepted: a person has to act."""

    cause: str


@dataclass(frozen=True, slots=True)
class Away:
    """No answer, or none that its documentation allows."""

    cause: str


@dataclass(frozen=True, slots=True)
class Limited:
    """It asks to be left alone, for `asked_for` if it says how long: that holds for the whole account."""

    cause: str
    asked_for: timedelta | None = None


Heard = Well | Hampered | Away | Limited
"""What one question told about the provider itself."""


class Stance(StrEnum):
    """`half_open`: one probe may be made."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(frozen=True, slots=True)
class Breaker:
    """`missed` answers in a row; `pauses` without a sound answer between them; open until `until`, None: closed.

    `is_asked_to`: the provider named the pause itself, so that not even a probe is made before its end.
    """

    missed: int = 0
    pauses: int = 0
    until: float | None = None
    is_asked_to: bool = False

    def stance(self, now: float) -> Stance:
        """Whether questions may be asked at `now`."""
        if self.until is None:
            return Stance.CLOSED
        return Stance.OPEN if now < self.until else Stance.HALF_OPEN

    @property
    def is_doubted(self) -> bool:
        """One more answer that tells nothing opens it: better that of a check."""
        return self.until is None and self.missed >= DOUBT_AFTER

    def may_probe(self, now: float) -> bool:
        """Somebody who wants to know how the provider is may ask, unless it asked to be left alone."""
        return not self.is_asked_to or self.stance(now) is not Stance.OPEN

    def after(self, heard: Heard, now: float) -> Breaker:
        """The breaker after one more answer, or none."""
        match heard:
            case Well() | Hampered():
                return Breaker(pauses=0 if self.until is None else self.pauses)
            case Limited(_, asked_for):
                return _opened(self, now, asked_for or timedelta(0), is_asked_to=True)
            case Away():
                missed = replace(self, missed=self.missed + 1)
                if missed.missed < AWAY_MAX and self.until is None:
                    return missed
                is_still_asked_to = self.is_asked_to and self.stance(now) is Stance.OPEN
                return _opened(missed, now, timedelta(0), is_asked_to=is_still_asked_to)
            case _:
                assert_never(heard)


def _opened(before: Breaker, now: float, at_least: timedelta, *, is_asked_to: bool) -> Breaker:
    """One that is open already stays so for as long as it was going to be, at least."""
    pause = max(min(PAUSE_FIRST * (1 << min(before.pauses, DOUBLINGS_MAX)), PAUSE_MOST), at_least)
    until = max(now + pause.total_seconds(), before.until or 0.0)
    return Breaker(before.missed, before.pauses + 1, until, is_asked_to)


def heard_of(outcome: CheckOutcome | ProviderUnreachable) -> Heard:
    """What an answer to a check, or the lack of one to any question, says about the provider itself.

    Who names a pause and no limit has answered, about the one thing that it was asked.
    """
    match outcome:
        case ProviderHealthy():
            return Well()
        case ChargeRefused(code):
            return Hampered(code)
        case ProviderNonsense(cause):
            return Away(cause)
        case ProviderUnreachable(cause, retry_after):
            if cause == RATE_LIMITED:
                return Limited(cause, retry_after)
            return Away(cause) if retry_after is None else Hampered(cause)
        case _:
            assert_never(outcome)


def trouble_of(heard: Heard) -> str | None:
    """A word for what is wrong with the provider; None when nothing is."""
    return None if isinstance(heard, Well) else heard.cause
