"""The start-up gate: which SQLite this is, and which journal mode it may be trusted with.

Older WAL can corrupt a file that two processes use (the WAL-reset bug, https://sqlite.org/wal.html#walresetbug),
fixed in 3.51.3 and on the 3.50.7 and 3.44.6 lines.
"""

from __future__ import annotations

import importlib
import importlib.util
import sqlite3
from enum import StrEnum
from types import ModuleType

FIXED = (3, 51, 3)
FIXED_LINES = {(3, 50): (3, 50, 7), (3, 44): (3, 44, 6)}


class Durability(StrEnum):
    """How commits reach the disk: both survive a power cut; WAL lets readers go on meanwhile."""

    WAL = "wal"
    DELETE = "delete"


def durability(version: tuple[int, ...]) -> Durability:
    """WAL where it is safe with several processes, the rollback journal elsewhere."""
    line = (version[0], version[1])
    fixed = FIXED_LINES.get(line, FIXED)
    return Durability.WAL if version >= fixed else Durability.DELETE


def driver() -> ModuleType:
    """The driver with the newer SQLite: the pysqlite3 wheel where it exists, Python's own otherwise."""
    if importlib.util.find_spec("pysqlite3") is None:
        return sqlite3
    bundled = importlib.import_module("pysqlite3.dbapi2")
    return bundled if bundled.sqlite_version_info > sqlite3.sqlite_version_info else sqlite3
