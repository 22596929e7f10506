"""The change feed as a signal: asks a few microseconds' question every 50 ms on the GUI thread."""

from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from shared.journal.feed import POLL_SECONDS, Changed
from shared.logs import get_log
from shared.store.failures import StoreFailure

POLL_MS = round(POLL_SECONDS * 1000)
FAILED_POLL_MS = 2_000
"""How long to leave a database alone that could not be asked."""

_log = get_log(__name__)


class Feed(Protocol):
    """What any process wrote since the last question."""

    def poll(self) -> Changed | None: ...


class Changes(QObject):
    """`changed` with a `Changed` after each commit; `failed` once with the failure when the file cannot be asked."""

    changed = Signal(object)
    failed = Signal(object)

    def __init__(self, feed: Feed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._feed = feed
        self._is_failing = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        self._timer.start(POLL_MS)

    def stop(self) -> None:
        self._timer.stop()

    @property
    def is_looking(self) -> bool:
        return self._timer.isActive()

    def look(self) -> None:
        """Ask now; the timer does this by itself."""
        try:
            found = self._feed.poll()
        except StoreFailure as failure:
            self._fail(failure)
            return
        if self._is_failing:
            self._is_failing = False
            self._timer.setInterval(POLL_MS)
            _log.info("change feed answers again")
        if found is not None:
            self.changed.emit(found)

    def _fail(self, failure: StoreFailure) -> None:
        if self._is_failing:
            return
        self._is_failing = True
        self._timer.setInterval(FAILED_POLL_MS)
        _log.error("change feed failed", failure=type(failure).__name__)
        self.failed.emit(failure)
