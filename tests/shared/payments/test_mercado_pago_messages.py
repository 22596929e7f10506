"""What every status of Mercado Pago means, in both of its APIs."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from shared.kernel.ids import IntentId
from shared.kernel.money import Money
from shared.payments import mercado_pago_order_messages as orders
from shared.payments.json_text import read_json
from shared.payments.mercado_pago_messages import STATES, PixPayment, observation
from shared.payments.mercado_pago_order_messages import Order
from shared.payments.model import CHECK_ON_TERMINAL, ChargeRef, ChargeState, Observation

PRICE = Money(10_000)
REF = ChargeRef(IntentId("1" * 32), "5466310457", PRICE)
OPEN, PAID, REVERSED = ChargeState.OPEN, ChargeState.PAID, ChargeState.REVERSED
VOIDED, UNKNOWN = ChargeState.VOIDED, ChargeState.UNKNOWN

DOCUMENTED = """
{"id":5466310457,"date_created":"2022-11-16T09:37:52.000-04:00","date_approved":null,"operation_type":"regular_payment",
 "status":"pending","status_detail":"pending_waiting_transfer","currency_id":"BRL","external_reference":"ORDER-1",
 "transaction_amount":100.0,"transaction_amount_refunded":0,"refunds":[],"payer":{},
 "transaction_details":{"net_received_amount":0,"total_paid_amount":100,"overpaid_amount":0,"bank_transfer_id":null},
 "point_of_interaction":{"type":"PIX","transaction_data":{"qr_code":"000201","qr_code_base64":"iVBOR","bank_info":{}}}}
"""

PAYMENTS = [
    ("pending", "pending_waiting_transfer", OPEN),
    ("in_process", "pending_contingency", OPEN),
    ("in_process", "pending_review_manual", OPEN),
    ("authorized", "pending_capture", OPEN),
    ("approved", "accredited", PAID),
    ("approved", "partially_refunded", PAID),
    ("in_mediation", "pending", REVERSED),
    ("refunded", "refunded", REVERSED),
    ("refunded", "by_admin", REVERSED),
    ("charged_back", "settled", REVERSED),
    ("rejected", "bank_error", VOIDED),
    ("cancelled", "expired", VOIDED),
    ("cancelled", "by_collector", VOIDED),
    ("something_new", None, UNKNOWN),
]

ORDERS = [
    ("created", "created", OPEN),
    ("processing", "in_process", OPEN),
    ("processing", "pending_review_manual", OPEN),
    ("in_review", None, OPEN),
    ("at_terminal", "at_terminal", OPEN),
    ("action_required", "waiting_payment", OPEN),
    ("action_required", "waiting_transfer", OPEN),
    ("action_required", "check_on_terminal", UNKNOWN),
    ("processed", "accredited", PAID),
    ("processed", "processed", PAID),
    ("processed", "partially_refunded", PAID),
    ("processed", "refunded", REVERSED),
    ("refunded", "refunded", REVERSED),
    ("charged_back", None, REVERSED),
    ("failed", "insufficient_amount", VOIDED),
    ("canceled", "canceled_by_api", VOIDED),
    ("canceled", "canceled_on_terminal", VOIDED),
    ("expired", "expired", VOIDED),
    ("something_new", None, UNKNOWN),
]


def payment(**changed: object) -> PixPayment:
    said = read_json(DOCUMENTED)
    assert isinstance(said, dict)
    return PixPayment.model_validate({**said, **changed})


def order(status: str, detail: str | None, *payments: dict[str, object]) -> Order:
    said = {"id": "ORD01", "type": "point", "status": status, "status_detail": detail}
    return Order.model_validate({**said, "transactions": {"payments": payments, "refunds": []}})


def told(seen: Order) -> Observation:
    outcome = orders.observation(REF, seen)
    assert outcome is not None
    return outcome


def test_every_status_of_both_apis_is_in_the_tables() -> None:
    assert {status for status, _, _ in PAYMENTS} == {*STATES, "something_new"}
    assert {status for status, _, _ in ORDERS} == {*orders.STATES, "something_new"}


def test_the_documented_payment_is_read() -> None:
    seen = payment()
    assert (seen.id, seen.asked, seen.br_code, seen.external_reference) == (5466310457, PRICE, "000201", "ORDER-1")


@pytest.mark.parametrize(("status", "detail", "state"), PAYMENTS)
def test_each_status_of_a_payment_has_its_meaning(status: str, detail: str | None, state: ChargeState) -> None:
    seen = observation(REF, payment(status=status, status_detail=detail))
    assert (seen.state, seen.raw_status) == (state, f"{status}/{detail}" if detail else status)
    assert [(each.reference, each.amount, each.is_reversed) for each in seen.payments] == (
        [("5466310457", PRICE, state is REVERSED)] if state in {PAID, REVERSED} else []
    )


@pytest.mark.parametrize("paid", [9_999, 10_001])
def test_what_was_paid_is_told_and_not_what_was_asked_for(paid: int) -> None:
    details = {"total_paid_amount": Money(paid).reais}
    seen = observation(REF, payment(status="approved", transaction_details=details))
    assert [each.amount for each in seen.payments] == [Money(paid)]


def test_money_counts_more_than_another_charge_of_the_intent_without_any() -> None:
    paid = payment(id=2, status="approved", status_detail="accredited")
    seen = observation(REF, payment(status="cancelled"), [paid])
    assert (seen.state, [each.reference for each in seen.payments]) == (PAID, ["2"])


@pytest.mark.parametrize(
    "changed",
    [
        {"id": None},
        {"transaction_amount": "much"},
        {"transaction_amount": -1},
        {"transaction_amount": "1.005"},
        {"date_approved": "2026-01-01T00:00:00"},
        {"date_approved": "9999-12-31T23:59:59-03:00"},
        {"date_approved": "0001-01-01T00:00:00+14:00"},
    ],
)
def test_a_payment_that_makes_no_sense_is_not_read(changed: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        payment(**changed)


@pytest.mark.parametrize(("status", "detail", "state"), ORDERS)
def test_each_status_of_an_order_has_its_meaning(status: str, detail: str | None, state: ChargeState) -> None:
    seen = told(order(status, detail, {"id": "PAY01", "amount": "100.00"}))
    assert (seen.state, seen.raw_status) == (state, f"{status}/{detail}" if detail else status)
    assert [(each.reference, each.amount, each.is_reversed) for each in seen.payments] == (
        [("PAY01", PRICE, state is REVERSED)] if state in {PAID, REVERSED} else []
    )


def test_the_machine_that_must_be_looked_at_is_told_apart() -> None:
    assert told(order("action_required", "check_on_terminal")).raw_status == CHECK_ON_TERMINAL


def test_the_payments_of_an_order_know_better_than_a_lagging_order() -> None:
    paid: dict[str, object] = {"id": "PAY01", "amount": "100.00", "paid_amount": "99.99", "status": "processed"}
    seen = told(order("canceled", "canceled_by_api", paid))
    assert (seen.state, [each.amount for each in seen.payments]) == (PAID, [Money(9_999)])


def test_an_order_that_was_refunded_takes_its_payments_along() -> None:
    paid: dict[str, object] = {"id": "PAY01", "amount": "100.00", "status": "processed", "status_detail": "accredited"}
    assert [each.is_reversed for each in told(order("refunded", "refunded", paid)).payments] == [True]


def test_one_of_two_payments_that_went_back_leaves_the_other() -> None:
    back: dict[str, object] = {"id": "PAY01", "amount": "100.00", "status": "refunded"}
    kept: dict[str, object] = {"id": "PAY02", "amount": "100.00", "status": "processed"}
    seen = told(order("processed", "accredited", back, kept))
    assert seen.state is PAID
    assert [(each.reference, each.is_reversed) for each in seen.payments] == [("PAY01", True), ("PAY02", False)]


def test_an_order_that_is_paid_by_nothing_makes_no_sense() -> None:
    assert orders.observation(REF, order("processed", "accredited")) is None
