"""How long after a commit another process sees it, polling its change feed as the apps do."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from shared.bootstrap import Outside, build_core
from shared.journal.feed import POLL_SECONDS
from shared.kernel.clock import SystemClock
from shared.kernel.ids import RandomIds
from tests.bench.figures import Figure, median, percentile
from tests.fakes.printer import FakePrinter
from tests.fakes.shop import Shop

SAMPLES = 150
GOAL_MS = 100.0
WAIT_SECONDS = 30.0
BETWEEN_SECONDS = 0.013
"""Between two commits, so that they fall anywhere between two polls."""


def watch(home: Path, settings_of: Shop, samples: int) -> None:
    """The other process: says the arrival of each event it sees, and when it saw it."""
    world = Outside(SystemClock(), RandomIds(), FakePrinter(), {}, threading.Event())
    core = build_core(home, settings_of.settings, world)
    feed = core.feed()
    print("ready", flush=True)
    seen, pause = 0, threading.Event()
    deadline = time.monotonic() + WAIT_SECONDS
    while seen < samples and time.monotonic() < deadline:
        changed = feed.poll()
        now = time.monotonic()
        for each in changed.events if changed else ():
            print(each.arrival, now, flush=True)
            seen += 1
        pause.wait(POLL_SECONDS)
    feed.close()
    core.close()


def measure(folder: Path, samples: int = SAMPLES) -> Sequence[Figure]:
    """From the return of the committing call to the other process' first sight of its event."""
    shop = Shop(folder / "shop")
    command = [sys.executable, "-m", "tests.bench.change", str(shop.home), str(samples)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        committed: list[float] = []
        pause = threading.Event()
        for _ in range(samples):
            shop.opens_visit()
            committed.append(time.monotonic())
            pause.wait(POLL_SECONDS + BETWEEN_SECONDS)
        seen = [float(line.split()[1]) for line in other.stdout]
        assert other.wait(WAIT_SECONDS) == 0
    shop.closes()
    assert len(seen) == samples, f"{len(seen)} of {samples} were seen"
    waited = [(there - here) * 1_000 for here, there in zip(committed, seen, strict=True)]
    return [
        Figure("change seen by another process, p99", percentile(waited, 0.99), "ms", GOAL_MS),
        Figure("change seen by another process, median", median(waited), "ms"),
    ]


if __name__ == "__main__":
    watch(Path(sys.argv[1]), Shop(Path(sys.argv[1])), int(sys.argv[2]))
