from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.payments.cadence import (
    BEYOND,
    DAILY,
    LOOKS_MAX,
    REQUESTS_MAX,
    Watch,
    next_look,
    retry_after,
    watch_until,
)

OPENED = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
EXPIRES = OPENED + timedelta(minutes=30)
CREATING_AND_VOIDING = 4 + 2  # customer, creation, code, a search for a lost answer; void and the look after it


def looks_of(watch: Watch, until: datetime, answer: timedelta = timedelta(0)) -> list[datetime]:
    """Every moment at which somebody looks, when each answer takes `answer`."""
    now = watch.opened_at
    found: list[datetime] = []
    for looks in range(10_000):
        due = next_look(Watch(watch.opened_at, watch.expires_at, looks, watch.is_on_screen, watch.is_settled), now)
        if due is None or due >= until:
            return found
        assert due > now
        found.append(due)
        now = due + answer
    raise AssertionError("the watching never ends")


def test_an_unpaid_intent_on_the_screen_stays_within_its_requests() -> None:
    looks = looks_of(Watch(OPENED, EXPIRES, 0, is_on_screen=True), EXPIRES)
    assert len(looks) <= LOOKS_MAX
    resting = looks_of(Watch(EXPIRES, EXPIRES, 0, is_on_screen=False, is_settled=True), watch_until(EXPIRES) + DAILY)
    assert len(looks) + CREATING_AND_VOIDING + len(resting) <= REQUESTS_MAX


@given(st.integers(0, 200), st.floats(0, 30 * 60), st.booleans())
def test_restarts_never_cost_more_looks(looks: int, waited: float, is_on_screen: bool) -> None:
    now = OPENED + timedelta(seconds=waited)
    due = next_look(Watch(OPENED, EXPIRES, looks, is_on_screen), now)
    assert due is not None
    assert due > now
    if looks >= LOOKS_MAX and now < EXPIRES:
        assert due == min(now + BEYOND, EXPIRES)


def test_the_first_minute_is_looked_at_closely() -> None:
    looks = looks_of(Watch(OPENED, EXPIRES, 0, is_on_screen=True), OPENED + timedelta(minutes=1))
    pauses = [(after - before).total_seconds() for before, after in zip([OPENED, *looks], looks, strict=False)]
    assert max(pauses) <= 3
    assert min(pauses) >= 2


def test_a_payment_is_seen_within_a_fraction_of_the_time_it_took() -> None:
    looks = looks_of(Watch(OPENED, EXPIRES, 0, is_on_screen=True), EXPIRES)
    for before, after in zip(looks, [*looks[1:], EXPIRES], strict=True):
        assert after - before <= max(timedelta(seconds=3), (before - OPENED) / 6)


def test_what_is_not_on_the_screen_is_looked_at_less() -> None:
    shown = looks_of(Watch(OPENED, EXPIRES, 0, is_on_screen=True), EXPIRES)
    hidden = looks_of(Watch(OPENED, EXPIRES, 0, is_on_screen=False), EXPIRES)
    assert len(hidden) < len(shown) / 2


def test_the_last_look_before_expiry_is_at_expiry() -> None:
    almost = EXPIRES - timedelta(seconds=5)
    assert next_look(Watch(OPENED, EXPIRES, 40, is_on_screen=True), almost) == EXPIRES


def test_after_expiry_it_is_watched_for_a_day_and_then_daily_for_a_fortnight() -> None:
    late = looks_of(Watch(EXPIRES, EXPIRES, 0, is_on_screen=False), watch_until(EXPIRES) + DAILY)
    first_day = [each for each in late if each < EXPIRES + timedelta(hours=24)]
    rest = [each for each in late if each >= EXPIRES + timedelta(hours=24)]
    assert 24 <= len(first_day) <= 40
    assert 14 <= len(rest) <= 16
    assert late[-1] == watch_until(EXPIRES)
    assert next_look(Watch(OPENED, EXPIRES, 0, is_on_screen=False), watch_until(EXPIRES)) is None


def test_settled_money_is_still_looked_at_a_few_times() -> None:
    looks = looks_of(Watch(OPENED, EXPIRES, 5, is_on_screen=True, is_settled=True), watch_until(EXPIRES) + DAILY)
    assert 15 <= len(looks) <= 25


def test_a_clock_that_was_set_back_only_makes_the_looks_close_again() -> None:
    due = next_look(Watch(OPENED, EXPIRES, 3, is_on_screen=True), OPENED - timedelta(days=1))
    assert due == OPENED - timedelta(days=1) + timedelta(seconds=3)


@pytest.mark.parametrize(
    ("failures", "asked_for", "expected"),
    [(0, None, 1), (1, None, 1), (2, None, 2), (4, None, 8), (7, None, 60), (10**6, None, 60), (1, 90, 90), (7, 5, 60)],
)
def test_a_failing_provider_is_left_alone_longer_and_longer(
    failures: int, asked_for: int | None, expected: int
) -> None:
    asked = timedelta(seconds=asked_for) if asked_for is not None else None
    assert retry_after(failures, asked) == timedelta(seconds=expected)


def test_whoever_asks_too_often_is_looked_at_slowly_and_never_not_at_all() -> None:
    now = OPENED + timedelta(minutes=5)
    assert next_look(Watch(OPENED, EXPIRES, LOOKS_MAX, is_on_screen=True), now) == now + BEYOND
    due = next_look(Watch(OPENED, EXPIRES, LOOKS_MAX - 1, is_on_screen=True), now)
    assert due is not None
    assert now < due < now + BEYOND
