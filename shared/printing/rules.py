"""What becomes of a print job: pure decisions over its state. The caller says what time it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from shared.printing.model import (
    CANNOT_BE_BUILT,
    Confirmed,
    JobState,
    PrinterNotReady,
    PrintJob,
    Printout,
    Progress,
    SendInterrupted,
    SendOutcome,
    Sent,
    TestPrintout,
    TicketPrintout,
    WrongJobState,
)

ATTEMPTS_MAX = 6
RETRY_FIRST = timedelta(seconds=2)
RETRY_MAX = timedelta(seconds=30)

AT_THE_PRINTER = frozenset({JobState.SENDING, JobState.BLOCKED})
WAITING = frozenset({JobState.QUEUED, *AT_THE_PRINTER})
NEEDS_A_PERSON = frozenset({JobState.UNCERTAIN, JobState.FAILED})
CANCELLABLE = frozenset({JobState.QUEUED, *NEEDS_A_PERSON})


def is_due(job: PrintJob, now: datetime) -> bool:
    """May a queued job be tried: at once the first time, then 2, 4, 8, 16 and 30 seconds after each refusal.

    A pause that ends further ahead than any could (the clock was set back) counts as over.
    """
    if job.attempts == 0:
        return True
    pause = min(RETRY_FIRST * (1 << min(job.attempts - 1, ATTEMPTS_MAX)), RETRY_MAX)
    left = job.updated_at + pause - now
    return not timedelta(0) < left <= RETRY_MAX


def after_claim(job: PrintJob, now: datetime) -> PrintJob:
    """The job is the printer's now: from here on its bytes may reach the paper."""
    return replace(job, state=JobState.SENDING, attempts=job.attempts + 1, bytes_sent=0, trouble=None, updated_at=now)


def after_build_failure(job: PrintJob, now: datetime) -> PrintJob:
    """No bytes could be made of a queued job: nothing was sent, and trying again by itself would not help."""
    if job.state is not JobState.QUEUED:
        return job
    return replace(job, state=JobState.FAILED, trouble=CANNOT_BE_BUILT, updated_at=now)


def after_progress(job: PrintJob, progress: Progress, now: datetime) -> PrintJob:
    """How far a job at the printer is; a job that is no longer there stays as it is."""
    if job.state not in AT_THE_PRINTER:
        return job
    blocked_by = progress.blocked_by
    return replace(
        job,
        state=JobState.BLOCKED if blocked_by else JobState.SENDING,
        bytes_sent=progress.bytes_sent,
        trouble=blocked_by.value if blocked_by else None,
        updated_at=now,
    )


def after_send(job: PrintJob, outcome: SendOutcome, now: datetime) -> PrintJob:
    """What the printer's answer makes of the job.

    A job declared uncertain while its sender still lived is corrected by good news only; any other state was chosen
    by a person in the meantime, and stands.
    """
    if job.state not in (*AT_THE_PRINTER, JobState.UNCERTAIN):
        return job
    match outcome:
        case Sent():
            return replace(job, state=JobState.SENT, trouble=None, updated_at=now)
        case Confirmed():
            return replace(job, state=JobState.CONFIRMED, trouble=None, updated_at=now)
        case SendInterrupted(trouble, bytes_sent):
            return replace(job, state=JobState.UNCERTAIN, bytes_sent=bytes_sent, trouble=trouble.value, updated_at=now)
        case PrinterNotReady(trouble):
            if job.state is JobState.UNCERTAIN:
                return job
            state = JobState.FAILED if job.attempts >= ATTEMPTS_MAX else JobState.QUEUED
            return replace(job, state=state, bytes_sent=0, trouble=trouble.value, updated_at=now)
        case _:
            assert_never(outcome)


def after_crash(job: PrintJob, now: datetime) -> PrintJob:
    """The sender died. Blocked at byte 0 nothing had been sent; otherwise only a person can tell."""
    if job.state not in AT_THE_PRINTER:
        return job
    if job.state is JobState.BLOCKED and job.bytes_sent == 0:
        return replace(job, state=JobState.QUEUED, updated_at=now)
    return replace(job, state=JobState.UNCERTAIN, updated_at=now)


def after_answer(job: PrintJob, now: datetime, *, came_out: bool) -> PrintJob | WrongJobState:
    """A person looked: an uncertain paper came out, or it did not and is printed as if for the first time."""
    if job.state is not JobState.UNCERTAIN:
        return WrongJobState(job.state)
    if came_out:
        return replace(job, state=JobState.CONFIRMED, trouble=None, updated_at=now)
    return replace(job, state=JobState.QUEUED, attempts=0, bytes_sent=0, trouble=None, updated_at=now)


def after_cancel(job: PrintJob, now: datetime) -> PrintJob | WrongJobState:
    """Nobody wants the paper any more. What is at the printer, or out of it, cannot be cancelled."""
    if job.state not in CANCELLABLE:
        return WrongJobState(job.state)
    return replace(job, state=JobState.CANCELLED, updated_at=now)


def as_reprint(printout: TicketPrintout, printed_at: datetime) -> TicketPrintout:
    """The same ticket as a second copy; `printed_at` is shop-local."""
    return replace(printout, is_reprint=True, printed_at=printed_at)


def without_name(printout: Printout) -> Printout:
    """The same paper without the customer's name, for when it must be forgotten."""
    match printout:
        case TicketPrintout():
            return replace(printout, customer_name=None)
        case TestPrintout():
            return printout
        case _:
            assert_never(printout)
