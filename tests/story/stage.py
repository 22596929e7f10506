"""What a player can do to a running app from inside: the same real touches, clicks and keys as the apps' own tests."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from tests.driving.qml import CannotTouch, Screen
from tests.driving.waiting import pause, wait_until
from tests.driving.widgets import CannotDo, Desktop

DO_SECONDS = 20.0
STILL_SECONDS = 0.5


class Actor(Protocol):
    """One kind of app. Runs on its GUI thread; waiting keeps the app alive."""

    def click(self, name: str) -> None: ...

    def choose(self, view: str, text: str) -> None: ...

    def type(self, text: str) -> None: ...

    def press(self, key: str) -> None: ...

    def has(self, name: str) -> bool: ...

    def words(self) -> str: ...

    def grab(self, picture: str) -> None: ...

    def grab_turned(self, picture: str) -> bool: ...


class TotemActor:
    """Fingers on a touch screen."""

    def __init__(self, window: QQuickWindow) -> None:
        self._screen = Screen(window)

    def click(self, name: str) -> None:
        _once_possible(lambda: self._touch(name), name)

    def choose(self, view: str, text: str) -> None:
        raise CannotTouch(f"a totem has no list {view!r} to choose {text!r} from")

    def type(self, text: str) -> None:
        for letter in text:
            _type_into(self._screen.window, letter)

    def press(self, key: str) -> None:
        self._screen.press_key(Qt.Key[f"Key_{key}"])

    def has(self, name: str) -> bool:
        return self._screen.has(name)

    def words(self) -> str:
        return "\n".join(self._screen.texts())

    def grab(self, picture: str) -> None:
        pause(STILL_SECONDS)
        self._screen.grab(Path(picture))

    def grab_turned(self, picture: str) -> bool:
        window, upright = self._screen.window, self._screen.window.size()
        window.showNormal()  # a full screen keeps its size
        window.resize(upright.transposed())
        self.grab(picture)
        window.showFullScreen()
        wait_until(lambda: window.size() == upright, "the totem upright again", DO_SECONDS)
        return True

    def _touch(self, name: str) -> None:
        self._screen.reveal(name)
        self._screen.touch(name)


class DeskActor:
    """Mouse and keys at a desk."""

    def __init__(self, window: QWidget) -> None:
        self._desktop = Desktop(window)

    def click(self, name: str) -> None:
        _once_possible(lambda: self._desktop.click(name), name)

    def choose(self, view: str, text: str) -> None:
        _once_possible(lambda: self._desktop.click_row(view, text), text)

    def type(self, text: str) -> None:
        self._desktop.activate()
        for letter in text:
            focused: QWidget | None = self._desktop.top.focusWidget()
            _type_into(self._desktop.top if focused is None else focused, letter)

    def press(self, key: str) -> None:
        self._desktop.press(Qt.Key[f"Key_{key}"])

    def has(self, name: str) -> bool:
        return self._desktop.has(name)

    def words(self) -> str:
        lists = self._desktop.top.findChildren(QAbstractItemView)
        rows = [row for view in lists if view.isVisible() for row in _rows(view)]
        return "\n".join([*self._desktop.texts(), *rows])

    def grab(self, picture: str) -> None:
        pause(STILL_SECONDS)
        self._desktop.grab(Path(picture))

    def grab_turned(self, picture: str) -> bool:
        return False


class Stage:
    """Answers questions about the app in this process."""

    def __init__(self) -> None:
        self._actor = _actor()

    def play(self, question: dict[str, Any]) -> Any:
        """Do what a question says; its answer."""
        details = dict(question)
        match details.pop("do"):
            case "ready":
                return True
            case "wait":
                return _seconds_until(lambda: self._actor.has(details["name"]), details["name"], details["seconds"])
            case "see":
                return _seconds_until(lambda: details["text"] in self.words(), details["text"], details["seconds"])
            case what:
                return getattr(self._actor, what)(**details)

    def words(self) -> str:
        """All that can be read now."""
        return self._actor.words().replace("\u00a0", " ")


def _actor() -> Actor:
    desks = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    if desks:
        return DeskActor(desks[0])
    totems = [each for each in QGuiApplication.topLevelWindows() if isinstance(each, QQuickWindow)]
    if not totems:
        raise CannotTouch("the app shows no window")
    return TotemActor(totems[0])


def _type_into(target: QWidget | QQuickWindow, letter: str) -> None:
    click: Callable[..., None] = QTest.keyClick
    click(target, letter)


def _rows(view: QAbstractItemView) -> list[str]:
    model = view.model()
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
    cells = [model.index(row, column) for row in range(model.rowCount()) for column in range(model.columnCount())]
    return [str(said) for cell in cells for role in roles if (said := cell.data(role))]


def _once_possible(act: Callable[[], None], what: str) -> None:
    """A person waits for a page to settle and for a button to wake; then they press, once."""

    def is_done() -> bool:
        try:
            act()
        except (CannotTouch, CannotDo):
            return False
        return True

    try:
        wait_until(is_done, f"{what} pressed", DO_SECONDS)
    except AssertionError:
        act()


def _seconds_until(is_so: Callable[[], bool], what: str, seconds: float) -> float:
    began = time.monotonic()
    wait_until(is_so, f"{what!r} on the screen", seconds)
    return time.monotonic() - began
