"""One SQLite file: write transactions that serialise, and reading snapshots that cannot write.

The driver's own transaction handling loses updates: it begins late and upgrades a read to a write. Here every write
transaction is `BEGIN IMMEDIATE`, so that what it reads cannot change before it commits, in any process.
"""

from __future__ import annotations

import sqlite3 as standard_sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, Executable, create_engine, event, exc, text
from sqlalchemy.pool import QueuePool

from shared.store.failures import DatabaseBusy, DatabaseCorrupt, DatabaseUnreadable, DiskFull, StoreFailure
from shared.store.gate import Durability, driver, durability

BUSY_TIMEOUT_MS = 10_000
WAL_LIMIT_BYTES = 16 * 1024 * 1024
POOL_SIZE = 8
OUTSIDE = "outside_transactions"
"""The execution option of a connection that never begins: inside a transaction `data_version` stands still."""


class Snapshot:
    """A consistent view of the file; writing through it fails."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def execute(
        self, statement: Executable, parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> CursorResult[Any]:
        """Run one statement."""
        return self._connection.execute(statement, parameters)


class Transaction(Snapshot):
    """The file's write lock, held until commit. Keep network, USB and people out of it."""

    __slots__ = ()


class Database:
    """The station's file."""

    def __init__(self, path: Path, module: ModuleType | None = None) -> None:
        self.path = path
        self._module = module or driver()
        self.durability = durability(self._module.sqlite_version_info)
        self._writing = self._engine(query_only=False)
        self._reading = self._engine(query_only=True)

    @property
    def writing_engine(self) -> Engine:
        """For migrations and tests."""
        return self._writing

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """All of it or none of it. Raises a StoreFailure when the file cannot take it."""
        with translated(), self._writing.begin() as connection:
            yield Transaction(connection)

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Read several things that belong together."""
        with translated(), self._reading.begin() as connection:
            yield Snapshot(connection)

    def watching_connection(self) -> Connection:
        """A connection of its own, outside any transaction, for `PRAGMA data_version`. The caller closes it."""
        with translated():
            return self._reading.connect().execution_options(**{OUTSIDE: True})

    def close(self) -> None:
        """Let go of the file."""
        self._writing.dispose()
        self._reading.dispose()

    def _engine(self, *, query_only: bool) -> Engine:
        engine = create_engine(
            f"sqlite:///{self.path}",
            module=self._module,
            poolclass=QueuePool,
            hide_parameters=True,
            pool_size=POOL_SIZE,
            connect_args={"check_same_thread": False, "isolation_level": None, "cached_statements": 256},
        )
        begin = "BEGIN" if query_only else "BEGIN IMMEDIATE"

        @event.listens_for(engine, "connect")
        def _configure(connection: standard_sqlite3.Connection, _record: object) -> None:
            for pragma in self._pragmas(query_only=query_only):
                connection.execute(pragma)

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            if OUTSIDE not in connection.get_execution_options():
                connection.exec_driver_sql(begin)

        return engine

    def _pragmas(self, *, query_only: bool) -> Iterator[str]:
        yield f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}"
        yield f"PRAGMA journal_mode={'WAL' if self.durability is Durability.WAL else 'DELETE'}"
        yield "PRAGMA synchronous=FULL"
        yield "PRAGMA foreign_keys=ON"
        yield "PRAGMA mmap_size=0"
        yield f"PRAGMA journal_size_limit={WAL_LIMIT_BYTES}"
        if query_only:
            yield "PRAGMA query_only=ON"


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's errors into the failures a person can act on."""
    try:
        yield
    except exc.DatabaseError as error:
        raise _failure(str(error.orig)) from error


def _failure(said: str) -> Exception:
    lowered = said.lower()
    if "locked" in lowered or "busy" in lowered:
        return DatabaseBusy("O banco de dados está ocupado por outro programa. Tente de novo.")
    if "full" in lowered or "disk i/o" in lowered or "readonly" in lowered:
        return DiskFull("O disco está cheio ou não aceita gravação. Libere espaço; nada foi perdido.")
    if "malformed" in lowered or "not a database" in lowered:
        return DatabaseCorrupt("O banco de dados está danificado. Restaure a última cópia de segurança.")
    if "unable to open" in lowered:
        return DatabaseUnreadable("Não foi possível abrir o banco de dados. Verifique a pasta e as permissões.")
    return StoreFailure(said)


def integrity(database: Database) -> str:
    """SQLite's own quick check: ``ok``, or what it found."""
    with database.snapshot() as read:
        return str(read.execute(text("PRAGMA quick_check(1)")).scalar_one())
