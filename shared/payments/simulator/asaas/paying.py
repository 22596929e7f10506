"""Money: what customers, the shop and the banks do with charges. Every movement is in the ledger."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from shared.kernel.day import ZONE
from shared.kernel.money import ZERO, Money
from shared.payments.simulator.answers import NotFound, Refusal
from shared.payments.simulator.asaas.books import Books
from shared.payments.simulator.asaas.records import UNPAID, Charge, Customer, Refund, StaticCode
from shared.payments.simulator.form import Form

REFUNDABLE = frozenset({"RECEIVED", "CONFIRMED"})


@dataclass(frozen=True, slots=True)
class NotPayable:
    """The payer's bank would refuse."""

    reason: str


def pay(
    books: Books, target: Charge | StaticCode, amount: Money | None = None, *, force: bool = False
) -> Charge | NotPayable:
    """A customer pays a code; the charge that holds the money. `force`: although the bank should refuse."""
    return _pay_at(books, target, amount, books.now(), force=force)


def tick(books: Books) -> None:
    """Whatever should have happened by now: automatic payments."""
    pause = books.settings.auto_pay_after
    if pause is None:
        return
    for charge in books.all_charges():
        if (
            charge.status in UNPAID
            and not charge.deleted
            and charge.shown_at
            and charge.shown_at + pause <= books.now()
        ):
            _pay_at(books, charge, None, charge.shown_at + pause, force=False)
    for code in tuple(books.codes.values()):
        if not books.payments_of(code) and code.created_at + pause <= books.now():
            _pay_at(books, code, None, code.created_at + pause, force=False)


def refund(books: Books, charge_id: str, fields: Mapping[str, object]) -> Charge | Refusal | NotFound:
    """All that is left, or `value`; fees are not returned, so the balance must cover it."""
    found = books.charge(charge_id)
    if found is None:
        return NotFound()
    form = Form(fields)
    asked = form.money("value")
    description = form.text("description")
    if form.refusal:
        return form.refusal
    amount = asked or found.value - found.refunded
    if found.status not in REFUNDABLE or amount > found.value - found.refunded:
        return Refusal.because("invalid_action", "Esta cobrança não pode ser estornada neste valor.")
    if amount > books.balance():
        return Refusal.because("invalid_action", "Saldo insuficiente para estornar esta cobrança.")
    refunds = (*found.refunds, Refund(books.now(), amount, description))
    returned = replace(found, refunds=refunds)
    returned = replace(returned, status="REFUNDED" if returned.refunded == found.value else found.status)
    books.charges[charge_id] = returned
    books.record("refunded", returned, amount, books.reference_of(returned))
    return returned


def receive_in_cash(books: Books, charge_id: str, fields: Mapping[str, object]) -> Charge | Refusal | NotFound:
    """The shop notes that it was paid elsewhere; no balance moves."""
    found = books.charge(charge_id)
    if found is None:
        return NotFound()
    form = Form(fields)
    day, value = form.day("paymentDate", required=True), form.money("value", required=True)
    if found.status not in UNPAID or found.deleted:
        form.complain("action", "Esta cobrança não pode ser recebida em dinheiro.")
    if form.refusal:
        return form.refusal
    assert day is not None
    assert value is not None
    paid_at = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    books.charges[charge_id] = replace(found, status="RECEIVED_IN_CASH", value=value, paid_at=paid_at)
    books.record("cash", found, value, books.reference_of(found))
    return books.charges[charge_id]


def undo_cash(books: Books, charge_id: str) -> Charge | Refusal | NotFound:
    found = books.charge(charge_id)
    if found is None:
        return NotFound()
    if found.status != "RECEIVED_IN_CASH":
        return Refusal.because("invalid_action", "Esta cobrança não foi recebida em dinheiro.")
    books.charges[charge_id] = replace(found, status="PENDING", paid_at=None)
    books.record("cash_undone", found, found.value, books.reference_of(found))
    return books.charges[charge_id]


def confirm(books: Books, charge_id: str) -> Charge | Refusal | NotFound:
    """Sandbox only: pay a charge."""
    found = books.charge(charge_id)
    if found is None:
        return NotFound()
    paid = pay(books, found)
    return Refusal.because("invalid_action", paid.reason) if isinstance(paid, NotPayable) else paid


def make_overdue(books: Books, charge_id: str) -> Charge | Refusal | NotFound:
    """Sandbox only: let the due date pass."""
    found = books.charge(charge_id)
    if found is None:
        return NotFound()
    if found.status != "PENDING" or found.deleted:
        return Refusal.because("invalid_action", "Somente cobranças pendentes podem vencer.")
    books.charges[charge_id] = replace(found, status="OVERDUE")
    return books.charges[charge_id]


def why_not(books: Books, target: Charge | StaticCode, at: datetime) -> str | None:
    """Why a bank refuses to pay this at that moment; None when it does not."""
    if target.deleted:
        return "Cobrança removida."
    if isinstance(target, Charge):
        return None if target.status in UNPAID else "Cobrança já paga."
    if target.expires_at and at > target.expires_at:
        return "QR Code expirado."
    return "QR Code já utilizado." if not target.allows_many and books.payments_of(target) else None


def _pay_at(
    books: Books, target: Charge | StaticCode, amount: Money | None, at: datetime, *, force: bool
) -> Charge | NotPayable:
    reason = why_not(books, target, at)
    if reason and not force:
        return NotPayable(reason)
    if isinstance(target, StaticCode):
        paid = _charge_of_code(books, target, amount, at)
    elif target.status in UNPAID:
        paid = _received(target, amount or target.value, at)
    else:
        again = replace(target, id=books.new_id("pay_"), description="Pagamento em duplicidade", original_value=None)
        paid = _received(again, amount or target.value, at)
    books.charges[paid.id] = paid
    books.record("received", paid, paid.value, books.reference_of(paid))
    return paid


def _received(charge: Charge, amount: Money, at: datetime) -> Charge:
    return replace(
        charge,
        status="RECEIVED",
        value=amount,
        original_value=charge.value if amount != charge.value else charge.original_value,
        paid_at=at,
        pix_transaction=str(uuid.uuid4()),
        refunds=(),
    )


def _charge_of_code(books: Books, code: StaticCode, amount: Money | None, at: datetime) -> Charge:
    payer = Customer(books.new_id("cus_"), "Pagador Simulado", "52998224725", at)
    books.customers[payer.id] = payer
    made = Charge(
        id=books.new_id("pay_"),
        customer_id=payer.id,
        billing_type="PIX",
        value=amount or code.value or ZERO,
        due_date=at.astimezone(ZONE).date(),
        created_at=at,
        status="PENDING",
        payload=books.dynamic_payload(),
        description="Cobrança criada automaticamente a partir de Pix recebido",
        external_reference=code.external_reference if books.settings.copies_reference else None,
        pix_code_id=code.id,
    )
    return _received(made, made.value, at)
