"""`make bench`: measures speed, prints a table and writes `var/bench.json`. Ratios are taken within one run."""

from __future__ import annotations

import dataclasses
import json
import sys
import tempfile
from pathlib import Path

from tests.bench import change, durable, paper

RESULT = Path(__file__).parents[2] / "var" / "bench.json"


def main() -> int:
    """Measure everything; 0 always: a missed goal is a figure, not a failure."""
    figures = []
    for part in (durable, paper, change):
        with tempfile.TemporaryDirectory() as folder:
            for figure in part.measure(Path(folder)):
                print(figure, flush=True)
                figures.append(figure)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps([dataclasses.asdict(each) for each in figures], indent=2), encoding="utf-8")
    print(f"\n{RESULT.name} written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
