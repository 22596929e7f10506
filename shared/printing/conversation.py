"""Asking a printer how it is, and hearing what it says among everything it says."""

from __future__ import annotations

from typing import Protocol

from shared.printing.model import PrinterStatus
from shared.printing.replies import (
    UNKNOWN,
    Query,
    RealtimeStatus,
    Reply,
    is_paper_low,
    port_trouble,
    read_replies,
    realtime_trouble,
)

ANSWER_MS = 100
READS_PER_ANSWER_MAX = 4
HEARD_MAX = 64
PORT_PAPER_EMPTY = 0x20


class Link(Protocol):
    """An open way to a printer."""

    def write(self, data: bytes) -> int: ...

    def read(self, timeout_ms: int) -> bytes: ...

    def discard_stale(self) -> None: ...

    def port_status(self) -> int | None: ...

    def clear(self) -> None: ...


class Conversation:
    """The talking side of one link, for one paper or one question."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._begun = b""
        self._heard: list[Reply] = []

    def begin(self) -> None:
        """Throw away what the printer said before anybody asked."""
        self._link.discard_stale()

    def hear(self, timeout_ms: int) -> tuple[Reply, ...]:
        """What the printer said since the last call, waiting for it at most `timeout_ms`."""
        if not self._heard:
            self._listen(timeout_ms)
        heard = tuple(self._heard)
        self._heard.clear()
        return heard

    def status(self) -> PrinterStatus:
        """How the printer is. Only between papers: inside one, the question would be taken for its content."""
        printer = self._ask(Query.PRINTER)
        if printer is None:
            return self._port_status()
        offline_cause, paper = self._ask(Query.OFFLINE_CAUSE) or 0, self._ask(Query.PAPER) or 0
        return PrinterStatus(realtime_trouble(printer, offline_cause, paper), is_paper_low(paper), is_known=True)

    def _port_status(self) -> PrinterStatus:
        """Of a mute printer: believed only when it says that paper is missing, because many say anything."""
        port = self._link.port_status()
        if port is not None and port & PORT_PAPER_EMPTY:
            return PrinterStatus(port_trouble(port), is_paper_low=True, is_known=True)
        return UNKNOWN

    def _ask(self, query: Query) -> int | None:
        if self._link.write(query.request) != len(query.request):
            return None
        for _ in range(READS_PER_ANSWER_MAX):
            before = len(self._heard)
            if not self._listen(ANSWER_MS):
                return None
            for at, reply in enumerate(self._heard[before:], start=before):
                if isinstance(reply, RealtimeStatus):
                    del self._heard[at]
                    return reply.bits
        return None

    def _listen(self, timeout_ms: int) -> bool:
        data = self._link.read(timeout_ms)
        replies, self._begun = read_replies(self._begun + data)
        self._heard = [*self._heard, *replies][-HEARD_MAX:]
        return bool(data)
