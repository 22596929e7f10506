"""Waiting for something to become true, with a bound, while Qt's events go on."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop

WAIT_SECONDS = 10.0
EVENTS_MS = 20


class NeverHappened(AssertionError):
    """What was waited for did not come true in time."""


def wait_until(condition: Callable[[], object], what: str = "the condition", seconds: float = WAIT_SECONDS) -> None:
    """Let Qt work until `condition` holds; NeverHappened after `seconds`."""
    deadline = monotonic() + seconds
    while not condition():
        if monotonic() > deadline:
            raise NeverHappened(f"after {seconds} s {what} is still not so")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, EVENTS_MS)


def pause(seconds: float) -> None:
    """Let Qt work for so long; only for movements that have a speed."""
    until = monotonic() + seconds
    wait_until(lambda: monotonic() >= until, "the pause over")


def settle(rounds: int = 3) -> None:
    """Let Qt handle what is already under way: layouts, deferred deletes, queued signals.

    Deferred deletes are asked for by name: outside a running event loop Qt keeps them for ever.
    """
    for _ in range(rounds):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, EVENTS_MS)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
