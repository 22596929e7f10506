"""Money, time and counts, as people read them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.model.words import clock_text, joined, minutes, money, whole_minutes, with_units
from shared.kernel.money import Money


@pytest.mark.parametrize(("count", "text"), [(3, "3 min"), (59, "59 min"), (60, "1 h"), (90, "1 h 30 min")])
def test_a_length(count: int, text: str) -> None:
    assert minutes(count).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Imersão a 5 °C", "Imersão a 5\u00a0°C"),
        ("Oxigênio a 1,3 ATA, deitado", "Oxigênio a 1,3\u00a0ATA, deitado"),
        ("Até 2 pessoas", "Até 2 pessoas"),
    ],
)
def test_a_number_is_not_parted_from_its_unit(written: str, read: str) -> None:
    assert with_units(written) == read


@pytest.mark.parametrize(("seconds", "count"), [(0, 0), (1, 1), (60, 1), (61, 2), (-5, 0)])
def test_minutes_are_rounded_up(seconds: int, count: int) -> None:
    assert whole_minutes(timedelta(seconds=seconds)) == count


@pytest.mark.parametrize(("seconds", "text"), [(1800, "30:00"), (65.9, "1:05"), (0, "0:00"), (-3, "0:00")])
def test_time_that_is_left(seconds: float, text: str) -> None:
    assert clock_text(seconds) == text


@pytest.mark.parametrize(
    ("names", "text"), [((), ""), (("a",), "a"), (("a", "b"), "a e b"), (("a", "b", "c"), "a, b e c")]
)
def test_names_in_a_row(names: tuple[str, ...], text: str) -> None:
    assert joined(names) == text


def test_an_amount_is_never_parted_at_the_end_of_a_line() -> None:
    assert money(Money(111000)) == "R$\u00a01.110,00"
