"""A printer in memory that keeps the contract of `shared.printing.model.Printer`."""

from __future__ import annotations

from collections.abc import Callable

from shared.printing.model import (
    Confirmed,
    PrinterNotReady,
    PrinterStatus,
    Progress,
    SendInterrupted,
    SendOutcome,
    Sent,
    Trouble,
)
from shared.printing.patience import Pause

BLOCKING = frozenset({Trouble.PAPER_END, Trouble.COVER_OPEN, Trouble.ERROR, Trouble.OFFLINE})
POLL_SECONDS = 0.5
POLLS_MAX = 120


class FakePrinter:
    """What it did is in `papers` (complete ones) and `statuses_asked`; what is the matter with it is set by hand.

    `trouble` keeps it from printing: the blocking kinds are waited for, with `pause`, and reported; the others refuse.
    `trouble_after` lets so many bytes of the next paper out first. `lost_after` pulls the cable after so many bytes.
    """

    def __init__(self, pause: Pause | None = None) -> None:
        self.papers: list[bytes] = []
        self.trouble: Trouble | None = None
        self.trouble_after = 0
        self.lost_after: int | None = None
        self.is_mute = False
        self.is_paper_low = False
        self.is_closed = False
        self.statuses_asked = 0
        self._pause = pause

    def send(self, data: bytes, report: Callable[[Progress], None]) -> SendOutcome:
        self.is_closed = False
        if self.trouble is not None and self.trouble not in BLOCKING:
            return PrinterNotReady(self.trouble)
        reach = len(data) if self.lost_after is None else min(self.lost_after, len(data))
        stop = min(self.trouble_after, reach) if self.trouble else reach
        if self.trouble is not None and (gave_up := self._blocked(stop, self.trouble, report)):
            return SendInterrupted(gave_up, stop) if stop else PrinterNotReady(gave_up)
        if self.lost_after is not None:
            self.trouble = Trouble.ABSENT
            return SendInterrupted(Trouble.DISCONNECTED, reach) if reach else PrinterNotReady(Trouble.DISCONNECTED)
        self.papers.append(data)
        report(Progress(len(data), None))
        return Sent() if self.is_mute else Confirmed()

    def status(self) -> PrinterStatus:
        self.statuses_asked += 1
        if self.is_mute and self.trouble is None:
            return PrinterStatus(None, is_paper_low=False, is_known=False)
        return PrinterStatus(self.trouble, self.is_paper_low, is_known=True)

    def close(self) -> None:
        self.is_closed = True

    def _blocked(self, sent: int, trouble: Trouble, report: Callable[[Progress], None]) -> Trouble | None:
        report(Progress(sent, trouble))
        for _ in range(POLLS_MAX):
            if self._pause is None or self._pause.wait(POLL_SECONDS):
                return trouble
            if self.trouble is None:
                report(Progress(sent, None))
                return None
        return trouble
