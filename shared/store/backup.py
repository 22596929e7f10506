"""A consistent copy of the file while others write to it, marked inside as a copy.

A copy that is opened as a station must not go on as the original does: what happened after the copy is not in it.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import text

from shared.store.database import Database, Snapshot, Transaction, translated

MARKED = "copy_mark"
"""The table that only a station's file has."""
MARK = "INSERT OR IGNORE INTO {schema}.copy_mark (only) VALUES (1)"


def back_up(database: Database, to: Path) -> Path:
    """Write a whole copy of the database to `to`; one that fails leaves nothing, a power cut no file of that name."""
    to.parent.mkdir(parents=True, exist_ok=True)
    partial = to.with_name(f"{to.name}.{os.getpid()}.partial")
    partial.unlink(missing_ok=True)
    with ExitStack() as undoing:
        for end in ("", "-journal"):
            undoing.callback(partial.with_name(partial.name + end).unlink, missing_ok=True)
        with translated(), database.writing_engine.connect() as connection:
            connection.detach()  # so that nothing stays attached to it in the pool
            connection.exec_driver_sql("VACUUM INTO ?", (str(partial),))
            connection.exec_driver_sql("ATTACH ? AS copied", (str(partial),))
            connection.exec_driver_sql(MARK.format(schema="copied"))
        flush(partial)
        partial.replace(to)
    flush(to.parent)
    return to


def is_copy(read: Snapshot) -> bool:
    """Whether this file was made as a copy, and has not been opened as a station since."""
    return read.execute(text("SELECT 1 FROM copy_mark")).scalar_one_or_none() is not None


def unmark(tx: Transaction) -> None:
    """From now on this is a station's own file."""
    tx.execute(text("DELETE FROM copy_mark"))


def flush(path: Path) -> None:
    """What a file, or a folder's list of files, holds is on the disk when this returns."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
