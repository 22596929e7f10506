"""Draws every page of the totem on each screen into a directory: `python -m tests.kiosk.gallery DIRECTORY [PART]`."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from tests.kiosk.booth import LOOKS, open_booth
from tests.kiosk.pages import PAGES


def main(directory: Path, only: str = "") -> None:
    directory.mkdir(parents=True, exist_ok=True)
    for screen, look in LOOKS.items():
        for page, lead in PAGES.items():
            name = f"{page}-{screen}"
            if only in name:
                with tempfile.TemporaryDirectory() as home, open_booth(Path(home), look) as booth:
                    lead(booth)
                    booth.screen.grab(directory / f"{name}.png")


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    application = QGuiApplication(sys.argv[:1])
    main(Path(sys.argv[1]), *sys.argv[2:3])
