"""Opening and closing the program."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from panel.app import CANNOT_START, App
from panel.views.start_failure import StartFailure
from panel.views.window import DeskWindow
from shared.config import FILE_NAME
from shared.logs import release_logs
from tests.driving.waiting import wait_until
from tests.driving.widgets import Desktop
from tests.panel.post import dressed

LOOK_MS = 20


@pytest.fixture
def application(qapp: QApplication) -> Iterator[QApplication]:
    assert dressed()
    yield qapp
    release_logs()


def when_shown(kind: type[QWidget], do: Callable[[Desktop], None]) -> QTimer:
    """Act on the first window of this kind that can be seen."""
    timer = QTimer()

    def look() -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, kind) and window.isVisible():
                timer.stop()
                do(Desktop(window))
                return

    timer.timeout.connect(look)
    timer.start(LOOK_MS)
    return timer


def test_the_desk_opens_and_closes_in_order(application: QApplication, tmp_path: Path) -> None:
    seen: list[str] = []

    def close(desk: Desktop) -> None:
        wait_until(lambda: desk.text("signInMessage").startswith("Nenhum atendente"), "the sign-in page")
        seen.append(desk.text("shopName"))
        application.quit()

    timer = when_shown(DeskWindow, close)
    assert App(application, tmp_path / "home").run() == 0
    assert seen == ["Minha loja"]
    assert not timer.isActive()


def test_a_mistake_in_the_settings_is_told_and_tried_again(
    application: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / FILE_NAME).write_text("[station]\nletter = 'ab'\n", encoding="utf-8")
    sentences: list[str] = []

    def mend(desk: Desktop) -> None:
        sentences.append(desk.text("startSentence"))
        (home / FILE_NAME).unlink()
        opened.append(when_shown(DeskWindow, lambda _: application.quit()))
        desk.click("startAgain")

    opened = [when_shown(StartFailure, mend)]
    assert App(application, home).run() == 0
    assert "letra da estação" in sentences[0]
    assert sentences[0] in capsys.readouterr().err


def test_a_station_that_cannot_be_opened_can_be_left(
    application: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "vez.sqlite").write_bytes(b"this is no database" * 500)
    timer = when_shown(StartFailure, lambda desk: desk.click("startClose"))
    assert App(application, home).run() == CANNOT_START
    assert capsys.readouterr().err.strip().endswith(".")
    assert not timer.isActive()


@pytest.mark.parametrize("is_closed", [True, False])
def test_a_station_that_lost_its_database_is_told_of_and_not_begun_anew(
    application: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str], *, is_closed: bool
) -> None:
    (tmp_path / FILE_NAME).write_text("", encoding="utf-8")
    timer = when_shown(StartFailure, lambda desk: desk.click("startClose") if is_closed else application.quit())
    assert App(application, tmp_path).run() == CANNOT_START
    said = capsys.readouterr().err
    assert "vez restore" in said
    assert said.count("\n") == 1
    assert not (tmp_path / "vez.sqlite").exists()
    assert not timer.isActive()
