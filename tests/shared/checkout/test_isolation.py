"""What breaks over one customer's money or visit stays with that one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pytest
from sqlalchemy import update

from shared.checkout import time_duty
from shared.checkout.payment_duty import BUG
from shared.kernel.ways import Method
from shared.payments import refund_rows, second_rows
from shared.payments import rows as payment_rows
from shared.payments.refund_rows import RefundState
from shared.payments.refunds import LOST_FOR
from shared.payments.rows import IntentState
from shared.visits.charges import decide_overdue_payment
from shared.visits.facts import VisitFact
from shared.visits.model import TurnState, Visit, VisitState
from shared.visits.rows import VISIT, document_of
from tests.fakes.shop import BOOTS, BRUNO, CRYO, PROVIDER, Shop


def logged(caplog: pytest.LogCaptureFixture, event: str) -> int:
    """How many errors with a trace say so."""
    said = (each.msg for each in caplog.records if each.levelname == "ERROR")
    return sum(isinstance(each, dict) and each["event"] == event for each in said)


def test_an_answer_that_breaks_the_adapter_keeps_nobody_elses_money_unwatched(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = shop.pays_by_pix(shop.opens_visit()), shop.pays_by_pix(shop.opens_visit())
    shop.provider.bewilders(shop.intent_of(broken))
    shop.customer_pays(broken)
    shop.customer_pays(sound)
    shop.lets_time_pass(minutes=2)
    assert shop.state(sound) is VisitState.IN_QUEUE
    assert shop.core.payment_duty.is_caught_up
    assert logged(caplog, "intent could not be asked about") == 1
    assert shop.provider.calls.count(("look", shop.intent_of(broken))) < 20
    shop.provider.bewilders(shop.intent_of(broken), still=False)
    shop.lets_time_pass(minutes=10)
    assert shop.state(broken) is VisitState.IN_QUEUE


def test_a_creation_that_broke_is_looked_for_and_not_repeated(shop: Shop) -> None:
    def breaks() -> None:
        raise OverflowError("an answer that nobody foresaw")

    shop.provider.while_next_opens(breaks)
    visit = shop.pays_by_pix(shop.opens_visit())
    with shop.core.database.snapshot() as read:
        (found,) = payment_rows.by_visit(read, visit.id)
    assert (found.state, found.last_cause) == (IntentState.OPENING, BUG)
    shop.lets_time_pass(minutes=1)
    assert [call for call, _ in shop.provider.calls[:3]] == ["open", "find", "open"]
    assert len(shop.provider.charges) == 1


def test_a_refund_that_breaks_the_adapter_is_left_alone_for_a_while(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = shop.gets_ticket(), shop.gets_ticket()
    shop.provider.bewilders(shop.intent_of(broken))
    for visit in (broken, sound):
        shop.core.counter.cancel_visit(visit.id, "desistiu", BRUNO)
        shop.gives_back(visit)
    shop.works()
    assert shop.provider.given_back() == sound.total
    shop.lets_time_pass(seconds=LOST_FOR.total_seconds() - 10)
    assert shop.provider.calls.count(("refund", shop.intent_of(broken))) == 1
    with shop.core.database.snapshot() as read:
        (waiting,) = refund_rows.not_ended(read)
    assert (waiting.state, waiting.last_cause) == (RefundState.ASKED, BUG)
    assert logged(caplog, "refund could not be asked for") == 1
    shop.provider.bewilders(shop.intent_of(broken), still=False)
    shop.lets_time_pass(minutes=10)
    assert shop.provider.given_back() == sound.total + broken.total


def test_a_check_that_breaks_is_a_trouble_of_that_provider(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    shop.provider.bewilders(None)
    shop.core.payment_duty.check()
    shop.core.payment_duty.check()
    assert shop.core.health.now().provider_trouble(PROVIDER) == BUG
    assert logged(caplog, "provider could not be checked") == 1
    shop.provider.bewilders(None, still=False)
    shop.core.payment_duty.check()
    assert shop.core.health.now().provider_trouble(PROVIDER) is None


def write_document(shop: Shop, visit: Visit, document: str) -> None:
    with shop.core.database.transaction() as tx:
        tx.execute(update(VISIT).where(VISIT.c.id == visit.id).values(document=document))


def test_a_visit_that_cannot_be_read_stops_time_for_nobody_else(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    visits = [shop.chooses(shop.opens_visit(), Method.COUNTER) for _ in range(2)]
    called = [shop.gets_ticket(), shop.gets_ticket([BOOTS])]
    for visit, service in zip(called, (CRYO, BOOTS), strict=True):
        shop.calls(visit, service)
    whole = {broken: document_of(shop.visit(broken)) for broken in (visits[0], called[0])}
    for broken in whole:
        write_document(shop, broken, '{"id": 1}')
    assert [each.label for each in shop.core.board.pending_payments()] == [visits[1].label]
    shop.lets_time_pass(hours=1)
    assert shop.state(visits[1]) is VisitState.ABANDONED
    assert shop.turn_state(called[1], BOOTS) is TurnState.EXPIRED
    assert logged(caplog, "visit cannot be read") == 2
    for broken, document in whole.items():
        write_document(shop, broken, document)
    shop.works()
    assert shop.state(visits[0]) is VisitState.ABANDONED


def test_a_decision_that_raises_stops_time_for_nobody_else(
    shop: Shop, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = (shop.chooses(shop.opens_visit(), Method.COUNTER) for _ in range(2))

    def decides(visit: Visit, now: datetime) -> Sequence[VisitFact]:
        if visit.id == broken.id:
            raise ValueError("a decision that nobody foresaw")
        return decide_overdue_payment(visit, now)

    monkeypatch.setattr(time_duty, "decide_overdue_payment", decides)
    shop.lets_time_pass(hours=1)
    assert (shop.state(broken), shop.state(sound)) == (VisitState.PENDING_PAYMENT, VisitState.ABANDONED)
    assert logged(caplog, "visit could not be moved by time") == 1
    monkeypatch.undo()
    shop.works()
    assert shop.state(broken) is VisitState.ABANDONED


def spoils(shop: Shop, change: str) -> None:
    """A broken disk, or somebody with an editor, writes what the file's own checks would refuse."""
    with shop.core.database.writing_engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        connection.exec_driver_sql(change)
        connection.exec_driver_sql("PRAGMA ignore_check_constraints=OFF")


@pytest.mark.parametrize(
    "wrong",
    [
        *("state = 'paid'", "expires_at = 'soon'", "created_at = '2026-11-22T15:00:00'", "amount_centavos = -1"),
        *("next_look_at = '2026'", "watch_until = '9999-99-99'", "opened_at = ''"),
    ],
)
def test_an_intent_that_cannot_be_read_keeps_nobody_elses_money_unwatched(
    shop: Shop, caplog: pytest.LogCaptureFixture, wrong: str
) -> None:
    broken, sound = shop.pays_by_pix(shop.opens_visit()), shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(sound)
    spoils(shop, f"UPDATE intent SET {wrong} WHERE id = '{shop.intent_of(broken)}'")
    shop.lets_time_pass(seconds=30)
    assert shop.state(sound) is VisitState.IN_QUEUE
    assert shop.core.payment_duty.is_caught_up
    assert logged(caplog, "payment row cannot be read") == 1
    shop.core.payment_duty.look_at(broken.id)
    shop.gives_up(broken)
    shop.restarts()
    shop.lets_time_pass(minutes=33)
    assert shop.state(broken) is VisitState.ABANDONED, "time ends it"
    with shop.core.database.snapshot() as read:
        assert payment_rows.unreadable(read) == (shop.intent_of(broken),)
    spoils(shop, f"DELETE FROM intent WHERE id = '{shop.intent_of(broken)}'")


@pytest.mark.parametrize("wrong", ["state = 'gone'", "created_at = 'x'", "amount_centavos = 0", "next_ask_at = '2026'"])
def test_a_refund_that_cannot_be_read_keeps_nobody_elses_money_here(
    shop: Shop, caplog: pytest.LogCaptureFixture, wrong: str
) -> None:
    broken, sound = shop.gets_ticket(), shop.gets_ticket()
    for visit in (broken, sound):
        shop.core.counter.cancel_visit(visit.id, "desistiu", BRUNO)
        shop.gives_back(visit)
    spoils(shop, f"UPDATE refund SET {wrong} WHERE visit_id = '{broken.id}'")
    shop.lets_time_pass(seconds=30)
    assert shop.provider.given_back() == sound.total
    assert logged(caplog, "payment row cannot be read") == 1
    assert [each.label for each in shop.core.refunds.list()] == [sound.label]
    with shop.core.database.snapshot() as read:
        assert len(refund_rows.unreadable(read)) == 1
    spoils(shop, f"DELETE FROM refund WHERE visit_id = '{broken.id}'")


def test_a_second_charge_that_cannot_be_read_stops_nothing(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    spoils(shop, f"INSERT INTO second_charge VALUES ('{PROVIDER}', 'pay_2', 'i', 0, '2026', 0, NULL)")
    shop.lets_time_pass(seconds=10)
    assert shop.state(visit) is VisitState.IN_QUEUE
    assert logged(caplog, "payment row cannot be read") == 1
    with shop.core.database.snapshot() as read:
        assert second_rows.unreadable(read) == (f"{PROVIDER}:pay_2",)
    spoils(shop, "DELETE FROM second_charge")
