"""The printer's owner: sends one paper after another and tells each visit what became of its ticket."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import TypeVar

from shared.checkout import first_paper
from shared.checkout.consequences import Consequences
from shared.checkout.health import PRINTER, Health
from shared.kernel.clock import Clock
from shared.kernel.ids import PrintJobId
from shared.logs import get_log
from shared.printing.encode import warm_up
from shared.printing.model import JobState, Printer, PrintJob, Progress, Trouble
from shared.printing.press import build
from shared.printing.profiles import PrinterProfile
from shared.printing.rules import is_due
from shared.printing.spool import Spool
from shared.store.database import Database, Transaction
from shared.visits import facts
from shared.visits.model import PaperState
from shared.visits.paper import decide_printed

PRINTER_ACTOR = "printer"
PAPERS_PER_STEP_MAX = 20
TOLD_PER_STEP_MAX = 50
UNBUILDABLE = "unbuildable"
"""Why a ticket's paper failed, in the journal's words, when it never came to the printer."""

DONE = frozenset({JobState.SENT, JobState.CONFIRMED})

_log = get_log("papers")
T = TypeVar("T")


class Passage(Enum):
    """What became of the paper at the head of the line: it is out, it is out of the way, or nothing can go on now."""

    OUT = auto()
    ASIDE = auto()
    HALTED = auto()


class PrintDuty:
    """Runs on the printer's own lane; nothing else touches the device."""

    def __init__(
        self,
        database: Database,
        consequences: Consequences,
        spool: Spool,
        printer: Printer,
        profile: PrinterProfile,
        health: Health,
        clock: Clock,
    ) -> None:
        self._database = database
        self._consequences = consequences
        self._spool = spool
        self._printer = printer
        self._profile = profile
        self._health = health
        self._clock = clock
        self._told_upto: PrintJobId | None = None

    def recover(self) -> None:
        """After taking over, or a failure: papers that were being sent are uncertain; only a person can tell."""
        with self._database.transaction() as tx:
            for job in self._spool.recover(tx):
                self._tell_visit(tx, job)
        _made(warm_up)

    def step(self) -> int:
        """Print what is queued; returns how many papers were finished. Stops at a printer that cannot print.

        Nothing is sent between two steps: what then counts as being sent was left by a step that failed. However long
        the line is, only the papers of this step and those that joined since the last one are looked at.
        """
        if self._is_one_left():
            self.recover()
        finished = 0
        for _ in range(PAPERS_PER_STEP_MAX):
            passage = self._pass_next()
            if passage is Passage.HALTED:
                break
            finished += passage is Passage.OUT
        return finished

    def look(self) -> None:
        """Ask the printer how it is, while nothing prints."""
        self._health.report(PRINTER, self._printer.status().trouble)

    def _is_one_left(self) -> bool:
        with self._database.snapshot() as read:
            return self._spool.is_at_the_printer(read)

    def _pass_next(self) -> Passage:
        """Take the oldest paper through: its bytes first, then the claim, then the printer."""
        with self._database.snapshot() as read:
            head = self._spool.head(read)
        if head is None or not self._is_ready() or not is_due(head, self._clock.now()):
            return Passage.HALTED
        data = _made(lambda: build(head.printout, self._profile))
        job = self._admit(head, is_built=data is not None)
        if data is None or isinstance(job, Passage):
            return Passage.ASIDE if job is Passage.ASIDE else Passage.HALTED
        return self._send(job, data)

    def _is_ready(self) -> bool:
        trouble = self._printer.status().trouble
        self._health.report(PRINTER, trouble)
        if trouble is not None:
            self._tell_waiting(trouble)
        return trouble is None

    def _tell_waiting(self, trouble: Trouble) -> None:
        """Those in line learn once that the printer is away; a ticket that was told stays told until it is printed."""
        if not self._untold():
            return
        with self._database.transaction() as tx:
            untold = self._spool.queued_after(tx, self._told_upto, TOLD_PER_STEP_MAX)
            for job in untold:
                self._tell_failed(tx, job, trouble)
        self._told_upto = untold[-1].id if untold else self._told_upto

    def _untold(self) -> bool:
        with self._database.snapshot() as read:
            return bool(self._spool.queued_after(read, self._told_upto, 1))

    def _admit(self, head: PrintJob, *, is_built: bool) -> PrintJob | Passage:
        """To the printer, unless nobody wants it any more, it could not be built, or it changed meanwhile."""
        with self._database.transaction() as tx:
            if self._spool.get(tx, head.id) != head:
                return Passage.HALTED
            visit = first_paper.visit_of(tx, self._consequences, head)
            if visit is not None and not first_paper.is_wanted(visit):
                self._spool.cancel(tx, head.id)
                return Passage.ASIDE
            if not is_built:
                self._tell_failed(tx, self._spool.give_up(tx, head.id), UNBUILDABLE)
                return Passage.ASIDE
            job = self._spool.claim(tx, head)
            if job is not None and visit is not None:
                printing = facts.TicketPrinting(job.id, self._clock.now())
                self._consequences.record(tx, visit, [printing], PRINTER_ACTOR)
            return job or Passage.HALTED

    def _send(self, job: PrintJob, data: bytes) -> Passage:
        outcome = self._printer.send(data, lambda progress: self._report(job, progress))
        with self._database.transaction() as tx:
            job = self._spool.finish(tx, job.id, outcome)
            self._tell_visit(tx, job)
        if job.state in DONE:
            return Passage.OUT
        self._health.report(PRINTER, job.trouble)
        return Passage.HALTED

    def _report(self, job: PrintJob, progress: Progress) -> None:
        with self._database.transaction() as tx:
            self._spool.progress(tx, job.id, progress)
            if progress.blocked_by is not None:
                self._tell_failed(tx, job, progress.blocked_by)
        self._health.report(PRINTER, progress.blocked_by)

    def _tell_visit(self, tx: Transaction, job: PrintJob) -> None:
        if job.state in DONE:
            visit = first_paper.visit_of(tx, self._consequences, job)
            printed = decide_printed(visit, self._clock.now()) if visit is not None else None
            if visit is not None and printed is not None:
                self._consequences.record(tx, visit, [printed], PRINTER_ACTOR)
            return
        self._tell_failed(tx, job, job.trouble or job.state)

    def _tell_failed(self, tx: Transaction, job: PrintJob, cause: str) -> None:
        visit = first_paper.visit_of(tx, self._consequences, job)
        if visit is None or visit.ticket is None or visit.ticket.paper in {PaperState.ERROR, PaperState.PRINTED}:
            return
        failed = facts.TicketPrintFailed(job.id, cause, self._clock.now())
        self._consequences.record(tx, visit, [failed], PRINTER_ACTOR)


def _made(make: Callable[[], T]) -> T | None:
    """What comes of making bytes; None after a failure, which is logged.

    Whatever is wrong with one paper must not stop those behind it, nor the station's other work.
    """
    try:
        return make()
    except Exception:
        _log.exception("paper could not be built")
        return None
