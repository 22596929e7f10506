"""What can go wrong with the database file, named by what a person can do about it."""

from __future__ import annotations


class StoreFailure(Exception):
    """The database cannot be used as asked. The message is one plain sentence for a person."""


class DatabaseCorrupt(StoreFailure):
    """The file is damaged: restore the last backup."""


class DatabaseNewer(StoreFailure):
    """The file was written by a newer program: install that program."""


class DatabaseLost(StoreFailure):
    """A station was here and its file is not: restore the last backup, or set up a new station."""


class DatabaseForeign(StoreFailure):
    """The file is some other program's: take it out of the folder."""


class DiskFull(StoreFailure):
    """Nothing was saved, because the disk is full or cannot be written."""


class DatabaseBusy(StoreFailure):
    """Another process held the write lock for longer than the busy timeout: ask again."""


class DatabaseUnreadable(StoreFailure):
    """The file cannot be opened at all (missing folder, permissions), or is not the one that was opened any more."""
