"""The promise over random histories: every centavo that a provider says was received ends as exactly one ticket or one
task for a person, and every ticket has its money or a named person's release; whatever fails, whenever the power goes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from tests.faults.companies import COMPANIES
from tests.faults.histories import History, Step, histories
from tests.faults.town import World, town_in, world

FEW = int(os.environ.get("HISTORIES", "8"))
MANY, PARTS = 250, 8
"""In the long run, for each company: so many histories, in so many tests, which the processes share among them."""


@pytest.fixture(scope="module")
def place() -> Iterator[World]:
    with world() as made:
        yield made


def _keeps_its_promise(place: World, company: str, history: list[Step]) -> None:
    with town_in(place, company) as town:
        played = History(town)
        for step in history:
            played.plays(step)
        town.heals()
        assert town.broken_promises() == []


@pytest.mark.parametrize("company", COMPANIES)
def test_no_money_is_lost(company: str, place: World) -> None:
    @settings(max_examples=FEW)
    @given(histories)
    def over(history: list[Step]) -> None:
        _keeps_its_promise(place, company, history)

    over()


@pytest.mark.faults
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("company", COMPANIES)
def test_no_money_is_lost_in_thousands_of_histories(company: str, part: int, place: World) -> None:
    del part

    @settings(max_examples=MANY)
    @given(histories)
    def over(history: list[Step]) -> None:
        _keeps_its_promise(place, company, history)

    over()
