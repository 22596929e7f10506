"""The clock of all simulated providers."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.kernel.clock import Clock


class ShiftedClock:
    """A clock that runs like another one, and can be advanced."""

    def __init__(self, inner: Clock) -> None:
        self._inner = inner
        self._shift = timedelta(0)

    def now(self) -> datetime:
        return self._inner.now() + self._shift

    def monotonic(self) -> float:
        return self._inner.monotonic()

    def advance(self, by: timedelta) -> None:
        """Let the providers' time pass; nobody else's."""
        self._shift += by

    def reset(self) -> None:
        """As the inner clock again."""
        self._shift = timedelta(0)
