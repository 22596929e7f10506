from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication


@pytest.fixture(autouse=True)
def _loops_run(qapp: QApplication) -> None:
    """Whoever ended the application outside of its loop has ended every later one too: running it once undoes that."""
    QTimer.singleShot(0, qapp.quit)
    qapp.exec()
