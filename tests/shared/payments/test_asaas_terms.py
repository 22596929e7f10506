"""A boleto's discount, fine and interest: what the provider itself applied is told with the money."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from shared.kernel.clock import ManualClock
from shared.kernel.money import Money
from shared.kernel.ways import BOLETO_CLEARING, Method
from shared.payments.asaas import Asaas
from shared.payments.asaas_messages import AsaasPayment
from shared.payments.asaas_terms import BoletoTerms, due_of
from shared.payments.model import ChargeByLink, Intent, Observation, Payment
from tests.fakes.simulator import RunningSimulator, simulator_thread
from tests.shared.payments.charging import PAYER, PRICE, intent_for, read
from tests.shared.payments.conftest import PATIENT

NOON = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
DAY_SECONDS = 24 * 3600
TERMS = BoletoTerms(discount_percent=Decimal(5), fine_percent=Decimal(2), interest_percent_month=Decimal(1))
DISCOUNT = Money(452)
"""5 % of 90.50, rounded down."""


@pytest.fixture(scope="module")
def _running() -> Iterator[tuple[RunningSimulator, ManualClock, Asaas]]:
    clock = ManualClock(NOON)
    with simulator_thread(clock=clock) as running:
        made = Asaas(running.base_url, running.api_key, clock, timeout=PATIENT, terms=TERMS)
        yield running, clock, made
        made.close()


@pytest.fixture
def simulator(_running: tuple[RunningSimulator, ManualClock, Asaas]) -> RunningSimulator:
    _running[0].control.reset()
    return _running[0]


@pytest.fixture
def asaas(_running: tuple[RunningSimulator, ManualClock, Asaas]) -> Asaas:
    return _running[2]


def boleto(days: int = 1) -> Intent:
    """One whose due date is so many days after the 2nd of March."""
    ends_at = NOON + timedelta(days=days) + BOLETO_CLEARING
    return replace(intent_for(PAYER, ManualClock(NOON)), method=Method.BOLETO, expires_at=ends_at)


def opened(asaas: Asaas, intent: Intent) -> ChargeByLink:
    outcome = asaas.open_charge(intent)
    assert isinstance(outcome, ChargeByLink), outcome
    return outcome


def payment_of(asaas: Asaas, charge: ChargeByLink) -> Payment:
    outcome = asaas.look_up(charge.ref)
    assert isinstance(outcome, Observation), outcome
    (payment,) = outcome.payments
    return payment


def test_the_terms_are_asked_for_with_the_charge(asaas: Asaas, simulator: RunningSimulator) -> None:
    kept = read(simulator, f"/payments/{opened(asaas, boleto()).ref.charge_id}")
    assert kept["dueDate"] == "2026-03-03"
    assert (kept["discount"]["value"], kept["discount"]["type"]) == (Decimal("4.52"), "FIXED")
    assert (kept["fine"], kept["interest"]["value"]) == ({"value": 2, "type": "PERCENTAGE"}, 1)


@pytest.mark.parametrize("method", [Method.PIX, Method.CARD])
def test_they_are_a_boletos_alone(asaas: Asaas, simulator: RunningSimulator, method: Method) -> None:
    asaas.open_charge(replace(intent_for(PAYER, ManualClock(NOON)), method=method))
    (kept,) = simulator.control.charges()
    assert (kept["discount"]["value"], kept["fine"]["value"], kept["interest"]["value"]) == (0, 0, 0)


def test_a_boleto_paid_in_time_owes_less(asaas: Asaas, simulator: RunningSimulator) -> None:
    intent = boleto()
    charge = opened(asaas, intent)
    simulator.control.pay(intent=intent.id)
    paid = payment_of(asaas, charge)
    assert (paid.amount, paid.due) == (PRICE - DISCOUNT, PRICE - DISCOUNT)


def test_a_boleto_paid_late_owes_fine_and_interest(asaas: Asaas, simulator: RunningSimulator) -> None:
    intent = boleto()
    charge = opened(asaas, intent)
    simulator.control.advance(4 * DAY_SECONDS)
    simulator.control.pay(intent=intent.id)
    paid = payment_of(asaas, charge)
    fine, three_days = Money(181), Money(9)
    assert (paid.amount, paid.due) == (PRICE + fine + three_days, PRICE + fine + three_days)


@pytest.mark.parametrize("amount", [PRICE, PRICE - DISCOUNT - Money(1), PRICE - DISCOUNT + Money(1), Money(1)])
@pytest.mark.parametrize("days", [0, 4])
def test_any_other_amount_is_compared_with_what_was_asked(
    asaas: Asaas, simulator: RunningSimulator, amount: Money, days: int
) -> None:
    intent = boleto()
    charge = opened(asaas, intent)
    simulator.control.advance(days * DAY_SECONDS)
    simulator.control.pay(intent=intent.id, amount=amount)
    paid = payment_of(asaas, charge)
    assert (paid.amount, paid.due) == (amount, None)


def test_the_discounted_amount_is_too_little_after_the_due_date(asaas: Asaas, simulator: RunningSimulator) -> None:
    intent = boleto()
    charge = opened(asaas, intent)
    simulator.control.advance(2 * DAY_SECONDS)
    simulator.control.pay(intent=intent.id, amount=PRICE - DISCOUNT)
    assert payment_of(asaas, charge).due is None


def charged(**changed: Any) -> AsaasPayment:
    """A boleto that was paid on its due date with a discount of one real."""
    usual = {
        "id": "pay_1",
        "status": "RECEIVED",
        "value": Decimal("89.50"),
        "dueDate": "2026-03-03",
        "clientPaymentDate": "2026-03-03",
        "discount": {"value": 1, "type": "FIXED", "dueDateLimitDays": 0},
        "fine": {"value": 2, "type": "PERCENTAGE"},
    }
    return AsaasPayment.model_validate({**usual, **changed})


@pytest.mark.parametrize(
    ("changed", "due"),
    [
        ({}, Money(8950)),
        ({"originalValue": Decimal("90.50")}, Money(8950)),
        ({"originalValue": Decimal("80.00")}, None),
        ({"status": "PENDING"}, None),
        ({"clientPaymentDate": "2026-03-04"}, None),
        ({"clientPaymentDate": None}, None),
        ({"dueDate": None}, None),
        ({"discount": {"value": 1, "type": "FIXED", "dueDateLimitDays": 1}}, None),
        ({"discount": {"value": 1, "type": "PERCENTAGE"}}, None),
        ({"discount": None}, None),
        ({"value": Decimal("89.49")}, None),
        ({"value": Decimal("90.50")}, None),
        ({"value": Decimal("92.31"), "interestValue": Decimal("1.81"), "originalValue": Decimal("90.50")}, Money(9231)),
        ({"value": Decimal("92.30"), "interestValue": Decimal("1.81"), "originalValue": Decimal("90.50")}, None),
        ({"value": Decimal("92.31"), "interestValue": Decimal("1.81")}, None),
        (
            {
                "value": Decimal("92.31"),
                "interestValue": Decimal("1.81"),
                "originalValue": Decimal("90.50"),
                "fine": None,
            },
            None,
        ),
        ({"value": Decimal("89.50"), "interestValue": Decimal("1.81")}, None),
    ],
)
def test_only_what_its_own_terms_come_to_is_due(changed: dict[str, Any], due: Money | None) -> None:
    assert due_of(PRICE, charged(**changed)) == due


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 3, 3)])
def test_a_discount_counts_until_its_day(day: date) -> None:
    assert due_of(PRICE, charged(clientPaymentDate=day.isoformat())) == Money(8950)


def test_no_terms_are_no_fields() -> None:
    assert BoletoTerms().fields(PRICE) == {}
    assert BoletoTerms(discount_percent=Decimal(5)).fields(Money(19)) == {}, "less than a centavo"
