from datetime import UTC, datetime, timedelta

import pytest

from shared.kernel.clock import ManualClock, SystemClock
from shared.kernel.ids import RandomIds, SeededIds

START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_a_jump_moves_the_wall_clock_only() -> None:
    clock = ManualClock(START)
    clock.advance(timedelta(seconds=3))
    clock.jump(-timedelta(days=1))
    assert clock.now() == START + timedelta(seconds=3) - timedelta(days=1)
    assert clock.monotonic() == 3


def test_a_clock_needs_an_aware_time() -> None:
    with pytest.raises(ValueError):
        ManualClock(datetime(2026, 11, 22))  # noqa: DTZ001


def test_the_system_clock_is_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_random_ids_sort_by_time_and_never_repeat() -> None:
    ids = RandomIds()
    made = [ids.new() for _ in range(2_000)]
    assert len(set(made)) == len(made)
    assert made == sorted(made)
    assert all(len(each) == 32 for each in made)


def test_the_same_seed_gives_the_same_ids() -> None:
    first, second = SeededIds(7), SeededIds(7)
    assert [first.new() for _ in range(5)] == [second.new() for _ in range(5)]
