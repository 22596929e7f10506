"""Waiting, with a bound, for what another process does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from tests.story.playable import Unplayable

POLL_SECONDS = 0.05

T = TypeVar("T")


def wait_for(look: Callable[[], T | None], what: str, seconds: float) -> T:
    """Look again and again until there is something; Unplayable after so many seconds."""
    ends_at, pause = time.monotonic() + seconds, threading.Event()
    while (found := look()) is None:
        if time.monotonic() > ends_at:
            raise Unplayable(f"{what} did not come within {seconds:.0f} s")
        pause.wait(POLL_SECONDS)
    return found
