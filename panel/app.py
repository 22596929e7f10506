"""`vez-panel`: the operator's desk of this station."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from panel.views.painting import TEXT_PX, font
from panel.views.start_failure import StartFailure
from panel.views.style import desk_style_sheet
from panel.wiring import Panel, build_panel
from shared.config import ConfigFault, vez_home
from shared.last_words import redact_last_words
from shared.opening import complain, open_station
from shared.qt.colours import CALM, Colours
from shared.qt.crash import CrashHandler
from shared.qt.endings import Endings
from shared.qt.fonts import load_fonts
from shared.qt.widgets_style import widgets_palette, widgets_style_sheet

CANNOT_START = 2
CRASHED = 70


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the desk. 0 after an orderly end, 2 when its station could not be opened, 70 after too many crashes."""
    redact_last_words()
    argparse.ArgumentParser(prog="vez-panel", description="O painel do atendente do Vez.").parse_args(arguments)
    application = QApplication(sys.argv[:1])
    dress(application, CALM)
    return App(application, vez_home()).run()


def dress(application: QApplication, colours: Colours) -> None:
    """Give the application its typeface, palette and style sheets. FontMissing if the installation is not whole."""
    load_fonts()
    application.setStyle("Fusion")
    application.setApplicationName("Vez")
    application.setFont(font(TEXT_PX))
    application.setPalette(widgets_palette(colours))
    application.setStyleSheet(widgets_style_sheet(colours) + desk_style_sheet(colours))


class App:
    """Opens the station and shows its desk; while the station cannot be opened, says so and offers to try again."""

    def __init__(self, application: QApplication, home: Path) -> None:
        self._application = application
        self._home = home
        self._panel: Panel | None = None
        self._failure: StartFailure | None = None
        self._crashes = CrashHandler()
        self._status = 0

    def run(self) -> int:
        """Show the desk until its window is closed; the exit status."""
        self._crashes.install()
        self._crashes.exhausted.connect(lambda: self._leave(CRASHED))
        self._endings = Endings(self._application.quit)
        self.open()
        try:
            self._application.exec()
            return self._status
        finally:
            self._close()

    def open(self) -> None:
        """Try to open the station and show what comes of it."""
        core = open_station(self._home, "panel")
        if isinstance(core, ConfigFault):
            self._show_failure(core.sentence)
            return
        self._status = 0
        self._panel = build_panel(core)
        self._crashes.crashed.connect(self._panel.window.show_trouble)
        core.duties.start()
        self._panel.start()
        self._panel.window.showMaximized()

    def _show_failure(self, sentence: str) -> None:
        complain(sentence)
        self._status = CANNOT_START
        self._failure = StartFailure(sentence)
        self._failure.accepted.connect(self.open)
        self._failure.rejected.connect(self._application.quit)
        self._failure.show()

    def _leave(self, status: int) -> None:
        self._status = status
        self._application.quit()

    def _close(self) -> None:
        if self._panel is not None:
            core = self._panel.core
            self._panel.close()
            core.close()
        self._crashes.uninstall()


if __name__ == "__main__":
    sys.exit(main())
