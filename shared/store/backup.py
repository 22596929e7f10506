"""A consistent copy of the file while others write to it."""

from __future__ import annotations

import os
from pathlib import Path

from shared.store.database import Database, translated


def back_up(database: Database, to: Path) -> Path:
    """Write a whole copy of the database to `to`; an interrupted copy leaves no file of that name."""
    to.parent.mkdir(parents=True, exist_ok=True)
    partial = to.with_name(f"{to.name}.{os.getpid()}.partial")
    partial.unlink(missing_ok=True)
    with translated(), database.writing_engine.connect() as connection:
        connection.rollback()
        driver = connection.connection.driver_connection
        if driver is None:
            raise ValueError("no connection to copy from")
        driver.execute("VACUUM INTO ?", (str(partial),))
    _flush(partial)
    partial.replace(to)
    _flush(to.parent)
    return to


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
