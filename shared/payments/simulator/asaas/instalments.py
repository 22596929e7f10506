"""A charge in several parts: how it is split, and the plan as a whole.

Not in our reference, and so assumptions: what a rounding leaves is on the last part; each part falls due a month after
the one before, in a shorter month on its last day; a plan of one part is a plan; `GET`, `DELETE` and `refund` of
``/installments/{id}`` and the list of its charges.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from shared.kernel.money import ZERO, Money
from shared.payments.simulator.answers import Json, NotFound, Refusal
from shared.payments.simulator.asaas.books import Books
from shared.payments.simulator.asaas.records import UNPAID, Charge
from shared.payments.simulator.form import Form

COUNT_MAX = 12
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Plan:
    """How much each part is, and whether the caller asked for parts at all."""

    parts: tuple[Money, ...]
    is_split: bool


def read_plan(form: Form) -> Plan | None:
    """What a request asks for; None where the form has complaints about it."""
    count, total = form.whole("installmentCount", 1, COUNT_MAX), form.money("totalValue")
    each = form.money("installmentValue")
    if count is None:
        if total or each:
            form.complain("installmentCount", "O campo installmentCount deve ser informado")
        value = form.money("value", required=True)
        return Plan((value,), is_split=False) if value else None
    if (total is None) == (each is None):
        form.complain("installmentValue", "Informe totalValue ou installmentValue, e só um deles.")
        return None
    parts = split(total, count) if total else (each or ZERO,) * count
    if min(parts) == ZERO:
        form.complain("totalValue", "O valor de cada parcela deve ser maior que zero")
        return None
    return Plan(parts, is_split=True)


def split(total: Money, count: int) -> tuple[Money, ...]:
    """Equal parts; the last one takes the centavos that are left."""
    part = Money(total.centavos // count)
    return (*(part,) * (count - 1), total - part * (count - 1))


def month_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def parts_of(books: Books, plan_id: str) -> list[Charge]:
    """The charges of a plan, first part first, also the removed ones."""
    found = [each for each in books.all_charges() if each.instalment and each.instalment.plan == plan_id]
    return sorted(found, key=lambda each: each.instalment.number if each.instalment else 0)


def plan_json(books: Books, plan_id: str) -> Json | NotFound:
    parts = parts_of(books, plan_id)
    if not parts:
        return NotFound()
    first, total = parts[0], sum((each.original_value or each.value for each in parts), ZERO)
    return {
        "object": "installment",
        "id": plan_id,
        "value": total.reais,
        "paymentValue": (first.original_value or first.value).reais,
        "installmentCount": len(parts),
        "billingType": first.billing_type,
        "description": first.description,
        "customer": first.customer_id,
        "deleted": all(each.deleted for each in parts),
    }


def delete_plan(books: Books, plan_id: str) -> Json | Refusal | NotFound:
    """All parts or none: one that was paid keeps the plan."""
    present = [each for each in parts_of(books, plan_id) if not each.deleted]
    if not present:
        return NotFound()
    if any(each.status not in UNPAID for each in present):
        return Refusal.because("invalid_action", "Este parcelamento tem cobranças que não podem ser removidas.")
    for each in present:
        books.remove(each)
    return {"deleted": True, "id": plan_id}
