"""A copy that is opened as a station: nothing that happened after the copy is repeated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from shared.bootstrap import _author
from shared.checkout.restoration import LABEL_EVERY, labels_to_skip
from shared.config import Paths
from shared.journal import hlc
from shared.kernel.ways import Method
from shared.printing.model import JobState
from shared.store.backup import back_up, is_copy
from shared.store.database import Database
from shared.store.failures import StoreFailure
from shared.visits.label_rows import label_counter, last_number
from shared.visits.model import VisitState
from tests.fakes.shop import ANA, NOON, Shop
from tests.faults.failing import COMMIT, FailingStore
from tests.faults.soundness import dump_of, unsound

STATEMENTS_MAX = 100


@pytest.fixture
def copied(tmp_path: Path) -> Iterator[Shop]:
    """A station that was copied once, and is replaced by that copy in `goes_back`."""
    opened = Shop(tmp_path / "home")
    yield opened
    assert unsound(opened.core) == []
    opened.closes()


def copy_of(shop: Shop) -> Path:
    return back_up(shop.core.database, shop.home.parent / "copy.sqlite")


def put_by_hand(shop: Shop, copy: Path) -> None:
    """Somebody closes the programs and puts the copy in the file's place, as one would with any document."""
    shop.core.close()
    database = Paths.of(shop.home).database
    for each in shop.home.glob(f"{database.name}*"):
        each.unlink()
    database.write_bytes(copy.read_bytes())


def goes_back(shop: Shop, copy: Path) -> None:
    """The same, and the station is opened again and goes on working."""
    put_by_hand(shop, copy)
    shop.core = shop._opened()
    shop.takes_over()


@pytest.mark.parametrize(
    ("unknown", "skipped"),
    [
        (timedelta(0), 100),
        (timedelta(seconds=19), 100),
        (timedelta(seconds=20), 101),
        (timedelta(hours=1), 280),
        (timedelta(hours=20), 3_700),
        (-timedelta(days=3), 100),
    ],
)
def test_more_labels_are_left_out_the_longer_nothing_is_known(unknown: timedelta, skipped: int) -> None:
    assert labels_to_skip(NOON, NOON + unknown) == skipped


def test_a_reading_of_the_logical_clock_says_its_moment() -> None:
    at = datetime(2026, 11, 22, 12, 30, 15, 250_000, tzinfo=UTC)
    assert hlc.moment(hlc.tick(hlc.at(at), at)) == at


def test_no_label_is_given_again(copied: Shop) -> None:
    copied.gets_ticket()
    copy = copy_of(copied)
    for _ in range(3):
        copied.clock.advance(LABEL_EVERY)
        copied.gets_ticket()
    given = copied.printed_labels()
    goes_back(copied, copy)
    assert given == ["A001", "A002", "A003", "A004"]
    assert copied.opens_visit().label == "A105"


def test_no_label_is_given_again_when_the_same_copy_is_put_back_twice(copied: Shop) -> None:
    copy = copy_of(copied)
    labels = []
    for _ in range(3):
        copied.clock.advance(timedelta(minutes=2))
        labels += [copied.opens_visit().label for _ in range(6)]
        goes_back(copied, copy)
    assert len(set(labels)) == len(labels)


def test_a_copy_of_yesterday_leaves_out_what_today_may_have_given(copied: Shop) -> None:
    copied.gets_ticket()
    copy = copy_of(copied)
    copied.clock.advance(timedelta(days=1))
    day_began = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    goes_back(copied, copy)
    skipped = labels_to_skip(day_began, NOON + timedelta(days=1))
    assert copied.opens_visit().label == f"A{skipped + 1}"
    with copied.core.database.snapshot() as read:
        assert last_number(read, label_counter("A", date(2026, 11, 22))) == 1


def test_it_is_the_same_station_in_a_new_epoch_and_the_original_stays_in_its_own(copied: Shop) -> None:
    before = copied.core.journal.author
    copy = copy_of(copied)
    copied.restarts()
    assert copied.core.journal.author == before
    goes_back(copied, copy)
    after = copied.core.journal.author
    assert (after.station, after.letter) == (before.station, before.letter)
    assert after.epoch != before.epoch
    copied.gets_ticket()


def test_it_begins_anew_once(copied: Shop) -> None:
    copied.gets_ticket()
    goes_back(copied, copy_of(copied))
    author, label = copied.core.journal.author, copied.opens_visit().label
    before = dump_of(copied.core.database)
    copied.restarts()
    assert copied.core.journal.author == author
    assert dump_of(copied.core.database) == before
    assert int(copied.opens_visit().label[1:]) == int(label[1:]) + 1


def test_papers_that_waited_are_for_a_person_to_judge(copied: Shop) -> None:
    at_the_printer, waiting = copied.opens_visit(), copied.opens_visit()
    for visit in (at_the_printer, waiting):
        copied.provider_reports_paid(visit)
    copied.dies_at_the_printer()
    copy = copy_of(copied)
    copied.core.print_duty.recover()
    copied.prints()
    assert copied.printed_labels() == [waiting.label]
    goes_back(copied, copy)
    assert [copied.jobs(each) for each in (at_the_printer, waiting)] == [[JobState.UNCERTAIN]] * 2
    copied.lets_time_pass(seconds=20)
    assert copied.printed_labels() == [waiting.label]
    assert [copied.state(each) for each in (at_the_printer, waiting)] == [VisitState.IN_QUEUE] * 2
    copied.core.papers.resolve_uncertain(copied.job(waiting).id, ANA, came_out=True)
    copied.core.papers.resolve_uncertain(copied.job(at_the_printer).id, ANA, came_out=False)
    copied.prints()
    assert copied.printed_labels() == [waiting.label, at_the_printer.label]


def test_a_code_that_was_paid_after_the_copy_is_asked_about_at_once(copied: Shop) -> None:
    visit = copied.pays_by_pix(copied.opens_visit())
    copy = copy_of(copied)
    copied.customer_pays(visit)
    put_by_hand(copied, copy)
    copied.core = copied._opened()
    copied.core.payment_duty.step()
    assert copied.visit(visit).ticket is not None


def test_a_code_that_was_made_after_the_copy_is_found_and_not_made_again(copied: Shop) -> None:
    visit = copied.chooses(copied.opens_visit(), Method.PIX)
    copy = copy_of(copied)
    copied.core.payment_duty.step()
    copied.customer_pays(visit)
    put_by_hand(copied, copy)
    copied.core = copied._opened()
    copied.core.payment_duty.step()
    assert (copied.asked("open"), copied.asked("find")) == (1, 1)
    assert copied.visit(visit).ticket is not None


def test_a_code_that_had_failed_before_the_copy_and_was_made_after_it_is_not_made_again(copied: Shop) -> None:
    copied.provider_is_unreachable()
    visit = copied.pays_by_pix(copied.opens_visit())
    copy = copy_of(copied)
    copied.provider_is_back()
    copied.core.payment_duty.step()
    copied.customer_pays(visit)
    opened = copied.asked("open")
    put_by_hand(copied, copy)
    copied.core = copied._opened()
    copied.core.payment_duty.step()
    assert copied.asked("open") == opened
    assert copied.visit(visit).ticket is not None


def test_a_code_that_was_never_made_is_made_after_looking_for_it(copied: Shop) -> None:
    visit = copied.chooses(copied.opens_visit(), Method.PIX)
    goes_back(copied, copy_of(copied))
    copied.lets_time_pass(seconds=30)
    assert copied.asked("find") == 1
    assert copied.visit(visit).charges[0].br_code is not None


def test_beginning_anew_happens_whole_or_not_at_all(copied: Shop) -> None:
    copied.provider_reports_paid(copied.opens_visit())
    copied.chooses(copied.opens_visit(), Method.PIX)
    put_by_hand(copied, copy_of(copied))
    database = Database(Paths.of(copied.home).database)
    store = FailingStore(database.writing_engine)
    before, number, is_done = dump_of(database), 0, False
    while not is_done:
        number += 1
        assert number < STATEMENTS_MAX
        with store.failing_at(number):
            try:
                _author(database, copied.settings, copied.clock, copied.ids)
                is_done = True
            except StoreFailure:
                assert dump_of(database) == before, f"after a failure at {number}"
    assert store.asked.count(COMMIT) == 1
    assert number > 8
    with database.snapshot() as read:
        assert not is_copy(read)
    database.close()
    copied.core = copied._opened()
