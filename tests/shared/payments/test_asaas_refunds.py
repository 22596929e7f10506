"""Refunds and the list of all money at Asaas over real HTTP: the mark, every status, faults, days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from shared.kernel.clock import ManualClock, SystemClock
from shared.kernel.ids import IntentId
from shared.kernel.money import ZERO, Money
from shared.payments.asaas import Asaas
from shared.payments.asaas_records import Listed
from shared.payments.json_text import JsonValue, write_json
from shared.payments.model import (
    NOTED,
    ChargeRef,
    ChargeState,
    Observation,
    Payment,
    ProviderNonsense,
    ProviderUnreachable,
    ReceivedList,
    Refund,
    Refunded,
    RefundOutcome,
    RefundPending,
    RefundRefused,
    RefundUnknown,
)
from shared.payments.simulator.asaas.records import REFUND_STATUSES
from tests.fakes.simulator import RunningSimulator, simulator_thread
from tests.shared.payments.charging import PAYER, PRICE, intent_for, opened, read
from tests.shared.payments.conftest import DELAY_SECONDS, asaas_at

PART = Money(1000)
REFUND_ID = "0123456789abcdef" * 2
NIGHT = datetime(2026, 3, 3, 2, 30, tzinfo=UTC)
"""Half past eleven in the evening of the second of March in Brazil."""


@pytest.fixture
def payment(asaas: Asaas, simulator: RunningSimulator) -> str:
    """A charge that was paid."""
    intent = intent_for(PAYER)
    opened(asaas, intent)
    return simulator.control.pay(intent=intent.id)


def wanted(payment: str, amount: Money = PART, reason: str = "desistiu") -> Refund:
    return Refund(REFUND_ID, ChargeRef(IntentId("1" * 32), payment, PRICE), payment, amount, reason)


def posted(simulator: RunningSimulator) -> int:
    """How often a refund was asked for."""
    return sum(method == "POST" and path.endswith("/refund") for method, path in simulator.control.requests())


def test_our_id_and_the_reason_are_its_description(asaas: Asaas, simulator: RunningSimulator, payment: str) -> None:
    asaas.refund(wanted(payment, reason="x" * 600))
    (made,) = read(simulator, f"/payments/{payment}/refunds")["data"]
    assert made["description"].startswith(f"Vez {REFUND_ID} xxx")
    assert made["value"] == PART.reais


def test_a_refund_that_is_there_is_not_asked_for(asaas: Asaas, simulator: RunningSimulator, payment: str) -> None:
    asaas.refund(wanted(payment))
    assert asaas.refund(wanted(payment)) == Refunded()
    assert posted(simulator) == 1


def test_somebodys_own_refund_of_the_same_amount_is_for_a_person(
    asaas: Asaas, simulator: RunningSimulator, payment: str
) -> None:
    simulator.control.refund(charge=payment, amount=PART)
    refused = asaas.refund(wanted(payment))
    assert isinstance(refused, RefundRefused)
    assert refused.code == "alike"
    assert posted(simulator) == 0


def test_a_refund_whose_mark_was_lost_is_not_made_again(
    asaas: Asaas, simulator: RunningSimulator, payment: str
) -> None:
    simulator.control.fault("alter", method="GET", path="/refunds$", times=2, fields={"data": []})
    assert asaas.refund(wanted(payment)) == RefundUnknown("not_listed")
    simulator.control.fault("alter", method="GET", path="/refunds$", fields=_unmarked())
    refused = asaas.refund(wanted(payment))
    assert isinstance(refused, RefundRefused)
    assert refused.code == "alike"
    assert simulator.control.given_back() == PART


def _unmarked() -> dict[str, JsonValue]:
    return {"data": [{"status": "DONE", "value": PART.reais, "description": None}]}


MEANINGS: dict[str, RefundOutcome] = {
    "PENDING": RefundPending(),
    "AWAITING_CRITICAL_ACTION_AUTHORIZATION": RefundPending(),
    "AWAITING_CUSTOMER_EXTERNAL_AUTHORIZATION": RefundPending(),
    "DONE": Refunded(),
    "CANCELLED": RefundRefused("cancelled", "A devolução foi cancelada no Asaas."),
}


def test_every_status_of_a_refund_has_a_meaning() -> None:
    assert set(MEANINGS) == REFUND_STATUSES


@pytest.mark.parametrize("status", MEANINGS)
def test_each_status_of_a_refund_is_understood(
    asaas: Asaas, simulator: RunningSimulator, payment: str, status: str
) -> None:
    simulator.control.settings(refund_status=status)
    assert asaas.refund(wanted(payment)) == MEANINGS[status]
    assert asaas.refund(wanted(payment)) == MEANINGS[status]
    assert posted(simulator) == 1


def test_an_unknown_status_of_a_refund_ends_nothing(asaas: Asaas, simulator: RunningSimulator, payment: str) -> None:
    asaas.refund(wanted(payment))
    said: dict[str, JsonValue] = {
        "data": [{"status": "SOMETHING_NEW", "value": PART.reais, "description": f"Vez {REFUND_ID}"}]
    }
    simulator.control.fault("alter", method="GET", path="/refunds$", fields=said)
    assert asaas.refund(wanted(payment)) == RefundPending()


@pytest.mark.parametrize("kind", ["drop", "error", "html", "garbage", "broken_json", "empty"])
@pytest.mark.parametrize("has_effect", [True, False])
def test_whatever_becomes_of_the_answer_it_goes_back_once(
    asaas: Asaas, simulator: RunningSimulator, payment: str, kind: str, *, has_effect: bool
) -> None:
    simulator.control.fault(kind, method="POST", path="/refund$", has_effect=has_effect)
    first = asaas.refund(wanted(payment))
    assert first == Refunded() if has_effect else isinstance(first, RefundUnknown)
    assert asaas.refund(wanted(payment)) == Refunded()
    assert simulator.control.given_back() == PART


@pytest.mark.parametrize("kind", ["delay"])
@pytest.mark.parametrize("has_effect", [True, False])
def test_an_answer_that_comes_late_is_unknown_or_done_and_never_refused(
    asaas: Asaas, simulator: RunningSimulator, payment: str, kind: str, *, has_effect: bool
) -> None:
    simulator.control.fault(kind, method="POST", path="/refund$", has_effect=has_effect, seconds=DELAY_SECONDS)
    assert isinstance(asaas.refund(wanted(payment)), Refunded if has_effect else RefundUnknown)


@pytest.mark.parametrize("kind", ["drop", "error", "html", "garbage", "broken_json", "empty"])
def test_nothing_is_asked_for_while_the_refunds_cannot_be_read(
    asaas: Asaas, simulator: RunningSimulator, payment: str, kind: str
) -> None:
    simulator.control.fault(kind, method="GET", path="/refunds$")
    assert isinstance(asaas.refund(wanted(payment)), ProviderUnreachable)
    assert posted(simulator) == 0


def test_a_refusal_that_cannot_be_checked_is_unknown(asaas: Asaas, simulator: RunningSimulator, payment: str) -> None:
    simulator.control.settings(balance="0.00")
    simulator.control.fault("alter", method="GET", path="/refunds$", fields={"data": []})
    simulator.control.fault("error", method="GET", path="/refunds$")
    assert asaas.refund(wanted(payment)) == RefundUnknown("invalid_action")


def test_an_accepted_refund_that_cannot_be_checked_is_pending(
    asaas: Asaas, simulator: RunningSimulator, payment: str
) -> None:
    simulator.control.fault("alter", method="GET", path="/refunds$", fields={"data": []})
    simulator.control.fault("error", method="GET", path="/refunds$")
    assert asaas.refund(wanted(payment)) == RefundPending()


def test_a_limit_is_obeyed(asaas: Asaas, simulator: RunningSimulator, payment: str) -> None:
    simulator.control.fault("rate_limit", path="/refund", seconds=40)
    assert asaas.refund(wanted(payment)) == ProviderUnreachable("rate_limited", timedelta(seconds=40))
    simulator.control.fault("rate_limit", method="POST", path="/refund$", seconds=40)
    assert asaas.refund(wanted(payment)) == ProviderUnreachable("rate_limited", timedelta(seconds=40))
    assert simulator.control.given_back() == ZERO


@pytest.mark.parametrize("status", ["REFUND_REQUESTED", "REFUND_IN_PROGRESS", "REFUNDED"])
def test_a_part_that_is_refunded_leaves_the_rest_whatever_the_status_says(
    asaas: Asaas, simulator: RunningSimulator, status: str
) -> None:
    intent = intent_for(PAYER)
    charge = opened(asaas, intent)
    payment = simulator.control.pay(intent=intent.id)
    simulator.control.refund(charge=payment, amount=PART)
    simulator.control.change(charge=payment, status=status)
    observed = asaas.look_up(charge.ref)
    assert isinstance(observed, Observation)
    assert observed.state is ChargeState.PAID
    assert observed.payments == (Payment(payment, PRICE, None, returned=PART),)


@pytest.fixture(scope="module")
def at_night() -> Iterator[tuple[RunningSimulator, ManualClock]]:
    clock = ManualClock(NIGHT)
    with simulator_thread(clock=clock) as running:
        yield running, clock


def days(adapter: Asaas, since: datetime, until: datetime) -> list[str]:
    outcome = adapter.received(since, until)
    assert isinstance(outcome, ReceivedList)
    return [each.payment.reference for each in outcome.payments]


def test_the_days_of_a_period_are_brazils(at_night: tuple[RunningSimulator, ManualClock]) -> None:
    running, clock = at_night
    hour = timedelta(hours=1)
    with asaas_at(running, clock) as adapter:
        before = opened(adapter, intent_for(PAYER, clock))
        running.control.pay(charge=before.ref.charge_id)
        clock.advance(hour)
        after = opened(adapter, intent_for(PAYER, clock))
        running.control.pay(charge=after.ref.charge_id)
        midnight = datetime(2026, 3, 3, 3, 0, tzinfo=UTC)
        assert days(adapter, midnight - hour, midnight) == [before.ref.charge_id]
        assert days(adapter, midnight, midnight + hour) == [after.ref.charge_id]
        assert days(adapter, midnight - hour, midnight + hour) == [after.ref.charge_id, before.ref.charge_id]


@pytest.mark.parametrize("kind", ["html", "garbage", "broken_json", "empty"])
def test_a_list_that_cannot_be_read_is_no_list(asaas: Asaas, simulator: RunningSimulator, kind: str) -> None:
    simulator.control.fault(kind, method="GET", path="^/payments$")
    now = SystemClock().now()
    assert isinstance(asaas.received(now - timedelta(days=1), now), ProviderNonsense)


def test_a_list_is_read_page_by_page_and_says_when_it_was_cut(asaas: Asaas, simulator: RunningSimulator) -> None:
    intent = intent_for(None)
    opened(asaas, intent)
    made = {simulator.control.pay(intent=intent.id, force=True) for _ in range(103)}
    now = SystemClock().now()
    whole = asaas.received(now, now + timedelta(days=1))
    assert isinstance(whole, ReceivedList)
    assert (whole.is_whole, {each.payment.reference for each in whole.payments}) == (True, made)
    cut = asaas._records.pages({"status": "RECEIVED"}, 1)
    assert isinstance(cut, Listed)
    assert (cut.is_whole, len(cut.charges)) == (False, 100)


def test_cash_that_was_noted_is_money_until_the_note_is_taken_back(asaas: Asaas, simulator: RunningSimulator) -> None:
    intent = intent_for(PAYER)
    charge = opened(asaas, intent)
    path = f"/payments/{charge.ref.charge_id}"
    told(simulator, f"{path}/receiveInCash", {"paymentDate": simulator_day(simulator), "value": PRICE.reais})
    noted = asaas.look_up(charge.ref)
    assert isinstance(noted, Observation)
    assert (noted.state, noted.payments) == (
        ChargeState.PAID,
        (Payment(f"{NOTED}{charge.ref.charge_id}", PRICE, None),),
    )
    assert isinstance(asaas.refund(wanted(noted.payments[0].reference)), RefundRefused)
    told(simulator, f"{path}/undoReceivedInCash", {})
    undone = asaas.look_up(charge.ref)
    assert isinstance(undone, Observation)
    assert (undone.state, undone.payments) == (ChargeState.OPEN, ())
    simulator.control.pay(intent=intent.id)
    paid = asaas.look_up(charge.ref)
    assert isinstance(paid, Observation)
    assert [each.reference for each in paid.payments] == [charge.ref.charge_id]


def told(simulator: RunningSimulator, path: str, body: dict[str, JsonValue]) -> None:
    """Somebody does this on the provider's own pages."""
    headers = {"access_token": simulator.api_key.get_secret_value(), "Content-Type": "application/json"}
    answer = httpx.post(f"{simulator.base_url}{path}", content=write_json(body), headers=headers)
    assert answer.status_code == httpx.codes.OK, answer.text


def simulator_day(simulator: RunningSimulator) -> str:
    """The provider's day, as a charge made now names it."""
    return str(simulator.control.charges()[0]["dateCreated"])
