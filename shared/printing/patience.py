"""How long a printer is waited for, and waiting that can be cut short."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Pause(Protocol):
    """How to wait; `threading.Event` is one: set it to cut every wait short."""

    def wait(self, timeout: float, /) -> bool:
        """Wait so many seconds; True, at once, when the program is closing."""
        ...


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. `blocked_max` bounds all the time that one paper may wait for a person to help the printer."""

    blocked_max: float = 600.0
    silent_grace: float = 3.0
    poll: float = 0.5
    proof: float = 5.0


class Standstill:
    """For how long a paper has not moved: this time, and in all."""

    def __init__(self) -> None:
        self._since: float | None = None
        self._before = 0.0

    def start(self, now: float) -> None:
        """It does not move; `now` is monotonic seconds."""
        if self._since is None:
            self._since = now

    def end(self, now: float) -> None:
        """It moves again."""
        self._before = self.in_all(now)
        self._since = None

    def this_time(self, now: float) -> float:
        """Seconds since it last moved."""
        return 0.0 if self._since is None else now - self._since

    def in_all(self, now: float) -> float:
        """Seconds it has stood still since the paper was begun."""
        return self._before + self.this_time(now)
