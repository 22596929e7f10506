"""One person's time at the desk: who it is, what was read last, and the line that says what just happened."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from panel.desk.commands import Commands
from panel.desk.reader import DeskReader
from panel.desk.refresh import Refresher
from panel.model.health import Condition, StatusItem, derive_status
from panel.model.notices import Notice, NoticeLevel, trouble
from panel.model.shop import ShopRules
from panel.model.snapshot import DeskSnapshot
from panel.ports import Lanes, Shop
from shared.journal.feed import Changed
from shared.people.model import CustomerErased, Operator
from shared.qt.crash import environment_sentence

T = TypeVar("T")

TICK_MS = 1_000
REREAD_AFTER = timedelta(seconds=15)
"""Estimates and some orders move with time alone."""
NOTICES_SHOWN = {NoticeLevel.DONE: timedelta(seconds=8), NoticeLevel.REFUSED: timedelta(seconds=25)}
"""Trouble stays until somebody closes it."""


class Session(QObject):
    """Every page of the desk stands on one of these."""

    snapshotChanged = Signal()
    operatorChanged = Signal()
    noticeChanged = Signal()
    busyChanged = Signal()
    ticked = Signal()

    def __init__(
        self, shop: Shop, lanes: Lanes, rules: ShopRules, settle_ms: int, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.shop = shop
        self.rules = rules
        self._lanes = lanes
        self._reader = DeskReader(shop, rules)
        self._refresher = Refresher(lanes.reading, self._reader.desk, self)
        self._commands = Commands(lanes.database, self._refresher, settle_ms, self)
        self._operator: Operator | None = None
        self._snapshot: DeskSnapshot | None = None
        self._notice: Notice | None = None
        self._noticed_at = shop.clock.now()
        self._failure: str | None = None
        self._refresher.arrived.connect(self._take)
        self._refresher.failed.connect(self._reading_failed)
        self._commands.failed.connect(self._command_failed)
        self._commands.changed.connect(self.busyChanged)
        self._ticker = QTimer(self)
        self._ticker.timeout.connect(self.tick)

    @property
    def operator(self) -> Operator | None:
        return self._operator

    @property
    def snapshot(self) -> DeskSnapshot | None:
        return self._snapshot

    @property
    def notice(self) -> Notice | None:
        return self._notice

    @property
    def is_busy(self) -> bool:
        return self._commands.is_busy

    @property
    def settling(self) -> frozenset[str]:
        return self._commands.settling

    def now(self) -> datetime:
        return self.shop.clock.now()

    def status(self) -> tuple[StatusItem, ...]:
        """The line at the bottom of the window, now."""
        snapshot = self._snapshot
        health, read_at = (snapshot.health, snapshot.read_at) if snapshot else (None, None)
        held = snapshot.held if snapshot else ()
        return derive_status(Condition(health, read_at, self._failure, held), self.now())

    def start(self) -> None:
        """Read for the first time and let the seconds run."""
        self._ticker.start(TICK_MS)
        self.refresh()

    def stop(self) -> None:
        self._ticker.stop()

    def refresh(self) -> None:
        self._refresher.ask()

    def on_changed(self, changed: Changed) -> None:
        """Somebody, here or in another process, committed something."""
        if any(isinstance(recorded.fact, CustomerErased) for recorded in changed.events):
            self._lanes.reading.submit(self._reader.forget_names, lambda _: None)
        self.refresh()

    def on_feed_failed(self, error: Exception) -> None:
        self._reading_failed(error)

    def tick(self) -> None:
        """A second has passed."""
        snapshot = self._snapshot
        if snapshot is None or self.now() - snapshot.read_at >= REREAD_AFTER:
            self.refresh()
        shown_for = NOTICES_SHOWN.get(self._notice.level) if self._notice else None
        if shown_for is not None and self.now() - self._noticed_at >= shown_for:
            self.say(None)
        self.ticked.emit()

    def sit_down(self, operator: Operator) -> None:
        self._operator = operator
        self.say(None)
        self.operatorChanged.emit()
        self.refresh()

    def sign_out(self) -> None:
        """Leave the desk; what was chosen there is forgotten with the operator."""
        leaving = self._operator
        if leaving is None:
            return
        self._operator = None
        self.operatorChanged.emit()
        self._lanes.database.submit(
            lambda: self.shop.operators.sign_out(leaving.id), lambda _: None, self._command_failed
        )

    def say(self, notice: Notice | None) -> None:
        self._noticed_at = self.now()
        if notice != self._notice:
            self._notice = notice
            self.noticeChanged.emit()

    def run(self, action: str, work: Callable[[], T], then: Callable[[T], None]) -> bool:
        """Do something on the database lane, unless something is being done."""
        return self._commands.run(action, work, then)

    def turn_elsewhere(self) -> None:
        """A person looked at or chose something else: what they press next is meant."""
        self._commands.settle()

    def read(self, work: Callable[[DeskReader], T], then: Callable[[T], None]) -> None:
        """Read something small beside the snapshot."""
        self._lanes.reading.submit(lambda: work(self._reader), then, self._reading_failed)

    def _take(self, snapshot: DeskSnapshot) -> None:
        self._snapshot = snapshot
        self._failure = None
        self.snapshotChanged.emit()

    def _reading_failed(self, error: Exception) -> None:
        self._failure = _sentence(error)
        self.ticked.emit()

    def _command_failed(self, error: Exception) -> None:
        self._failure = _sentence(error)
        self.say(trouble(self._failure))


def _sentence(error: Exception) -> str:
    """What to tell the operator; a bug is none of it and goes on to the crash handler."""
    sentence = environment_sentence(error)
    if sentence is None:
        raise error
    return sentence
