"""One app in a process of its own, played from outside: real clicks and keys inside it, its words and pictures back."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

REPOSITORY = Path(__file__).parents[2]
ANSWER_SECONDS = 40.0
END_SECONDS = 15.0


class Unplayable(AssertionError):
    """The app did not do or show what the story says."""


class Player:
    """`kiosk` or `panel`. Every question has a bounded answer; a dead app raises."""

    def __init__(self, app: str, arguments: Sequence[str], environment: dict[str, str], log: Path) -> None:
        self.app = app
        self._log = log.open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.story.puppet", app, *arguments],
            cwd=REPOSITORY,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            bufsize=1,
        )
        self._answers: SimpleQueue[str | None] = SimpleQueue()
        self._reader = threading.Thread(target=self._read, name=f"{app}-answers", daemon=True)
        self._reader.start()
        self._ask("ready")

    def click(self, name: str) -> None:
        """Press the control with this object name; it must be visible, enabled, uncovered and inside its window."""
        self._ask("click", name=name)

    def choose(self, view: str, text: str) -> None:
        """Press the row of a list that says `text`."""
        self._ask("choose", view=view, text=text)

    def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        self._ask("type", text=text)

    def press(self, key: str) -> None:
        """Press a key by Qt's name: ``F2``, ``Return``."""
        self._ask("press", key=key)

    def wait_for(self, name: str, seconds: float = 20.0) -> None:
        """Wait until a control with this object name is visible."""
        self._ask("wait", name=name, seconds=seconds)

    def see(self, text: str, seconds: float = 20.0) -> float:
        """Wait until this text is visible; how many seconds that took."""
        return float(self._ask("see", text=text, seconds=seconds))

    def words(self) -> str:
        """All visible text, a line each."""
        return str(self._ask("words"))

    def grab(self, picture: Path) -> None:
        """Leave a picture of the window."""
        picture.parent.mkdir(parents=True, exist_ok=True)
        self._ask("grab", picture=str(picture.absolute()))

    def kill(self) -> None:
        """A power cut, for this process."""
        self._process.kill()
        self._let_go()

    def close(self) -> None:
        """End the app as its operator would."""
        if self._process.poll() is not None:
            self._let_go()
            return
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise Unplayable(f"{self.app} does not end") from None
        finally:
            self._let_go()

    def _let_go(self) -> None:
        self._process.wait(END_SECONDS)
        self._reader.join(END_SECONDS)
        for pipe in (self._process.stdin, self._process.stdout, self._log):
            assert pipe is not None
            with contextlib.suppress(BrokenPipeError):
                pipe.close()

    def __enter__(self) -> Player:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, what: str, **details: object) -> Any:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"do": what, **details}) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise Unplayable(f"{self.app} is not running") from None
        try:
            line = self._answers.get(timeout=ANSWER_SECONDS)
        except Empty:
            raise Unplayable(f"{self.app} did not answer: {what} {details}") from None
        if line is None:
            raise Unplayable(f"{self.app} ended with {self._process.wait(END_SECONDS)} during: {what} {details}")
        answer = json.loads(line)
        if "wrong" in answer:
            raise Unplayable(f"{self.app}: {what} {details}: {answer['wrong']}")
        return answer["so"]

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("{"):
                self._answers.put(line)
        self._answers.put(None)
