"""The line of papers on a real SQLite file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path

import pytest
from sqlalchemy import exc, text

from shared.kernel.clock import ManualClock
from shared.kernel.ids import PrintJobId, SeededIds, VisitId
from shared.printing import rows
from shared.printing.model import (
    CANNOT_BE_BUILT,
    Confirmed,
    JobState,
    NoSuchJob,
    PrinterNotReady,
    PrintJob,
    Printout,
    Progress,
    SendInterrupted,
    SendOutcome,
    Sent,
    Trouble,
    WrongJobState,
)
from shared.printing.rules import ATTEMPTS_MAX
from shared.printing.spool import Spool
from shared.store.database import Database
from shared.store.failures import StoreFailure
from shared.store.migrations import statements
from tests.shared.printing.samples import TEST_PAGE, TICKET

VISIT = VisitId("v1")


class Shop:
    """A spool and its file, one transaction per step, as checkout drives it."""

    def __init__(self, file: Path) -> None:
        self.clock = ManualClock(datetime(2026, 3, 2, 12, 0, tzinfo=UTC))
        self.spool = Spool(SeededIds(7), self.clock)
        self.database = Database(file)
        with self.database.transaction() as tx:
            for statement in statements(
                resources.files("shared.store").joinpath("steps", "0005_printing.sql").read_text("utf-8")
            ):
                tx.execute(text(statement))

    def asks_for(self, printout: Printout = TICKET, visit: VisitId | None = VISIT) -> PrintJob:
        with self.database.transaction() as tx:
            return self.spool.enqueue(tx, printout, visit)

    def claims(self) -> PrintJob | None:
        with self.database.transaction() as tx:
            head = self.spool.head(tx)
            return None if head is None else self.spool.claim(tx, head)

    def is_sending(self) -> PrintJob:
        self.asks_for()
        job = self.claims()
        assert job is not None
        return job

    def hears(self, job: PrintJob, progress: Progress) -> PrintJob:
        with self.database.transaction() as tx:
            return self.spool.progress(tx, job.id, progress)

    def finishes(self, job: PrintJob, outcome: SendOutcome) -> PrintJob:
        with self.database.transaction() as tx:
            return self.spool.finish(tx, job.id, outcome)

    def restarts(self) -> tuple[PrintJob, ...]:
        with self.database.transaction() as tx:
            return self.spool.recover(tx)

    def stored(self, job: PrintJob) -> PrintJob:
        with self.database.snapshot() as read:
            found = self.spool.get(read, job.id)
        assert found is not None
        return found


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    opened = Shop(tmp_path / "vez.sqlite")
    yield opened
    opened.database.close()


def test_a_job_is_stored_as_it_was_asked_for(shop: Shop) -> None:
    for printout in (TICKET, replace(TICKET, customer_name=None, extras=(), is_reprint=True), TEST_PAGE):
        job = shop.asks_for(printout)
        assert shop.stored(job) == job
        assert job.printout == printout


def test_papers_come_out_in_the_order_they_were_asked_for(shop: Shop) -> None:
    asked = [shop.asks_for().id for _ in range(5)]
    printed = []
    while (job := shop.claims()) is not None:
        shop.finishes(job, Sent())
        printed.append(job.id)
    assert printed == asked


def test_only_one_paper_is_at_the_printer(shop: Shop) -> None:
    shop.asks_for()
    job = shop.is_sending()
    assert (job.state, job.attempts) == (JobState.SENDING, 1)
    assert shop.claims() is None
    shop.hears(job, Progress(0, Trouble.PAPER_END))
    assert shop.claims() is None
    shop.finishes(job, Confirmed())
    assert shop.claims() is not None


def test_a_paper_that_changed_since_its_bytes_were_made_is_not_claimed(shop: Shop) -> None:
    built = shop.asks_for()
    with shop.database.transaction() as tx:
        shop.spool.forget_name(tx, VISIT)
        assert shop.spool.claim(tx, built) is None
        shop.spool.cancel(tx, built.id)
        assert shop.spool.claim(tx, built) is None
    assert shop.stored(built).state is JobState.CANCELLED


def test_only_a_queued_paper_is_given_up(shop: Shop) -> None:
    sending, queued = shop.is_sending(), shop.asks_for()
    with shop.database.transaction() as tx:
        assert shop.spool.give_up(tx, sending.id) == sending
        given_up = shop.spool.give_up(tx, queued.id)
    assert (given_up.state, given_up.trouble, given_up.attempts) == (JobState.FAILED, CANNOT_BE_BUILT, 0)
    assert shop.stored(queued) == given_up


def test_the_line_is_read_from_any_place_on(shop: Shop) -> None:
    first, *others = (shop.asks_for() for _ in range(4))
    shop.finishes(shop.claims() or first, Sent())
    with shop.database.snapshot() as read:
        assert shop.spool.queued_after(read, None, 9) == tuple(others)
        assert shop.spool.queued_after(read, first.id, 9) == tuple(others)
        assert shop.spool.queued_after(read, others[0].id, 1) == (others[1],)
        assert shop.spool.queued_after(read, others[2].id, 9) == ()


def test_the_file_itself_refuses_a_second_paper_at_the_printer(shop: Shop) -> None:
    shop.is_sending()
    second = shop.asks_for()
    with pytest.raises((StoreFailure, exc.IntegrityError)), shop.database.transaction() as tx:
        rows.save(tx, replace(second, state=JobState.BLOCKED))


def test_progress_and_outcome_are_kept(shop: Shop) -> None:
    job = shop.is_sending()
    shop.clock.advance(timedelta(seconds=1))
    shop.hears(job, Progress(4096, Trouble.COVER_OPEN))
    stored = shop.stored(job)
    assert (stored.state, stored.bytes_sent, stored.trouble) == (JobState.BLOCKED, 4096, "cover_open")
    assert stored.updated_at == shop.clock.now()
    shop.hears(job, Progress(5000, None))
    assert shop.stored(job).state is JobState.SENDING
    shop.finishes(job, Confirmed())
    assert shop.stored(job).state is JobState.CONFIRMED


def test_a_refused_paper_waits_its_pause_at_the_head_of_the_line(shop: Shop) -> None:
    job = shop.is_sending()
    behind = shop.asks_for()
    for _ in range(ATTEMPTS_MAX):
        assert shop.finishes(job, PrinterNotReady(Trouble.ABSENT)).attempts <= ATTEMPTS_MAX
        assert shop.stored(behind).attempts == 0
        if shop.stored(job).state is JobState.FAILED:
            break
        assert shop.claims() is None
        shop.clock.advance(timedelta(seconds=30))
        again = shop.claims()
        assert again is not None
        assert again.id == job.id
    assert shop.stored(job).state is JobState.FAILED
    following = shop.claims()
    assert following is not None
    assert following.id == behind.id


def test_after_a_crash_nothing_is_printed_twice_without_a_persons_word(shop: Shop) -> None:
    job = shop.is_sending()
    assert [each.state for each in shop.restarts()] == [JobState.UNCERTAIN]
    assert shop.claims() is None
    assert shop.restarts() == ()
    with shop.database.transaction() as tx:
        resolved = shop.spool.resolve_uncertain(tx, job.id, came_out=False)
    assert isinstance(resolved, PrintJob)
    again = shop.claims()
    assert again is not None
    assert again.id == job.id


def test_after_a_crash_at_byte_0_the_paper_is_printed(shop: Shop) -> None:
    job = shop.is_sending()
    shop.hears(job, Progress(0, Trouble.PAPER_END))
    assert [each.state for each in shop.restarts()] == [JobState.QUEUED]
    shop.clock.advance(timedelta(seconds=2))
    assert shop.claims() is not None


def test_a_sender_that_was_thought_dead_still_brings_good_news(shop: Shop) -> None:
    job = shop.is_sending()
    shop.restarts()
    assert shop.finishes(job, Confirmed()).state is JobState.CONFIRMED


def test_a_person_may_say_that_it_came_out(shop: Shop) -> None:
    job = shop.is_sending()
    shop.finishes(job, SendInterrupted(Trouble.DISCONNECTED, 300))
    with shop.database.transaction() as tx:
        assert isinstance(shop.spool.resolve_uncertain(tx, job.id, came_out=True), PrintJob)
        assert shop.spool.resolve_uncertain(tx, job.id, came_out=True) == WrongJobState(JobState.CONFIRMED)
    assert shop.claims() is None


def test_a_queued_paper_can_be_cancelled_and_one_at_the_printer_cannot(shop: Shop) -> None:
    sending, queued = shop.is_sending(), shop.asks_for()
    with shop.database.transaction() as tx:
        assert shop.spool.cancel(tx, sending.id) == WrongJobState(JobState.SENDING)
        assert isinstance(shop.spool.cancel(tx, queued.id), PrintJob)
    assert shop.stored(queued).state is JobState.CANCELLED


def test_unknown_jobs_are_refused_to_people_and_a_bug_to_the_sender(shop: Shop) -> None:
    nobody = PrintJobId("nobody")
    with shop.database.transaction() as tx:
        assert shop.spool.cancel(tx, nobody) == NoSuchJob(nobody)
        assert shop.spool.resolve_uncertain(tx, nobody, came_out=True) == NoSuchJob(nobody)
        assert shop.spool.get(tx, nobody) is None
        with pytest.raises(LookupError):
            shop.spool.finish(tx, nobody, Sent())


def test_jobs_are_found_by_visit_and_by_what_they_wait_for(shop: Shop) -> None:
    first, other = shop.asks_for(), shop.asks_for(visit=VisitId("v2"))
    page = shop.asks_for(TEST_PAGE, None)
    second = shop.asks_for()
    claimed = shop.claims()
    assert claimed is not None
    shop.finishes(claimed, SendInterrupted(Trouble.DISCONNECTED, 1))
    with shop.database.snapshot() as read:
        assert [job.id for job in shop.spool.of_visit(read, VISIT)] == [first.id, second.id]
        assert [job.id for job in shop.spool.waiting(read)] == [other.id, page.id, second.id]
        assert [job.id for job in shop.spool.needing_a_person(read)] == [first.id]


def test_a_forgotten_customer_is_forgotten_in_every_paper(shop: Shop) -> None:
    mine, other = shop.asks_for(), shop.asks_for(visit=VisitId("v2"))
    with shop.database.transaction() as tx:
        shop.spool.forget_name(tx, VISIT)
        raw = tx.execute(text("SELECT printout FROM print_job WHERE visit_id = 'v1'")).scalar_one()
    assert "Ana" not in raw
    assert shop.stored(mine).printout == replace(TICKET, customer_name=None)
    assert shop.stored(other).printout == TICKET


def test_the_table_refuses_what_is_no_state(shop: Shop) -> None:
    shop.asks_for()
    with pytest.raises((StoreFailure, exc.IntegrityError)), shop.database.transaction() as tx:
        tx.execute(text("UPDATE print_job SET state = 'lost'"))


def test_a_transaction_that_fails_leaves_no_job(shop: Shop) -> None:
    class PowerCut(Exception):
        pass

    def enqueue_and_fail() -> None:
        with shop.database.transaction() as tx:
            shop.spool.enqueue(tx, TICKET, VISIT)
            raise PowerCut

    with pytest.raises(PowerCut):
        enqueue_and_fail()
    assert shop.claims() is None
