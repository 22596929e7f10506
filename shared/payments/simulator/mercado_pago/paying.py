"""Money, card machines and time: what customers and the shop do past the API. Every movement is in the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from shared.kernel.money import Money
from shared.payments.simulator.answers import NotFound, Refusal
from shared.payments.simulator.mercado_pago.books import Books
from shared.payments.simulator.mercado_pago.fields import Fields
from shared.payments.simulator.mercado_pago.records import UNDER_WAY, Order, OrderPayment, Payment

EVENTS = frozenset({"processed", "failed", "refunded", "canceled", "expired", "action_required"})
DETAILS = {
    "failed": "rejected_other_reason",
    "canceled": "canceled_on_terminal",
    "expired": "expired",
    "action_required": "check_on_terminal",
}
CARD = ("visa", "credit_card")
CONFLICT = 409


@dataclass(frozen=True, slots=True)
class NotPayable:
    """The payer's bank or the card machine would refuse."""

    reason: str


def pay(books: Books, target: Payment | Order, amount: Money | None = None, *, force: bool = False) -> str | NotPayable:
    """A customer pays; the id of the payment that holds the money. `force`: although it should be refused."""
    if isinstance(target, Order):
        return _pay_order(books, target, amount, force=force)
    return _pay_payment(books, target, amount, force=force)


def tick(books: Books) -> None:
    """Whatever should have happened by now: automatic payments."""
    pause = books.settings.auto_pay_after
    if pause is None:
        return
    charges: list[Payment | Order] = [*books.all_payments(), *books.all_orders()]
    for charge in charges:
        if charge.created_at + pause <= books.now():
            pay(books, charge)


def play(books: Books, order_id: str, sent: Mapping[str, object]) -> Order | Refusal | NotFound:
    """Tests only: what becomes of an order. All but a refund pass through the card machine."""
    found = books.order(order_id)
    if found is None:
        return NotFound()
    fields = Fields(sent)
    fields.only({"status", "payment_method_type", "installments", "payment_method_id", "status_detail"})
    status, detail = fields.choice("status", EVENTS, required=True), fields.text("status_detail")
    kind, brand = fields.text("payment_method_type") or CARD[1], fields.text("payment_method_id") or CARD[0]
    if fields.refusal or status is None:
        return fields.refusal or NotFound()
    if (status == "refunded") != (found.status == "processed") or not (found.is_live or status == "refunded"):
        return Refusal.because("operation_not_supported", f"The order is {found.status}.", CONFLICT)
    if status == "refunded":
        back = tuple(books.give_back(books.new_id("REF"), each.id, found.held(each)) for each in found.payments)
        books.orders[order_id] = replace(found, refunds=(*found.refunds, *back), updated_at=books.now())
    elif status == "processed":
        books.orders[order_id] = _processed(books, found, found.first, found.first.amount, (brand, kind))
    else:
        books.orders[order_id] = found.told(status, detail or DETAILS[status], books.now())
    return books.orders[order_id]


def settle_refunds(books: Books, target: Payment | Order, status: str) -> Payment | Order:
    """What is still on its way has ended so."""
    settled = replace(
        target,
        refunds=tuple(replace(each, status=status) if each.status == UNDER_WAY else each for each in target.refunds),
        updated_at=books.now(),
    )
    if isinstance(settled, Payment):
        books.payments[settled.id] = settled
    else:
        books.orders[settled.id] = settled
    return settled


def _pay_payment(books: Books, target: Payment, amount: Money | None, *, force: bool) -> str | NotPayable:
    if target.status != "pending" and not force:
        return NotPayable(f"O pagamento está {target.status}.")
    paid = amount or target.amount
    is_second = target.paid is not None
    charge = replace(target, id=books.new_number(), created_at=books.now(), refunds=()) if is_second else target
    now = books.now()
    books.payments[charge.id] = replace(
        charge, status="approved", detail="accredited", paid=paid, paid_at=now, updated_at=now
    )
    books.receive(charge, paid)
    return charge.id


def _pay_order(books: Books, target: Order, amount: Money | None, *, force: bool) -> str | NotPayable:
    if not (target.is_live and target.status != "processing") and not force:
        return NotPayable(f"A order está {target.status}.")
    method = CARD if target.type == "point" else target.first.method or CARD
    payment = target.first
    if payment.paid is not None:
        payment = replace(payment, id=books.new_id("PAY"), paid=None)
    books.orders[target.id] = _processed(books, target, payment, amount or target.first.amount, method)
    return payment.id


def _processed(books: Books, order: Order, payment: OrderPayment, amount: Money, method: tuple[str, str]) -> Order:
    now = books.now()
    paid = replace(payment, status="processed", detail="accredited", paid=amount, paid_at=now, method=method)
    others = tuple(each for each in order.payments if each.id != payment.id)
    books.receive(order, amount)
    return replace(order, status="processed", detail="accredited", payments=(*others, paid), updated_at=now)
