"""Charges that were paid elsewhere: the shop notes it, and takes it back. No balance moves.

The event of a receipt in cash is not in our reference; here it is PAYMENT_RECEIVED (assumption).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from shared.kernel.day import ZONE
from shared.payments.simulator.answers import NotFound, Refusal
from shared.payments.simulator.asaas.books import Books
from shared.payments.simulator.asaas.records import UNPAID, Charge
from shared.payments.simulator.form import Form


def receive_in_cash(books: Books, charge_id: str, fields: Mapping[str, object]) -> Charge | Refusal | NotFound:
    found = books.charge(charge_id)
    if found is None:
        return NotFound()
    form = Form(fields)
    day, value = form.day("paymentDate", required=True), form.money("value", required=True)
    form.flag("notifyCustomer", default=False)
    if day and day > books.today():
        form.complain("paymentDate", "A data de pagamento não pode ser futura")
    if found.status not in UNPAID or found.deleted:
        form.complain("action", "Esta cobrança não pode ser recebida em dinheiro.")
    if form.refusal:
        return form.refusal
    assert day is not None
    assert value is not None
    paid_at = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    books.record("cash", found, value, books.reference_of(found))
    noted = replace(found, status="RECEIVED_IN_CASH", value=value, asked_value=found.value, paid_at=paid_at)
    return books.keep(noted, "PAYMENT_RECEIVED")


def undo_cash(books: Books, charge_id: str) -> Charge | Refusal | NotFound:
    found = books.charge(charge_id)
    if found is None:
        return NotFound()
    if found.status != "RECEIVED_IN_CASH":
        return Refusal.because("invalid_action", "Esta cobrança não foi recebida em dinheiro.")
    books.record("cash_undone", found, found.value, books.reference_of(found))
    status = "OVERDUE" if found.due_date < books.today() else "PENDING"
    undone = replace(found, status=status, value=found.asked_value or found.value, asked_value=None, paid_at=None)
    return books.keep(undone, "PAYMENT_RECEIVED_IN_CASH_UNDONE")
