"""The change feed: what any process wrote to this file since the last look."""

from __future__ import annotations

from dataclasses import dataclass

from shared.journal import rows
from shared.journal.model import Recorded
from shared.journal.service import Journal
from shared.store.database import Database
from shared.store.failures import DatabaseBusy

POLL_SECONDS = 0.05
BATCH_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Changed:
    """Something was committed. `events` may be empty: not every change is an event."""

    events: tuple[Recorded, ...]


class ChangeFeed:
    """Asks `PRAGMA data_version`, a few microseconds, and reads the journal only after another's commit.

    It never waits for a writer: screens poll it on their own thread.
    """

    def __init__(self, database: Database, journal: Journal) -> None:
        self._journal = journal
        self._watcher = database.watcher()
        self._version = self._version_now()
        with database.snapshot() as read:
            self._arrival = rows.newest_arrival(read)

    def poll(self) -> Changed | None:
        """What changed since the last poll; None when nothing did, or when a writer would have to be waited for.

        Bounded: the rest comes with the next poll.
        """
        version = self._version_now()
        if version is None or version == self._version:
            return None
        try:
            with self._watcher.snapshot() as read:
                events = self._journal.after(read, self._arrival, BATCH_MAX)
        except DatabaseBusy:
            return None
        if len(events) < BATCH_MAX:
            self._version = version
        if events:
            self._arrival = events[-1].arrival
        return Changed(events)

    def close(self) -> None:
        """Let go of the file."""
        self._watcher.close()

    def _version_now(self) -> int | None:
        try:
            return self._watcher.version()
        except DatabaseBusy:
            return None
