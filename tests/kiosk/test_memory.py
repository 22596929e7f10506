"""The small file that brings a restarted totem back to its visit."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.memory import FILE_NAME, SessionFile
from shared.kernel.ids import VisitId


def test_a_visit_is_remembered_until_it_is_forgotten(tmp_path: Path) -> None:
    SessionFile(tmp_path).remember(VisitId("visit"))

    assert SessionFile(tmp_path).recall() == "visit"

    SessionFile(tmp_path).forget()
    SessionFile(tmp_path).forget()

    assert SessionFile(tmp_path).recall() is None
    assert list(tmp_path.iterdir()) == []


def test_the_newest_visit_counts(tmp_path: Path) -> None:
    memory = SessionFile(tmp_path)
    memory.remember(VisitId("first"))
    memory.remember(VisitId("second"))

    assert memory.recall() == "second"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"visit_id": 7}', b"\xff\xfe", b"{}" + b" " * 10_000 + b"x"])
def test_a_damaged_file_is_no_visit(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)

    assert SessionFile(tmp_path).recall() is None


def test_a_folder_that_cannot_be_written_does_not_stop_a_sale(tmp_path: Path) -> None:
    memory = SessionFile(tmp_path / "missing")

    memory.remember(VisitId("visit"))

    assert memory.recall() is None
