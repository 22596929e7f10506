"""``python -m tests.bench [part …]``: measure, print a table, and write it to var/bench.json.

Figures with a goal are ratios or bounds that should hold on any machine; the others are only to be looked at. Run it
while nothing else runs.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from shared.store.gate import driver
from tests.bench import board, change, durable, paper, polling, reaction, totem, webhooks
from tests.bench.figures import Figure

RESULT = Path(__file__).parents[2] / "var" / "bench.json"
NAME_COLUMNS = 58

PARTS: dict[str, Callable[[Path], Sequence[Figure]]] = {
    "durable": durable.measure,
    "paper": paper.measure,
    "board": board.measure,
    "change": change.measure,
    "reaction": reaction.measure,
    "totem": totem.measure,
    "webhooks": webhooks.measure,
    "polling": polling.measure,
}


def run(wanted: Sequence[str]) -> int:
    """Measure the named parts, or all; 2 for a part that does not exist."""
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    measured: dict[str, list[Figure]] = {}
    for name in wanted or PARTS:
        with tempfile.TemporaryDirectory(prefix="vez-bench-") as folder:
            measured[name] = list(PARTS[name](Path(folder)))
        for figure in measured[name]:
            print(_line(figure), flush=True)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(_result(measured), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    missed = [figure for figures in measured.values() for figure in figures if not figure.is_met]
    print(f"{len(missed)} goals missed" if missed else "every goal met")
    return 0


def _line(figure: Figure) -> str:
    goal = "" if figure.goal is None else f"  at most {figure.goal:g} {figure.unit}: {'yes' if figure.is_met else 'NO'}"
    return f"{figure.name:{NAME_COLUMNS}} {figure.value:10.2f} {figure.unit:2}{goal}"


def _result(measured: dict[str, list[Figure]]) -> dict[str, object]:
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "system": platform.platform(),
            "python": platform.python_version(),
            "sqlite": driver().sqlite_version,
            "processors": os.cpu_count(),
            "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        },
        "figures": {
            name: [{**asdict(figure), "is_met": figure.is_met} for figure in figures]
            for name, figures in measured.items()
        },
    }


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
