"""Which files may become a station's. A station that lost its own must not quietly begin anew, without its past."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import sleep

from shared.config import Paths
from shared.store.database import DAMAGED
from shared.store.failures import DatabaseCorrupt, DatabaseLost

LOOKS_MAX = 20
LOOK_SECONDS = 0.05
"""How often, and how far apart, we look: another process may be making a station at this moment."""


def refuse_emptied(file: Path) -> None:
    """Raises DatabaseCorrupt for a file that is there and has nothing in it: it was a station's once."""
    if not _comes_true(lambda: not (file.is_file() and file.stat().st_size == 0)):
        raise DatabaseCorrupt(DAMAGED)


def refuse_lost(paths: Paths) -> None:
    """Raises DatabaseLost where a station was configured, used or copied, and its file is not there.

    Ask before anything is written into the folder, logs included.
    """
    if not _comes_true(lambda: paths.database.exists() or not was_used(paths)):
        raise DatabaseLost(_lost(paths))


def was_used(paths: Paths) -> bool:
    """Is there anything that only a station's owner, or an open station, puts into its folder?"""
    return paths.config.exists() or any(
        folder.is_dir() and any(folder.iterdir()) for folder in (paths.logs, paths.backups, paths.papers)
    )


def _lost(paths: Paths) -> str:
    copies = [(file.stat().st_mtime, file) for file in paths.backups.glob("*.sqlite")]
    newest = max(copies)[1] if copies else "ARQUIVO"
    return (
        f"O banco de dados desta estação não está em {paths.database}. "
        f"Volte à última cópia com: vez restore {newest} (ou comece uma estação nova, sem o que havia, com: vez setup)"
    )


def _comes_true(is_so: Callable[[], bool]) -> bool:
    for look in range(LOOKS_MAX):
        if is_so():
            return True
        if look + 1 < LOOKS_MAX:
            sleep(LOOK_SECONDS)
    return False
