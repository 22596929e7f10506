"""Signing in with growing delays, and how names, CPF, phones and PINs are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from stdnum.br import cpf

from shared.people.model import Operator, SignedIn, SignInLocked, SignInOutcome, WrongPin

FREE_MISTAKES = 2
DELAYS_SECONDS = (5, 15, 60, 300, 900)
"""After the third mistake in a row and each further one; the last holds for all that follow."""

NAME_LENGTH_MAX = 60

_PIN = re.compile(r"[0-9]{4,8}")
# Area code without zeros; a mobile is 9 and eight digits, a fixed line eight (Anatel resolution 553/2010).
_PHONE = re.compile(r"[1-9]{2}(9[0-9]{8}|[2-5][0-9]{7})")


@dataclass(frozen=True, slots=True)
class SignInLock:
    """Mistakes in a row, and until when no PIN of this person is looked at."""

    failures: int = 0
    locked_until: datetime | None = None


OPEN = SignInLock()


def seconds_locked(lock: SignInLock, now: datetime) -> float:
    """How long the lock still holds; 0 when it does not.

    One that would hold for longer than its mistakes deserve (the clock was set back) counts as over.
    """
    if lock.locked_until is None:
        return 0.0
    left = (lock.locked_until - now).total_seconds()
    return left if 0 < left <= delay_seconds(lock.failures) else 0.0


def delay_seconds(failures: int) -> int:
    """How long to wait after this many mistakes in a row."""
    beyond = failures - FREE_MISTAKES
    return DELAYS_SECONDS[min(beyond, len(DELAYS_SECONDS)) - 1] if beyond > 0 else 0


def decide_sign_in(
    operator: Operator, lock: SignInLock, now: datetime, *, is_right: bool
) -> tuple[SignInOutcome, SignInLock]:
    """What a try comes to, and the lock afterwards. While the lock holds, even the right PIN says nothing."""
    locked_for = seconds_locked(lock, now)
    if locked_for > 0:
        return SignInLocked(locked_for), lock
    if is_right:
        return SignedIn(operator), OPEN
    failures = lock.failures + 1
    delay = delay_seconds(failures)
    until = now + timedelta(seconds=delay) if delay else None
    return WrongPin(float(delay)), SignInLock(failures, until)


def is_fit_pin(pin: str) -> bool:
    """Four to eight digits."""
    return _PIN.fullmatch(pin) is not None


def name_of(written: str | None) -> str | None:
    """A name with single spaces and at most NAME_LENGTH_MAX characters; None when nothing was written."""
    return " ".join((written or "").split())[:NAME_LENGTH_MAX].strip() or None


def cpf_digits(written: str) -> str | None:
    """The 11 digits of a CPF written with or without punctuation; None when its check digits are wrong.

    Eleven digits that are all alike pass the check, but no such CPF is ever issued.
    """
    digits = str(cpf.compact(written))
    return digits if digits.isascii() and cpf.is_valid(digits) and len(set(digits)) > 1 else None


def phone_digits(written: str) -> str | None:
    """Area code and number, 10 or 11 digits, without Brazil's 55; None when no Brazilian number looks like this."""
    digits = re.sub(r"[\s().+-]", "", written)
    national = digits[2:] if len(digits) in {12, 13} and digits.startswith("55") else digits
    return national if _PHONE.fullmatch(national) else None
