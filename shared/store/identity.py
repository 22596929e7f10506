"""Which file a path names: another file of the same name is another file."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

Identity = tuple[int, int]
"""Device and number of a file, which nothing else has while we keep the file open."""


def identity_of(status: os.stat_result) -> Identity:
    return status.st_dev, status.st_ino


def identity_at(path: Path) -> Identity | None:
    """The file that the path names now, if any."""
    with suppress(FileNotFoundError, NotADirectoryError):
        return identity_of(path.stat())
    return None
