"""Putting a copy in the place of a station's file. Whenever the power goes, one of the two is there whole."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection

from shared.store.backup import MARK, flush
from shared.store.database import Database, translated
from shared.store.failures import DatabaseBusy, DatabaseCorrupt, StoreFailure
from shared.store.migrations import migrations

UNFINISHED = ("-wal", "-journal")
"""Beside a file that was not closed in order: what SQLite completes it from."""
BESIDE = (*UNFINISHED, "-shm")
OURS = frozenset({"station", "journal", "copy_mark"})


class Unfit(StrEnum):
    """Why a file cannot become a station's."""

    DAMAGED = "damaged"
    FOREIGN = "foreign"
    NEWER = "newer"


def prepare(file: Path, database: Path) -> Path | Unfit:
    """A whole copy of `file` beside `database`, examined and marked as a copy. `file` is only read."""
    prepared = database.with_name(f"{database.name}.restoring")
    discard(prepared)
    with ExitStack() as undoing:
        undoing.callback(discard, prepared)
        for end in ("", *UNFINISHED):
            if (source := _beside(file, end)).exists():
                shutil.copyfile(source, _beside(prepared, end))
        unfit = _make_ready(prepared)
        if unfit is not None:
            return unfit
        flush(prepared)
        undoing.pop_all()
    return prepared


def put_in_place(prepared: Path, database: Path, aside: Path) -> None:
    """`prepared` becomes the database; what was there is kept at `aside`, as it was and with all that lay beside it.

    Raises DatabaseBusy, with nothing changed, while another program has the database open.
    """
    if database.exists():
        with ExitStack() as undoing:
            undoing.callback(discard, aside)
            _keep(database, aside)
            _complete(database)
            undoing.pop_all()
    for end in BESIDE:  # of the file that was there: the new one must not be completed from it
        _beside(database, end).unlink(missing_ok=True)
    flush(database.parent)
    prepared.replace(database)
    flush(database.parent)


def _keep(database: Path, aside: Path) -> None:
    """Copies, not links: the power may go before the original is replaced, and then it lives on alone."""
    partial = aside.with_name(f"{aside.name}.partial")
    for end in (*BESIDE, ""):
        if _beside(database, end).exists():
            shutil.copyfile(_beside(database, end), partial)
            flush(partial)
            partial.replace(_beside(aside, end))
    flush(aside.parent)


def discard(file: Path) -> None:
    """Remove what was made, or had been begun."""
    for end in ("", *BESIDE, ".partial"):
        _beside(file, end).unlink(missing_ok=True)


def _make_ready(prepared: Path) -> Unfit | None:
    """Mark a file, and bring all of it into one; or why it cannot be a station's."""
    copy = Database(prepared)
    try:
        with translated(), copy.writing_engine.connect() as connection:
            unfit = _unfit(connection)
            if unfit is None:
                connection.exec_driver_sql(MARK.format(schema="main"))
                connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
            return unfit
    except DatabaseCorrupt:
        return Unfit.DAMAGED
    finally:
        copy.close()


def _unfit(connection: Connection) -> Unfit | None:
    if connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one() != "ok":
        return Unfit.DAMAGED
    tables = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
    if not tables >= OURS:
        return Unfit.FOREIGN
    number = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    return Unfit.NEWER if number > len(migrations()) else None


def _complete(database: Path) -> None:
    """Bring all that SQLite knows of a file into it, so that it is whole alone; a damaged one cannot be."""
    old = Database(database)
    try:
        with translated(), old.writing_engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")  # reading takes back what was unfinished
            connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
    except DatabaseBusy:
        raise
    except StoreFailure:
        return
    finally:
        old.close()


def _beside(file: Path, end: str) -> Path:
    return file.with_name(file.name + end)
