"""A program that breaks with a secret in its hands: neither its log nor standard error tells it."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from PySide6.QtCore import QCoreApplication

from shared.keys import Keys
from shared.logs import configure_logs, release_logs
from shared.qt.crash import CrashHandler
from tests.fakes.simulator import REPOSITORY
from tests.faults.planting import CPF, CPF_WRITTEN, EMAIL, KEYS, PERSON, PHONE_WRITTEN, SECRETS, found_in

NUMBERS = {name: values for name, values in PERSON.items() if name not in {"name", "card"}}
MARKS = {**{name: values for name, values in SECRETS.items() if name.startswith("key")}, **NUMBERS}
WORDS = f"bare: {' | '.join(KEYS.values())} | {CPF_WRITTEN} {CPF} {PHONE_WRITTEN} {EMAIL}"
BREAKS = {
    "at once": "breaks()",
    "in a thread": "import threading; each = threading.Thread(target=breaks); each.start(); each.join()",
    "where nothing can be raised": "Late()",
}
PROGRAM = """
import sys
from pathlib import Path
from shared.keys import Keys
keys = Keys(Path(sys.argv[1]))
words = ' | '.join(keys.get(name).get_secret_value() for name in {names!r}) + {more!r}
def breaks():
    key = words  # a local variable
    raise ValueError('broke on ' + key) from RuntimeError(repr({{'access_token': key}}))
class Late:
    def __del__(self):
        breaks()
class Command:
    def __call__(self, **_):
        {how}
import shared.cli.commands as commands
commands.app = Command()
commands.main()
"""


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    level = logging.getLogger().level
    yield
    release_logs()
    logging.getLogger().setLevel(level)


def with_keys(home: Path) -> None:
    for name, value in KEYS.items():
        Keys(home).set(name, SecretStr(value))


@pytest.mark.parametrize("how", BREAKS)
def test_a_command_that_breaks_tells_where_and_no_secret(tmp_path: Path, how: str) -> None:
    with_keys(tmp_path)
    program = PROGRAM.format(names=tuple(KEYS), more=f" {CPF_WRITTEN} {CPF} {PHONE_WRITTEN} {EMAIL}", how=BREAKS[how])
    command = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, timeout=60, check=False)
    assert b"ValueError: broke on [key] | [key]" in done.stderr
    assert found_in(done.stdout + done.stderr, MARKS) == []


def test_a_crash_of_an_app_is_logged_without_a_secret(
    tmp_path: Path, qapp: QCoreApplication, capfd: pytest.CaptureFixture[str]
) -> None:
    with_keys(tmp_path)
    log = configure_logs(tmp_path / "logs", "debug", "vez-kiosk")
    told: list[object] = []
    crashes = CrashHandler()
    crashes.crashed.connect(told.append)
    crashes.install()
    try:
        sys.excepthook(*_failure())
        threading.excepthook(threading.ExceptHookArgs((*_failure(), None)))
        crashes.notice(_failure()[1])
    finally:
        crashes.uninstall()
    qapp.processEvents()
    written = log.read_bytes()
    assert len(told) == 3
    assert written.count(b"ValueError: broke on bare: [key] | [key]") == 3
    said = capfd.readouterr()
    assert found_in(written + (said.out + said.err).encode(), MARKS) == []


def test_a_crash_told_by_a_library_at_debug_level_is_logged_without_a_secret(tmp_path: Path) -> None:
    with_keys(tmp_path)
    log = configure_logs(tmp_path / "logs", "debug", "vez")
    logging.getLogger("httpcore.http11").warning("send_request_headers.started request=%r", WORDS.encode())
    logging.getLogger("sqlalchemy.engine").error("[raw sql] (%s)", WORDS)
    logging.getLogger("uvicorn.error").debug("ASGI scope=%s", {"path": f"/bank-pix/{KEYS['bank_pix_webhook']}/pix"})
    written = log.read_bytes()
    assert written.count(b"\n") == 3
    assert found_in(written, MARKS) == []


def test_a_log_line_that_cannot_be_written_is_not_told_instead(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with_keys(tmp_path)
    configure_logs(tmp_path / "logs", "debug", "vez").mkdir()
    logging.getLogger("library").warning("headers %s", WORDS)
    said = capfd.readouterr().err
    assert said == "a log line of library could not be written: IsADirectoryError\n"


def _failure() -> tuple[type[ValueError], ValueError, None]:
    return ValueError, ValueError(f"broke on {WORDS}"), None
