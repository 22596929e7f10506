from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.day import business_day, starts_at

SAO_PAULO = ZoneInfo("America/Sao_Paulo")


@pytest.mark.parametrize(
    ("local", "day"),
    [
        (datetime(2026, 11, 22, 3, 59, tzinfo=SAO_PAULO), date(2026, 11, 21)),
        (datetime(2026, 11, 22, 4, 0, tzinfo=SAO_PAULO), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 23, 59, tzinfo=SAO_PAULO), date(2026, 11, 22)),
        (datetime(2026, 11, 23, 1, 0, tzinfo=SAO_PAULO), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 6, 59, tzinfo=UTC), date(2026, 11, 21)),
    ],
)
def test_the_day_is_cut_at_four_in_the_shops_zone(local: datetime, day: date) -> None:
    assert business_day(local) == day


@given(
    st.datetimes(datetime(2015, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.times(max_value=time(6, 0)).map(lambda cut: cut.replace(microsecond=0)),
)
def test_a_moment_lies_in_its_own_business_day(moment: datetime, cutoff: time) -> None:
    day = business_day(moment, SAO_PAULO, cutoff)
    assert starts_at(day, SAO_PAULO, cutoff).astimezone(UTC) <= moment or moment.astimezone(SAO_PAULO).fold == 1
