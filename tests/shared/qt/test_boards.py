"""Every sample page in every look: nothing cut, nothing too small to touch or read, in the module and in plain text."""

import re
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtQuick import QQuickItem
from PySide6.QtWidgets import QApplication

from shared.qt.parts import IMPORT_PATH
from shared.qt.tokens import TOUCH_MIN_MM, Contrast, Look, Preferences, ScreenMetrics, TextSize
from tests.shared.qt.stage import BOARDS, LANDSCAPE, PORTRAIT, Stage, show, spoken

PARTS = IMPORT_PATH / "Vez" / "Parts"
SMALL_PORTRAIT = ScreenMetrics(1080, 1920, 21.5)
LOOKS = [
    Look(screen, Preferences(contrast, size, is_motion_reduced=True))
    for screen, contrast, size in product((PORTRAIT, LANDSCAPE, SMALL_PORTRAIT), Contrast, TextSize)
]


def test_every_part_is_in_the_module() -> None:
    listed = {line.split()[-1] for line in (PARTS / "qmldir").read_text(encoding="utf-8").splitlines()[1:]}

    assert listed == {path.name for path in PARTS.glob("*.qml")}


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.metrics.width_px}-{look.metrics.diagonal_inches}")
@pytest.mark.parametrize("board", sorted(BOARDS.glob("*.qml")), ids=lambda board: board.stem)
def test_nothing_is_cut_and_everything_can_be_touched(qapp: QApplication, board: Path, look: Look) -> None:
    stage = show(board, look)

    smallest = look.metrics.at_least(TOUCH_MIN_MM)
    legible = look.text_px(look.type.caption)
    for button in stage.of_type("QQuickAbstractButton"):
        assert button.height() >= smallest, button
        assert button.width() >= smallest, button
        assert spoken(button)[0] != "", button
    for text in stage.of_type("QQuickText"):
        assert not text.property("truncated"), text.property("text")
        assert text.property("contentWidth") <= text.width() + 1, text.property("text")
        assert text.property("contentHeight") <= text.height() + 1, text.property("text")
        assert text.property("font").pixelSize() >= legible, text.property("text")
        assert_inside_the_width(stage, text)
    stage.close()


@pytest.mark.parametrize("board", sorted(BOARDS.glob("*.qml")), ids=lambda board: board.stem)
def test_a_shown_page_follows_a_change_of_look(qapp: QApplication, board: Path) -> None:
    stage = show(board, LOOKS[0])
    for look in (LOOKS[-1], LOOKS[0]):
        shown_look = replace(look, metrics=PORTRAIT)
        stage.installed.theme.show(shown_look)
        stage.settle()

        legible = shown_look.text_px(look.type.caption)
        for text in stage.of_type("QQuickText"):
            assert not text.property("truncated"), text.property("text")
            assert text.property("font").family() == look.typeface.family
            assert text.property("font").pixelSize() >= legible, text.property("text")
    stage.close()


def assert_inside_the_width(stage: Stage, item: QQuickItem) -> None:
    left, right = (
        item.mapToScene(item.boundingRect().topLeft()).x(),
        item.mapToScene(item.boundingRect().topRight()).x(),
    )
    assert left >= -1, item
    assert right <= stage.view.width() + 1, item


def test_only_two_parts_make_text_themselves() -> None:
    makers = {path.stem for path in PARTS.glob("*.qml") if re.search(r"^ *Text \{", path.read_text("utf-8"), re.M)}

    assert makers == {"LabelNumber", "Words"}
