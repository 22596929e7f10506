"""How long is too long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.visits.bands import BandLimits, WaitBand, band


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (-5, WaitBand.OK),
        (0, WaitBand.OK),
        (14, WaitBand.OK),
        (15, WaitBand.ATTENTION),
        (29, WaitBand.ATTENTION),
        (30, WaitBand.CRITICAL),
        (44, WaitBand.CRITICAL),
        (45, WaitBand.OVER),
        (600, WaitBand.OVER),
    ],
)
def test_a_band_begins_at_its_full_minute(minutes: int, expected: WaitBand) -> None:
    assert band(timedelta(minutes=minutes)) is expected
    almost_next = timedelta(minutes=minutes, seconds=59, milliseconds=999)
    assert band(almost_next) is expected


def test_the_limits_can_be_configured() -> None:
    limits = BandLimits(attention_minutes=1, critical_minutes=2, over_minutes=3)
    assert [band(timedelta(minutes=minutes), limits) for minutes in range(4)] == list(WaitBand)


@pytest.mark.parametrize("limits", [(0, 30, 45), (15, 15, 45), (30, 15, 45), (15, 45, 45), (-1, 30, 45)])
def test_limits_that_do_not_rise_are_an_error(limits: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="must rise"):
        BandLimits(*limits)


@given(st.lists(st.timedeltas(timedelta(0), timedelta(hours=3)), max_size=9))
def test_a_longer_wait_is_never_in_a_better_band(waits: list[timedelta]) -> None:
    order = list(WaitBand)
    bands = [order.index(band(waited)) for waited in sorted(waits)]
    assert bands == sorted(bands)
