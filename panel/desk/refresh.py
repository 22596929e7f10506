"""Asks for one reading at a time; whatever changes meanwhile is in the next one."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from panel.model.snapshot import DeskSnapshot
from panel.ports import Lane

Waiter = Callable[[], None]


class Refresher(QObject):
    """`arrived` with each snapshot, `failed` with the exception of a reading that could not be made."""

    arrived = Signal(object)
    failed = Signal(object)

    def __init__(self, lane: Lane, read: Callable[[], DeskSnapshot], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._read = read
        self._is_reading = False
        self._is_wanted = False
        self._waiters: list[Waiter] = []

    def ask(self, then: Waiter | None = None) -> None:
        """Read soon. `then` is called after a reading that began no earlier than this call, even if it failed."""
        if then is not None:
            self._waiters.append(then)
        if self._is_reading:
            self._is_wanted = True
            return
        self._begin()

    def _begin(self) -> None:
        self._is_reading, self._is_wanted = True, False
        waiters, self._waiters = self._waiters, []
        self._lane.submit(
            self._read,
            lambda snapshot: self._end(waiters, lambda: self.arrived.emit(snapshot)),
            lambda error: self._end(waiters, lambda: self.failed.emit(error)),
        )

    def _end(self, waiters: list[Waiter], tell: Callable[[], None]) -> None:
        self._is_reading = False
        tell()
        for waiter in waiters:
            waiter()
        if self._is_wanted and not self._is_reading:
            self._begin()
