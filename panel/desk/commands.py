"""One command at a time, and none twice: what the desk asks the core to do."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from panel.desk.refresh import Refresher
from panel.ports import Lane

T = TypeVar("T")

SETTLE_MS = 500
"""The same action is not taken again so soon: longer than a double click lasts on any of our systems."""


class Commands(QObject):
    """Runs work on the database lane. Busy from the request until the screen shows what came of it.

    An action that was done settles for a moment, against the second press of a double click. Anything else that a
    person does meanwhile shows that the next press is meant.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(
        self, lane: Lane, refresher: Refresher, settle_ms: int = SETTLE_MS, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._lane = lane
        self._refresher = refresher
        self._settle_ms = settle_ms
        self._is_busy = False
        self._settling: dict[str, int] = {}
        self._number = 0

    @property
    def is_busy(self) -> bool:
        return self._is_busy

    @property
    def settling(self) -> frozenset[str]:
        """Actions that were done a moment ago."""
        return frozenset(self._settling)

    def run(self, action: str, work: Callable[[], T], then: Callable[[T], None]) -> bool:
        """Do `work`, then tell `then` on the GUI thread. False, and nothing is done, while something else runs."""
        if self._is_busy or action in self._settling:
            return False
        self._is_busy = True
        self._number += 1
        number = self._number
        self._settling = {action: number}
        QTimer.singleShot(self._settle_ms, self, lambda: self._release(action, number))
        self.changed.emit()
        self._lane.submit(work, lambda value: self._answered(lambda: then(value)), self._failed)
        return True

    def settle(self) -> None:
        """Whatever was done a moment ago may be done again."""
        if self._settling:
            self._settling = {}
            self.changed.emit()

    def _answered(self, tell: Callable[[], None]) -> None:
        try:
            tell()
        finally:
            self._refresher.ask(self._idle)

    def _failed(self, error: Exception) -> None:
        self._answered(lambda: self.failed.emit(error))

    def _idle(self) -> None:
        self._is_busy = False
        self.changed.emit()

    def _release(self, action: str, number: int) -> None:
        if self._settling.get(action) == number:
            self.settle()
