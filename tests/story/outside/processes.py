"""Processes that are started here and ended here, by their id."""

from __future__ import annotations

import select
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.story.playable import Unplayable

START_SECONDS = 20.0
END_SECONDS = 20.0


@contextmanager
def running(
    command: Sequence[str | Path], environment: Mapping[str, str], log: Path, *, is_heard: bool = False
) -> Iterator[subprocess.Popen[bytes]]:
    """The process, asked to end at the end. What it says goes to `log`; if it is heard, standard output is a pipe."""
    with log.open("ab") as said:
        stdout = subprocess.PIPE if is_heard else said
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=stdout, stderr=said)
    try:
        yield process
    finally:
        _end(process)
        if process.stdout is not None:
            process.stdout.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(END_SECONDS)
        raise Unplayable(f"{process.args!r} did not end when asked") from None


def first_line(process: subprocess.Popen[bytes], log: Path) -> str:
    """What it says first, once it is ready; Unplayable if it never says a word."""
    assert process.stdout is not None
    is_ready, _, _ = select.select([process.stdout], [], [], START_SECONDS)
    said = process.stdout.readline().decode().strip() if is_ready else ""
    if not said:
        raise Unplayable(f"{process.args!r} did not start: see {log}")
    return said
