"""What a paper is made of, before it is bytes: lines of known width, rules, codes, the cut."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SIZE_MAX = 8


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text. `width` and `height` magnify the character cell, 1 to 8 times."""

    content: str
    width: int = 1
    height: int = 1
    bold: bool = False
    align: Align = Align.LEFT
    underline: bool = False

    def __post_init__(self) -> None:
        _check_size(self.width, self.height)


@dataclass(frozen=True, slots=True)
class Pair:
    """One line with something at each end: a name and its price."""

    left: str
    right: str
    width: int = 1
    height: int = 1
    bold: bool = False

    def __post_init__(self) -> None:
        _check_size(self.width, self.height)

    def as_text(self, columns: int) -> Text:
        """Both ends as one line that fills a paper of `columns` characters."""
        blanks = " " * (columns // self.width - len(self.left) - len(self.right))
        return Text(self.left + blanks + self.right, self.width, self.height, self.bold)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""

    is_heavy: bool = False


@dataclass(frozen=True, slots=True)
class Feed:
    """Empty lines."""

    lines: int = 1


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code in the middle of the paper."""

    data: str


@dataclass(frozen=True, slots=True)
class Cut:
    """The end of a paper."""


Line = Text | Pair | Rule | Feed | Qr | Cut


def _check_size(width: int, height: int) -> None:
    if not (1 <= width <= SIZE_MAX and 1 <= height <= SIZE_MAX):
        raise ValueError(f"a printer magnifies 1 to {SIZE_MAX} times")
