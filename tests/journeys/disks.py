"""Disks that run full under running programs, without the rights of a superuser."""

from __future__ import annotations

import fcntl
import os
import resource
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shared.checkout.safety import MEGABYTE

MEMORY = Path("/dev/shm")
"""A disk in memory, which Linux gives to everybody."""
STEP_MEGABYTES_MAX = 64


@dataclass(frozen=True, slots=True)
class SmallDisk:
    """A folder on a disk whose room runs out when `fill` is called: less than `free_min_mb` is left then."""

    folder: Path
    step_mb: int
    free_min_mb: int

    def fill(self) -> None:
        with self._ballast.open("wb") as stream:
            os.posix_fallocate(stream.fileno(), 0, 3 * self.step_mb * MEGABYTE)

    def empty(self) -> None:
        self._ballast.unlink()

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"


@contextmanager
def small_disk() -> Iterator[SmallDisk]:
    """Two steps of room above the limit for what the programs write, and one below it when it is filled.

    One at a time on this computer, because what fills one fills all: others wait.
    """
    with _alone_on(MEMORY), tempfile.TemporaryDirectory(dir=MEMORY, prefix="vez-") as folder:
        free_mb = shutil.disk_usage(folder).free // MEGABYTE
        step_mb = min(STEP_MEGABYTES_MAX, free_mb // 4)
        yield SmallDisk(Path(folder), step_mb, free_mb - 2 * step_mb)


@contextmanager
def _alone_on(folder: Path) -> Iterator[None]:
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


@contextmanager
def no_room_for(*processes: int) -> Iterator[None]:
    """No write of these processes to any file succeeds, as on a disk without a free byte."""
    limits = {process: resource.prlimit(process, resource.RLIMIT_FSIZE) for process in processes}
    try:
        for process, (_, most) in limits.items():
            resource.prlimit(process, resource.RLIMIT_FSIZE, (0, most))
        yield
    finally:
        for process, limit in limits.items():
            resource.prlimit(process, resource.RLIMIT_FSIZE, limit)
