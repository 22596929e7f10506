from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.kernel.ids import PrintJobId
from shared.printing.model import (
    Confirmed,
    JobState,
    PrinterNotReady,
    PrintJob,
    Progress,
    SendInterrupted,
    SendOutcome,
    Sent,
    Trouble,
    WrongJobState,
)
from shared.printing.rules import (
    ATTEMPTS_MAX,
    after_answer,
    after_cancel,
    after_claim,
    after_crash,
    after_progress,
    after_send,
    as_reprint,
    is_due,
    without_name,
)
from tests.shared.printing.samples import AT, TEST_PAGE, TICKET

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
JOB = PrintJob(PrintJobId("j"), None, TICKET, JobState.QUEUED, 0, 0, None, NOW, NOW)

S = JobState
LOST = SendInterrupted(Trouble.DISCONNECTED, 99)
REFUSED = PrinterNotReady(Trouble.ABSENT)


def in_state(state: JobState, attempts: int = 1) -> PrintJob:
    return replace(JOB, state=state, attempts=attempts)


@pytest.mark.parametrize("state", list(JobState))
@pytest.mark.parametrize("outcome", [Sent(), Confirmed(), REFUSED, LOST], ids=lambda each: type(each).__name__)
def test_every_outcome_in_every_state(state: JobState, outcome: SendOutcome) -> None:
    at_the_printer = {Sent: S.SENT, Confirmed: S.CONFIRMED, PrinterNotReady: S.QUEUED, SendInterrupted: S.UNCERTAIN}
    late_news = {Sent: S.SENT, Confirmed: S.CONFIRMED, PrinterNotReady: S.UNCERTAIN, SendInterrupted: S.UNCERTAIN}
    expected = {S.SENDING: at_the_printer, S.BLOCKED: at_the_printer, S.UNCERTAIN: late_news}
    after = after_send(in_state(state), outcome, NOW)
    assert after.state is expected.get(state, {}).get(type(outcome), state)


def test_a_refused_job_is_tried_again_until_it_has_failed() -> None:
    job = JOB
    for attempt in range(1, ATTEMPTS_MAX + 1):
        assert job.state is JobState.QUEUED
        job = after_send(after_claim(job, NOW), REFUSED, NOW)
        assert job.attempts == attempt
        assert job.trouble == "absent"
    assert job.state is JobState.FAILED


@pytest.mark.parametrize(("attempts", "seconds"), [(0, 0), (1, 2), (2, 4), (3, 8), (4, 16), (5, 30), (50, 30)])
def test_each_refusal_is_answered_with_a_longer_pause(attempts: int, seconds: int) -> None:
    job = in_state(JobState.QUEUED, attempts)
    due = NOW + timedelta(seconds=seconds)
    assert is_due(job, due)
    assert seconds == 0 or not is_due(job, due - timedelta(milliseconds=1))


def test_a_clock_set_back_does_not_stop_the_printing() -> None:
    assert is_due(in_state(JobState.QUEUED, 3), NOW - timedelta(hours=2))


def test_an_interrupted_job_keeps_what_is_known() -> None:
    after = after_send(in_state(JobState.SENDING), LOST, NOW)
    assert (after.state, after.bytes_sent, after.trouble) == (JobState.UNCERTAIN, 99, "disconnected")


@pytest.mark.parametrize("state", list(JobState))
def test_progress_moves_only_a_job_at_the_printer(state: JobState) -> None:
    blocked = after_progress(in_state(state), Progress(7, Trouble.PAPER_END), NOW)
    going = after_progress(in_state(state), Progress(7, None), NOW)
    if state in (JobState.SENDING, JobState.BLOCKED):
        assert (blocked.state, blocked.bytes_sent, blocked.trouble) == (JobState.BLOCKED, 7, "paper_end")
        assert (going.state, going.bytes_sent, going.trouble) == (JobState.SENDING, 7, None)
    else:
        assert blocked == going == in_state(state)


@pytest.mark.parametrize(
    ("state", "bytes_sent", "expected"),
    [
        (S.SENDING, 0, S.UNCERTAIN),
        (S.SENDING, 5, S.UNCERTAIN),
        (S.BLOCKED, 0, S.QUEUED),
        (S.BLOCKED, 5, S.UNCERTAIN),
        (S.QUEUED, 0, S.QUEUED),
        (S.SENT, 5, S.SENT),
        (S.CONFIRMED, 5, S.CONFIRMED),
        (S.UNCERTAIN, 5, S.UNCERTAIN),
        (S.FAILED, 0, S.FAILED),
        (S.CANCELLED, 0, S.CANCELLED),
    ],
)
def test_a_crash_leaves_no_job_that_might_be_printed_twice(
    state: JobState, bytes_sent: int, expected: JobState
) -> None:
    assert after_crash(replace(in_state(state), bytes_sent=bytes_sent), NOW).state is expected


@pytest.mark.parametrize("state", list(JobState))
def test_a_person_answers_only_for_uncertain_papers(state: JobState) -> None:
    yes, no = (after_answer(in_state(state), NOW, came_out=answer) for answer in (True, False))
    if state is JobState.UNCERTAIN:
        assert isinstance(yes, PrintJob)
        assert isinstance(no, PrintJob)
        assert (yes.state, no.state, no.attempts) == (JobState.CONFIRMED, JobState.QUEUED, 0)
    else:
        assert yes == no == WrongJobState(state)


@pytest.mark.parametrize("state", list(JobState))
def test_what_is_at_the_printer_or_out_of_it_is_not_cancelled(state: JobState) -> None:
    after = after_cancel(in_state(state), NOW)
    if state in (JobState.QUEUED, JobState.UNCERTAIN, JobState.FAILED):
        assert isinstance(after, PrintJob)
        assert after.state is JobState.CANCELLED
    else:
        assert after == WrongJobState(state)


def test_a_reprint_is_the_same_ticket_marked_and_dated() -> None:
    later = AT + timedelta(hours=1)
    copy = as_reprint(TICKET, later)
    assert copy == replace(TICKET, is_reprint=True, printed_at=later)


def test_a_forgotten_customer_has_no_name_on_stored_papers() -> None:
    assert without_name(TICKET) == replace(TICKET, customer_name=None)
    assert without_name(TEST_PAGE) == TEST_PAGE
