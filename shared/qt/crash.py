"""What nobody expected: logged with its trace, told to the app, which goes to a safe screen."""

import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot

from shared.logs import get_log
from shared.store.failures import StoreFailure

CRASHES_MAX = 20
"""So many in the life of one process, and it is better to start anew: the app is told to leave."""

_log = get_log(__name__)


def environment_sentence(error: BaseException) -> str | None:
    """The plain sentence of a failure of the environment (disk, file); None for a bug."""
    return str(error) if isinstance(error, StoreFailure) else None


class CrashHandler(QObject):
    """Takes over `sys.excepthook` and `threading.excepthook`; `crashed` arrives on the GUI thread."""

    crashed = Signal(object)
    exhausted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._before: tuple[Callable[..., object], Callable[..., object]] | None = None
        self._noticed.connect(self._report, Qt.ConnectionType.AutoConnection)

    _noticed = Signal(object)

    def install(self) -> None:
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def uninstall(self) -> None:
        if self._before is not None:
            sys.excepthook, threading.excepthook = self._before
            self._before = None

    def notice(self, error: BaseException) -> None:
        """Log it and tell the app; for whoever caught something that is nobody's."""
        _log.error("crash", exc_info=(type(error), error, error.__traceback__))
        self._noticed.emit(error)

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            before = self._before[0] if self._before else sys.__excepthook__
            before(kind, error, trace)
            return
        self.notice(error.with_traceback(trace))

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.notice(args.exc_value)

    @Slot(object)
    def _report(self, error: BaseException) -> None:
        self._count += 1
        if self._count > CRASHES_MAX:
            self.exhausted.emit()
        else:
            self.crashed.emit(error)
