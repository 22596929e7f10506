"""The printer's owner: sends one paper after another and tells each visit what became of its ticket."""

from __future__ import annotations

from collections.abc import Collection

from shared.checkout.consequences import Consequences
from shared.checkout.health import PRINTER, Health
from shared.kernel.clock import Clock
from shared.kernel.ids import VisitId
from shared.printing.model import JobState, Printer, PrintJob, Progress, TicketPrintout
from shared.printing.press import build
from shared.printing.profiles import PrinterProfile
from shared.printing.rules import AT_THE_PRINTER
from shared.printing.spool import Spool
from shared.store.database import Database, Transaction
from shared.visits import facts
from shared.visits.model import PaperState, Visit, VisitState
from shared.visits.paper import decide_printed
from shared.visits.ticket import visit_state

PRINTER_ACTOR = "printer"
PAPERS_PER_STEP_MAX = 20

DONE = frozenset({JobState.SENT, JobState.CONFIRMED})
ENDED = frozenset({VisitState.COMPLETED, VisitState.CANCELLED})


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

    def recover(self) -> None:
        """After taking over, or a failure: papers that were being sent are uncertain; only a person can tell."""
        with self._database.transaction() as tx:
            for job in self._spool.recover(tx):
                self._tell_visit(tx, job)

    def step(self) -> int:
        """Print what is queued; returns how many papers were finished. Stops at a printer that cannot print.

        Nothing is sent between two steps: what then counts as being sent was left by a step that failed.
        """
        if self._has_any(AT_THE_PRINTER):
            self.recover()
        finished = 0
        while finished < PAPERS_PER_STEP_MAX:
            if not self._has_any({JobState.QUEUED}) or not self._is_ready():
                return finished
            job = self._claim()
            if job is None:
                return finished
            data = build(job.printout, self._profile)
            outcome = self._printer.send(data, lambda progress, job=job: self._report(job, progress))  # type: ignore[misc]
            with self._database.transaction() as tx:
                job = self._spool.finish(tx, job.id, outcome)
                self._tell_visit(tx, job)
            if job.state not in DONE:
                self._health.report(PRINTER, job.trouble)
                return finished
            finished += 1
        return finished

    def look(self) -> None:
        """Ask the printer how it is, while nothing prints."""
        self._health.report(PRINTER, self._printer.status().trouble)

    def _has_any(self, states: Collection[JobState]) -> bool:
        with self._database.snapshot() as read:
            return any(job.state in states for job in self._spool.waiting(read))

    def _is_ready(self) -> bool:
        trouble = self._printer.status().trouble
        self._health.report(PRINTER, trouble)
        if trouble is not None:
            with self._database.transaction() as tx:
                for job in self._spool.waiting(tx):
                    self._tell_failed(tx, job, trouble)
        return trouble is None

    def _claim(self) -> PrintJob | None:
        with self._database.transaction() as tx:
            self._drop_unwanted(tx)
            job = self._spool.claim(tx)
            if job is None:
                return None
            visit = self._first_paper_of(tx, job)
            if visit is not None:
                printing = facts.TicketPrinting(job.id, self._clock.now())
                self._consequences.record(tx, visit, [printing], PRINTER_ACTOR)
            return job

    def _drop_unwanted(self, tx: Transaction) -> None:
        """Not printed any more: tickets that ended while the printer was away, or that another station printed."""
        for job in self._spool.waiting(tx):
            if job.state is JobState.QUEUED:
                visit = self._first_paper_of(tx, job)
                if visit is not None and not _is_wanted(visit):
                    self._spool.cancel(tx, job.id)

    def _report(self, job: PrintJob, progress: Progress) -> None:
        with self._database.transaction() as tx:
            self._spool.progress(tx, job.id, progress)
            if progress.blocked_by is not None:
                self._tell_failed(tx, job, progress.blocked_by)
        self._health.report(PRINTER, progress.blocked_by)

    def _tell_visit(self, tx: Transaction, job: PrintJob) -> None:
        if job.state in DONE:
            visit = self._first_paper_of(tx, job)
            printed = decide_printed(visit, self._clock.now()) if visit is not None else None
            if visit is not None and printed is not None:
                self._consequences.record(tx, visit, [printed], PRINTER_ACTOR)
            return
        self._tell_failed(tx, job, job.trouble or job.state)

    def _tell_failed(self, tx: Transaction, job: PrintJob, cause: str) -> None:
        visit = self._first_paper_of(tx, job)
        if visit is None or visit.ticket is None or visit.ticket.paper in {PaperState.ERROR, PaperState.PRINTED}:
            return
        failed = facts.TicketPrintFailed(job.id, cause, self._clock.now())
        self._consequences.record(tx, visit, [failed], PRINTER_ACTOR)

    def _first_paper_of(self, tx: Transaction, job: PrintJob) -> Visit | None:
        """The visit whose ticket this is; None for reprints and test pages, which move nothing."""
        is_ticket = isinstance(job.printout, TicketPrintout) and not job.printout.is_reprint
        if not is_ticket or job.visit_id is None:
            return None
        visit = self._consequences.load(tx, VisitId(job.visit_id))
        return visit if isinstance(visit, Visit) else None


def _is_wanted(visit: Visit) -> bool:
    is_printed = visit.ticket is not None and visit.ticket.paper is PaperState.PRINTED
    return not is_printed and visit_state(visit) not in ENDED
