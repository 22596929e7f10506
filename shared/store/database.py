"""One SQLite file: write transactions that serialise, and reading snapshots that cannot write.

The driver's own transaction handling loses updates: it begins late and upgrades a read to a write. Here every write
transaction is `BEGIN IMMEDIATE`, so that what it reads cannot change before it commits, in any process.

A file that is deleted or replaced underneath would go on taking writes that nobody finds again: each write transaction
asks first whether the path still names the file that was opened, and no later connection makes a file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from time import monotonic
from types import ModuleType
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, CursorResult, Engine, Executable, create_engine, event, exc, text
from sqlalchemy.pool import QueuePool

from shared.store.failures import DatabaseBusy, DatabaseCorrupt, DatabaseUnreadable, DiskFull, StoreFailure
from shared.store.gate import Durability, driver, durability
from shared.store.identity import Identity, identity_at

PATIENCE_SECONDS = 10.0
"""How long anybody waits for a lock."""
POLL_MS = 50
"""How long SQLite itself waits for the write lock before we ask anew: its looks become rare, ours begin often again."""
WAL_LIMIT_BYTES = 16 * 1024 * 1024
POOL_SIZE = 8


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


class Watcher:
    """A reading connection that gives up at once where others would wait: for whoever must not be kept.

    Every method raises DatabaseBusy while a writer keeps readers out, which only the rollback journal does.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._usual = self._ask("busy_timeout")
        self._set_patience(0)

    def version(self) -> int:
        """Another number after each commit of anybody else."""
        return self._ask("data_version")

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Read several things that belong together."""
        with translated(is_reading=True):
            self._connection.exec_driver_sql("BEGIN")
            try:
                yield Snapshot(self._connection)
            finally:
                self._connection.rollback()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.rollback()
        self._set_patience(self._usual)
        self._connection.close()

    def _ask(self, pragma: str) -> int:
        with translated(is_reading=True):
            return int(self._connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one())

    def _set_patience(self, milliseconds: int) -> None:
        self._connection.exec_driver_sql(f"PRAGMA busy_timeout={milliseconds}")


class Database:
    """The station's file, made by the first connection where there is none."""

    def __init__(
        self, path: Path, module: ModuleType | None = None, patience_seconds: float = PATIENCE_SECONDS
    ) -> None:
        self.path = path
        self._patience_seconds = patience_seconds
        self._module = module or driver()
        self.durability = durability(self._module.sqlite_version_info)
        self._opening = Lock()
        self._opened: Identity | None = None
        self._writing = self._engine(query_only=False)
        self._reading = self._engine(query_only=True)

    @property
    def writing_engine(self) -> Engine:
        """For migrations and tests."""
        return self._writing

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """All of it or none of it. Raises a StoreFailure when the file cannot take it."""
        self._check_the_file()
        with translated(), self._writing.begin() as connection:
            self._take_the_write_lock(connection)
            yield Transaction(connection)

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Read several things that belong together."""
        with translated(is_reading=True), self._reading.begin() as connection:
            connection.exec_driver_sql("BEGIN")
            yield Snapshot(connection)

    def watcher(self) -> Watcher:
        """Something that asks whether anybody wrote, and never waits for them. The caller closes it."""
        with translated(is_reading=True):
            return Watcher(self._reading.connect())

    def close(self) -> None:
        """Let go of the file."""
        self._writing.dispose()
        self._reading.dispose()

    def _take_the_write_lock(self, connection: Connection) -> None:
        """Wait for it with frequent looks: rare ones can miss their turn for ever among busy writers."""
        ends_at = monotonic() + self._patience_seconds
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            except exc.OperationalError as error:
                if _code(error) & PRIMARY_CODE != sqlite3.SQLITE_BUSY or monotonic() >= ends_at:
                    raise
            else:
                return

    def _check_the_file(self) -> None:
        if self._opened is not None and identity_at(self.path) != self._opened:
            raise DatabaseUnreadable(GONE)

    def _connect(self) -> sqlite3.Connection:
        with self._opening:
            self._check_the_file()
            is_new = self._opened is None and not self.path.exists()
            connection: sqlite3.Connection = self._module.connect(
                _uri(self.path, "rwc" if is_new else "rw"),
                uri=True,
                check_same_thread=False,
                isolation_level=None,
                cached_statements=256,
            )
            self._opened = self._opened or identity_at(self.path)
            return connection

    def _engine(self, *, query_only: bool) -> Engine:
        engine = create_engine(
            "sqlite://",
            creator=self._connect,
            module=self._module,
            poolclass=QueuePool,
            hide_parameters=True,
            pool_size=POOL_SIZE,
        )

        @event.listens_for(engine, "connect")
        def _configure(connection: sqlite3.Connection, _record: object) -> None:
            for pragma in self._pragmas(query_only=query_only):
                connection.execute(pragma)

        return engine

    def _pragmas(self, *, query_only: bool) -> Iterator[str]:
        # With the rollback journal a commit waits as well, for its readers, and must not give up early.
        is_polled = self.durability is Durability.WAL and not query_only
        yield f"PRAGMA busy_timeout={POLL_MS if is_polled else round(self._patience_seconds * 1_000)}"
        yield f"PRAGMA journal_mode={'WAL' if self.durability is Durability.WAL else 'DELETE'}"
        yield "PRAGMA synchronous=FULL"
        yield "PRAGMA foreign_keys=ON"
        yield "PRAGMA mmap_size=0"
        yield f"PRAGMA journal_size_limit={WAL_LIMIT_BYTES}"
        if query_only:
            yield "PRAGMA query_only=ON"


def _uri(path: Path, mode: str) -> str:
    """SQLite's name of a file (https://sqlite.org/uri.html); that of a Windows drive needs a slash before it."""
    name = path.absolute().as_posix()
    return f"file://{'' if name.startswith('/') else '/'}{quote(name, safe='/:')}?mode={mode}"


@contextmanager
def translated(*, is_reading: bool = False) -> Iterator[None]:
    """Turn what the file or its disk refuse into the failures a person can act on.

    Anything else is a bug and stays as it is: a broken constraint, a statement that SQLite does not understand, and a
    write through a reading connection (`is_reading`), which SQLite takes for a file that cannot be written.
    """
    try:
        yield
    except exc.DatabaseError as error:
        code = _code(error)
        failure = FAILURES.get(code & PRIMARY_CODE)
        if failure is None or (is_reading and code == sqlite3.SQLITE_READONLY):
            raise
        raise failure[0](failure[1]) from error


def _code(error: exc.DatabaseError) -> int:
    return int(getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_ERROR))


PRIMARY_CODE = 0xFF
"""The part of an extended result code that says the kind (https://sqlite.org/rescode.html)."""
_FULL = (DiskFull, "O disco está cheio ou não aceita gravação. Libere espaço; nada foi perdido.")
_BUSY = (DatabaseBusy, "O banco de dados está ocupado por outro programa. Tente de novo.")
DAMAGED = "O banco de dados está danificado. Restaure a última cópia de segurança (vez restore)."
_CORRUPT = (DatabaseCorrupt, DAMAGED)
GONE = "O arquivo do banco de dados foi apagado ou trocado com o Vez aberto. Feche-o e restaure a cópia (vez restore)."
_UNREADABLE = (
    DatabaseUnreadable,
    "Não foi possível abrir o banco de dados. Verifique a pasta e as permissões.",
)
FAILURES: Mapping[int, tuple[type[StoreFailure], str]] = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: _FULL,
    sqlite3.SQLITE_READONLY: _FULL,
    sqlite3.SQLITE_CORRUPT: _CORRUPT,
    sqlite3.SQLITE_NOTADB: _CORRUPT,
    sqlite3.SQLITE_CANTOPEN: _UNREADABLE,
    sqlite3.SQLITE_PERM: _UNREADABLE,
    sqlite3.SQLITE_AUTH: _UNREADABLE,
}


def integrity(database: Database) -> str:
    """SQLite's own quick check: ``ok``, or the first thing it found."""
    with database.snapshot() as read:
        return str(read.execute(text("PRAGMA quick_check(1)")).scalar_one())
