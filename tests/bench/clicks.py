"""A totem that is clicked through, in a process of its own: how soon the next frame comes, and what it keeps in memory.

Prints one line of JSON. Qt draws in software on a screen that nobody sees, so that machines can be compared.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtGui import QGuiApplication

from tests.driving.waiting import wait_until
from tests.fakes.shop import BOOTS, CRYO
from tests.kiosk.booth import Booth, open_booth

TAPS = 60
SAMPLE_EVERY = 25
PAGE_BYTES = os.sysconf("SC_PAGESIZE")


def memory_mb() -> float:
    """What this process holds in memory now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * PAGE_BYTES / 1e6


class Taps:
    """Touches, and waits for the first frame that is painted after each."""

    def __init__(self, booth: Booth) -> None:
        self._booth = booth
        self._painted = 0.0
        booth.kiosk.window.afterRendering.connect(self._note)
        self.waited_ms: list[float] = []

    def tap(self, name: str) -> None:
        """Touch the middle of a control that is shown."""
        booth = self._booth
        point = booth.screen.place_of(booth.screen.find(name))
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        begun = perf_counter()
        booth.screen.touch_point(point)
        wait_until(lambda: self._painted > begun, f"a frame after {name}")
        self.waited_ms.append((self._painted - begun) * 1_000)
        booth.settles()

    def _note(self) -> None:
        self._painted = perf_counter()


def session(booth: Booth) -> None:
    """One customer, from the welcome page to leaving with the ticket."""
    visit = booth.goes_to_pix([CRYO])
    booth.shop.provider_reports_paid(visit)
    booth.shop.prints()
    booth.settles()
    booth.touches("leaveTicket")
    booth.shop.serves(visit)
    booth.settles()


def run(folder: Path, sessions: int) -> dict[str, object]:
    """Tap, then let customers come and go."""
    with open_booth(folder) as booth:
        taps = Taps(booth)
        taps.tap("start")
        for number in range(TAPS):
            taps.tap(f"service-{(CRYO, BOOTS)[number % 2]}")
        taps.tap("cancelServices")
        kept: dict[int, float] = {}
        for number in range(1, sessions + 1):
            session(booth)
            if number % SAMPLE_EVERY == 0:
                kept[number] = memory_mb()
    return {"taps_ms": taps.waited_ms, "memory_mb": kept}


if __name__ == "__main__":
    application = QGuiApplication(sys.argv[:1])
    print(json.dumps(run(Path(sys.argv[1]), int(sys.argv[2]))))
