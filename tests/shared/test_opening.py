"""Opening a station as the apps do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.bootstrap import Core
from shared.config import ConfigFault, Paths
from shared.logs import release_logs
from shared.opening import open_station


@pytest.fixture(autouse=True)
def _logs() -> Iterator[None]:
    yield
    release_logs()


def opens(home: Path) -> str | None:
    """Nothing, or why the station does not open."""
    core = open_station(home, "kiosk")
    if isinstance(core, ConfigFault):
        return core.sentence
    assert isinstance(core, Core)
    core.close()
    return None


def test_an_unused_folder_becomes_a_station_which_opens_again(tmp_path: Path) -> None:
    assert opens(tmp_path / "station") is None
    assert opens(tmp_path / "station") is None


@pytest.mark.parametrize(
    ("file", "content", "word"),
    [("vez.toml", b"[shop\n", "vez.toml"), ("vez.sqlite", b"this is not a database" * 100, "banco")],
)
def test_a_station_that_cannot_be_opened_says_why(tmp_path: Path, file: str, content: bytes, word: str) -> None:
    (tmp_path / file).write_bytes(content)
    assert word in (opens(tmp_path) or "")


def test_a_station_that_lost_its_database_does_not_begin_anew_however_often_it_is_opened(tmp_path: Path) -> None:
    Paths.of(tmp_path).config.touch()
    Paths.of(tmp_path).database.touch()
    assert "danificado" in (opens(tmp_path) or "")
    Paths.of(tmp_path).database.unlink()
    for _ in range(2):
        said = opens(tmp_path) or ""
        assert "vez restore" in said
        assert "vez setup" in said
    assert not Paths.of(tmp_path).database.exists()
