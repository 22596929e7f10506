"""The outbox of money to give back: of two callers one asks, and what has ended stays ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.kernel.clock import ManualClock
from shared.kernel.ids import IntentId, OperatorId, RefundId, VisitId
from shared.kernel.money import Money
from shared.payments.cadence import AFTER_MOST, DAILY, POLL_FIRST, SLOW_FOR, next_poll
from shared.payments.model import ChargeRef, Refund
from shared.payments.refund_rows import RefundState, WantedRefund
from shared.payments.refunds import ALIKE_WAIT, LOST_FOR, Refunds
from shared.store.database import Database, Transaction
from shared.store.migrations import migrate

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
ID = RefundId("a" * 32)
WANTED = Refund(ID, ChargeRef(IntentId("1" * 32), "pay_1", Money(18_000)), "pay_1", Money(250), "Senha A042")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
def tx(tmp_path: Path) -> Iterator[Transaction]:
    database = Database(tmp_path / "vez.sqlite")
    migrate(database, tmp_path / "backups")
    with database.transaction() as tx:
        yield tx
    database.close()


@pytest.fixture
def refunds(tx: Transaction, clock: ManualClock) -> Refunds:
    made = Refunds(clock)
    made.add(tx, WANTED, VisitId("visit-1"), "asaas", OperatorId("ana"))
    return made


def begun(refunds: Refunds, tx: Transaction) -> WantedRefund:
    before = refunds.begin(tx, ID)
    assert before is not None
    return before


def stands(refunds: Refunds, tx: Transaction) -> tuple[RefundState, datetime | None, int]:
    found = refunds.get(tx, ID)
    assert found is not None
    return found.state, found.next_ask_at, found.failures


def test_what_was_added_is_due_at_once_and_is_what_was_wanted(refunds: Refunds, tx: Transaction) -> None:
    (due,) = refunds.due(tx, NOW)
    assert due.wanted == WANTED
    assert (due.by, due.provider, due.visit_id) == ("ana", "asaas", "visit-1")
    assert refunds.due(tx, NOW - timedelta(seconds=1)) == ()


def test_of_two_callers_one_asks_until_the_call_must_have_ended(
    refunds: Refunds, tx: Transaction, clock: ManualClock
) -> None:
    begun(refunds, tx)
    assert refunds.begin(tx, ID) is None
    assert refunds.begin(tx, RefundId("f" * 32)) is None
    clock.advance(LOST_FOR)
    assert begun(refunds, tx).state is RefundState.ASKED


def test_nothing_that_reached_nobody_counts_as_asked(refunds: Refunds, tx: Transaction, clock: ManualClock) -> None:
    refunds.missed(tx, begun(refunds, tx), "down")
    assert stands(refunds, tx) == (RefundState.TO_ASK, NOW + timedelta(seconds=1), 1)
    clock.advance(timedelta(seconds=1))
    refunds.missed(tx, begun(refunds, tx), "rate_limited", timedelta(hours=1))
    assert stands(refunds, tx) == (RefundState.TO_ASK, clock.now() + timedelta(hours=1), 2)


def test_a_lost_question_is_asked_no_more_often_for_being_woken(
    refunds: Refunds, tx: Transaction, clock: ManualClock
) -> None:
    refunds.lost(tx, begun(refunds, tx), "ReadTimeout")
    assert refunds.wake(tx) == 0
    assert stands(refunds, tx) == (RefundState.ASKED, NOW + LOST_FOR, 1)
    clock.jump(-timedelta(days=1))
    assert refunds.wake(tx) == 1
    assert stands(refunds, tx)[1] == clock.now() + LOST_FOR


def test_what_is_pending_is_woken_and_stays_pending_when_nobody_answers(
    refunds: Refunds, tx: Transaction, clock: ManualClock
) -> None:
    refunds.pending(tx, begun(refunds, tx))
    assert stands(refunds, tx) == (RefundState.PENDING, NOW + POLL_FIRST, 0)
    assert refunds.wake(tx) == 1
    refunds.lost(tx, begun(refunds, tx), "ReadTimeout")
    assert stands(refunds, tx)[0] is RefundState.PENDING
    clock.advance(LOST_FOR)
    refunds.missed(tx, begun(refunds, tx), "down")
    assert stands(refunds, tx)[0] is RefundState.PENDING


@pytest.mark.parametrize("state", [RefundState.DONE, RefundState.REFUSED])
def test_what_has_ended_stays_ended(refunds: Refunds, tx: Transaction, clock: ManualClock, state: RefundState) -> None:
    before = begun(refunds, tx)
    refunds.end(tx, ID, state, "x")
    refunds.pending(tx, before)
    refunds.lost(tx, before, "x")
    refunds.missed(tx, before, "x")
    refunds.end(tx, ID, RefundState.DONE if state is RefundState.REFUSED else RefundState.REFUSED)
    assert stands(refunds, tx) == (state, None, 0)
    clock.advance(timedelta(days=1))
    assert (refunds.begin(tx, ID), refunds.due(tx, clock.now()), refunds.not_ended(tx)) == (None, (), ())


def test_only_an_end_ends(refunds: Refunds, tx: Transaction) -> None:
    with pytest.raises(ValueError, match="ends nothing"):
        refunds.end(tx, ID, RefundState.PENDING)


@pytest.mark.parametrize(
    ("waited", "pause"),
    [
        (timedelta(0), POLL_FIRST),
        (-timedelta(days=1), POLL_FIRST),
        (timedelta(minutes=5), timedelta(minutes=1)),
        (timedelta(hours=20), AFTER_MOST),
        (SLOW_FOR, timedelta(hours=4.8)),
        (timedelta(days=30), DAILY),
    ],
)
def test_the_longer_it_takes_the_less_often_it_is_asked(waited: timedelta, pause: timedelta) -> None:
    assert next_poll(NOW - waited, NOW) == NOW + pause


OTHER = RefundId("b" * 32)


def add(refunds: Refunds, tx: Transaction, **changed: Any) -> None:
    """Another refund of the same payment."""
    refunds.add(tx, replace(WANTED, **{"id": OTHER, **changed}), VisitId("visit-1"), "asaas", OperatorId("ana"))


@pytest.mark.parametrize("end", [RefundState.DONE, RefundState.REFUSED])
def test_of_two_that_nobody_could_tell_apart_the_second_waits_for_the_end_of_the_first(
    refunds: Refunds, tx: Transaction, clock: ManualClock, end: RefundState
) -> None:
    add(refunds, tx)
    before = begun(refunds, tx)
    assert refunds.begin(tx, OTHER) is None
    assert refunds.due(tx, clock.now()) == (), "it is not asked about all the time"
    for step in (refunds.pending, lambda tx, each: refunds.lost(tx, each, "ReadTimeout")):
        step(tx, before)
        clock.advance(timedelta(hours=1))
        assert refunds.begin(tx, OTHER) is None
        before = begun(refunds, tx)
    refunds.end(tx, ID, end)
    clock.advance(ALIKE_WAIT)
    other = refunds.begin(tx, OTHER)
    assert other is not None
    assert refunds.wanted(tx, other).alike_before == (end is RefundState.DONE)


@pytest.mark.parametrize(
    "changed",
    [
        {"amount": Money(251)},
        {"payment": "pay_2"},
        {"ref": ChargeRef(IntentId("2" * 32), "pay_1", Money(18_000))},
    ],
)
def test_what_can_be_told_apart_waits_for_nobody(refunds: Refunds, tx: Transaction, changed: dict[str, Any]) -> None:
    add(refunds, tx, **changed)
    begun(refunds, tx)
    other = refunds.begin(tx, OTHER)
    assert other is not None
    assert refunds.wanted(tx, other).alike_before == 0
