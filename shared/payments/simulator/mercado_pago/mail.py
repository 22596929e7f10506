"""What Mercado Pago tells: payments without their status, orders with it, both signed.

Source: mercadopago.com.br/developers (webhooks). The waits are those of the published table.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from itertools import count

from pydantic import SecretStr

from shared.kernel.money import ZERO
from shared.payments.json_text import JsonValue
from shared.payments.mercado_pago_signature import sign
from shared.payments.simulator.answers import Json
from shared.payments.simulator.mercado_pago.books import Books
from shared.payments.simulator.mercado_pago.records import Order, Payment
from shared.payments.simulator.mercado_pago.words import moment_text, order_payment_json
from shared.payments.simulator.notices import Envelope, Manner, Notice, Subscriber
from shared.payments.simulator.post import PostOffice

MINUTE, HOUR = 60.0, 3600.0
MANNER = Manner(
    timeout_seconds=22.0,
    accepted=frozenset({200, 201}),
    waits=(15 * MINUTE, 15 * MINUTE, 5.5 * HOUR, 42 * HOUR, 48 * HOUR),
    in_order=False,
    stops=False,
    keeps_for=timedelta(days=14),
)
ORDER_ACTIONS = frozenset({"processed", "failed", "canceled", "expired", "refunded", "action_required"})
FIRST_ID = 112_233_445_566
SUBSCRIBER = "mercado_pago"
USER_ID, APPLICATION_ID = 987_654_321, 123
FORGED = SecretStr("not-the-secret")

Look = tuple[str, str | None, int]


class Mail:
    """Compares the books with what was last told of them, and tells what is new."""

    def __init__(self, books: Books, post: PostOffice) -> None:
        self._books = books
        self._post = post
        self.reset()

    def reset(self) -> None:
        """Nobody is told, and nothing was."""
        self._told: dict[str, Look] = {}
        self._versions: dict[str, int] = {}
        self._numbers = count(FIRST_ID)

    def subscribe(self) -> None:
        """To the address in the settings; what is known by now is no news. Without one nobody is told."""
        if not self._books.settings.webhook_url:
            self._post.unsubscribe(SUBSCRIBER)
            return
        if not self._post.has_subscriber(SUBSCRIBER):
            self._told = {charge.id: _look(charge) for charge in self._charges()}
        self._post.subscribe(Subscriber(SUBSCRIBER, "mercado_pago", MANNER, self._envelope))

    def send_news(self) -> None:
        if not self._post.has_subscriber(SUBSCRIBER):
            return
        for charge in self._charges():
            known, now = self._told.get(charge.id), _look(charge)
            if known != now:
                self._told[charge.id] = now
                self._tell(charge, is_new=known is None)

    def send(self, charge: Payment | Order, action: str | None = None) -> None:
        """Of this one, whatever was told of it before."""
        if isinstance(charge, Payment):
            self._post.send(SUBSCRIBER, self._of_payment(charge.id, action or "payment.updated"))
        else:
            self._post.send(SUBSCRIBER, self._of_order(charge, action or f"order.{charge.status}"))

    def _tell(self, charge: Payment | Order, *, is_new: bool) -> None:
        if isinstance(charge, Payment):
            self.send(charge, "payment.created" if is_new else "payment.updated")
            return
        self._versions[charge.id] = self._versions.get(charge.id, 0) + 1
        if charge.status in ORDER_ACTIONS:
            self.send(charge, "order.refunded" if charge.detail == "partially_refunded" else None)

    def _of_payment(self, payment_id: str, action: str) -> Notice:
        body: Json = {
            "id": next(self._numbers),
            "live_mode": False,
            "type": "payment",
            "date_created": moment_text(self._books.now()),
            "application_id": APPLICATION_ID,
            "user_id": USER_ID,
            "version": 1,
            "api_version": "v1",
            "action": action,
            "data": {"id": payment_id},
        }
        return self._notice(body, action, payment_id, "payment")

    def _of_order(self, order: Order, action: str) -> Notice:
        paid = sum((each.paid or ZERO for each in order.payments), ZERO)
        payments: list[JsonValue] = [order_payment_json(order, each) for each in order.payments]
        body: Json = {
            "action": action,
            "api_version": "v1",
            "application_id": str(APPLICATION_ID),
            "type": "order",
            "live_mode": False,
            "user_id": str(USER_ID),
            "date_created": moment_text(self._books.now()),
            "data": {
                "id": order.id,
                "external_reference": order.external_reference,
                "status": order.status,
                "status_detail": order.detail,
                "total_paid_amount": str(paid.reais),
                "type": order.type,
                "version": self._versions.get(order.id, 1),
                "transactions": {"payments": payments},
            },
        }
        return self._notice(body, action, order.id, "order")

    def _notice(self, body: Json, action: str, data_id: str, topic: str) -> Notice:
        return Notice(
            action,
            body,
            query={"data.id": data_id, "type": topic},
            id_field="id" if topic == "payment" else None,
            event_field="action",
            object_field="data",
            new_id=lambda: next(self._numbers),
        )

    def _envelope(self, notice: Notice, is_forged: bool) -> Envelope:  # noqa: FBT001 - called by position
        settings = self._books.settings
        request_id, ts = str(uuid.uuid4()), str(int(self._books.now().timestamp() * 1000))
        secret = FORGED if is_forged else SecretStr(settings.webhook_secret)
        v1 = sign(secret, notice.query["data.id"], request_id, ts)
        return Envelope(settings.webhook_url, {"x-signature": f"ts={ts},v1={v1}", "x-request-id": request_id})

    def _charges(self) -> Iterator[Payment | Order]:
        yield from self._books.all_payments()
        yield from self._books.all_orders()


def _look(charge: Payment | Order) -> Look:
    """What makes a change."""
    back = sum((each.amount for each in charge.refunds if each.status == "approved"), ZERO)
    return charge.status, charge.detail, back.centavos
