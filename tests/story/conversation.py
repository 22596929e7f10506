"""A process that is asked on standard input and answers on standard output, one JSON value a line."""

from __future__ import annotations

import contextlib
import json
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from tests.story.playable import Unplayable

REPOSITORY = Path(__file__).parents[2]
ANSWER_SECONDS = 40.0
END_SECONDS = 15.0


class Conversation:
    """Every question has a bounded answer; a dead process raises. What it says on standard error goes to `log`."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self._name = name
        self._log = log.open("ab")
        self._process = subprocess.Popen(
            command,
            cwd=REPOSITORY,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            bufsize=1,
        )
        self._answers: SimpleQueue[str | None] = SimpleQueue()
        self._reader = threading.Thread(target=self._read, name=f"{name}-answers", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, what: str, **details: object) -> Any:
        """What it answers; Unplayable with its reason when it says that something is wrong."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"do": what, **details}) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise Unplayable(f"{self._name} is not running") from None
        try:
            line = self._answers.get(timeout=ANSWER_SECONDS)
        except Empty:
            raise Unplayable(f"{self._name} did not answer: {what} {details}") from None
        if line is None:
            raise Unplayable(f"{self._name} ended with {self._process.wait(END_SECONDS)} during: {what} {details}")
        answer = json.loads(line)
        if "wrong" in answer:
            raise Unplayable(f"{self._name}: {what} {details}: {answer['wrong']}")
        return answer["so"]

    def kill(self) -> None:
        """A power cut, for this process."""
        self._process.kill()
        self._let_go()

    def end(self) -> None:
        """Nothing more is asked: it ends by itself."""
        if self._process.poll() is not None:
            self._let_go()
            return
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise Unplayable(f"{self._name} does not end") from None
        finally:
            self._let_go()

    def _let_go(self) -> None:
        self._process.wait(END_SECONDS)
        self._reader.join(END_SECONDS)
        for pipe in (self._process.stdin, self._process.stdout, self._log):
            assert pipe is not None
            with contextlib.suppress(BrokenPipeError):
                pipe.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("{"):
                self._answers.put(line)
        self._answers.put(None)
