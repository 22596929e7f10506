"""Somebody in front of a screen waits for what a person would wait for, and gives up with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from pathlib import Path
from typing import TypeVar

import pytest
from PIL import Image

from tests.story.outside.person import Person
from tests.story.outside.test_tree import PEOPLE, SCREEN, key, node
from tests.story.outside.tree import Node
from tests.story.playable import Playable, Unplayable

T = TypeVar("T")

NOTHING = node("App")


class FakeHands:
    """Remembers what was done."""

    def __init__(self) -> None:
        self.done: list[object] = []

    def click(self, place: tuple[int, int]) -> None:
        self.done.append(place)

    def type(self, text: str) -> None:
        self.done.append(text)

    def press(self, key: str) -> None:
        self.done.append(key)


class FakeProgram:
    """Shows one tree, and one picture, after the other; the last of them stays."""

    def __init__(self, *trees: Node, colours: Sequence[str] = ("white",)) -> None:
        self._trees = _staying(trees)
        self._pictures = _staying([Image.new("RGB", (4, 4), colour) for colour in colours])
        self.hands = FakeHands()

    def look(self) -> Node:
        return next(self._trees)

    def photograph(self) -> Image.Image:
        return next(self._pictures)

    def person(self) -> Playable:
        return Person("kiosk", SCREEN, self.look, self.hands, self.photograph, patience_seconds=0.3)


def _staying(shown: Sequence[T]) -> Iterator[T]:
    return chain(shown, repeat(shown[-1]))


def test_a_control_is_pressed_once_it_is_there_awake_and_still() -> None:
    program = FakeProgram(
        NOTHING,
        node("App", key("App.goOn", is_enabled=False)),
        node("App", key("App.goOn", at=(0, 500, 100, 60))),
        node("App", key("App.goOn", at=(0, 300, 100, 60))),
        node("App", key("App.goOn", at=(0, 200, 100, 60))),
    )

    program.person().click("goOn")

    assert program.hands.done == [(50, 230)]


def test_what_cannot_be_pressed_is_told_with_all_that_shows() -> None:
    program = FakeProgram(node("App", key("App.goOn", name="Continuar", is_enabled=False)))

    with pytest.raises(Unplayable, match=r"kiosk: 'Continuar' is disabled\n-- on screen --\nContinuar"):
        program.person().click("goOn")

    assert program.hands.done == []


def test_what_never_holds_still_is_not_pressed() -> None:
    trees = [node("App", key("App.goOn", at=(0, at, 100, 60))) for at in range(400)]

    with pytest.raises(Unplayable, match="never holds still"):
        FakeProgram(*trees).person().click("goOn")


def test_a_row_is_chosen_by_what_it_says_and_keys_go_where_the_focus_is() -> None:
    program = FakeProgram(node("App", PEOPLE))

    person = program.person()
    person.choose("people", "Bruno")
    person.type("4826")
    person.press("Return")

    assert program.hands.done == [(100, 175), "4826", "Return"]


def test_a_thing_and_a_word_are_waited_for() -> None:
    program = FakeProgram(NOTHING, NOTHING, node("App", node("App.label", name="A 0 0 1")))

    person = program.person()
    person.wait_for("label", seconds=2.0)

    assert person.see("A001", seconds=2.0) < 2.0
    assert person.words() == "A001"


@pytest.mark.parametrize("what", ["label", "A001"])
def test_what_never_comes_is_not_waited_for_forever(what: str) -> None:
    person = FakeProgram(NOTHING).person()

    with pytest.raises(Unplayable, match=f"kiosk: {what} did not come"):
        person.wait_for(what, seconds=0.1)
    with pytest.raises(Unplayable, match=f"kiosk: {what} did not come"):
        person.see(what, seconds=0.1)


def test_a_picture_is_taken_when_the_screen_holds_still(tmp_path: Path) -> None:
    program = FakeProgram(NOTHING, colours=("red", "green", "blue", "blue"))

    program.person().grab(tmp_path / "pictures" / "still.png")

    assert Image.open(tmp_path / "pictures" / "still.png").getpixel((0, 0)) == (0, 0, 255)
