from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.journal.codec import FactTypes
from shared.journal.model import Author
from shared.journal.service import Journal
from shared.kernel.clock import ManualClock
from shared.kernel.ids import Epoch, StationId
from shared.store.database import Database
from shared.store.migrations import migrate, migrations
from tests.shared.journal.facts import FACTS

START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Station:
    """One station's file and journal, of the small test aggregate."""

    def __init__(self, folder: Path, letter: str, clock: ManualClock) -> None:
        self.clock = clock
        self.database = Database(folder / f"{letter}.sqlite")
        migrate(self.database, folder / "backups", migrations()[:1])
        self.author = Author(StationId(letter.lower() * 8), Epoch("e" * 8), letter)
        self.types = FactTypes(FACTS)
        self.journal = Journal(self.author, self.types, clock)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@pytest.fixture
def new_station(tmp_path: Path, clock: ManualClock) -> Iterator[Callable[[str], Station]]:
    made: list[Station] = []

    def make(letter: str) -> Station:
        made.append(Station(tmp_path, letter, clock))
        return made[-1]

    yield make
    for station in made:
        station.database.close()


@pytest.fixture
def station(new_station: Callable[[str], Station]) -> Station:
    return new_station("A")
