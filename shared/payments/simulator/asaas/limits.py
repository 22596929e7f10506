"""How much an account may ask: reads at once, requests in twelve hours, requests of one endpoint in a while.

Source: docs.asaas.com (limits). Which endpoints have a limit, and how high, is not said: here those that the control
sets, a minute long.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.responses import Response

from shared.payments.simulator.asaas.books import Books
from shared.payments.simulator.dialect import Admission

READS_MAX = 50
QUOTA_PERIOD = timedelta(hours=12)
ENDPOINT_PERIOD = timedelta(minutes=1)
RETRY_SECONDS = 1

_ID = re.compile(r"/((pay|cus)_[^/]+|[0-9a-f-]{36})")


@dataclass(slots=True)
class Window:
    """Requests since `began`; the first one begins it."""

    began: datetime
    used: int = 0


class Limits:
    """Counts what comes in. Reads that are under way stay counted through a reset."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._reading = 0
        self.reset()

    def reset(self) -> None:
        """Nothing was used."""
        self._quota: Window | None = None
        self._endpoints: dict[str, Window] = {}

    def enter(self, method: str, path: str) -> Admission:
        """Every request that is let in must `leave`."""
        if method == "GET" and self._reading >= READS_MAX:
            return _refused({"RateLimit-Reset": str(RETRY_SECONDS)})
        settings = self._books.settings
        self._quota = self._turned(self._quota, QUOTA_PERIOD)
        if self._quota.used >= settings.quota:
            return _refused(self._words(self._quota, settings.quota, QUOTA_PERIOD))
        headers: Mapping[str, str] = {}
        if settings.endpoint_limit is not None:
            endpoint = f"{method} {_ID.sub('/{id}', path)}"
            window = self._turned(self._endpoints.get(endpoint), ENDPOINT_PERIOD)
            self._endpoints[endpoint] = window
            if window.used >= settings.endpoint_limit:
                return _refused(self._words(window, settings.endpoint_limit, ENDPOINT_PERIOD))
            window.used += 1
            headers = self._words(window, settings.endpoint_limit, ENDPOINT_PERIOD)
        self._quota.used += 1
        self._reading += method == "GET"
        return Admission(headers=headers)

    def leave(self, method: str) -> None:
        self._reading -= method == "GET"

    def _turned(self, window: Window | None, period: timedelta) -> Window:
        now = self._books.now()
        return window if window and now - window.began < period else Window(now)

    def _words(self, window: Window, limit: int, period: timedelta) -> dict[str, str]:
        left = window.began + period - self._books.now()
        return {
            "RateLimit-Limit": str(limit),
            "RateLimit-Remaining": str(max(0, limit - window.used)),
            "RateLimit-Reset": str(max(1, int(left.total_seconds()))),
        }


def _refused(headers: Mapping[str, str]) -> Admission:
    return Admission(Response(status_code=429, headers=dict(headers)))
