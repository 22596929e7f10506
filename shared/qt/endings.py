"""Ending an app from outside: a signal of the system reaches Python also while Qt waits for events."""

from __future__ import annotations

import signal
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

PULSE_MS = 200
"""Python runs a signal's handler between two of its own instructions; without a pulse an idle Qt loop runs none."""


class Endings(QObject):
    """Calls `leave` from the event loop when the system asks the program to end (SIGINT, SIGTERM)."""

    def __init__(self, leave: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        for ending in (signal.SIGINT, signal.SIGTERM):
            # Later, from the event loop: a signal may arrive while a window handles an event, and must not close it.
            signal.signal(ending, lambda *_: QTimer.singleShot(0, leave))
        self._pulse = QTimer(self)
        self._pulse.timeout.connect(self._beat)
        self._pulse.start(PULSE_MS)

    def _beat(self) -> None:
        """Let Python see what came."""
