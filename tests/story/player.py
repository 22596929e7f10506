"""One app in a process of its own, played from inside: real clicks and keys within it, its words and pictures back."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tests.story.conversation import Conversation


class Player:
    """`kiosk` or `panel`, as `Playable` says; the app runs from this checkout. A dead app raises."""

    def __init__(self, app: str, arguments: Sequence[str], environment: dict[str, str], log: Path) -> None:
        self.app = app
        command = [sys.executable, "-m", "tests.story.puppet", app, *arguments]
        self._puppet = Conversation(app, command, environment, log)
        self._puppet.ask("ready")

    @property
    def pid(self) -> int:
        return self._puppet.pid

    def click(self, name: str) -> None:
        self._puppet.ask("click", name=name)

    def choose(self, view: str, text: str) -> None:
        self._puppet.ask("choose", view=view, text=text)

    def type(self, text: str) -> None:
        self._puppet.ask("type", text=text)

    def press(self, key: str) -> None:
        self._puppet.ask("press", key=key)

    def wait_for(self, name: str, seconds: float = 20.0) -> None:
        self._puppet.ask("wait", name=name, seconds=seconds)

    def see(self, text: str, seconds: float = 20.0) -> float:
        return float(self._puppet.ask("see", text=text, seconds=seconds))

    def words(self) -> str:
        return str(self._puppet.ask("words"))

    def grab(self, picture: Path) -> None:
        picture.parent.mkdir(parents=True, exist_ok=True)
        self._puppet.ask("grab", picture=str(picture.absolute()))

    def grab_turned(self, picture: Path) -> bool:
        return bool(self._puppet.ask("grab_turned", picture=str(picture.absolute())))

    def kill(self) -> None:
        """A power cut, for this process."""
        self._puppet.kill()

    def close(self) -> None:
        """End the app as its operator would."""
        self._puppet.end()

    def __enter__(self) -> Player:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
