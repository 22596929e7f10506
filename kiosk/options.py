"""How the totem is started."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass

_SIZE = re.compile(r"(\d{3,5})x(\d{3,5})")


@dataclass(frozen=True, slots=True)
class Options:
    """`size` in pixels is for a window; the whole screen has its own."""

    is_windowed: bool = False
    size: tuple[int, int] | None = None


def read_options(arguments: Sequence[str]) -> Options:
    """Ends the program with a sentence when the arguments cannot be understood."""
    parser = argparse.ArgumentParser(prog="vez-kiosk", description="O totem do Vez.")
    parser.add_argument("--windowed", action="store_true", help="numa janela, que pode ser fechada")
    parser.add_argument("--size", type=_size, metavar="LxA", help="tamanho da janela em pixels, como 1080x1920")
    given = parser.parse_args(arguments)
    return Options(given.windowed or given.size is not None, given.size)


def _size(written: str) -> tuple[int, int]:
    found = _SIZE.fullmatch(written)
    if found is None:
        raise argparse.ArgumentTypeError(f"{written!r} não é um tamanho; escreva como 1080x1920")
    return int(found[1]), int(found[2])
