from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.companies import COMPANIES
from tests.faults.town import Town, World, town_in, world


@pytest.fixture(scope="module")
def place() -> Iterator[World]:
    """One simulator for all tests of a file."""
    with world() as made:
        yield made


@pytest.fixture(params=list(COMPANIES))
def town(request: pytest.FixtureRequest, place: World) -> Iterator[Town]:
    """At each company. The promise is held at the end of every test, after the town has healed."""
    with town_in(place, request.param) as made:
        yield made
        made.heals()
        assert made.broken_promises() == []
