"""Starting the totem: its arguments, its look, one of it at a time, and a station that cannot be opened."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from kiosk.app import ALREADY_RUNNING, CANNOT_START, LOCK_FILE, App
from kiosk.look import look_for
from kiosk.options import Options, read_options
from shared.qt.tokens import TOUCH_MIN_MM
from tests.driving.qml import Screen
from tests.driving.waiting import wait_until

START_SECONDS = 40.0


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ([], Options()),
        (["--windowed"], Options(is_windowed=True)),
        (["--size", "540x960"], Options(is_windowed=True, size=(540, 960))),
    ],
)
def test_arguments(arguments: list[str], options: Options) -> None:
    assert read_options(arguments) == options


@pytest.mark.parametrize("arguments", [["--size", "large"], ["--size", "0x0"], ["--what"]])
def test_arguments_that_cannot_be_understood_end_the_program(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        read_options(arguments)

    assert "vez-kiosk" in capsys.readouterr().err


@pytest.mark.parametrize("diagonal", [15.6, 21.5, 24.0, 32.0, 43.0])
def test_a_finger_fits_on_every_screen_and_text_grows_with_the_distance(diagonal: float) -> None:
    look = look_for(1080, 1920, diagonal)

    assert look.metrics.at_least(look.space.touch) >= look.metrics.at_least(TOUCH_MIN_MM)
    assert look.metrics.reading_mm >= look_for(1080, 1920, 15.6).metrics.reading_mm


@pytest.fixture
def app(qapp: QGuiApplication, tmp_path: Path) -> Iterator[App]:
    app = App(qapp, Options(is_windowed=True, size=(540, 960)), tmp_path)
    yield app
    app.close()


def test_the_screen_says_why_and_the_totem_opens_when_it_is_mended(
    app: App, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "vez.toml").write_text("[shop\n", encoding="utf-8")
    app.open()
    app.open()
    said = capsys.readouterr().err
    assert said.startswith("vez.toml")
    assert said.count("\n") == 1
    assert app.window is not None
    assert "vez.toml" in Screen(app.window).find("attentionDetail").property("text")

    (tmp_path / "vez.toml").unlink()
    app.open()

    Screen(app.window).find("start")


def test_a_totem_without_its_database_says_so_and_ends_with_a_status_of_its_own(
    app: App, qapp: QGuiApplication, tmp_path: Path
) -> None:
    (tmp_path / "vez.toml").write_text("", encoding="utf-8")
    QTimer.singleShot(0, qapp.quit)
    assert app.run() == CANNOT_START
    assert not (tmp_path / "vez.sqlite").exists()


def test_there_is_one_totem_at_a_time_and_it_ends_when_asked(tmp_path: Path) -> None:
    environment = {**os.environ, "VEZ_HOME": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "kiosk.app", "--size", "540x960"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as first:
        deadline = time.monotonic() + START_SECONDS
        wait_until(lambda: (tmp_path / "vez.sqlite").exists(), "the first totem", deadline - time.monotonic())
        second = subprocess.run(command, env=environment, capture_output=True, timeout=START_SECONDS, check=False)
        wait_until(lambda: (tmp_path / "logs" / "kiosk.jsonl").exists(), "its log", START_SECONDS)
        first.send_signal(signal.SIGTERM)
        errors = first.stderr.read() if first.stderr else b""
        ended = first.wait(START_SECONDS)

    assert second.returncode == ALREADY_RUNNING
    assert "já está aberto" in second.stderr.decode()
    assert (ended, errors) == (0, b"")
    assert not (tmp_path / LOCK_FILE).exists()
