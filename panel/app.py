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
from shared.bootstrap import Core, build_core
from shared.config import ConfigFault, Paths, load_settings, prepare, vez_home
from shared.logs import configure_logs, developer_stream, get_log
from shared.qt.colours import CALM, Colours
from shared.qt.crash import CrashHandler, environment_sentence
from shared.qt.endings import Endings
from shared.qt.fonts import load_fonts
from shared.qt.widgets_style import widgets_palette, widgets_style_sheet

CANNOT_START = 2
CRASHED = 70

_log = get_log(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the desk. 0 after an orderly end, 2 when the station cannot be opened, 70 after too many crashes."""
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
        core = open_station(self._home)
        if isinstance(core, ConfigFault):
            self._show_failure(core.sentence)
            return
        self._panel = build_panel(core)
        self._crashes.crashed.connect(self._panel.window.show_trouble)
        core.duties.start()
        self._panel.start()
        self._panel.window.showMaximized()

    def _show_failure(self, sentence: str) -> None:
        _log.error("the station cannot be opened", said=sentence)
        sys.stderr.write(f"{sentence}\n")
        self._failure = StartFailure(sentence)
        self._failure.accepted.connect(self.open)
        self._failure.rejected.connect(lambda: self._leave(CANNOT_START))
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


def open_station(home: Path) -> Core | ConfigFault:
    """The station's core, or the sentence that says why there is none."""
    paths = Paths.of(home)
    fault = prepare(paths)
    if isinstance(fault, ConfigFault):
        return fault
    settings = load_settings(home)
    if isinstance(settings, ConfigFault):
        return settings
    configure_logs(paths.logs, settings.log.level, "panel", developer_stream())
    try:
        return build_core(home, settings)
    except Exception as error:
        sentence = environment_sentence(error)
        if sentence is None:
            raise
        return ConfigFault(sentence)


if __name__ == "__main__":
    sys.exit(main())
