"""`vez-kiosk`: the totem of this station."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import shiboken6
from PySide6.QtCore import QEvent, QLockFile, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from kiosk.look import look_for
from kiosk.options import Options, read_options
from kiosk.wiring import Kiosk, build_kiosk, load_window
from shared.config import ConfigFault, Paths, Screen, prepare, vez_home
from shared.last_words import redact_last_words
from shared.opening import complain, open_station
from shared.qt.crash import CrashHandler
from shared.qt.endings import Endings
from shared.qt.parts import InstalledParts, install_parts
from shared.qt.tokens import Look

CANNOT_START = 2
ALREADY_RUNNING = 3
CRASHED = 70
LOCK_FILE = "kiosk.lock"
TRY_AGAIN_MS = 10_000


class TotemApplication(QGuiApplication):
    """Lets its windows be closed once it is asked to end; the keys of a window system alone do not end it."""

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Quit:
            for window in self.topLevelWindows():
                window.setProperty("isClosable", True)
        return super().event(event)


class App:
    """Opens the station and shows the totem; while the station cannot be opened, says so and tries again."""

    def __init__(self, application: QGuiApplication, options: Options, home: Path) -> None:
        self._application = application
        self._options = options
        self._home = home
        self.window: QQuickWindow | None = None
        self._kiosk: Kiosk | None = None
        self._closed: tuple[QQmlApplicationEngine, InstalledParts] | None = None
        self._said = ""
        self._crashes = CrashHandler()
        self._retry = QTimer()
        self._retry.setSingleShot(True)
        self._retry.timeout.connect(self.open)

    def run(self) -> int:
        """Show the totem until it is asked to end; the exit status."""
        self._crashes.install()
        self._crashes.exhausted.connect(lambda: self._application.exit(CRASHED))
        self._endings = Endings(self._application.quit)
        self.open()
        try:
            status = self._application.exec()
            return status if self._closed is None else status or CANNOT_START
        finally:
            self.close()

    def open(self) -> None:
        """Try to open the station and show what comes of it."""
        core = open_station(self._home, "kiosk")
        if isinstance(core, ConfigFault):
            self._show_closed(core.sentence)
            self._retry.start(TRY_AGAIN_MS)
            return
        kiosk = build_kiosk(core, self._look(core.settings.screen), is_closable=self._options.is_windowed)
        self._kiosk = kiosk
        self._crashes.crashed.connect(lambda _: kiosk.totem.crash())
        self._show(kiosk.window)
        self._forget_closed()
        core.duties.start()
        kiosk.start()

    def _show_closed(self, sentence: str) -> None:
        if sentence == self._said:
            return
        complain(sentence)
        self._forget_closed()
        self._said = sentence
        engine = QQmlApplicationEngine()
        self._closed = engine, install_parts(engine, self._look(Screen()))
        self._show(load_window(engine, "Closed.qml", {"sentence": sentence, "isClosable": self._options.is_windowed}))

    def _forget_closed(self) -> None:
        self._said = ""
        if self._closed is not None:
            shiboken6.delete(self._closed[0])
            self._closed = None

    def _show(self, window: QQuickWindow) -> None:
        self.window = window
        if self._options.is_windowed:
            window.resize(self._size())
            window.show()
        else:
            self._application.setOverrideCursor(Qt.CursorShape.BlankCursor)
            window.showFullScreen()

    def _look(self, screen: Screen) -> Look:
        size = self._size()
        return look_for(size.width(), size.height(), screen.diagonal_inches)

    def _size(self) -> QSize:
        if self._options.size is not None:
            return QSize(*self._options.size)
        return self._application.primaryScreen().size()

    def close(self) -> None:
        """Let go of everything."""
        self._retry.stop()
        if self._kiosk is not None:
            core = self._kiosk.core
            self._kiosk.close()
            core.close()
        self._forget_closed()
        self._crashes.uninstall()


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the totem. 0 after an orderly end, 3 when one is running already, 70 after too many crashes.

    2 when it ends while its station cannot be opened; why not stands on standard error, and on the screen.
    """
    redact_last_words()
    options = read_options(sys.argv[1:] if arguments is None else arguments)
    home = vez_home()
    prepare(Paths.of(home))  # a fault of the folder is shown on the screen, by the station's opening
    lock = QLockFile(str(home / LOCK_FILE))
    lock.setStaleLockTime(0)
    if not lock.tryLock(0) and lock.error() is QLockFile.LockError.LockFailedError:
        complain("O totem já está aberto neste computador.")
        return ALREADY_RUNNING
    application = TotemApplication(sys.argv[:1])
    application.setApplicationName("Vez")
    try:
        return App(application, options, home).run()
    finally:
        lock.unlock()


if __name__ == "__main__":
    sys.exit(main())
