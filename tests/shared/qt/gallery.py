"""Draws every board in both themes, orientations and all text sizes, and a desk of widgets, for people to look at.

`QT_QPA_PLATFORM=offscreen python -m tests.shared.qt.gallery DIRECTORY [PART OF A NAME]`
"""

import sys
from itertools import product
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from shared.qt.tokens import Contrast, Look, Preferences, TextSize
from tests.shared.qt.desk import show_desk
from tests.shared.qt.stage import BOARDS, LANDSCAPE, PORTRAIT, settle, show

SCREENS = {"portrait": PORTRAIT, "landscape": LANDSCAPE}
VARIANTS = {
    "calm": Preferences(is_motion_reduced=True),
    "high": Preferences(contrast=Contrast.HIGH, is_motion_reduced=True),
    "large": Preferences(text_size=TextSize.LARGE, is_motion_reduced=True),
    "largest": Preferences(text_size=TextSize.LARGEST, is_motion_reduced=True),
}


def draw_board(board: Path, look: Look, target: Path) -> None:
    """One board as the software renderer draws it, the first control under the keyboard's focus."""
    stage = show(board, look)
    stage.press(Qt.Key.Key_Tab)
    if not stage.view.grabWindow().save(str(target)):
        raise SystemExit(f"cannot write {target}")
    stage.close()


def draw_desk(contrast: Contrast, target: Path) -> None:
    desk = show_desk(contrast)
    settle()
    if not desk.grab().save(str(target)):
        raise SystemExit(f"cannot write {target}")
    desk.close()


def main(directory: Path, wanted: str = "") -> None:
    directory.mkdir(parents=True, exist_ok=True)
    for board, screen, variant in product(sorted(BOARDS.glob("*.qml")), SCREENS, VARIANTS):
        name = f"{board.stem}-{screen}-{variant}"
        if wanted in name:
            draw_board(board, Look(SCREENS[screen], VARIANTS[variant]), directory / f"{name}.png")
    for contrast in Contrast:
        if wanted in f"Desk-{contrast}":
            draw_desk(contrast, directory / f"Desk-{contrast}.png")


if __name__ == "__main__":
    application = QApplication(sys.argv[:1])
    main(Path(sys.argv[1]), *sys.argv[2:3])
