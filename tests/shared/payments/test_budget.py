"""An account's requests: never more than it has, whatever happens to the program or to the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.payments.budget import ACCOUNT_REQUESTS, ACCOUNT_WINDOW, STATIONS_MAX, Allowance, Budget, BudgetExhausted

WHOLE = Allowance()
WINDOW = ACCOUNT_WINDOW.total_seconds()


@dataclass(frozen=True)
class Asks:
    """After `pause`, `requests` are asked for; `crashes`: the program ends and begins again first."""

    pause: float
    requests: int
    crashes: bool


ASKS = st.builds(Asks, st.floats(0, 20_000), st.integers(1, 4_000), st.booleans())


def spent(asked: list[Asks], allowance: Allowance, set_forward_at: int | None = None) -> list[tuple[float, int]]:
    """When how many requests were made. The file has `left` of `saved_at`; once its age is a week too long."""
    now, budget = 0.0, Budget.full(allowance, 0.0)
    left, saved_at, made = int(budget.left), 0.0, []
    for number, each in enumerate(asked):
        now += each.pause
        is_set_forward = number == set_forward_at
        if each.crashes or is_set_forward:
            age = timedelta(seconds=now - saved_at) + timedelta(weeks=1) * is_set_forward
            budget = Budget.kept(allowance, left, age, now)
        for part in (each.requests, max(each.requests // 7, 1), 1):
            outcome = budget.spend(now, part)
            if isinstance(outcome, Budget):
                if budget.held < part:
                    left, saved_at = int(outcome.left), now
                budget = outcome
                made.append((now, part))
    return made


def most_in_a_window(made: list[tuple[float, int]]) -> int:
    return max(
        (sum(part for at, part in made if start <= at <= start + WINDOW) for start, _ in made),
        default=0,
    )


@given(st.lists(ASKS, max_size=60), st.integers(1, STATIONS_MAX))
def test_no_window_ever_holds_more_requests_than_the_station_may_make(asked: list[Asks], stations: int) -> None:
    allowance = Allowance.shared_by(stations)
    assert most_in_a_window(spent(asked, allowance)) <= allowance.requests
    assert allowance.requests * stations <= ACCOUNT_REQUESTS


@given(st.lists(ASKS, min_size=1, max_size=60), st.integers(0, 59))
def test_a_clock_that_is_set_forward_while_the_program_is_down_gives_no_window_too_many(
    asked: list[Asks], at: int
) -> None:
    assert most_in_a_window(spent(asked, WHOLE, at % len(asked))) <= ACCOUNT_REQUESTS


def test_a_block_is_written_off_before_its_first_request_and_not_for_each() -> None:
    budget, saves = Budget.full(WHOLE, 0.0), 0
    for _ in range(WHOLE.block * 3):
        after = budget.spend(0.0, 1)
        assert isinstance(after, Budget)
        saves += after.left < budget.left
        budget = after
    assert saves == 3
    assert budget.held + budget.left == WHOLE.burst - WHOLE.block * 3


def test_a_question_larger_than_a_block_is_written_off_whole() -> None:
    small = Allowance.shared_by(STATIONS_MAX)
    assert small.block < 6
    after = Budget.full(small, 0.0).spend(0.0, 6)
    assert after == Budget(small, small.burst - 6.0, 0.0, 0)


def test_an_exhausted_budget_names_when_to_ask_again() -> None:
    empty = Budget.full(WHOLE, 0.0).spend(0.0, WHOLE.burst)
    assert isinstance(empty, Budget)
    refused = empty.spend(0.0, 1)
    assert isinstance(refused, BudgetExhausted)
    later = refused.retry_after.total_seconds() + 0.001
    assert isinstance(empty.spend(later, 1), Budget)


def test_looks_leave_requests_for_what_matters_more() -> None:
    budget = Budget(WHOLE, left=10.0, at=0.0)
    assert isinstance(budget.spend(0.0, 1, keep=50), BudgetExhausted)
    assert isinstance(budget.spend(0.0, 1), Budget)
    assert (WHOLE.reserve, Allowance.shared_by(4).reserve) == (200, 50)


@pytest.mark.parametrize("held", [0, 20])
def test_what_is_held_counts_as_much_as_what_is_left(held: int) -> None:
    assert Budget(WHOLE, 30.5, 0.0, held).available(0.0) == 30 + held
    assert Budget(WHOLE, 0.0, 0.0, held).available(WINDOW) == WHOLE.burst


def test_time_that_goes_back_gives_no_requests_away() -> None:
    assert isinstance(Budget(WHOLE, left=0.0, at=100.0).spend(50.0, 1), BudgetExhausted)
    assert Budget.kept(WHOLE, 7, -timedelta(days=1), 5.0) == Budget(WHOLE, 7.0, 5.0)


def test_time_that_goes_back_and_forth_fills_nothing_twice() -> None:
    after = Budget(WHOLE, left=1.0, at=100.0).spend(50.0, 1)
    assert isinstance(after, Budget)
    assert (after.left, after.at) == (0.0, 100.0)
