"""Reading ESC/POS back, command by command. Written from the printers' manuals, apart from the code that writes it.

Source: Epson's ESC/POS command reference for TM printers. Whatever is not listed here is an error, not text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Name(StrEnum):
    TEXT = "text"
    LINE_FEED = "LF"
    INITIALISE = "ESC @"
    CODE_PAGE = "ESC t"
    ALIGN = "ESC a"
    BOLD = "ESC E"
    UNDERLINE = "ESC -"
    FONT = "ESC M"
    FEED_LINES = "ESC d"
    FEED_DOTS = "ESC J"
    SPACING_DEFAULT = "ESC 2"
    SPACING = "ESC 3"
    SIZE = "GS !"
    CUT = "GS V"
    CODE = "GS ( k"
    PROCESS_ID = "GS ( H"
    RASTER = "GS v 0"
    STATUS = "GS r"
    AUTOMATIC_STATUS = "GS a"
    REALTIME_STATUS = "DLE EOT"
    REALTIME_RECOVER = "DLE ENQ"


@dataclass(frozen=True, slots=True)
class Command:
    """One command; `args` is what follows its name, `size` how many bytes it takes in all."""

    name: Name
    args: bytes
    size: int


class UnknownCommand(Exception):
    """The bytes are no command that a printer of this kind knows."""


_FIXED: dict[bytes, tuple[Name, int]] = {
    b"\x0a": (Name.LINE_FEED, 0),
    b"\x1b@": (Name.INITIALISE, 0),
    b"\x1bt": (Name.CODE_PAGE, 1),
    b"\x1ba": (Name.ALIGN, 1),
    b"\x1bE": (Name.BOLD, 1),
    b"\x1b-": (Name.UNDERLINE, 1),
    b"\x1bM": (Name.FONT, 1),
    b"\x1bd": (Name.FEED_LINES, 1),
    b"\x1bJ": (Name.FEED_DOTS, 1),
    b"\x1b2": (Name.SPACING_DEFAULT, 0),
    b"\x1b3": (Name.SPACING, 1),
    b"\x1d!": (Name.SIZE, 1),
    b"\x1dr": (Name.STATUS, 1),
    b"\x1da": (Name.AUTOMATIC_STATUS, 1),
    b"\x10\x04": (Name.REALTIME_STATUS, 1),
    b"\x10\x05": (Name.REALTIME_RECOVER, 1),
}

_CUT_AFTER_FEED = b"AB"
_CUT_HERE = b"\x00\x0101"


def _cut(buffer: bytes) -> Command | None:
    if len(buffer) < 3:
        return None
    if buffer[2] in _CUT_AFTER_FEED:
        return Command(Name.CUT, buffer[2:4], 4) if len(buffer) >= 4 else None
    if buffer[2] in _CUT_HERE:
        return Command(Name.CUT, buffer[2:3], 3)
    raise UnknownCommand(f"GS V {buffer[2]:#04x}")


def _raster(buffer: bytes) -> Command | None:
    if not b"0\x00".startswith(buffer[2:4]):
        raise UnknownCommand(f"GS v {buffer[2:4].hex(' ')}")
    if len(buffer) < 8:
        return None
    across, rows = int.from_bytes(buffer[4:6], "little"), int.from_bytes(buffer[6:8], "little")
    size = 8 + across * rows
    return Command(Name.RASTER, buffer[4:size], size) if len(buffer) >= size else None


def _parenthesised(name: Name) -> Callable[[bytes], Command | None]:
    def read(buffer: bytes) -> Command | None:
        if len(buffer) < 5:
            return None
        size = 5 + int.from_bytes(buffer[3:5], "little")
        return Command(name, buffer[5:size], size) if len(buffer) >= size else None

    return read


_SIZED: dict[bytes, Callable[[bytes], Command | None]] = {
    b"\x1dV": _cut,
    b"\x1dv": _raster,
    b"\x1d(k": _parenthesised(Name.CODE),
    b"\x1d(H": _parenthesised(Name.PROCESS_ID),
}


def next_command(buffer: bytes) -> Command | None:
    """The command that `buffer` begins with; None while it is not complete. Raises UnknownCommand."""
    if not buffer:
        return None
    if _is_printable(buffer[0]):
        return _text(buffer)
    for length in (1, 2, 3):
        start = buffer[:length]
        if start in _FIXED:
            name, count = _FIXED[start]
            size = length + count
            return Command(name, buffer[length:size], size) if len(buffer) >= size else None
        if start in _SIZED:
            return _SIZED[start](buffer)
    if any(known.startswith(buffer) for known in (*_FIXED, *_SIZED)):
        return None
    raise UnknownCommand(buffer[:4].hex(" "))


def commands(data: bytes) -> Iterator[Command]:
    """Every complete command in `data`, in order; an incomplete one at its end is left out."""
    at = 0
    while (command := next_command(data[at:])) is not None:
        yield command
        at += command.size


def _text(buffer: bytes) -> Command:
    end = next((at for at, byte in enumerate(buffer) if not _is_printable(byte)), len(buffer))
    return Command(Name.TEXT, buffer[:end], end)


def _is_printable(byte: int) -> bool:
    return byte >= 0x20 and byte != 0x7F
