"""How long a charge can be paid, and in how many parts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared.checkout.outcomes import MethodNotOffered
from shared.checkout.terms import PaymentTerms
from shared.config import AsaasAccount, Payment, Settings
from shared.kernel.money import Money
from shared.kernel.ways import BOLETO_CLEARING, Method, Way
from shared.visits.model import ChargeState, Visit
from tests.fakes.shop import PROVIDER, Shop

CLEARING_HOURS = BOLETO_CLEARING / timedelta(hours=1)
TERMS = PaymentTerms(timedelta(minutes=30), boleto_days=2, installments_max=6, installment_min=Money(1_000))
WAYS = (Way(Method.PIX, PROVIDER), Way(Method.CARD, PROVIDER), Way(Method.BOLETO, PROVIDER))


@pytest.mark.parametrize(
    ("now", "ends_at"),
    [
        (datetime(2026, 3, 2, 15, 0, tzinfo=UTC), datetime(2026, 3, 5, 2, 59, 59, tzinfo=UTC)),
        (datetime(2026, 3, 3, 2, 59, 59, tzinfo=UTC), datetime(2026, 3, 5, 2, 59, 59, tzinfo=UTC)),
        (datetime(2026, 3, 3, 3, 0, tzinfo=UTC), datetime(2026, 3, 6, 2, 59, 59, tzinfo=UTC)),
        (datetime(2026, 12, 31, 12, 0, tzinfo=UTC), datetime(2027, 1, 3, 2, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_boleto_ends_with_its_due_date_in_brazil(now: datetime, ends_at: datetime) -> None:
    assert TERMS.expires_at(Method.BOLETO, now) - BOLETO_CLEARING == ends_at


@pytest.mark.parametrize("method", sorted(set(Method) - {Method.BOLETO}))
def test_anything_else_is_paid_on_the_spot(method: Method) -> None:
    now = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
    assert TERMS.expires_at(method, now) == now + timedelta(minutes=30)


@pytest.mark.parametrize(
    ("method", "centavos", "parts"),
    [
        (Method.CARD, 999, 1),
        (Method.CARD, 1_999, 1),
        (Method.CARD, 2_000, 2),
        (Method.CARD, 5_999, 5),
        (Method.CARD, 6_000, 6),
        (Method.CARD, 600_000, 6),
        (Method.PIX, 600_000, 1),
        (Method.BOLETO, 600_000, 1),
        (Method.TERMINAL, 600_000, 1),
    ],
)
def test_only_a_card_pays_in_parts_and_none_is_too_small(method: Method, centavos: int, parts: int) -> None:
    assert TERMS.parts_max(method, Money(centavos)) == parts


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    settings = Settings(payment=Payment(ways=WAYS), asaas=AsaasAccount(installments_max=3))
    return Shop(tmp_path / "home", settings=settings)


def test_a_card_is_asked_for_in_the_parts_that_were_chosen(shop: Shop) -> None:
    visit = shop.opens_visit()
    assert shop.core.sale.parts_max(Method.CARD, visit.total) == 3
    asked = shop.core.sale.pay(visit.id, Method.CARD, installments=3)
    assert isinstance(asked, Visit)
    shop.core.payment_duty.step()
    (made,) = shop.provider.charges.values()
    assert (made.intent.method, made.intent.installments) == (Method.CARD, 3)
    charge = shop.visit(visit).charges[0]
    assert (charge.state, charge.br_code, charge.link) == (ChargeState.AWAITING, None, "https://fake.example/i/fake_1")
    shop.provider.pays(charge.intent_id)
    shop.provider_reports(charge.intent_id)
    assert shop.visit(visit).ticket is not None


@pytest.mark.parametrize(("method", "installments"), [(Method.CARD, 4), (Method.CARD, 0), (Method.PIX, 2)])
def test_parts_that_the_shop_does_not_take_are_not_asked_for(shop: Shop, method: Method, installments: int) -> None:
    visit = shop.opens_visit()
    assert shop.core.sale.pay(visit.id, method, installments=installments) == MethodNotOffered(method)
    assert shop.visit(visit).charges == ()


def test_a_boleto_is_waited_for_until_its_due_date_ends_and_not_asked_about_all_the_time(shop: Shop) -> None:
    """Noon in the shop: 36 hours are left."""
    visit = shop.chooses(shop.opens_visit(), Method.BOLETO)
    shop.core.payment_duty.step()
    shop.lets_time_pass(hours=35.9 + CLEARING_HOURS)
    assert shop.visit(visit).charges[0].state is ChargeState.AWAITING
    assert shop.asked("look") < 130
    shop.provider.pays(shop.intent_of(visit, Method.BOLETO))
    shop.lets_time_pass(minutes=90)
    assert shop.visit(visit).ticket is not None


def test_a_boleto_that_nobody_paid_is_voided_when_its_day_is_over(shop: Shop) -> None:
    visit = shop.chooses(shop.opens_visit(), Method.BOLETO)
    shop.core.payment_duty.step()
    shop.lets_time_pass(hours=35.9 + CLEARING_HOURS)
    shop.lets_time_pass(minutes=10)
    assert shop.visit(visit).charges[0].state is ChargeState.VOIDED
