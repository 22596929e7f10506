"""A refund inside an order: how it is asked for, and which of the order's refunds is ours. Pure.

Source: mercadopago.com.br/developers (reference of orders: refund).
"""

from __future__ import annotations

from shared.kernel.money import Money
from shared.payments.json_text import JsonValue
from shared.payments.mercado_pago_order_messages import Order, OrderRefund
from shared.payments.model import Refund, Refunded, RefundPending, RefundRefused, RefundUnknown

UNNAMED = "refund_not_named"

_DONE = frozenset({"processed", "refunded", "approved"})
_UNDER_WAY = frozenset({"created", "processing", "in_process", "pending"})
_NOT_DONE = frozenset({"failed", "rejected", "canceled", "cancelled"})


def refund_json(wanted: Refund) -> dict[str, JsonValue]:
    """One payment of the order and how much of it."""
    return {"transactions": [{"id": wanted.payment, "amount": str(wanted.amount.reais)}]}


def ours_among(wanted: Refund, order: Order) -> OrderRefund | None:
    """The API does not repeat our id: ours is the newest of that payment and amount, once there are more of them than
    had been given back for us before. Two alike are never under way at once, so no other can be newer.

    Their ids are ULIDs, which sort by the time they were made.
    """
    same = [
        each
        for each in order.transactions.refunds
        if each.transaction_id in {None, wanted.payment} and Money.from_reais(each.amount) == wanted.amount
    ]
    return max(same, key=lambda each: each.id) if len(same) > wanted.alike_before else None


def again(found: OrderRefund, order: Order) -> OrderRefund:
    """The same refund as the order shows it now."""
    return next((each for each in order.transactions.refunds if each.id == found.id), found)


def told(found: OrderRefund | None) -> Refunded | RefundPending | RefundRefused | RefundUnknown:
    """How far it is."""
    if found is None:
        return RefundUnknown(UNNAMED)
    if found.status in _DONE:
        return Refunded()
    if found.status in _UNDER_WAY:
        return RefundPending()
    if found.status in _NOT_DONE:
        return RefundRefused(found.status, "O Mercado Pago não fez esta devolução.")
    return RefundUnknown(found.status)
