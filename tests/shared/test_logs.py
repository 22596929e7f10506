from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared import logs
from shared.logs import configure_logs, get_log, release_logs

KEY = "$aact_prod_000MzkwODA2MWY2OGM3MWRlMDU2NWM3MzJlNzZmNGZhZGY"
CPF = "52998224725"
PHONE = "11987654321"
PIN = "4821"


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    level = logging.getLogger().level
    yield
    release_logs()
    logging.getLogger().setLevel(level)


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_line_says_what_when_where_and_how_bad(tmp_path: Path) -> None:
    path = configure_logs(tmp_path / "logs", "info", "vez-kiosk")
    get_log("shared.printing.spool").info("paper sent", job="j1", bytes_sent=1200)
    (line,) = _lines(path)
    assert line.pop("at").endswith("Z")
    assert line == {
        "event": "paper sent",
        "job": "j1",
        "bytes_sent": 1200,
        "level": "info",
        "logger": "shared.printing.spool",
    }
    assert path.name == "vez-kiosk.jsonl"


def _fail() -> None:
    raise ValueError(f"{KEY} of {CPF}")


def test_planted_secrets_reach_neither_file_nor_screen(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    screen = io.StringIO()
    path = configure_logs(tmp_path, "debug", developer=screen)
    log = get_log("test").bind(customer={"cpf": CPF, "phones": [PHONE]})
    log.info(
        "charging " + CPF,  # noqa: G003 - the careless way is what is tested
        access_token=KEY,
        pin=PIN,
        url=f"https://x/?access_token={KEY}",
    )
    log.warning("typed %s", CPF)
    logging.getLogger("library").warning("headers %s", {"access_token": KEY, "Authorization": f"Bearer {KEY}"})
    logging.getLogger("library").warning("called %s", PHONE, extra={"pin": PIN})
    try:
        _fail()
    except ValueError:
        log.exception("ours failed")
        logging.getLogger("library").exception("theirs failed")
    written = path.read_text(encoding="utf-8") + screen.getvalue()
    assert [secret for secret in (KEY, CPF, PHONE, PIN) if secret in written] == []
    lines = _lines(path)
    assert len(lines) == 6
    assert ["ValueError" in line.get("exception", "") for line in lines] == [False] * 4 + [True] * 2
    assert screen.getvalue().count("ValueError: [key] of [cpf]") == 2
    assert [record for record in caplog.records if record.name == "test" and CPF in str(record.msg)] == []


def test_a_level_hides_what_is_below_it(tmp_path: Path) -> None:
    path = configure_logs(tmp_path, "warning")
    get_log("test").info("hidden")
    get_log("test").warning("shown")
    logging.getLogger("library").info("hidden")
    assert [line["event"] for line in _lines(path)] == ["shown"]


def test_chatty_libraries_are_quiet(tmp_path: Path) -> None:
    path = configure_logs(tmp_path, "debug")
    logging.getLogger("httpx").info("HTTP Request: GET …")
    logging.getLogger("httpx").warning("shown")
    assert [line["event"] for line in _lines(path)] == ["shown"]


def test_configuring_again_replaces_the_file(tmp_path: Path) -> None:
    first = configure_logs(tmp_path, "info", "first")
    second = configure_logs(tmp_path, "info", "second")
    get_log("test").info("once")
    assert not first.exists()
    assert len(_lines(second)) == 1


def test_a_logger_made_before_the_logs_were_configured_reaches_them(tmp_path: Path) -> None:
    early = get_log("test")
    path = configure_logs(tmp_path, "info")
    early.info("early bird")
    assert [line["event"] for line in _lines(path)] == ["early bird"]


def test_files_are_rotated_and_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "FILE_BYTES_MAX", 2_000)
    configure_logs(tmp_path, "info")
    for number in range(200):
        get_log("test").info("a line of some length", number=number)
    files = sorted(tmp_path.iterdir())
    assert len(files) == 1 + logs.FILES_KEPT
    assert all(file.stat().st_size <= 2_000 for file in files)


def test_escpos_finds_the_logs_configured(tmp_path: Path) -> None:
    program = f"""
import logging, pathlib
from shared.logs import configure_logs
configure_logs(pathlib.Path({str(tmp_path)!r}), "info")
before = list(logging.getLogger().handlers)
import escpos.printer
assert logging.getLogger().handlers == before, logging.getLogger().handlers
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(("is_a_terminal", "is_shown"), [(True, True), (False, False)])
def test_readable_lines_are_for_a_person_at_a_terminal(
    monkeypatch: pytest.MonkeyPatch, is_a_terminal: bool, is_shown: bool
) -> None:
    class Stream(io.StringIO):
        def isatty(self) -> bool:
            return is_a_terminal

    monkeypatch.setattr(sys, "stderr", Stream())
    assert (logs.developer_stream() is not None) is is_shown
    monkeypatch.setattr(sys, "stderr", None)
    assert logs.developer_stream() is None
