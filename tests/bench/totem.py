"""The totem: from its start to the first frame that can be touched, from a tap to the next frame, and its memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench.figures import Figure, median, percentile
from tests.fakes.shop import Shop
from tests.story.house import NO_KEYRING
from tests.story.player import Player
from tests.story.screens import PORTRAIT, offscreen

STARTS = 5
SESSIONS = 300
SETTLED_AFTER = 50
"""Sessions until everything that is made once has been made."""
FRAME_GOAL_MS = 50.0
GROWTH_GOAL = 1.05
REPOSITORY = Path(__file__).parents[2]


def measure(folder: Path, sessions: int = SESSIONS) -> Sequence[Figure]:
    """Each in processes of its own."""
    starts = [_start(folder / f"start-{number}") for number in range(STARTS)]
    home = folder / "clicked"
    taps, kept = _clicked(home, sessions)
    first = kept.get(SETTLED_AFTER, min(kept.values()))
    return [
        Figure("totem start → first frame that can be touched, median", median(starts), "ms"),
        Figure("tap → next frame, p99", percentile(taps, 0.99), "ms", FRAME_GOAL_MS),
        Figure("tap → next frame, median", median(taps), "ms"),
        Figure(f"memory after {max(kept)} sessions ÷ after {SETTLED_AFTER}", kept[max(kept)] / first, "×", GROWTH_GOAL),
        Figure(f"memory after {max(kept)} sessions", kept[max(kept)], "MB"),
    ]


def _start(home: Path) -> float:
    """Milliseconds from the start of the process until the welcome page takes a touch."""
    Shop(home).closes()
    environment = {**os.environ, **NO_KEYRING, "VEZ_HOME": str(home), **offscreen(home, PORTRAIT)}
    begun = time.monotonic()
    with Player("kiosk", [], environment, home / "totem.log") as totem:
        totem.wait_for("start")
        return (time.monotonic() - begun) * 1_000


def _clicked(home: Path, sessions: int) -> tuple[list[float], dict[int, float]]:
    """Milliseconds of each tap; megabytes after so many sessions."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    command = [sys.executable, "-m", "tests.bench.clicks", str(home), str(sessions)]
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    said = json.loads(done.stdout.splitlines()[-1])
    return said["taps_ms"], {int(number): megabytes for number, megabytes in said["memory_mb"].items()}
