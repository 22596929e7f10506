"""A CPF while it is typed: what is shown, and what is plainly wrong with it."""

from __future__ import annotations

from kiosk.model.words import translate
from shared.people.rules import cpf_digits

LENGTH = 11
FIRST_CHECK_AT = 10
"""With so many digits typed, the first check digit is among them."""
_BEFORE = {3: ".", 6: ".", 9: "-"}


def typed_cpf(written: str) -> str:
    """The digits of what was written, as many as a CPF has."""
    return "".join(each for each in written if each in "0123456789")[:LENGTH]


def shown_cpf(digits: str) -> str:
    """``529.982.247-25``, as far as it is typed."""
    return "".join(_BEFORE.get(at, "") + digit for at, digit in enumerate(digits))


def is_whole_cpf(digits: str) -> bool:
    """All of it is there and its check digits agree."""
    return len(digits) == LENGTH and cpf_digits(digits) is not None


def cpf_complaint(digits: str) -> str:
    """What is wrong so far; empty while it may still become a CPF. Both check digits are looked at as they come."""
    if len(digits) < FIRST_CHECK_AT or _may_become_cpf(digits):
        return ""
    return translate("Cpf", "Este CPF não confere. Veja os números.")


def _may_become_cpf(digits: str) -> bool:
    if len(digits) == LENGTH:
        return is_whole_cpf(digits)
    return any(is_whole_cpf(digits + last) for last in "0123456789")
