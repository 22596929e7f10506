"""What a story needs of a running app, whoever plays it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class Unplayable(AssertionError):
    """The app did not do or show what the story says."""


class Playable(Protocol):
    """`kiosk` or `panel` with somebody in front of it. Every wait has a bound; what does not come true raises."""

    @property
    def app(self) -> str: ...

    def click(self, name: str) -> None:
        """Press the control with this object name; it must be visible, enabled, uncovered and on the screen."""

    def choose(self, view: str, text: str) -> None:
        """Press the row of a list that says `text`."""

    def type(self, text: str) -> None:
        """Type into whatever has the focus."""

    def press(self, key: str) -> None:
        """Press a key by its name: ``F2``, ``Return``."""

    def wait_for(self, name: str, seconds: float = 20.0) -> None:
        """Wait until a control with this object name is visible."""

    def see(self, text: str, seconds: float = 20.0) -> float:
        """Wait until this text is visible; how many seconds that took."""

    def words(self) -> str:
        """All visible text, a line each."""

    def grab(self, picture: Path) -> None:
        """Leave a picture of what is shown."""

    def grab_turned(self, picture: Path) -> bool:
        """Leave a picture of what is shown when the screen is turned; False where none can be turned."""
