"""Runs a real app and plays it from inside, as told on standard input: one JSON question a line, one answer a line.

The app is not changed for it: `main()` runs as in a shop. A thread reads the questions and hands each to the GUI
thread. When standard input ends, the app is asked to quit.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import threading
import time
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication

START_SECONDS = 30.0
POLL_SECONDS = 0.005


class Bridge(QObject):
    """Carries a question from the reading thread to the GUI thread."""

    asked = Signal(str)
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._stage: Any = None
        self.asked.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        self.ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    @Slot(str)
    def _answer(self, line: str) -> None:
        from tests.story.stage import Stage

        self._stage = self._stage or Stage()
        try:
            so = self._stage.play(json.loads(line))
            answer = {"so": so}
        except AssertionError as wrong:
            answer = {"wrong": f"{wrong}\n-- on screen --\n{self._stage.words()}"}
        _say(answer)

    @Slot()
    def _end(self) -> None:
        QCoreApplication.exit(0)


def _say(answer: dict[str, Any]) -> None:
    os.write(OUT, (json.dumps(answer, ensure_ascii=False) + "\n").encode())


def _listen() -> None:
    app = _application()
    bridge = Bridge()
    bridge.moveToThread(app.thread())
    for line in sys.stdin:
        bridge.asked.emit(line)
    bridge.ended.emit()
    threading.Event().wait()  # the bridge must outlive its last word; this thread ends with the process


def _application() -> QGuiApplication:
    ends_at = time.monotonic() + START_SECONDS
    while time.monotonic() < ends_at:
        app = QCoreApplication.instance()
        if isinstance(app, QGuiApplication) and app.topLevelWindows():
            return app
        time.sleep(POLL_SECONDS)
    _say({"wrong": "the app opened no window"})
    os._exit(3)


def run() -> None:
    """Run the app named by the first argument with the rest of them."""
    app, *arguments = sys.argv[1:]
    sys.argv = [f"vez-{app}", *arguments]
    threading.Thread(target=_listen, name="puppet", daemon=True).start()
    sys.exit(importlib.import_module(f"{app}.app").main())


OUT = os.dup(1)
os.dup2(2, 1)  # whatever a library prints must not look like an answer

if __name__ == "__main__":
    run()
