"""A store that fails at statement *n*, or at the commit."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event, exc

COMMIT = "COMMIT"


class FailingStore:
    """Counts what is asked of a write engine, and lets one of it fail as a broken disk does.

    `asked` is every statement and commit since it was armed.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._at: int | None = None
        self.asked: list[str] = []
        self.has_failed = False
        event.listen(engine, "before_cursor_execute", self._before_statement)
        event.listen(engine, "commit", self._before_commit)

    @contextmanager
    def failing_at(self, number: int) -> Iterator[None]:
        """The `number`-th statement or commit fails, counted from 1; those after it do not."""
        self._at, self.asked, self.has_failed = number, [], False
        try:
            yield
        finally:
            self._at = None

    def detach(self) -> None:
        """Leave the engine alone from now on."""
        event.remove(self._engine, "before_cursor_execute", self._before_statement)
        event.remove(self._engine, "commit", self._before_commit)

    def _before_statement(self, _connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
        self._count(statement)

    def _before_commit(self, _connection: Connection) -> None:
        self._count(COMMIT)

    def _count(self, statement: str) -> None:
        self.asked.append(statement)
        if len(self.asked) == self._at:
            self.has_failed = True
            raise exc.OperationalError(statement, None, _disk_error())


def _disk_error() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR
    return error
