"""Somebody in front of a screen: presses what can be seen there, and reads it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PIL.Image import Image

from tests.story.outside.tree import CannotPress, Node, Rect, place_of, place_of_row, shown, words
from tests.story.outside.waiting import wait_for
from tests.story.playable import Unplayable

DO_SECONDS = 20.0
STILL_SECONDS = 0.4
"""Between two pictures that must be the same: longer than from frame to frame, shorter than a clock's tick."""
STILL_WITHIN_SECONDS = 3.0


class Hands(Protocol):
    """A pointer and a keyboard."""

    def click(self, place: tuple[int, int]) -> None: ...

    def type(self, text: str) -> None: ...

    def press(self, key: str) -> None: ...


class Person:
    """`Playable` for a program that runs by itself. `look` tells what shows now, `photograph` takes the whole screen.

    A control is pressed once it has stayed in one place for two looks, as a person waits for a page to settle.
    """

    def __init__(
        self,
        app: str,
        screen: Rect,
        look: Callable[[], Node],
        hands: Hands,
        photograph: Callable[[], Image],
        *,
        patience_seconds: float = DO_SECONDS,
    ) -> None:
        self.app = app
        self._screen = screen
        self._look = look
        self._hands = hands
        self._photograph = photograph
        self._patience_seconds = patience_seconds

    def click(self, name: str) -> None:
        self._press_at(lambda tree: place_of(tree, name, self._screen))

    def choose(self, view: str, text: str) -> None:
        self._press_at(lambda tree: place_of_row(tree, view, text, self._screen))

    def type(self, text: str) -> None:
        self._hands.type(text)

    def press(self, key: str) -> None:
        self._hands.press(key)

    def wait_for(self, name: str, seconds: float = 20.0) -> None:
        self._until(lambda tree: shown(tree, name), name, seconds)

    def see(self, text: str, seconds: float = 20.0) -> float:
        began = time.monotonic()
        self._until(lambda tree: text in words(tree), text, seconds)
        return time.monotonic() - began

    def words(self) -> str:
        return words(self._look())

    def grab_turned(self, picture: Path) -> bool:
        """A display of this kind keeps its shape."""
        return False

    def grab(self, picture: Path) -> None:
        """Of the whole screen, once it has held still for a moment; one that never does is taken as it is."""
        picture.parent.mkdir(parents=True, exist_ok=True)
        ends_at, pause = time.monotonic() + STILL_WITHIN_SECONDS, threading.Event()
        before, now = None, self._photograph()
        while before != now and time.monotonic() < ends_at:
            pause.wait(STILL_SECONDS)
            before, now = now, self._photograph()
        now.save(picture)

    def _press_at(self, find: Callable[[Node], tuple[int, int]]) -> None:
        place = self._settled(find)
        self._hands.click(place)

    def _settled(self, find: Callable[[Node], tuple[int, int]]) -> tuple[int, int]:
        before: tuple[int, int] | None = None
        why = ""

        def found() -> tuple[int, int] | None:
            nonlocal before, why
            try:
                place = find(self._look())
            except CannotPress as error:
                before, why = None, str(error)
                return None
            is_still, before = place == before, place
            return place if is_still else None

        try:
            return wait_for(found, "a place to press", self._patience_seconds)
        except Unplayable:
            raise Unplayable(self._told(why or "it never holds still")) from None

    def _until(self, is_so: Callable[[Node], object], what: str, seconds: float) -> None:
        try:
            wait_for(lambda: is_so(self._look()) or None, what, seconds)
        except Unplayable as never:
            raise Unplayable(self._told(str(never))) from None

    def _told(self, what: str) -> str:
        return f"{self.app}: {what}\n-- on screen --\n{self.words()}"
