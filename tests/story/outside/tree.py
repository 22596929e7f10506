"""What a screen reader is given of a program: finding a control in it, and where a pointer would press it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

SIDE_PX_MIN = 8
QUESTIONS = frozenset({"dialog"})
SPELT_LABEL = re.compile(r"\b[A-Z](?: \d)+\b")
"""A screen reader is given a label letter by letter, so that it is not read as a number."""
ROWS = frozenset({"list item", "table cell"})


class CannotPress(AssertionError):
    """What was to be pressed is missing, nameless, disabled, too small, off the screen, or behind a question."""


@dataclass(frozen=True, slots=True)
class Rect:
    """In pixels of the screen."""

    x: int
    y: int
    width: int
    height: int

    @property
    def centre(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2

    def seen_in(self, other: Rect) -> Rect:
        """The part of it that lies in the other."""
        left, top = max(self.x, other.x), max(self.y, other.y)
        right = min(self.x + self.width, other.x + other.width)
        bottom = min(self.y + self.height, other.y + other.height)
        return Rect(left, top, max(right - left, 0), max(bottom - top, 0))


@dataclass(frozen=True, slots=True)
class Node:
    """One thing that shows. `path` is made of object names, from the program down to this; `role` is AT-SPI's word."""

    role: str
    name: str
    path: str
    text: str
    is_enabled: bool
    rect: Rect
    children: tuple[Node, ...] = ()

    @property
    def object_name(self) -> str:
        """Its own object name, or the name of its class where it has none."""
        return self.path.rpartition(".")[2]

    def everything(self) -> Iterator[Node]:
        """Itself and all below it, in the order of the tree."""
        yield self
        for child in self.children:
            yield from child.everything()


def read_tree(told: dict[str, Any]) -> Node:
    """The tree as `eyes` tells it."""
    return Node(
        told["role"],
        told["name"],
        told["id"],
        told["text"],
        told["is_enabled"],
        Rect(*told["rect"]),
        tuple(read_tree(child) for child in told["children"]),
    )


def shown(tree: Node, name: str) -> list[Node]:
    """What has this object name. The rows of a list, which bear the name of their list, are not meant."""
    if tree.object_name == name:
        return [tree]
    return [found for child in tree.children for found in shown(child, name)]


def words(tree: Node) -> str:
    """All that can be read, a line each, as it is written: without unbreakable spaces, ``A 0 0 1`` as ``A001``."""
    said = "\n".join(word for node in tree.everything() for word in (node.name, node.text) if word)
    return SPELT_LABEL.sub(lambda label: label[0].replace(" ", ""), said.replace("\u00a0", " "))


def place_of(tree: Node, name: str, screen: Rect) -> tuple[int, int]:
    """Where a pointer presses the control with this object name; CannotPress if it would miss."""
    return _place(tree, _only(tree, name), screen)


def place_of_row(tree: Node, view: str, text: str, screen: Rect) -> tuple[int, int]:
    """Where a pointer presses the first row, of the list with this object name, that says `text`."""
    found = _only(tree, view)
    rows = [node for node in found.everything() if node.role in ROWS]
    for row in rows:
        if text in row.name:
            return _place(tree, row, screen.seen_in(found.rect))
    raise CannotPress(f"no row of {view!r} says {text!r}; there are {[row.name for row in rows]}")


def _only(tree: Node, name: str) -> Node:
    found = shown(tree, name)
    if len(found) != 1:
        raise CannotPress(f"{len(found)} things {name!r} are shown; there are {_names(tree)}")
    return found[0]


def _names(tree: Node) -> list[str]:
    return sorted({node.object_name for node in tree.everything()})


def _place(tree: Node, node: Node, seen_through: Rect) -> tuple[int, int]:
    said, rect = node.name or node.object_name, node.rect
    if not node.name:
        raise CannotPress(f"{said!r} has no name that a screen reader could say")
    if not node.is_enabled:
        raise CannotPress(f"{said!r} is disabled")
    if min(rect.width, rect.height) < SIDE_PX_MIN:
        raise CannotPress(f"{said!r} is only {rect.width} × {rect.height} pixels")
    if rect.seen_in(seen_through) != rect:
        raise CannotPress(f"{said!r} is off the screen or scrolled away")
    questions = [each for each in tree.everything() if each.role in QUESTIONS]
    if questions and not any(each is node for each in questions[-1].everything()):
        raise CannotPress(f"{said!r} is behind the question {questions[-1].name!r}")
    return rect.centre
