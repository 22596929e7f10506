"""A control is found by its object name, and is pressed only where a person could."""

from __future__ import annotations

from typing import Any

import pytest

from tests.story.outside.tree import CannotPress, Node, Rect, place_of, place_of_row, read_tree, shown, words

SCREEN = Rect(0, 0, 400, 800)


def node(path: str, *children: Node, at: tuple[int, int, int, int] = (0, 0, 400, 800), **other: Any) -> Node:
    given = {"role": "filler", "name": "", "text": "", "is_enabled": True, **other}
    return Node(path=path, rect=Rect(*at), children=children, **given)


def key(path: str, at: tuple[int, int, int, int] = (10, 20, 100, 60), **other: Any) -> Node:
    return node(path, at=at, **{"role": "push button", "name": path.rpartition(".")[2], **other})


def row(text: str, at: tuple[int, int, int, int]) -> Node:
    return node("App.Window.people", at=at, role="list item", name=text)


PEOPLE = node(
    "App.Window.people",
    row("Ana, Atendente", (0, 100, 200, 50)),
    row("Bruno, Supervisor", (0, 150, 200, 50)),
    row("Carla, Administrador", (0, 200, 200, 50)),
    at=(0, 100, 200, 120),
    role="list",
)


def test_a_tree_is_read_as_it_is_told() -> None:
    told = {
        "role": "frame",
        "name": "Vez",
        "id": "App.Window",
        "text": "",
        "is_enabled": True,
        "rect": [0, 0, 400, 800],
        "children": [
            {
                "role": "push button",
                "name": "Pronto",
                "id": "App.Window.done",
                "text": "",
                "is_enabled": False,
                "rect": [10, 20, 100, 60],
                "children": [],
            }
        ],
    }

    assert read_tree(told) == node(
        "App.Window", key("App.Window.done", name="Pronto", is_enabled=False), role="frame", name="Vez"
    )


def test_a_control_is_pressed_in_its_middle() -> None:
    tree = node("App", node("App.Window", key("App.Window.goOn")))

    assert place_of(tree, "goOn", SCREEN) == (60, 50)


def test_a_name_is_the_last_part_of_a_path_and_no_other() -> None:
    tree = node("App", node("App.start", key("App.start.other"), key("App.start.restart")))

    assert [found.path for found in shown(tree, "start")] == ["App.start"]
    assert shown(tree, "App") == [tree]


@pytest.mark.parametrize(
    ("tree", "why"),
    [
        (node("App", key("App.stop")), r"0 things 'goOn' are shown; there are \['App', 'stop'\]"),
        (node("App", key("App.a.goOn"), key("App.b.goOn")), "2 things"),
        (node("App", key("App.goOn", name="")), "'goOn' has no name"),
        (node("App", key("App.goOn", name="Continuar", is_enabled=False)), "'Continuar' is disabled"),
        (node("App", key("App.goOn", at=(10, 20, 100, 2))), "only 100 × 2"),
        (node("App", key("App.goOn", at=(10, 770, 100, 60))), "off the screen"),
        (node("App", key("App.goOn", at=(-10, 20, 100, 60))), "off the screen"),
        (
            node("App", key("App.goOn"), node("App.sure", key("App.sure.yes"), role="dialog", name="Cancelar?")),
            "behind the question 'Cancelar",
        ),
    ],
)
def test_what_a_pointer_would_miss_is_not_pressed(tree: Node, why: str) -> None:
    with pytest.raises(CannotPress, match=why):
        place_of(tree, "goOn", SCREEN)


def test_an_answer_to_the_question_in_front_is_pressed() -> None:
    question = node("App.sure", key("App.sure.yes"), role="dialog")

    assert place_of(node("App", key("App.goOn"), question), "yes", SCREEN) == (60, 50)


def test_a_row_is_pressed_where_it_lies() -> None:
    assert place_of_row(node("App", PEOPLE), "people", "Bruno", SCREEN) == (100, 175)


def test_the_rows_of_a_list_are_not_the_list() -> None:
    assert shown(node("App", PEOPLE), "people") == [PEOPLE]


@pytest.mark.parametrize(("text", "why"), [("Carla", "scrolled away"), ("Davi", "no row of 'people' says 'Davi'")])
def test_a_row_that_cannot_be_seen_whole_is_not_pressed(text: str, why: str) -> None:
    with pytest.raises(CannotPress, match=why):
        place_of_row(node("App", PEOPLE), "people", text, SCREEN)


def test_words_are_read_as_they_are_written() -> None:
    tree = node("App", key("App.pay", name="Pagar R$\u00a012,00"), node("App.label", name="A 0 0 1", text="a 1 e 2"))

    assert words(tree).splitlines() == ["Pagar R$ 12,00", "A001", "a 1 e 2"]
