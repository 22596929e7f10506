"""A boleto's discount, fine and interest: what is asked for, and whether a payment kept to it. Pure.

Source: docs.asaas.com (create charge: discount, interest, fine). Asaas applies them; we only compare what it says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_DOWN, Decimal

from shared.kernel.money import ZERO, Money
from shared.payments.asaas_messages import AsaasPayment
from shared.payments.json_text import JsonValue

FIXED, PERCENTAGE = "FIXED", "PERCENTAGE"


@dataclass(frozen=True, slots=True)
class BoletoTerms:
    """What the shop sets, in percent. The discount is given until the due date; the others count after it."""

    discount_percent: Decimal = Decimal(0)
    fine_percent: Decimal = Decimal(0)
    interest_percent_month: Decimal = Decimal(0)

    def fields(self, amount: Money) -> dict[str, JsonValue]:
        """The fields of a new charge. The discount goes as reais, so that nobody rounds it but us: down."""
        discount = int((amount.centavos * self.discount_percent / 100).to_integral_value(ROUND_DOWN))
        fields: dict[str, JsonValue] = {}
        if discount:
            fields["discount"] = {"value": Money(discount).reais, "dueDateLimitDays": 0, "type": FIXED}
        if self.fine_percent:
            fields["fine"] = {"value": self.fine_percent, "type": PERCENTAGE}
        if self.interest_percent_month:
            fields["interest"] = {"value": self.interest_percent_month}
        return fields


NO_TERMS = BoletoTerms()


def due_of(asked: Money, charge: AsaasPayment) -> Money | None:
    """What a paid charge asked for in the end, where that is not `asked`; None where its terms explain nothing.

    Only to the centavo: an amount that the charge's own terms do not come to is compared with what was asked.
    """
    original = charge.original_value
    if not charge.has_money or (original is not None and Money.from_reais(original) != asked):
        return None
    surcharge = Money.from_reais(charge.surcharge or 0)
    if surcharge > ZERO:
        is_explained = original is not None and _is_late_charged(charge) and charge.amount == asked + surcharge
        return charge.amount if is_explained else None
    discount = _discount(charge)
    return charge.amount if discount > ZERO and charge.amount == asked - discount else None


def _is_late_charged(charge: AsaasPayment) -> bool:
    fine = charge.fine.value if charge.fine else None
    interest = charge.interest.value if charge.interest else None
    return bool(fine or interest)


def _discount(charge: AsaasPayment) -> Money:
    """What was taken off on the day of payment."""
    terms, day, due = charge.discount, charge.paid_on, charge.due_date
    if terms is None or terms.kind != FIXED or not terms.value or day is None or due is None:
        return ZERO
    is_in_time = day <= due - timedelta(days=terms.days_before or 0)
    return Money.from_reais(terms.value) if is_in_time else ZERO
