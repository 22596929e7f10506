"""Sending one paper: every byte counted, short writes honoured, blocked while the printer waits for a person.

Facts: a transfer that timed out may have moved some bytes, and says how many; one that failed does not say. So the
first write is only ESC @, which leaves nothing on paper, and any failure after it is a matter for a person.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from shared.kernel.clock import Clock
from shared.printing import proof
from shared.printing.conversation import Conversation, Link
from shared.printing.model import Confirmed, PrinterNotReady, Progress, SendInterrupted, SendOutcome, Sent, Trouble
from shared.printing.patience import Patience, Pause, Standstill
from shared.printing.replies import PaperStatus, ProcessId, Reply, port_trouble

CHUNK_BYTES = 4096
INITIALISE = b"\x1b@"
HEAR_MS = 250


class Delivery:
    """One paper on its way through one link. Its link may raise out of `run`; then ask `lost`."""

    def __init__(
        self,
        link: Link,
        data: bytes,
        report: Callable[[Progress], None],
        clock: Clock,
        pause: Pause,
        patience: Patience,
    ) -> None:
        self._link = link
        self._talk = Conversation(link)
        self._data = data
        self._report = report
        self._clock = clock
        self._pause = pause
        self._patience = patience
        self._still = Standstill()
        self._harmless = len(INITIALISE) if data.startswith(INITIALISE) else 0
        self._sent = 0
        self._in_flight = False
        self._blocked_by: Trouble | None = None
        self._speaks = False

    def run(self) -> SendOutcome:
        """Send it all, or say truthfully how far it came."""
        self._talk.begin()
        refused = self._wait_until_ready()
        if refused is not None:
            return PrinterNotReady(refused)
        gave_up = self._push()
        if gave_up is not None:
            return self._give_up(gave_up)
        return self._wait_for_proof()

    def lost(self, trouble: Trouble) -> SendOutcome:
        """What became of the paper when the link is gone."""
        if self._in_flight or self._sent > self._harmless:
            return SendInterrupted(trouble, self._sent)
        return PrinterNotReady(trouble)

    def _wait_until_ready(self) -> Trouble | None:
        """Before the first byte; the trouble when it did not go away in time."""
        while True:
            status = self._talk.status()
            if status.trouble is None:
                self._speaks = status.is_known
                self._moves()
                return None
            if self._stands_still(status.trouble):
                return status.trouble

    def _push(self) -> Trouble | None:
        """All bytes; the trouble when the printer would not take them in time."""
        while self._sent < len(self._data):
            accepted = self._write()
            if accepted:
                self._advance(accepted)
                continue
            trouble = self._why_refused()
            if self._stands_still(trouble):
                return trouble or Trouble.OFFLINE
        return None

    def _write(self) -> int:
        if self._sent < self._harmless:
            return self._link.write(self._data[self._sent : self._harmless])
        self._in_flight = True
        accepted = self._link.write(self._data[self._sent : self._sent + CHUNK_BYTES])
        self._in_flight = False
        return accepted

    def _advance(self, accepted: int) -> None:
        before = self._sent
        self._sent += accepted
        was_blocked = self._moves()
        is_news = self._sent == len(self._data) or self._sent // CHUNK_BYTES > before // CHUNK_BYTES
        if is_news and not was_blocked:
            self._tell()

    def _why_refused(self) -> Trouble | None:
        """By the control request alone: a question in the middle of a paper would become part of it."""
        port = self._link.port_status()
        return None if port is None else port_trouble(port)

    def _wait_for_proof(self) -> SendOutcome:
        expected = proof.expected(self._data)
        if expected is None or not self._speaks:
            return Sent()
        deadline = self._clock.monotonic() + self._patience.proof
        while True:
            if any(_proves(reply, expected) for reply in self._talk.hear(HEAR_MS)):
                self._moves()
                return Confirmed()
            trouble = self._talk.status().trouble
            if trouble is not None:
                if self._stands_still(trouble):
                    return self._give_up(trouble)
                deadline = self._clock.monotonic() + self._patience.proof
                continue
            self._moves()
            if self._clock.monotonic() >= deadline or self._pause.wait(0):
                return Sent()

    def _give_up(self, trouble: Trouble) -> SendOutcome:
        """What the printer still holds is cleared: it must not come out in front of the next paper."""
        if self._sent <= self._harmless:
            return PrinterNotReady(trouble)
        self._link.clear()
        return SendInterrupted(trouble, self._sent)

    def _stands_still(self, trouble: Trouble | None) -> bool:
        """Wait a little for a printer that does not go on; True when it was long enough, or the program closes."""
        self._still.start(self._clock.monotonic())
        if trouble is None and self._still.this_time(self._clock.monotonic()) >= self._patience.silent_grace:
            trouble = Trouble.OFFLINE
        if trouble is not None and trouble is not self._blocked_by:
            self._blocked_by = trouble
            self._tell()
        if self._pause.wait(self._patience.poll):
            return True
        return self._still.in_all(self._clock.monotonic()) >= self._patience.blocked_max

    def _moves(self) -> bool:
        """It goes on; told before the next byte, so that a job blocked at byte 0 is known to be untouched."""
        self._still.end(self._clock.monotonic())
        if self._blocked_by is None:
            return False
        self._blocked_by = None
        self._tell()
        return True

    def _tell(self) -> None:
        self._report(Progress(self._sent, self._blocked_by))


def _proves(reply: Reply, expected: proof.Expected) -> bool:
    match expected:
        case proof.ProcessIdExpected(wanted):
            return isinstance(reply, ProcessId) and reply.id == wanted
        case proof.PaperStatusExpected():
            return isinstance(reply, PaperStatus)
        case _:
            assert_never(expected)
