"""Writing an answer: a table for people, or one JSON document for programs.

In JSON money is whole centavos, a moment is ISO 8601 in UTC, a length of time is whole seconds, and a state is the
code's own word.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Annotated

import typer

from shared.kernel.money import Money

AsJson = Annotated[bool, typer.Option("--json", help="Escreve JSON, para programas.")]

GAP = "  "
MINUTE = timedelta(minutes=1)


def say_json(answer: object) -> None:
    """One JSON document on standard output."""
    print(json.dumps(answer, ensure_ascii=False, default=_plain))


def say_table(headings: Sequence[str], lines: Sequence[Sequence[object]], *, nothing: str) -> None:
    """Aligned columns below their headings; `nothing` is said when there is no line."""
    if not lines:
        print(nothing)
        return
    cells = [list(headings), *([str(cell) for cell in line] for line in lines)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        print(GAP.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def clock_time(moment: datetime | None, zone: tzinfo) -> str:
    """The time of day in the shop; empty for a moment that has not come."""
    return moment.astimezone(zone).strftime("%H:%M") if moment else ""


def about(span: timedelta | None) -> str:
    """An estimate to the minute; a dash where there is none."""
    if span is None:
        return "—"
    minutes = -(-span // MINUTE)
    return "agora" if minutes < 1 else f"~{minutes} min"


def _plain(value: object) -> object:
    match value:
        case Money(centavos):
            return centavos
        case datetime() | date():
            return value.isoformat()
        case timedelta():
            return int(value.total_seconds())
        case StrEnum():
            return value.value
        case _:
            raise TypeError(f"{type(value).__name__} has no form in JSON")
