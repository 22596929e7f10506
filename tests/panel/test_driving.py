"""The tests' own hands: a click on nothing must fail."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.driving.widgets import CannotDo, Desktop


class Window(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.clicks = 0
        self.button, self.field, self.list = QPushButton("Ir"), QLineEdit(), QListWidget()
        self.button.clicked.connect(self._count)
        layout = QVBoxLayout(self)
        for widget, name in ((self.button, "go"), (self.field, "field"), (self.list, "list")):
            widget.setObjectName(name)
            layout.addWidget(widget)
        self.list.addItems([f"linha {number}" for number in range(100)])
        self.cover = QWidget(self)
        self.cover.setObjectName("cover")
        self.cover.hide()

    def _count(self) -> None:
        self.clicks += 1


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    made = Window()
    made.resize(300, 300)
    made.show()
    yield made
    made.close()


def test_a_click_arrives(window: Window) -> None:
    Desktop(window).click("go")
    assert window.clicks == 1


def test_a_click_on_something_missing_hidden_or_disabled_fails(window: Window) -> None:
    desk = Desktop(window)
    with pytest.raises(CannotDo, match="0 widgets 'nothing'"):
        desk.click("nothing")
    window.button.setEnabled(False)
    with pytest.raises(CannotDo, match="disabled"):
        desk.click("go")
    window.button.hide()
    with pytest.raises(CannotDo, match="0 widgets 'go'"):
        desk.click("go")


def test_a_click_on_something_covered_or_tiny_fails(window: Window) -> None:
    desk = Desktop(window)
    window.cover.setGeometry(window.rect())
    window.cover.show()
    window.cover.raise_()
    with pytest.raises(CannotDo, match="covered by 'cover'"):
        desk.click("go")
    window.cover.hide()
    window.button.setFixedSize(4, 4)
    with pytest.raises(CannotDo, match="only 4"):
        desk.click("go")


def test_letters_of_any_alphabet_are_typed(window: Window) -> None:
    Desktop(window).type("field", "João 2º")
    assert window.field.text() == "João 2º"


def test_a_row_is_scrolled_into_sight_and_clicked(window: Window) -> None:
    desk = Desktop(window)
    desk.click_row("list", "linha 83")
    assert desk.selected("list") == "linha 83"
    with pytest.raises(CannotDo, match="contains 'linha 500'"):
        desk.click_row("list", "linha 500")


def test_keys_go_to_what_has_the_focus(window: Window) -> None:
    desk = Desktop(window)
    desk.click("field")
    desk.press(Qt.Key.Key_A)
    assert desk.text("field") == "a"
