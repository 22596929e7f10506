"""Is it safe to take money? Selling stops before it, not in the middle."""

from __future__ import annotations

import shutil
from pathlib import Path

from shared.checkout.outcomes import DiskNearlyFull

MEGABYTE = 1024 * 1024


class DiskGuard:
    """Watches the room on the disk that holds the database."""

    def __init__(self, folder: Path, minimum_megabytes: int) -> None:
        self._folder = folder
        self._minimum = minimum_megabytes

    def trouble(self) -> DiskNearlyFull | None:
        """DiskNearlyFull when a sale could no longer be recorded safely."""
        free = shutil.disk_usage(self._folder).free // MEGABYTE
        return DiskNearlyFull(free) if free < self._minimum else None
