"""Driving Qt Widgets as a mouse or a keyboard would. A click on nothing fails instead of passing.

Works in the process of the window: for tests, and for a program that plays a story.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QDialog, QLabel, QLineEdit, QWidget

from tests.driving.waiting import WAIT_SECONDS, settle, wait_until

SIDE_PX_MIN = 8
LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier


class CannotDo(AssertionError):
    """What was to be clicked or typed into is missing, hidden, disabled, too small, outside its window, or covered."""


class Desktop:
    """One top-level window, and the question it may be asking on top."""

    def __init__(self, window: QWidget) -> None:
        self.window = window

    # Finding

    @property
    def top(self) -> QWidget:
        """The window that takes keys and clicks: the newest open question, or the window itself."""
        questions = [each for each in self.window.findChildren(QDialog) if each.isVisible()]
        return questions[-1] if questions else self.window

    def shown(self, name: str) -> list[QWidget]:
        """The widgets of this objectName that can be seen in the window on top."""
        return [each for each in self.top.findChildren(QWidget, name) if each.isVisible()]

    def find(self, name: str) -> QWidget:
        """The one widget of this objectName that can be seen; CannotDo if there is none or more than one."""
        found = self.shown(name)
        if len(found) != 1:
            every = [each.objectName() for each in self.top.findChildren(QWidget) if each.isVisible()]
            raise CannotDo(
                f"{len(found)} widgets {name!r} are shown; there are {sorted({one for one in every if one})}"
            )
        return found[0]

    def has(self, name: str) -> bool:
        return len(self.shown(name)) == 1

    def text(self, name: str) -> str:
        """The words of a label, a button or a field."""
        widget = self.find(name)
        if not isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            raise CannotDo(f"{name!r} has no words")
        return widget.text()

    def texts(self) -> list[str]:
        """Every label and button that can be read now."""
        kinds: tuple[type[QWidget], ...] = (QLabel, QAbstractButton)
        seen = [each for kind in kinds for each in self.top.findChildren(kind) if each.isVisible()]
        return [each.text() for each in seen if isinstance(each, QLabel | QAbstractButton)]

    def says(self, words: str) -> bool:
        return any(words in text for text in self.texts())

    def is_enabled(self, name: str) -> bool:
        return self.find(name).isEnabled()

    def tip(self, name: str) -> str:
        """Why a button is disabled, or what it does."""
        return self.find(name).toolTip()

    def wait_for(self, name: str, seconds: float = WAIT_SECONDS) -> QWidget:
        wait_until(lambda: self.has(name), f"{name!r} in the window", seconds)
        return self.find(name)

    def wait_enabled(self, name: str, seconds: float = WAIT_SECONDS) -> None:
        wait_until(lambda: self.has(name) and self.is_enabled(name), f"{name!r} enabled", seconds)

    # Clicking and typing

    def click(self, name: str) -> None:
        widget = self.find(name)
        QTest.mouseClick(widget, LEFT, PLAIN, self._place_of(widget))
        settle()

    def double_click(self, name: str) -> None:
        """Two presses as fast as a hand can, whatever the first one does."""
        widget = self.find(name)
        place = self._place_of(widget)
        QTest.mouseClick(widget, LEFT, PLAIN, place)
        QTest.mouseDClick(widget, LEFT, PLAIN, place)
        settle()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        """A key, to whatever has the focus in the window on top; shortcuts work as for a person."""
        self.activate()
        focused: QWidget | None = self.top.focusWidget()
        QTest.keyClick(self.top if focused is None else focused, key, modifiers)
        settle()

    def type(self, name: str, text: str) -> None:
        """Click a field and type into it, after what is there."""
        self.click(name)
        field = self.find(name)
        for letter in text:
            _type_letter(field, letter)
        settle()

    def activate(self) -> None:
        """Make the window on top the one that takes keys."""
        top = self.top
        if not top.isActiveWindow():
            top.activateWindow()
            wait_until(top.isActiveWindow, "the window to be active")

    # Lists

    def rows(self, name: str, column: int = 0) -> list[str]:
        """The words of one column of a list or table."""
        model = self._view(name).model()
        return [str(model.index(at, column).data()) for at in range(model.rowCount())]

    def click_row(self, name: str, words: str) -> None:
        """Click the first row of which some column contains these words."""
        view = self._view(name)
        index = self._row_with(view, words)
        view.scrollTo(index)
        settle()
        rect = view.visualRect(index)
        viewport = view.viewport()
        if not viewport.rect().contains(rect.center()):
            raise CannotDo(f"the row {words!r} of {name!r} cannot be scrolled into sight")
        self._place_of(viewport)
        QTest.mouseClick(viewport, LEFT, PLAIN, rect.center())
        settle()

    def selected(self, name: str) -> str | None:
        """The first column of the selected row."""
        view = self._view(name)
        indexes = view.selectionModel().selectedIndexes()
        return str(view.model().index(indexes[0].row(), 0).data()) if indexes else None

    # Seeing

    def grab(self, path: Path | None = None) -> QImage:
        """What the window on top of everything shows, as pixels; also as a PNG file if a path is given."""
        settle()
        image = self.top.grab().toImage()
        if path is not None and not image.save(str(path)):
            raise OSError(f"cannot write {path}")
        return image

    def wait(self, condition: Callable[[], object], what: str, seconds: float = WAIT_SECONDS) -> None:
        wait_until(condition, what, seconds)

    def _view(self, name: str) -> QAbstractItemView:
        view = self.find(name)
        if not isinstance(view, QAbstractItemView):
            raise CannotDo(f"{name!r} is no list")
        return view

    def _row_with(self, view: QAbstractItemView, words: str) -> QModelIndex:
        model = view.model()
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
        for at in range(model.rowCount()):
            cells = [model.index(at, column) for column in range(columns)]
            if any(words in str(cell.data()) for cell in cells):
                return next(cell for cell in cells if not view.visualRect(cell).isEmpty() or cell is cells[-1])
        raise CannotDo(f"no row of {view.objectName()!r} contains {words!r}; there are {self.rows(view.objectName())}")

    def _place_of(self, widget: QWidget) -> QPoint:
        """The middle of a widget in its own coordinates; CannotDo if the pointer would miss it."""
        name, rect = widget.objectName(), widget.rect()
        if not widget.isEnabled():
            raise CannotDo(f"{name!r} is disabled: {widget.toolTip()}")
        if min(rect.width(), rect.height()) < SIDE_PX_MIN:
            raise CannotDo(f"{name!r} is only {rect.width()} × {rect.height()} pixels")
        window = widget.window()
        place = widget.mapTo(window, rect.center())
        if not window.rect().contains(place) or not widget.visibleRegion().contains(rect.center()):
            raise CannotDo(f"{name!r} is outside its window or scrolled away")
        hit = window.childAt(place)
        if hit is None or not (hit is widget or widget.isAncestorOf(hit)):
            raise CannotDo(f"{name!r} is covered by {hit.objectName() if hit else 'nothing'!r}")
        modal = QApplication.activeModalWidget()
        if modal is not None and window is not modal:
            raise CannotDo(f"{name!r} is behind the question {modal.objectName()!r}")
        return rect.center()


def _type_letter(field: QWidget, letter: str) -> None:
    """QTest knows only the letters of ASCII and ends the program at any other."""
    if letter.isascii():
        QTest.keyClicks(field, letter)
        return
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(field, QKeyEvent(kind, Qt.Key.Key_unknown, PLAIN, letter))
