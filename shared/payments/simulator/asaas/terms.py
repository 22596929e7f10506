"""Discount, fine and interest: what a payer owes on a given day. Pure.

Source: docs.asaas.com (create charge). Interest is a percentage per month; a day of it is its thirtieth part.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from shared.kernel.money import ZERO, Money
from shared.payments.simulator.form import Form

FIXED, PERCENTAGE = "FIXED", "PERCENTAGE"
HUNDRED = Decimal(100)
REAIS_MAX = Decimal("9999999999.99")
DAYS_OF_MONTH = 30
DISCOUNT_DAYS_MAX = 366


@dataclass(frozen=True, slots=True)
class Part:
    """Reais where `kind` is FIXED, percent where it is PERCENTAGE."""

    value: Decimal = Decimal(0)
    kind: str = FIXED

    def of(self, amount: Money) -> Money:
        if self.kind == FIXED:
            return Money.from_reais(self.value)
        return _percent(amount, self.value)


@dataclass(frozen=True, slots=True)
class Terms:
    """`discount` is given until `discount_days` before the due date; `interest` is percent per month after it."""

    discount: Part = Part()
    discount_days: int = 0
    fine: Part = Part()
    interest: Decimal = Decimal(0)


NO_TERMS = Terms()


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be paid; `surcharge` is the fine and interest in it."""

    amount: Money
    surcharge: Money


def due_on(day: date, value: Money, due_date: date, terms: Terms) -> Due:
    """What a charge of `value` costs on that day."""
    days_late = (day - due_date).days
    if days_late > 0:
        monthly = terms.interest * days_late / DAYS_OF_MONTH
        extra = terms.fine.of(value) + _percent(value, monthly)
        return Due(value + extra, extra)
    is_early = day <= due_date - timedelta(days=terms.discount_days)
    return Due(value - terms.discount.of(value) if is_early else value, ZERO)


def read_terms(form: Form, value: Money | None) -> Terms:
    """What a request says of them; the form keeps the complaints. The discount must leave something to pay."""
    discount, fine, interest = form.part("discount"), form.part("fine"), form.part("interest")
    days = discount.whole("dueDateLimitDays", 0, DISCOUNT_DAYS_MAX) if discount else None
    read = Terms(
        discount=_part(discount),
        discount_days=days or 0,
        fine=_part(fine),
        interest=(interest.number("value", HUNDRED) or Decimal(0)) if interest else Decimal(0),
    )
    if value is not None and read.discount.value and read.discount.of(value) >= value:
        form.complain("discount", "O desconto deve ser menor que o valor da cobrança")
    return read


def _part(form: Form | None) -> Part:
    if form is None:
        return Part()
    kind = form.choice("type", {FIXED, PERCENTAGE}) or FIXED
    value = form.number("value", REAIS_MAX if kind == FIXED else HUNDRED)
    return Part(value or Decimal(0), kind)


def _percent(amount: Money, percent: Decimal) -> Money:
    return Money(int((amount.centavos * percent / HUNDRED).to_integral_value(ROUND_HALF_UP)))
