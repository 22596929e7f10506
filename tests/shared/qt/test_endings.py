"""An app that cannot open its station still ends when the system asks it to."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]
SAID_SECONDS, END_SECONDS, LOOK_SECONDS = 30.0, 20.0, 0.1


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal there")
@pytest.mark.parametrize("app", ["panel.app", "kiosk.app"])
def test_an_app_that_waits_for_its_station_ends_when_it_is_told_to(app: str, tmp_path: Path) -> None:
    (tmp_path / "vez.sqlite").write_bytes(b"not a database at all" * 500)
    environment = {**os.environ, "VEZ_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", app]
    with subprocess.Popen(command, cwd=REPOSITORY, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for_words("cannot be opened", tmp_path / "logs")
            process.terminate()
            process.wait(END_SECONDS)
        finally:
            process.kill()


def wait_for_words(words: str, logs: Path) -> None:
    pause = threading.Event()
    for _ in range(int(SAID_SECONDS / LOOK_SECONDS)):
        if any(words in each.read_text("utf-8") for each in logs.glob("*.jsonl")):
            return
        pause.wait(LOOK_SECONDS)
    raise AssertionError(f"no log says {words!r}")
