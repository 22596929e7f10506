"""Money that goes back to the payer, by the shop's wish or by force. Every movement is in the ledger.

What the event of a cancelled refund is, is not in our reference; here it is PAYMENT_REFUND_DENIED (assumption).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from shared.kernel.money import ZERO, Money
from shared.payments.simulator.answers import NotFound, Refusal
from shared.payments.simulator.asaas.books import Books
from shared.payments.simulator.asaas.instalments import parts_of
from shared.payments.simulator.asaas.records import Charge, Refund
from shared.payments.simulator.form import Form

REFUNDABLE = frozenset({"RECEIVED", "CONFIRMED", "DUNNING_RECEIVED"})
ENDED = frozenset({"DONE", "CANCELLED"})
AUTHORIZING = frozenset({"AWAITING_CRITICAL_ACTION_AUTHORIZATION", "AWAITING_CUSTOMER_EXTERNAL_AUTHORIZATION"})
FORCED = "Devolução solicitada pelo banco do pagador"


def refund(books: Books, charge_id: str, fields: Mapping[str, object]) -> Charge | Refusal | NotFound:
    """All that is left, or `value`. Fees are not returned, so the balance must cover it, once it was credited."""
    found = books.charge(charge_id)
    if found is None:
        return NotFound()
    form = Form(fields)
    asked = form.money("value")
    description = form.text("description")
    if form.refusal:
        return form.refusal
    amount = asked or found.value - found.refunded
    if found.status not in REFUNDABLE or not ZERO < amount <= found.value - found.refunded:
        return Refusal.because("invalid_action", "Esta cobrança não pode ser estornada neste valor.")
    if found.credited_at and amount > books.balance():
        return Refusal.because("invalid_action", "Saldo insuficiente para estornar esta cobrança.")
    return _give_back(books, found, Refund(books.now(), amount, description, books.settings.refund_status))


def refund_plan(books: Books, plan_id: str) -> Charge | Refusal | NotFound:
    """All paid parts, as far as the balance goes; the first part is answered (assumption)."""
    parts = parts_of(books, plan_id)
    if not parts:
        return NotFound()
    done = [refund(books, each.id, {}) for each in parts if each.status in REFUNDABLE]
    refused = next((each for each in done if isinstance(each, Refusal)), None)
    if not done:
        return Refusal.because("invalid_action", "Este parcelamento não tem cobranças pagas.")
    return refused or books.charges[parts[0].id]


def force_back(books: Books, charge: Charge, amount: Money | None) -> Charge | Refusal:
    """The payment system takes the money back, whatever the balance."""
    left = charge.value - charge.refunded
    if charge.status not in REFUNDABLE or not ZERO < (amount or left) <= left:
        return Refusal.because("invalid_action", "Esta cobrança não tem esse valor a devolver.")
    return _give_back(books, charge, Refund(books.now(), amount or left, FORCED))


def settle_refunds(books: Books, charge_id: str, status: str) -> Charge | NotFound:
    """What has not ended yet of a charge's refunds is now so; the money of a cancelled one comes back."""
    found = books.charge(charge_id)
    if found is None:
        return NotFound()
    waiting = [each for each in found.refunds if each.status not in ENDED]
    refunds = tuple(replace(each, status=status) if each in waiting else each for each in found.refunds)
    for each in waiting if status == "CANCELLED" else ():
        books.record("refund_cancelled", found, each.amount, books.reference_of(found))
    settled = _with_refunds(replace(found, status=found.paid_status), refunds)
    if status not in ENDED:
        return books.keep(settled, _event(settled))
    denied = status == "CANCELLED"
    return books.keep(settled, "PAYMENT_REFUND_DENIED" if denied else _event(settled))


def _give_back(books: Books, charge: Charge, made: Refund) -> Charge:
    books.record("refunded", charge, made.amount, books.reference_of(charge))
    returned = _with_refunds(charge, (*charge.refunds, made))
    if returned.status == "REFUNDED":
        books.keep(replace(returned, status="REFUND_IN_PROGRESS"), "PAYMENT_REFUND_IN_PROGRESS")
    return books.keep(returned, _event(returned))


def _with_refunds(charge: Charge, refunds: tuple[Refund, ...]) -> Charge:
    returned = replace(charge, refunds=refunds)
    if returned.refunded < charge.value:
        return returned
    waiting = {each.status for each in refunds if each.status not in ENDED}
    if not waiting:
        return replace(returned, status="REFUNDED")
    return replace(returned, status="REFUND_REQUESTED" if waiting & AUTHORIZING else "REFUND_IN_PROGRESS")


def _event(charge: Charge) -> str | None:
    """What is told of a charge some of whose money went back; nothing while the shop has yet to agree."""
    match charge.status:
        case "REFUNDED":
            return "PAYMENT_REFUNDED"
        case "REFUND_IN_PROGRESS":
            return "PAYMENT_REFUND_IN_PROGRESS"
        case "REFUND_REQUESTED":
            return None
        case _:
            return "PAYMENT_PARTIALLY_REFUNDED"
