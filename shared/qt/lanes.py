"""Lanes: one background thread each, that does its work in the order it was given and answers on the GUI thread."""

from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, Full, Queue
from threading import Condition, Thread
from time import monotonic
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

T = TypeVar("T")

WORKS_MAX = 256
"""More than a screen can ask for: a lane that is this far behind has lost its remote or its disk."""
STOP_SECONDS = 10.0
DRAIN_SECONDS = 20.0


class LaneFull(Exception):
    """Too much work waits in a lane; nothing was added."""


class LaneStuck(Exception):
    """A lane did not finish its work in time."""


@dataclass(frozen=True, slots=True)
class _Work(Generic[T]):
    do: Callable[[], T]
    then: Callable[[T], None]
    failed: Callable[[Exception], None] | None


@dataclass(frozen=True, slots=True)
class _Done(Generic[T]):
    work: _Work[T]
    value: T

    def deliver(self) -> None:
        self.work.then(self.value)


@dataclass(frozen=True, slots=True)
class _Failed(Generic[T]):
    work: _Work[T]
    error: Exception

    def deliver(self) -> None:
        if self.work.failed is None:
            raise self.error
        self.work.failed(self.error)


class Lane(QObject):
    """One serial worker. Made and used on the GUI thread; only `do` runs on the lane's own thread."""

    _answered = Signal()

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._works: Queue[_Work[object] | None] = Queue(WORKS_MAX)
        # Never longer than what was submitted; only the GUI thread takes from it.
        self._answers: Queue[_Done[object] | _Failed[object]] = Queue()
        self._quiet = Condition()
        self._undone = 0
        self._is_stopped = False
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread = Thread(target=self._run, name=f"lane-{name}", daemon=True)
        self._thread.start()

    def submit(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do `work` in the background, then call `then` with its result on the GUI thread.

        An exception of `work` goes to `failed`; without one it is raised on the GUI thread, where the crash handler
        sees it. LaneFull if `WORKS_MAX` works wait. A stopped lane takes nothing.
        """
        if self._is_stopped:
            return
        with self._quiet:
            self._undone += 1
        try:
            self._works.put_nowait(_Work(work, then, failed))  # type: ignore[arg-type]  # a work keeps its own type
        except Full:
            self._settle()
            raise LaneFull(f"{WORKS_MAX} works wait in the lane {self._name}") from None

    def drain(self, seconds: float = DRAIN_SECONDS) -> None:
        """Wait until everything that was submitted, and what its answers submitted, is done and answered."""
        deadline = monotonic() + seconds
        while self._undone or not self._answers.empty():
            with self._quiet:
                is_done = self._quiet.wait_for(lambda: not self._undone, deadline - monotonic())
            if not is_done or monotonic() > deadline:
                raise LaneStuck(f"the lane {self._name} is still at work after {seconds} s")
            self._deliver()

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Finish the work under way, forget the rest and every answer. LaneStuck if it does not end in time."""
        if self._is_stopped:
            return
        self._is_stopped = True
        self._forget_waiting()
        self._works.put_nowait(None)
        self._thread.join(seconds)
        if self._thread.is_alive():
            raise LaneStuck(f"the lane {self._name} does not stop")

    def _forget_waiting(self) -> None:
        for _ in range(WORKS_MAX):
            try:
                self._works.get_nowait()
            except Empty:
                return
            self._settle()

    def _run(self) -> None:
        while (work := self._works.get()) is not None:
            answer: _Done[object] | _Failed[object]
            try:
                answer = _Done(work, work.do())
            except Exception as error:
                answer = _Failed(work, error)
            self._answers.put(answer)
            self._settle()
            if not self._is_stopped:
                self._answered.emit()

    def _settle(self) -> None:
        with self._quiet:
            self._undone -= 1
            self._quiet.notify_all()

    @Slot()
    def _deliver(self) -> None:
        for _ in range(self._answers.qsize()):
            answer = self._answers.get_nowait()
            if not self._is_stopped:
                answer.deliver()
