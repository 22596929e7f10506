from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shared.kernel.ids import OperatorId
from shared.people.model import Operator, Permission, Role, SignedIn, SignInLocked, WrongPin
from shared.people.permissions import may
from shared.people.rules import (
    OPEN,
    SignInLock,
    cpf_digits,
    decide_sign_in,
    is_fit_pin,
    name_of,
    phone_digits,
    seconds_locked,
)

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANA = Operator(OperatorId("ana"), "Ana", Role.OPERATOR)

DELAYS = [(1, 0), (2, 0), (3, 5), (4, 15), (5, 60), (6, 300), (7, 900), (8, 900), (1_000, 900)]


@pytest.mark.parametrize(("mistake", "delay"), DELAYS)
def test_each_mistake_locks_for_longer(mistake: int, delay: int) -> None:
    outcome, lock = decide_sign_in(ANA, SignInLock(mistake - 1), NOW, is_right=False)
    assert outcome == WrongPin(delay)
    assert lock == SignInLock(mistake, NOW + timedelta(seconds=delay) if delay else None)


@pytest.mark.parametrize("mistakes", range(8))
def test_the_right_pin_opens_and_forgets_mistakes(mistakes: int) -> None:
    assert decide_sign_in(ANA, SignInLock(mistakes, NOW), NOW, is_right=True) == (SignedIn(ANA), OPEN)


@pytest.mark.parametrize("is_right", [True, False])
def test_nothing_is_said_while_the_lock_holds(is_right: bool) -> None:
    lock = SignInLock(3, NOW + timedelta(seconds=4))
    assert decide_sign_in(ANA, lock, NOW, is_right=is_right) == (SignInLocked(4.0), lock)


@pytest.mark.parametrize(
    ("ahead_seconds", "left"),
    [(-1.0, 0.0), (0.0, 0.0), (0.5, 0.5), (5.0, 5.0), (5.5, 0.0), (86_400.0, 0.0)],
    ids=["over", "just over", "nearly over", "whole", "longer than it could be", "the clock was set back a day"],
)
def test_a_lock_holds_no_longer_than_its_mistakes_deserve(ahead_seconds: float, left: float) -> None:
    assert seconds_locked(SignInLock(3, NOW + timedelta(seconds=ahead_seconds)), NOW) == left


@pytest.mark.parametrize(
    ("pin", "is_fit"),
    [("1234", True), ("00001234", True), ("123", False), ("123456789", False), ("12a4", False), ("", False)],
)
def test_a_pin_is_four_to_eight_digits(pin: str, is_fit: bool) -> None:
    assert is_fit_pin(pin) is is_fit


@pytest.mark.parametrize("pin", ["1234\n", "١٢٣٤", " 1234"])
def test_a_pin_has_no_other_signs(pin: str) -> None:
    assert not is_fit_pin(pin)


@pytest.mark.parametrize(
    ("written", "name"),
    [(None, None), ("", None), ("  ", None), (" Maria  da Luz ", "Maria da Luz"), ("x" * 80, "x" * 60)],
)
def test_names_are_tidied(written: str | None, name: str | None) -> None:
    assert name_of(written) == name


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("529.982.247-25", "52998224725"),
        ("52998224725", "52998224725"),
        (" 529 982 247 25", "52998224725"),
        ("529.982.247-26", None),
        ("111.111.111-1", None),
        ("111.111.111-11", None),
        ("", None),
        ("abc", None),
    ],
)
def test_a_cpf_is_its_eleven_digits(written: str, digits: str | None) -> None:
    assert cpf_digits(written) == digits


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("(11) 98765-4321", "11987654321"),
        ("+55 11 98765-4321", "11987654321"),
        ("11987654321", "11987654321"),
        ("(11) 3456-7890", "1134567890"),
        ("551134567890", "1134567890"),
        ("987654321", None),
        ("(01) 98765-4321", None),
        ("(11) 88765-4321", None),
        ("", None),
    ],
)
def test_a_phone_is_its_area_code_and_number(written: str, digits: str | None) -> None:
    assert phone_digits(written) == digits


ALLOWED = {
    Permission.SERVE: (True, True, True),
    Permission.CONFIRM_COUNTER: (True, True, True),
    Permission.REPRINT: (True, True, True),
    Permission.SET_EQUIPMENT: (True, True, True),
    Permission.OVERRIDE_PLACE: (False, True, True),
    Permission.CANCEL_PAID: (False, True, True),
    Permission.RELEASE_UNPAID: (False, True, True),
    Permission.RESOLVE_TASK: (False, True, True),
    Permission.CONFIGURE: (False, False, True),
}


@pytest.mark.parametrize("permission", Permission)
def test_each_role_may_what_the_table_says(permission: Permission) -> None:
    assert tuple(may(role, permission) for role in Role) == ALLOWED[permission]
