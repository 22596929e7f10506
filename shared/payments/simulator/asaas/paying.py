"""Money: what customers, the shop and the banks do with charges. Every movement is in the ledger."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from shared.kernel.day import ZONE
from shared.kernel.money import ZERO, Money
from shared.payments.simulator.answers import NotFound, Refusal
from shared.payments.simulator.asaas.books import Books
from shared.payments.simulator.asaas.instalments import parts_of
from shared.payments.simulator.asaas.records import (
    BY_CARD,
    BY_PIX,
    BY_SLIP,
    MEANS,
    PIX_PAYABLE_FOR,
    UNPAID,
    Card,
    Charge,
    Customer,
    StaticCode,
)
from shared.payments.simulator.asaas.terms import due_on

APPROVED, REFUSED, AT_RISK = "approved", "refused", "risk"
VERDICTS = frozenset({APPROVED, REFUSED, AT_RISK})
PAYABLE = UNPAID | {"DUNNING_REQUESTED"}


@dataclass(frozen=True, slots=True)
class NotPayable:
    """The payer's bank would refuse."""

    reason: str


def pay(
    books: Books,
    target: Charge | StaticCode,
    amount: Money | None = None,
    *,
    way: str | None = None,
    force: bool = False,
) -> Charge | NotPayable:
    """A customer pays a code or an invoice; the charge that holds the money.

    `way` is PIX, BOLETO or CREDIT_CARD; what the charge asks for, Pix if it can choose. `force`: although the bank
    should refuse. A card pays all parts of a plan at once, unless an `amount` is named.
    """
    if isinstance(target, Charge) and (way or _usual_way(target)) == BY_CARD and not (amount or force):
        return pay_by_card(books, target)
    return _pay_at(books, target, amount, books.now(), way=way, force=force)


def pay_by_card(books: Books, charge: Charge, verdict: str = APPROVED) -> Charge | NotPayable:
    """Confirmed at once and credited later; or refused; or first looked at by people (`AT_RISK`)."""
    reason = why_not(books, charge, books.now(), BY_CARD)
    if reason:
        return NotPayable(reason)
    if verdict == REFUSED:
        return books.keep(charge, "PAYMENT_CREDIT_CARD_CAPTURE_REFUSED")
    parts = parts_of(books, charge.instalment.plan) if charge.instalment else [charge]
    for each in parts:
        if each.status in PAYABLE and not each.deleted:
            if verdict == AT_RISK:
                books.keep(replace(each, status="AWAITING_RISK_ANALYSIS"), "PAYMENT_AWAITING_RISK_ANALYSIS")
            else:
                confirm_card(books, each)
    return books.charges[charge.id]


def confirm_card(books: Books, charge: Charge) -> Charge:
    """The acquirer said yes: the payer has paid, the shop cannot use it yet."""
    now = books.now()
    asked = due_on(books.today(), charge.value, charge.due_date, charge.terms)
    paid = replace(
        charge,
        status="CONFIRMED",
        billing_type=BY_CARD,
        card=Card(),
        value=asked.amount,
        original_value=charge.value if asked.amount != charge.value else None,
        surcharge=asked.surcharge if asked.surcharge > ZERO else None,
        paid_at=now,
    )
    books.record("received", paid, paid.value, books.reference_of(paid))
    return books.keep(paid, "PAYMENT_CONFIRMED")


def tick(books: Books) -> None:
    """Whatever should have happened by now: overdue charges, automatic payments."""
    books.age()
    pause = books.settings.auto_pay_after
    if pause is None:
        return
    for charge in books.all_charges():
        if (
            charge.status in UNPAID
            and BY_PIX in MEANS[charge.billing_type]
            and not charge.deleted
            and charge.shown_at
            and charge.shown_at + pause <= books.now()
        ):
            _pay_at(books, charge, None, charge.shown_at + pause, force=False)
    for code in tuple(books.codes.values()):
        if not books.payments_of(code) and code.created_at + pause <= books.now():
            _pay_at(books, code, None, code.created_at + pause, force=False)


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
    return books.keep(replace(found, status="OVERDUE"), "PAYMENT_OVERDUE")


def why_not(books: Books, target: Charge | StaticCode, at: datetime, way: str = BY_PIX) -> str | None:
    """Why a bank refuses to pay this so at that moment; None when it does not."""
    if target.deleted:
        return "Cobrança removida."
    if isinstance(target, Charge):
        if target.status not in PAYABLE:
            return "Cobrança já paga."
        if way not in MEANS.get(target.billing_type, ()):
            return "Esta cobrança não aceita este meio de pagamento."
        last_day = target.due_date + PIX_PAYABLE_FOR
        return "QR Code expirado." if way == BY_PIX and at.astimezone(ZONE).date() > last_day else None
    if target.expires_at and at > target.expires_at:
        return "QR Code expirado."
    return "QR Code já utilizado." if not target.allows_many and books.payments_of(target) else None


def _pay_at(
    books: Books,
    target: Charge | StaticCode,
    amount: Money | None,
    at: datetime,
    *,
    way: str | None = None,
    force: bool,
) -> Charge | NotPayable:
    chosen = way or _usual_way(target)
    reason = why_not(books, target, at, chosen)
    if reason and not force:
        return NotPayable(reason)
    if isinstance(target, StaticCode):
        paid = _charge_of_code(books, target, amount, at)
    elif target.status in PAYABLE:
        paid = _received(target, amount, at, chosen)
    else:
        again = replace(
            target,
            id=books.new_id("pay_"),
            description="Pagamento em duplicidade",
            original_value=None,
            instalment=None,
        )
        paid = _received(again, amount, at, chosen)
    books.record("received", paid, paid.value, books.reference_of(paid))
    return books.keep(paid, f"PAYMENT_{paid.status}")


def _usual_way(target: Charge | StaticCode) -> str:
    """Pix where the payer can choose."""
    fixed = target.billing_type if isinstance(target, Charge) else BY_PIX
    return fixed if fixed in {BY_CARD, BY_SLIP} else BY_PIX


def _received(charge: Charge, amount: Money | None, at: datetime, way: str) -> Charge:
    asked = due_on(at.astimezone(ZONE).date(), charge.value, charge.due_date, charge.terms)
    paid = amount or asked.amount
    is_late = amount is None and asked.surcharge > ZERO
    status = "DUNNING_RECEIVED" if charge.status == "DUNNING_REQUESTED" else "RECEIVED"
    return replace(
        charge,
        status="CONFIRMED" if way == BY_CARD else status,
        billing_type=way,
        value=paid,
        original_value=charge.value if paid != charge.value else charge.original_value,
        surcharge=asked.surcharge if is_late else None,
        paid_at=at,
        credited_at=None if way == BY_CARD else at,
        card=Card() if way == BY_CARD else None,
        pix_transaction=str(uuid.uuid4()) if way == BY_PIX else None,
        refunds=(),
        deleted=False,  # money that came for a removed charge is in every list (assumption)
    )


def _charge_of_code(books: Books, code: StaticCode, amount: Money | None, at: datetime) -> Charge:
    payer = Customer(books.new_id("cus_"), "Pagador Simulado", "52998224725", at)
    books.customers[payer.id] = payer
    made = Charge(
        id=books.new_id("pay_"),
        customer_id=payer.id,
        billing_type=BY_PIX,
        value=amount or code.value or ZERO,
        due_date=at.astimezone(ZONE).date(),
        created_at=at,
        status="PENDING",
        payload=books.dynamic_payload(),
        description="Cobrança criada automaticamente a partir de Pix recebido",
        external_reference=code.external_reference if books.settings.copies_reference else None,
        invoice_number=books.new_invoice_number(),
        pix_code_id=code.id,
    )
    return _received(books.keep(made, "PAYMENT_CREATED"), None, at, BY_PIX)
