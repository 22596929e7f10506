"""A shop on a real SQLite file with the first two migrations, and a store that fails at any chosen statement."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from shared.catalog import model as catalog_model
from shared.catalog.service import Catalogue
from shared.journal.codec import FactTypes
from shared.journal.model import Author
from shared.journal.service import Journal
from shared.kernel.clock import ManualClock
from shared.kernel.ids import Epoch, SeededIds, StationId
from shared.people import model as people_model
from shared.store.database import Database
from shared.store.failures import DiskFull
from shared.store.migrations import Migration, migrate

STEPS = ("0001_journal.sql", "0002_catalog_people.sql")
STATEMENTS_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Shop:
    """One station's core, as far as these tests need it."""

    folder: Path
    database: Database
    journal: Journal
    clock: ManualClock
    ids: SeededIds
    catalogue: Catalogue

    def write(self, name: str, written: str) -> Path:
        """A file in the shop's folder."""
        path = self.folder / name
        path.write_text(written, encoding="utf-8")
        return path

    def kinds(self, aggregate: str) -> list[str]:
        """The kinds of what the journal holds of an aggregate, in order."""
        with self.database.snapshot() as read:
            return [each.event.kind for each in self.journal.events_of(read, aggregate)]


def open_shop(folder: Path, station: str = "station-a") -> Shop:
    """A new shop in `folder`; the caller closes its database."""
    folder.mkdir(parents=True, exist_ok=True)
    database = Database(folder / "vez.sqlite")
    written = resources.files("shared.store").joinpath("steps")
    steps = tuple(
        Migration(number, name, written.joinpath(name).read_text(encoding="utf-8"))
        for number, name in enumerate(STEPS, start=1)
    )
    migrate(database, folder / "backups", steps)
    clock = ManualClock(datetime(2026, 3, 2, 12, tzinfo=UTC))
    types = FactTypes([*catalog_model.FACTS, *people_model.FACTS])
    journal = Journal(Author(StationId(station), Epoch("epoch-1"), "A"), types, clock)
    ids = SeededIds(7)
    return Shop(folder, database, journal, clock, ids, Catalogue(database, journal, clock, ids))


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    opened = open_shop(tmp_path / "shop")
    yield opened
    opened.database.close()


@contextmanager
def failing_at(database: Database, statement: int) -> Iterator[list[str]]:
    """The store fails at the given statement (0: BEGIN, the last: COMMIT) of a transaction; yields what ran before."""
    ran: list[str] = []

    def _run(said: str) -> None:
        if len(ran) == statement:
            raise DiskFull("no space left")
        ran.append(said)

    def _statement(_connection: Any, _cursor: Any, said: str, *_rest: Any) -> None:
        _run(said)

    def _commit(_connection: Any) -> None:
        _run("COMMIT")

    event.listen(database.writing_engine, "before_cursor_execute", _statement)
    event.listen(database.writing_engine, "commit", _commit)
    try:
        yield ran
    finally:
        event.remove(database.writing_engine, "before_cursor_execute", _statement)
        event.remove(database.writing_engine, "commit", _commit)


def contents(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with database.snapshot() as read:
        names = read.execute(text("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")).scalars().all()
        return {name: sorted(map(tuple, read.execute(text(f'SELECT * FROM "{name}"'))), key=repr) for name in names}
