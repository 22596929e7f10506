"""What breaks over one customer's money or visit stays with that one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pytest
from sqlalchemy import update

from shared.checkout import time_duty
from shared.checkout.payment_duty import BUG
from shared.kernel.ways import Method
from shared.payments import refund_rows
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
