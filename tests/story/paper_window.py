"""A window that shows the newest paper of the simulated printer."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea

LOOK_MS = 250


class PaperWindow(QScrollArea):
    """Looks into `folder` four times a second."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.setWindowTitle("Papel")
        self._folder = folder
        self._shown: Path | None = None
        self._picture = QLabel("Ainda não saiu nenhum papel.")
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWidget(self._picture)
        self.setWidgetResizable(True)
        self.resize(420, 760)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(LOOK_MS)

    def _look(self) -> None:
        newest = max(self._folder.glob("paper-*.png"), default=None)
        if newest is not None and newest != self._shown:
            self._shown = newest
            paper = QPixmap(str(newest))
            width = self.viewport().width()
            self._picture.setPixmap(paper.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation))


def main() -> int:
    """Show the folder named by the first argument."""
    app = QApplication(sys.argv)
    window = PaperWindow(Path(sys.argv[1]))
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
