"""Discount, fine and interest: validated, and applied on the day of payment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from shared.kernel.clock import ManualClock
from shared.kernel.money import Money
from shared.payments.json_text import JsonValue
from shared.payments.simulator.asaas.terms import FIXED, PERCENTAGE, Due, Part, Terms, due_on
from tests.fakes.simulator import RunningSimulator, simulator_thread
from tests.shared.payments.api import NOON, Api, codes

DAY = 24 * 3600
PRICE = Money(10_000)
DUE = date(2026, 3, 10)


@pytest.fixture(scope="module")
def running() -> Iterator[RunningSimulator]:
    with simulator_thread(clock=ManualClock(NOON)) as running:
        yield running


@pytest.fixture
def api(running: RunningSimulator) -> Iterator[Api]:
    running.control.reset()
    made = Api(running)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("day", "terms", "amount", "surcharge"),
    [
        (10, Terms(), 10_000, 0),
        (10, Terms(discount=Part(Decimal("1.50"))), 9_850, 0),
        (11, Terms(discount=Part(Decimal("1.50"))), 10_000, 0),
        (8, Terms(discount=Part(Decimal(10), PERCENTAGE), discount_days=2), 9_000, 0),
        (9, Terms(discount=Part(Decimal(10), PERCENTAGE), discount_days=2), 10_000, 0),
        (10, Terms(fine=Part(Decimal(2), PERCENTAGE), interest=Decimal(1)), 10_000, 0),
        (11, Terms(fine=Part(Decimal(2), PERCENTAGE)), 10_200, 200),
        (11, Terms(fine=Part(Decimal("3.33"), FIXED)), 10_333, 333),
        (11, Terms(interest=Decimal(1)), 10_003, 3),
        (25, Terms(interest=Decimal(3), fine=Part(Decimal(2), PERCENTAGE)), 10_350, 350),
        (11, Terms(interest=Decimal("0.15")), 10_001, 1),
    ],
)
def test_what_is_due_depends_on_the_day(day: int, terms: Terms, amount: int, surcharge: int) -> None:
    assert due_on(date(2026, 3, day), PRICE, DUE, terms) == Due(Money(amount), Money(surcharge))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"discount": {"value": Decimal("100.90")}}, "invalid_discount"),
        ({"discount": {"value": 100, "type": "PERCENTAGE"}}, "invalid_discount"),
        ({"discount": {"value": -1}}, "invalid_discount"),
        ({"discount": {"value": "1"}}, "invalid_discount"),
        ({"discount": {"value": Decimal("1.001")}}, "invalid_discount"),
        ({"discount": {"value": 1, "type": "HALF"}}, "invalid_discount"),
        ({"discount": {"value": 1, "dueDateLimitDays": -1}}, "invalid_discount"),
        ({"discount": {}}, "invalid_discount"),
        ({"discount": 1}, "invalid_discount"),
        ({"fine": {"value": 101, "type": "PERCENTAGE"}}, "invalid_fine"),
        ({"interest": {"value": 101}}, "invalid_interest"),
        ({"interest": {"value": True}}, "invalid_interest"),
    ],
)
def test_wrong_terms_are_refused(api: Api, changed: dict[str, JsonValue], code: str) -> None:
    assert codes(api.ask("POST", "/payments", api.wanted(**changed))) == [code]


def test_an_early_payer_gets_the_discount(api: Api) -> None:
    made = api.charge(billingType="BOLETO", discount={"value": Decimal("10.90"), "dueDateLimitDays": 0})
    assert (made["discount"]["value"], made["discount"]["type"]) == (Decimal("10.90"), "FIXED")
    api.control.pay(charge=made["id"])
    held = api.get(f"/payments/{made['id']}")
    assert (held["value"], held["originalValue"], held["interestValue"]) == (Decimal("90.00"), Decimal("100.90"), None)


@pytest.mark.parametrize("way", ["BOLETO", "CREDIT_CARD"])
def test_a_late_payer_pays_fine_and_interest(api: Api, way: str) -> None:
    made = api.charge(
        billingType="UNDEFINED", value=100, fine={"value": 2, "type": "PERCENTAGE"}, interest={"value": 3}
    )
    api.control.advance(10 * DAY)
    assert api.get(f"/payments/{made['id']}")["status"] == "OVERDUE"
    api.control.pay(charge=made["id"], way=way)
    held = api.get(f"/payments/{made['id']}")
    assert (held["value"], held["originalValue"], held["interestValue"]) == (
        Decimal("103.00"),
        Decimal("100.00"),
        Decimal("3.00"),
    )
    assert sum(each["amount"] for each in api.control.ledger()) == Decimal("103.00")
