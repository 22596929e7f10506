"""The operator's side of paper: second copies, test pages, and papers that only a person can judge."""

from __future__ import annotations

from shared.checkout import first_paper
from shared.checkout.consequences import Consequences
from shared.checkout.outcomes import NothingToPrint, NotWantedAnyMore, StillToComeOut
from shared.checkout.printouts import Printouts
from shared.kernel.clock import Clock
from shared.kernel.ids import PrintJobId, VisitId
from shared.people.model import Operator, Permission
from shared.people.permissions import may
from shared.printing.model import JobState, PrintJob
from shared.printing.rules import WAITING
from shared.printing.spool import Spool
from shared.store.database import Database, Transaction
from shared.visits import facts
from shared.visits.model import Visit
from shared.visits.outcomes import NoSuchVisit, NotPermitted, VisitHeld
from shared.visits.paper import decide_printed


class Papers:
    """Each method is one use case and one transaction; the printer itself is driven by `PrintDuty`."""

    def __init__(
        self, database: Database, consequences: Consequences, spool: Spool, printouts: Printouts, clock: Clock
    ) -> None:
        self._database = database
        self._consequences = consequences
        self._spool = spool
        self._printouts = printouts
        self._clock = clock

    def reprint(
        self, visit_id: VisitId, by: Operator
    ) -> PrintJob | NotPermitted | NothingToPrint | StillToComeOut | NoSuchVisit | VisitHeld:
        """Ask for a second copy, marked as such; none while another paper of this ticket is still to come out."""
        if not may(by.role, Permission.REPRINT):
            return NotPermitted()
        with self._database.transaction() as tx:
            visit = self._consequences.load(tx, visit_id)
            if not isinstance(visit, Visit):
                return visit
            if visit.ticket is None:
                return NothingToPrint()
            if any(each.state in WAITING for each in self._spool.of_visit(tx, visit_id)):
                return StillToComeOut()
            job = self._spool.enqueue(tx, self._printouts.ticket(tx, visit, is_reprint=True), visit_id)
            reprinted = facts.TicketReprinted(job.id, by.id, self._clock.now())
            self._consequences.record(tx, visit, [reprinted], by.id)
            return job

    def print_test(self, by: Operator) -> PrintJob | NotPermitted:
        """Ask for a test page."""
        if not may(by.role, Permission.REPRINT):
            return NotPermitted()
        with self._database.transaction() as tx:
            return self._spool.enqueue(tx, self._printouts.test(), None)

    def resolve_uncertain(
        self, job_id: PrintJobId, by: Operator, *, came_out: bool
    ) -> PrintJob | NotPermitted | NothingToPrint | NotWantedAnyMore:
        """A person looked: the paper came out, or it did not and is printed again, if its ticket still needs it."""
        if not may(by.role, Permission.REPRINT):
            return NotPermitted()
        with self._database.transaction() as tx:
            job = self._spool.get(tx, job_id)
            if job is None or job.state is not JobState.UNCERTAIN:
                return NothingToPrint()
            if not came_out and self._is_set_aside(tx, job):
                return NotWantedAnyMore()
            resolved = self._spool.resolve_uncertain(tx, job_id, came_out)
            if came_out:
                self._tell_visit(tx, job, by)
            return resolved if isinstance(resolved, PrintJob) else NothingToPrint()

    def retry(self, job_id: PrintJobId, by: Operator) -> PrintJob | NotPermitted | NothingToPrint | NotWantedAnyMore:
        """Print a failed paper again, if its ticket still needs it."""
        if not may(by.role, Permission.REPRINT):
            return NotPermitted()
        with self._database.transaction() as tx:
            job = self._spool.get(tx, job_id)
            if job is None or job.state is not JobState.FAILED:
                return NothingToPrint()
            if self._is_set_aside(tx, job):
                return NotWantedAnyMore()
            self._spool.cancel(tx, job_id)
            return self._spool.enqueue(tx, job.printout, job.visit_id)

    def jobs_of(self, visit_id: VisitId) -> tuple[PrintJob, ...]:
        """Every paper of a visit, oldest first."""
        with self._database.snapshot() as read:
            return self._spool.of_visit(read, visit_id)

    def waiting(self) -> tuple[PrintJob, ...]:
        """Papers that are not out: queued, being sent, blocked, uncertain or failed."""
        with self._database.snapshot() as read:
            return (*self._spool.needing_a_person(read), *self._spool.waiting(read))

    def _is_set_aside(self, tx: Transaction, job: PrintJob) -> bool:
        """Nobody needs the paper any more: it is nobody's to judge either."""
        visit = first_paper.visit_of(tx, self._consequences, job)
        if visit is None or first_paper.is_wanted(visit):
            return False
        self._spool.cancel(tx, job.id)
        return True

    def _tell_visit(self, tx: Transaction, job: PrintJob, by: Operator) -> None:
        visit = first_paper.visit_of(tx, self._consequences, job)
        printed = decide_printed(visit, self._clock.now()) if visit is not None else None
        if visit is not None and printed is not None:
            self._consequences.record(tx, visit, [printed], by.id)
