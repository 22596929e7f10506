from datetime import timedelta

import pytest

from panel.model.wording import ago, clock_time, counted, estimate, grouped, initials, rough, stopwatch
from shared.kernel.day import ZONE
from tests.panel.making import NOW


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (-5, "0:00"),
        (0, "0:00"),
        (59, "0:59"),
        (60, "1:00"),
        (749, "12:29"),
        (3599, "59:59"),
        (3600, "1 h 00"),
        (7500, "2 h 05"),
    ],
)
def test_a_stopwatch_counts_seconds_up_to_an_hour(seconds: int, shown: str) -> None:
    assert stopwatch(timedelta(seconds=seconds)) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "agora"), (59, "agora"), (60, "1 min"), (3540, "59 min"), (3900, "1 h 05"), (86_400 * 2, "2 d")],
)
def test_an_age_is_told_roughly(seconds: int, shown: str) -> None:
    assert rough(timedelta(seconds=seconds)) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"), [(None, "—"), (0, "agora"), (1, "~1 min"), (60, "~1 min"), (61, "~2 min"), (3600, "~1 h 00")]
)
def test_an_estimate_is_rounded_up(seconds: int | None, shown: str) -> None:
    assert estimate(None if seconds is None else timedelta(seconds=seconds)) == shown


def test_an_age_says_that_it_is_past() -> None:
    assert ago(timedelta(minutes=4)) == "há 4 min"
    assert ago(timedelta(seconds=4)) == "agora"


def test_times_are_the_shops() -> None:
    assert clock_time(NOW, ZONE) == "12:00"


def test_numbers_are_grouped_and_agree_with_their_noun() -> None:
    assert grouped(4812) == "4.812"
    assert [counted(number, "papel", "papéis") for number in (0, 1, 2)] == ["0 papéis", "1 papel", "2 papéis"]


@pytest.mark.parametrize(
    ("name", "badge"), [("Ana", "A"), ("Bruno Lima", "BL"), ("ana maria souza", "AS"), ("  ", "?"), ("3 x", "X")]
)
def test_a_badge_has_at_most_two_letters(name: str, badge: str) -> None:
    assert initials(name) == badge
