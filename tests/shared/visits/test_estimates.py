"""How long a turn will still wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.visits.estimates import (
    MEASURED_MAX,
    MEASURED_MIN,
    REMAINING_FLOOR,
    MachineLoad,
    estimate_wait,
    estimate_waits,
    remaining,
    typical_duration,
)

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def minutes(*values: float) -> list[timedelta]:
    return [timedelta(minutes=value) for value in values]


def machines(*values: float) -> list[MachineLoad]:
    return [MachineLoad(free_in) for free_in in minutes(*values)]


@pytest.mark.parametrize(
    ("loads", "expected"),
    [
        ((0,), (0, 10, 20, 30)),
        ((4,), (4, 14, 24, 34)),
        ((0, 0), (0, 0, 10, 10)),
        ((3, 0), (0, 3, 10, 13)),
        ((25, 0), (0, 10, 20, 25)),
        ((-2, 6), (0, 6, 10, 16)),
        ((7, 8, 9, 60), (7, 8, 9, 17)),
    ],
)
def test_whoever_is_next_takes_the_machine_that_is_free_first(
    loads: tuple[float, ...], expected: tuple[float, ...]
) -> None:
    waits = estimate_waits(range(4), machines(*loads), timedelta(minutes=10))
    assert list(waits) == minutes(*expected)


def test_nobody_can_say_how_long_when_no_machine_can_do_it() -> None:
    assert estimate_waits(range(3), [], timedelta(minutes=10)) == (None, None, None)


def test_an_empty_queue_has_no_waits() -> None:
    assert estimate_waits((), machines(5), timedelta(minutes=10)) == ()


loads = st.lists(
    st.builds(MachineLoad, st.timedeltas(timedelta(minutes=-5), timedelta(hours=2))), min_size=1, max_size=6
)
durations = st.timedeltas(timedelta(0), timedelta(hours=2))


def waits_for(count: int, free: list[MachineLoad], typical: timedelta) -> list[timedelta]:
    return [wait for wait in estimate_waits(range(count), free, typical) if wait is not None]


@given(st.integers(0, 40), loads, durations)
def test_a_later_place_never_waits_less(count: int, free: list[MachineLoad], typical: timedelta) -> None:
    waits = waits_for(count, free, typical)
    assert len(waits) == count
    assert waits == sorted(waits)
    assert all(wait >= timedelta() for wait in waits)


@given(st.integers(0, 40), loads, durations, loads)
def test_another_machine_never_makes_anybody_wait_longer(
    count: int, free: list[MachineLoad], typical: timedelta, more: list[MachineLoad]
) -> None:
    before, after = waits_for(count, free, typical), waits_for(count, free + more, typical)
    assert all(new <= old for new, old in zip(after, before, strict=True))


@given(st.integers(0, 40), loads, durations)
def test_one_wait_is_the_same_without_going_through_all(
    ahead: int, free: list[MachineLoad], typical: timedelta
) -> None:
    assert estimate_wait(ahead, free, typical) == estimate_waits(range(ahead + 1), free, typical)[-1]


def test_nobody_can_say_how_long_one_waits_without_a_machine() -> None:
    assert estimate_wait(3, [], timedelta(minutes=10)) is None


@given(st.integers(2, 40), st.integers(1, 5))
def test_twice_the_machines_make_the_last_wait_shorter(extra: int, count: int) -> None:
    typical = timedelta(minutes=10)
    queue = count + extra
    one, two = (waits_for(queue, machines(*[0] * many), typical)[-1] for many in (count, 2 * count))
    assert two < one


def test_the_usual_duration_is_the_median_of_what_was_measured() -> None:
    assert typical_duration(minutes(9, 30, 11), 20) == timedelta(minutes=11)
    assert typical_duration(minutes(9, 10, 11, 90), 20) == timedelta(minutes=10, seconds=30)


def test_only_the_newest_measurements_count() -> None:
    measured = minutes(*[12] * MEASURED_MAX, *[60] * 500)
    assert typical_duration(measured, 20) == timedelta(minutes=12)


@pytest.mark.parametrize("measured", [[], minutes(5), minutes(*[5] * (MEASURED_MIN - 1)), minutes(5, 5, 0, -3)])
def test_the_catalogue_speaks_until_enough_is_measured(measured: list[timedelta]) -> None:
    assert typical_duration(measured, 20) == timedelta(minutes=20)


@pytest.mark.parametrize(
    ("running_for", "left"),
    [(0, 10), (4, 6), (9, 1), (9.5, 1), (10, 1), (300, 1), (-7, 10)],
)
def test_a_running_turn_takes_what_is_left_and_at_least_the_floor(running_for: float, left: float) -> None:
    started_at = NOW - timedelta(minutes=running_for)
    assert remaining(started_at, timedelta(minutes=10), NOW) == timedelta(minutes=left)


@given(durations, st.timedeltas(timedelta(hours=-3), timedelta(hours=30)))
def test_what_remains_is_never_below_the_floor(typical: timedelta, running_for: timedelta) -> None:
    assert remaining(NOW - running_for, typical, NOW) >= REMAINING_FLOOR
