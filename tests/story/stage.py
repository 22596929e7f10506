"""What a player can do to a running app: find what is visible, press it like a person, read it, take its picture."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLabel, QLineEdit, QWidget

LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
STEP_MS = 5
STILL_MS = 40


class Missing(Exception):
    """Something is not there, or cannot be pressed as it stands."""


class Stage:
    """The app in this process. Runs on its GUI thread; waiting keeps the app alive."""

    def play(self, question: dict[str, Any]) -> Any:
        """Do what a question says; its answer."""
        actions: dict[str, Callable[..., Any]] = {
            "ready": self._ready,
            "click": self._click,
            "choose": self._choose,
            "type": self._type,
            "press": self._press,
            "wait": self._wait,
            "see": self._see,
            "words": self.words,
            "grab": self._grab,
        }
        details = dict(question)
        return actions[details.pop("do")](**details)

    def words(self) -> str:
        """All visible text, a line each."""
        return "\n".join(text for window in self._windows() for text in _texts(window))

    def _ready(self) -> float:
        return self._until(lambda: bool(self._windows()), 20.0, "a window")

    def _type(self, text: str) -> None:
        for character in text:
            _send(self._focus(), character)

    def _press(self, key: str) -> None:
        _send(self._focus(), Qt.Key[f"Key_{key}"])

    def _wait(self, name: str, seconds: float) -> float:
        return self._until(lambda: self._find(name) is not None, seconds, name)

    def _see(self, text: str, seconds: float) -> float:
        return self._until(lambda: text in self.words(), seconds, f"the words {text!r}")

    def _click(self, name: str) -> None:
        self._until(lambda: self._find(name) is not None, 20.0, name)
        QTest.qWait(STILL_MS)
        thing = self._find(name)
        if isinstance(thing, QQuickItem):
            _press_item(thing)
        elif isinstance(thing, QWidget):
            _press_widget(thing)
        else:
            raise Missing(f"{name} went away")
        QTest.qWait(STILL_MS)

    def _choose(self, view: str, text: str) -> None:
        self._until(lambda: self._row(view, text) is not None, 20.0, f"{text} in {view}")
        found = self._row(view, text)
        if found is None:
            raise Missing(f"{text} went away")
        shown, index = found
        shown.scrollTo(index)
        QTest.mouseClick(shown.viewport(), LEFT, NO_KEYS, shown.visualRect(index).center())
        QTest.qWait(STILL_MS)

    def _row(self, name: str, text: str) -> tuple[QAbstractItemView, QModelIndex] | None:
        view = self._find(name)
        if not isinstance(view, QAbstractItemView):
            return None
        model = view.model()
        indices = (model.index(row, 0) for row in range(model.rowCount()))
        return next(((view, each) for each in indices if any(text in said for said in _said(each))), None)

    def _find(self, name: str) -> QQuickItem | QWidget | None:
        for window in self._windows():
            for thing in _visible(window):
                if thing.objectName() == name:
                    return thing
        return None

    def _focus(self) -> QWidget | QWindow:
        widget = QApplication.focusWidget()
        if widget is not None:
            return widget
        windows = QGuiApplication.topLevelWindows()
        if not windows:
            raise Missing("nothing has the focus")
        return next((each for each in windows if each.isActive()), windows[0])

    def _windows(self) -> list[QQuickWindow | QWidget]:
        quick = [
            each for each in QGuiApplication.topLevelWindows() if isinstance(each, QQuickWindow) and each.isVisible()
        ]
        widgets = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
        return [*reversed(widgets), *quick]

    def _until(self, is_so: Callable[[], bool], seconds: float, what: str) -> float:
        began = time.monotonic()
        while not is_so():
            if time.monotonic() - began > seconds:
                raise Missing(f"{what} did not come within {seconds:.0f} s")
            QTest.qWait(STEP_MS)
        return time.monotonic() - began

    def _grab(self, picture: str) -> None:
        QTest.qWait(STILL_MS)
        windows = self._windows()
        if not windows:
            raise Missing("no window to take a picture of")
        main = max(windows, key=lambda each: each.width() * each.height())
        image = main.grabWindow() if isinstance(main, QQuickWindow) else main.grab().toImage()
        if not image.save(picture):
            raise Missing(f"the picture {picture} could not be written")


def _send(target: QWidget | QWindow, key: Qt.Key | str) -> None:
    click: Callable[..., None] = QTest.keyClick
    click(target, key)


def _visible(window: QQuickWindow | QWidget) -> Iterator[QQuickItem | QWidget]:
    if isinstance(window, QQuickWindow):
        yield from _items(window.contentItem())
        return
    yield window
    yield from (each for each in window.findChildren(QWidget) if each.isVisible())


def _items(item: QQuickItem) -> Iterator[QQuickItem]:
    if not item.isVisible() or item.opacity() <= 0:
        return
    yield item
    for child in item.childItems():
        yield from _items(child)


def _texts(window: QQuickWindow | QWidget) -> Iterator[str]:
    for thing in _visible(window):
        text = _text(thing)
        if text:
            yield text
        if isinstance(thing, QAbstractItemView):
            yield from _cells(thing)


def _text(thing: QObject) -> str:
    if isinstance(thing, QQuickItem):
        is_text = thing.inherits("QQuickText") or thing.inherits("QQuickTextInput")
        return str(thing.property("text")) if is_text else ""
    if isinstance(thing, QLabel | QAbstractButton | QLineEdit):
        return thing.text()
    return ""


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    if model is None:
        return
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            yield from _said(model.index(row, column))


def _said(index: QModelIndex) -> Iterator[str]:
    for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        yield str(index.data(role) or "")


def _press_item(item: QQuickItem) -> None:
    window = item.window()
    if not item.isEnabled():
        raise Missing(f"{item.objectName()} cannot be pressed now")
    centre = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
    if not QRect(QPoint(0, 0), window.size()).contains(centre):
        raise Missing(f"{item.objectName()} is outside the window, at {centre.x()}, {centre.y()}")
    QTest.mouseClick(window, LEFT, NO_KEYS, centre)


def _press_widget(widget: QWidget) -> None:
    if not widget.isEnabled():
        raise Missing(f"{widget.objectName()} is disabled: {widget.toolTip()}")
    centre = widget.rect().center()
    on_top = widget.window().childAt(widget.mapTo(widget.window(), centre))
    if on_top is not widget and (on_top is None or not widget.isAncestorOf(on_top)):
        raise Missing(f"{widget.objectName()} is covered")
    QTest.mouseClick(widget, LEFT, NO_KEYS, centre)
