"""The line of papers: one that cannot be built stops nobody, and a long line costs a step no more than a short one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from shared.checkout.print_duty import TOLD_PER_STEP_MAX, Passage
from shared.printing import rows
from shared.printing.model import CANNOT_BE_BUILT, JobState, PrintJob, TicketPrintout, Trouble
from shared.printing.rules import RETRY_FIRST, RETRY_MAX
from shared.store.database import Database
from shared.visits.model import PaperState, Visit, VisitState
from tests.fakes.shop import ANA, Shop
from tests.shared.checkout.test_paper import paid

LONG = 250
QR_HOLDS_LESS = "x" * 5_000
VISIT_READ = "FROM visit"


def becomes_unprintable(shop: Shop, visit: Visit) -> PrintJob:
    """The visit's paper has a code that no QR symbol can hold."""
    job = shop.job(visit)
    assert isinstance(job.printout, TicketPrintout)
    spoilt = replace(job, printout=replace(job.printout, code=QR_HOLDS_LESS))
    with shop.core.database.transaction() as tx:
        rows.save(tx, spoilt)
    return spoilt


def paper_of(shop: Shop, visit: Visit) -> PaperState:
    ticket = shop.visit(visit).ticket
    assert ticket is not None
    return ticket.paper


def joins_the_line(shop: Shop, job: PrintJob, times: int) -> None:
    """The same first copy is asked for again and again."""
    with shop.core.database.transaction() as tx:
        for _ in range(times):
            shop.core.print_duty._spool.enqueue(tx, job.printout, job.visit_id)


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """What is asked of the file meanwhile, by writers and readers."""
    said: list[str] = []
    engines = (database.writing_engine, database._reading)

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


def test_a_paper_that_cannot_be_built_fails_by_itself(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    first, second = paid(shop), paid(shop)
    becomes_unprintable(shop, first)
    assert shop.prints() == 1
    (failed,), (printed,) = (shop.core.papers.jobs_of(each.id) for each in (first, second))
    assert (failed.state, failed.attempts, failed.trouble) == (JobState.FAILED, 0, CANNOT_BE_BUILT)
    assert (printed.state, shop.queue()) == (JobState.CONFIRMED, [second.label])
    assert (shop.state(first), shop.core.health.now().printer_trouble) == (VisitState.PRINT_ERROR, None)
    assert [record.levelname for record in caplog.records if record.name == "papers"] == ["ERROR"]
    shop.lets_time_pass(seconds=15)
    assert shop.queue() == [second.label, first.label], "paper keeps nobody out of the queue"


def test_a_paper_is_built_before_it_counts_as_being_sent(shop: Shop) -> None:
    visit = paid(shop)
    spoilt = becomes_unprintable(shop, visit)
    shop.prints()
    shop.restarts()
    assert shop.jobs(visit) == [JobState.FAILED], "no byte was sent: there is nothing to be uncertain about"
    assert isinstance(shop.core.papers.retry(spoilt.id, ANA), PrintJob)
    shop.prints()
    assert shop.jobs(visit) == [JobState.CANCELLED, JobState.FAILED]


@pytest.mark.parametrize("is_built", [True, False])
def test_a_paper_that_changed_while_it_was_built_is_built_anew(shop: Shop, *, is_built: bool) -> None:
    visit = paid(shop)
    as_read = shop.job(visit)
    becomes_unprintable(shop, visit)
    assert shop.core.print_duty._admit(as_read, is_built=is_built) is Passage.HALTED
    assert shop.jobs(visit) == [JobState.QUEUED]


def test_a_station_that_cannot_build_any_paper_still_takes_over(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = paid(shop)
    monkeypatch.setitem(sys.modules, "escpos.printer", None)
    shop.takes_over()
    assert shop.prints() == 0
    assert shop.jobs(visit) == [JobState.FAILED]


def test_the_paper_of_a_visit_that_ended_is_put_aside_when_its_turn_comes(shop: Shop) -> None:
    shop.fake_printer.trouble = Trouble.ABSENT
    served, waits = paid(shop), paid(shop)
    shop.lets_time_pass(seconds=20)
    shop.serves(served)
    shop.fake_printer.trouble = None
    assert shop.prints() == 1
    assert (shop.jobs(served), shop.printed_labels()) == ([JobState.CANCELLED], [waits.label])


@pytest.mark.parametrize("trouble", [None, Trouble.ABSENT])
def test_a_step_costs_the_same_however_long_the_line_is(shop: Shop, trouble: Trouble | None) -> None:
    visit = paid(shop)
    costs: list[tuple[int, int]] = []
    for waiting in (1, LONG):
        job = shop.job(visit)
        joins_the_line(shop, job, waiting - 1)
        shop.fake_printer.trouble = Trouble.ABSENT
        for _ in range(-(-LONG // TOLD_PER_STEP_MAX) + 1):
            shop.prints()
        shop.fake_printer.trouble, shop.fake_printer.lost_after = trouble, 0
        shop.clock.advance(RETRY_MAX)
        with statements(shop.core.database) as said:
            assert shop.prints() == 0
        costs.append((len(said), sum(VISIT_READ in each for each in said)))
    assert costs[0] == costs[1]


def test_a_refused_paper_costs_nothing_until_it_may_be_tried_again(shop: Shop) -> None:
    visit = paid(shop)
    shop.fake_printer.lost_after = 0
    shop.prints()
    shop.fake_printer.lost_after = shop.fake_printer.trouble = None
    shop.prints()  # says that the printer is well again
    with statements(shop.core.database) as said:
        assert shop.prints() == 0
    assert "BEGIN IMMEDIATE" not in said, "nobody who writes waits for a paper that waits"
    shop.clock.advance(RETRY_FIRST)
    assert (shop.prints(), shop.jobs(visit)) == (1, [JobState.CONFIRMED])


def test_a_ticket_that_came_out_is_not_told_that_the_printer_is_away(shop: Shop) -> None:
    visit = shop.gets_ticket()
    joins_the_line(shop, shop.job(visit), 1)
    shop.fake_printer.trouble = Trouble.ABSENT
    shop.prints()
    assert paper_of(shop, visit) is PaperState.PRINTED
    shop.fake_printer.trouble = None
    assert (shop.prints(), shop.jobs(visit)) == (0, [JobState.CONFIRMED, JobState.CANCELLED])


def test_each_waiting_ticket_is_told_once_that_the_printer_is_away(shop: Shop) -> None:
    shop.fake_printer.trouble = Trouble.ABSENT
    first = paid(shop)
    shop.prints()
    assert paper_of(shop, first) is PaperState.ERROR
    second = paid(shop)
    shop.prints()
    assert paper_of(shop, second) is PaperState.ERROR
    feed = shop.core.feed()
    shop.prints()
    assert feed.poll() is None, "what was told is not told again"
    feed.close()
    shop.restarts()
    third = paid(shop)
    shop.prints()
    assert [paper_of(shop, each) for each in (first, second, third)] == [PaperState.ERROR] * 3


def test_a_line_longer_than_one_telling_is_told_in_full(shop: Shop) -> None:
    shop.fake_printer.trouble = Trouble.ABSENT
    first = paid(shop)
    joins_the_line(shop, shop.job(first), LONG)
    last = paid(shop)
    for _ in range(6):
        assert paper_of(shop, last) is PaperState.NONE
        shop.prints()
    assert paper_of(shop, last) is PaperState.ERROR
