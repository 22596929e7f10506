"""The line of papers to print. Every method is a part of its caller's transaction or snapshot.

Whoever holds the printer's lease makes the bytes of the job at the head, claims it, commits that, sends, commits the
progress, and finishes the job; one that begins to hold the lease recovers what a dead holder left. Nothing is ever sent
twice without a person's word.
"""

from __future__ import annotations

from dataclasses import replace

from shared.kernel.clock import Clock
from shared.kernel.ids import Ids, PrintJobId, VisitId
from shared.printing import rows, rules
from shared.printing.model import (
    JobState,
    NoSuchJob,
    PrintJob,
    Printout,
    Progress,
    SendOutcome,
    WrongJobState,
)
from shared.store.database import Snapshot, Transaction

JobRefusal = NoSuchJob | WrongJobState


class Spool:
    """This station's print jobs."""

    def __init__(self, ids: Ids, clock: Clock) -> None:
        self._ids = ids
        self._clock = clock

    def enqueue(self, tx: Transaction, printout: Printout, visit_id: VisitId | None) -> PrintJob:
        """Ask for a paper; it is printed after those that were asked for before."""
        now = self._clock.now()
        job = PrintJob(
            id=PrintJobId(self._ids.new()),
            visit_id=visit_id,
            printout=printout,
            state=JobState.QUEUED,
            attempts=0,
            bytes_sent=0,
            trouble=None,
            created_at=now,
            updated_at=now,
        )
        rows.add(tx, job)
        return job

    def head(self, read: Snapshot) -> PrintJob | None:
        """The oldest queued job, due or not: the line keeps its order."""
        return rows.head(read)

    def claim(self, tx: Transaction, job: PrintJob) -> PrintJob | None:
        """Take a queued job, of which the bytes are ready, to the printer; commit before the first byte is sent.

        None when it is not as it was read any more, when another is at the printer, or until a job that was refused
        may be tried again (`rules.is_due`).
        """
        now = self._clock.now()
        is_free = job.state is JobState.QUEUED and rows.load(tx, job.id) == job and not self.is_at_the_printer(tx)
        return self._save(tx, rules.after_claim(job, now)) if is_free and rules.is_due(job, now) else None

    def give_up(self, tx: Transaction, job_id: PrintJobId) -> PrintJob:
        """Record that no bytes could be made of a queued job."""
        return self._save(tx, rules.after_build_failure(self._existing(tx, job_id), self._clock.now()))

    def progress(self, tx: Transaction, job_id: PrintJobId, progress: Progress) -> PrintJob:
        """Record how far a job is; the printer's report is to be committed at once."""
        return self._save(tx, rules.after_progress(self._existing(tx, job_id), progress, self._clock.now()))

    def finish(self, tx: Transaction, job_id: PrintJobId, outcome: SendOutcome) -> PrintJob:
        """Record what came of sending a job."""
        return self._save(tx, rules.after_send(self._existing(tx, job_id), outcome, self._clock.now()))

    def recover(self, tx: Transaction) -> tuple[PrintJob, ...]:
        """What a dead holder of the printer left there; only for the new holder, before its first claim."""
        now = self._clock.now()
        left = rows.in_states(tx, rules.AT_THE_PRINTER)
        return tuple(self._save(tx, rules.after_crash(job, now)) for job in left)

    def resolve_uncertain(self, tx: Transaction, job_id: PrintJobId, came_out: bool) -> PrintJob | JobRefusal:  # noqa: FBT001
        """A person says whether an uncertain paper came out; if not, it is printed again."""
        job = rows.load(tx, job_id)
        if job is None:
            return NoSuchJob(job_id)
        resolved = rules.after_answer(job, self._clock.now(), came_out=came_out)
        return resolved if isinstance(resolved, WrongJobState) else self._save(tx, resolved)

    def cancel(self, tx: Transaction, job_id: PrintJobId) -> PrintJob | JobRefusal:
        """Give up a job that is not at the printer."""
        job = rows.load(tx, job_id)
        if job is None:
            return NoSuchJob(job_id)
        cancelled = rules.after_cancel(job, self._clock.now())
        return cancelled if isinstance(cancelled, WrongJobState) else self._save(tx, cancelled)

    def forget_name(self, tx: Transaction, visit_id: VisitId) -> None:
        """Erase the customer's name from a visit's stored papers."""
        for job in rows.of_visit(tx, visit_id):
            rows.save(tx, replace(job, printout=rules.without_name(job.printout)))

    def get(self, read: Snapshot, job_id: PrintJobId) -> PrintJob | None:
        """One job, if it exists."""
        return rows.load(read, job_id)

    def of_visit(self, read: Snapshot, visit_id: VisitId) -> tuple[PrintJob, ...]:
        """A visit's jobs, oldest first."""
        return rows.of_visit(read, visit_id)

    def waiting(self, read: Snapshot) -> tuple[PrintJob, ...]:
        """Jobs that are queued or at the printer, oldest first."""
        return rows.in_states(read, rules.WAITING)

    def queued_after(self, read: Snapshot, job_id: PrintJobId | None, limit: int) -> tuple[PrintJob, ...]:
        """Queued jobs that were asked for after another one (None: from the first on), oldest first."""
        return rows.queued_after(read, job_id, limit)

    def is_at_the_printer(self, read: Snapshot) -> bool:
        """Whether a job is being sent, or waits at the printer."""
        return bool(rows.in_states(read, rules.AT_THE_PRINTER, limit=1))

    def needing_a_person(self, read: Snapshot) -> tuple[PrintJob, ...]:
        """Uncertain and failed jobs, oldest first."""
        return rows.in_states(read, rules.NEEDS_A_PERSON)

    def _existing(self, read: Snapshot, job_id: PrintJobId) -> PrintJob:
        job = rows.load(read, job_id)
        if job is None:
            raise LookupError(f"print job {job_id} was never enqueued")
        return job

    def _save(self, tx: Transaction, job: PrintJob) -> PrintJob:
        rows.save(tx, job)
        return job
