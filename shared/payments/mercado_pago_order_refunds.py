"""A refund inside an order: how it is asked for, and which of the order's refunds is ours. Pure.

Source: mercadopago.com.br/developers (reference of orders: refund).
"""

from __future__ import annotations

from shared.kernel.money import Money
from shared.payments.json_text import JsonValue
from shared.payments.mercado_pago_order_messages import Order
from shared.payments.model import Refund, Refunded, RefundPending, RefundRefused, RefundUnknown

UNNAMED = "refund_not_named"

_DONE = frozenset({"processed", "refunded", "approved"})
_UNDER_WAY = frozenset({"created", "processing", "in_process", "pending"})
_NOT_DONE = frozenset({"failed", "rejected", "canceled", "cancelled"})


def refund_json(wanted: Refund) -> dict[str, JsonValue]:
    """One payment of the order and how much of it."""
    return {"transactions": [{"id": wanted.payment, "amount": str(wanted.amount.reais)}]}


def given(wanted: Refund, order: Order) -> Refunded | RefundPending | RefundRefused | RefundUnknown:
    """How far it is. The API does not repeat our id: ours is the newest of that payment and amount.

    Their ids are ULIDs, which sort by the time they were made.
    """
    same = [
        each
        for each in order.transactions.refunds
        if each.transaction_id in {None, wanted.payment} and Money.from_reais(each.amount) == wanted.amount
    ]
    newest = max(same, key=lambda each: each.id, default=None)
    if newest is None:
        return RefundUnknown(UNNAMED)
    if newest.status in _DONE:
        return Refunded()
    if newest.status in _UNDER_WAY:
        return RefundPending()
    if newest.status in _NOT_DONE:
        return RefundRefused(newest.status, "O Mercado Pago não fez esta devolução.")
    return RefundUnknown(newest.status)
