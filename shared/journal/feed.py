"""The change feed: what any process wrote to this file since the last look."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from shared.journal import rows
from shared.journal.model import Recorded
from shared.journal.service import Journal
from shared.store.database import Database, translated

POLL_SECONDS = 0.05
BATCH_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Changed:
    """Something was committed. `events` may be empty: not every change is an event."""

    events: tuple[Recorded, ...]


class ChangeFeed:
    """Asks `PRAGMA data_version`, a few microseconds, and reads the journal only after another's commit."""

    def __init__(self, database: Database, journal: Journal) -> None:
        self._database = database
        self._journal = journal
        self._connection: Connection = database.watching_connection()
        self._version = self._data_version()
        with database.snapshot() as read:
            self._arrival = rows.newest_arrival(read)

    def poll(self) -> Changed | None:
        """What changed since the last poll; None when nothing did. Bounded: the rest comes with the next poll."""
        version = self._data_version()
        if version == self._version:
            return None
        with self._database.snapshot() as read:
            events = self._journal.after(read, self._arrival, BATCH_MAX)
        if len(events) < BATCH_MAX:
            self._version = version
        if events:
            self._arrival = events[-1].arrival
        return Changed(events)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _data_version(self) -> int:
        with translated():
            return int(self._connection.exec_driver_sql("PRAGMA data_version").scalar_one())
