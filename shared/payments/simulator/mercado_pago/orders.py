"""The Orders API: what it lets a shop create, cancel and give back, and what it plays for tests.

Source: mercadopago.com.br/developers (reference of orders, possible errors, Point, integration tests).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from shared.kernel.money import ZERO, Money
from shared.payments.simulator.answers import NotFound, Refusal
from shared.payments.simulator.mercado_pago.books import Books
from shared.payments.simulator.mercado_pago.fields import VALUE, Fields
from shared.payments.simulator.mercado_pago.records import Order, OrderPayment

PIX_LIFE = (timedelta(minutes=30), timedelta(days=30), timedelta(hours=24))
POINT_LIFE = (timedelta(seconds=30), timedelta(hours=3), timedelta(minutes=15))
CONFLICT = 409

_REFERENCE = re.compile(r"[A-Za-z0-9_-]{1,64}")


def create(books: Books, sent: Mapping[str, object]) -> Order | Refusal:
    """An order of one payment."""
    fields = Fields(sent)
    kind = fields.choice("type", {"online", "point"}, required=True)
    reference = fields.text("external_reference", required=True)
    if reference is not None and not _REFERENCE.fullmatch(reference):
        fields.complain(VALUE, "external_reference", "may have 64 letters, digits, - and _")
    transactions = fields.inside("transactions", required=True)
    transactions.only({"payments"})
    payments = transactions.each("payments")
    if not payments:
        fields.complain("minimum_items", "transactions.payments", "must have 1 item")
    if len(payments) > 1:
        fields.complain("maximum_items", "transactions.payments", "must have 1 item")
    first = payments[0] if payments else Fields({})
    amount = first.amount("amount", required=True)
    if kind is None or reference is None or not payments:
        assert fields.refusal is not None
        return fields.refusal
    return (
        _point(books, fields, first, reference, amount)
        if kind == "point"
        else _online(books, fields, first, reference, amount)
    )


def cancel(books: Books, order_id: str) -> Order | Refusal | NotFound:
    """An order that waits; one that a card machine has fetched can be ended only there."""
    found = books.order(order_id)
    if found is None:
        return NotFound()
    if found.status == "canceled":
        return Refusal.because("order_already_canceled", "The order was canceled already.", CONFLICT)
    waits = {"created"} if found.type == "point" else {"created", "processing", "action_required"}
    if found.status not in waits:
        return Refusal.because("cannot_cancel_order", f"The order is {found.status}.", CONFLICT)
    books.orders[order_id] = found.told("canceled", "canceled_by_api", books.now())
    return books.orders[order_id]


def refund(books: Books, order_id: str, sent: Mapping[str, object]) -> Order | Refusal | NotFound:
    """All that is left, or some of one payment; fees are not returned, so the balance must cover it."""
    found = books.order(order_id)
    if found is None:
        return NotFound()
    if found.status == "refunded":
        return Refusal.because("order_already_refunded", "The order was refunded already.", CONFLICT)
    if found.status != "processed":
        return Refusal.because("cannot_refund_order", f"The order is {found.status}.", CONFLICT)
    asked = _asked_back(found, sent)
    if isinstance(asked, Refusal):
        return asked
    if sum((amount for _, amount in asked), ZERO) > books.balance():
        return Refusal.because("insufficient_balance", "The account does not hold that much.", CONFLICT)
    made = tuple(books.give_back(books.new_id("REF"), payment.id, amount) for payment, amount in asked)
    books.orders[order_id] = replace(found, refunds=(*found.refunds, *made), updated_at=books.now())
    return books.order(order_id) or NotFound()


def _asked_back(order: Order, sent: Mapping[str, object]) -> list[tuple[OrderPayment, Money]] | Refusal:
    fields = Fields(sent)
    fields.only({"transactions"})
    named = fields.each("transactions")
    if not named and not fields.refusal:
        return [(each, order.held(each)) for each in order.payments if order.held(each) > ZERO]
    asked: list[tuple[OrderPayment, Money]] = []
    for each in named:
        payment_id, amount = each.text("id", required=True), each.amount("amount", required=True)
        payment = next((known for known in order.payments if known.id == payment_id), None)
        if payment_id is not None and payment is None:
            return Refusal.because("transaction_not_found", "The order has no such transaction.", 404)
        if payment is not None and amount is not None:
            if amount > order.held(payment):
                each.complain(VALUE, "amount", "is more than what is left")
            asked.append((payment, amount))
    return fields.refusal or asked


def _online(books: Books, fields: Fields, first: Fields, reference: str, amount: Money | None) -> Order | Refusal:
    fields.only({"type", "external_reference", "total_amount", "processing_mode", "payer", "transactions"})
    total = fields.amount("total_amount", required=True)
    if total is not None and amount is not None and total != amount:
        fields.complain("invalid_total_amount", "total_amount", "must be the sum of the payments")
    fields.choice("processing_mode", {"automatic"})
    payer = fields.inside("payer", required=True)
    payer.email("email")
    payer.cpf("identification")
    first.only({"amount", "payment_method", "expiration_time"})
    method = first.inside("payment_method", required=True)
    method.choice("id", {"pix"}, required=True)
    method.choice("type", {"bank_transfer"}, required=True)
    life = first.duration("expiration_time", *PIX_LIFE)
    if fields.refusal:
        return fields.refusal
    assert amount is not None
    order = _made(books, "online", reference, amount, life)
    is_slow = books.settings.code_after > timedelta(0)
    status = ("processing", "in_process") if is_slow else ("action_required", "waiting_transfer")
    coded = replace(order, payments=(replace(order.first, payload=books.payload(), method=("pix", "bank_transfer")),))
    books.orders[order.id] = coded.told(*status, books.now())
    return books.orders[order.id]


def _point(books: Books, fields: Fields, first: Fields, reference: str, amount: Money | None) -> Order | Refusal:
    fields.only({"type", "external_reference", "description", "expiration_time", "transactions", "config"})
    description = fields.text("description", limit=150)
    life = fields.duration("expiration_time", *POINT_LIFE)
    first.only({"amount"})
    config = fields.inside("config", required=True)
    config.only({"point", "payment_method"})
    point = config.inside("point", required=True)
    point.only({"terminal_id", "print_on_terminal"})
    point.choice("print_on_terminal", {"seller_ticket", "no_ticket"})
    terminal_id = point.text("terminal_id", required=True)
    if fields.refusal:
        return fields.refusal
    assert amount is not None
    assert terminal_id is not None
    refused = _unavailable(books, terminal_id)
    if refused:
        return refused
    order = replace(_made(books, "point", reference, amount, life), description=description, terminal_id=terminal_id)
    books.orders[order.id] = order
    return order


def _unavailable(books: Books, terminal_id: str) -> Refusal | None:
    terminal = books.terminals.get(terminal_id)
    if terminal is None:
        return Refusal.because("forbidden_checking_terminal_owner", "The terminal is not of this account.", 403)
    if terminal.mode != "PDV":
        return Refusal.because("operation_not_supported", "The terminal is not in PDV mode.", CONFLICT)
    if books.on_terminal(terminal_id):
        return Refusal.because(
            "already_queued_order_on_terminal", "There is already a queued order on the terminal.", CONFLICT
        )
    return None


def _made(books: Books, kind: str, reference: str, amount: Money, life: timedelta) -> Order:
    now = books.now()
    payment = OrderPayment(books.new_id("PAY"), amount, "created", "created")
    return Order(books.new_id("ORD"), kind, reference, now, now, now + life, "created", "created", (payment,))
