"""The account's webhooks: what is sent to whom, and how it is repeated. Source: docs.asaas.com (webhooks)."""

from __future__ import annotations

import uuid
from datetime import timedelta
from itertools import count

from shared.payments.simulator.answers import Json
from shared.payments.simulator.asaas.books import Books
from shared.payments.simulator.asaas.records import Charge, Hook
from shared.payments.simulator.asaas.words import charge_json, moment_text
from shared.payments.simulator.notices import Envelope, Manner, Notice, Subscriber
from shared.payments.simulator.post import PostOffice

MINUTE, HOUR = 60.0, 3600.0
WAITS = (
    30.0,
    MINUTE,
    3.5 * MINUTE,
    5 * MINUTE,
    15 * MINUTE,
    25 * MINUTE,
    HOUR,
    HOUR,
    HOUR,
    HOUR,
    HOUR,
    2 * HOUR,
    2 * HOUR,
    3 * HOUR,
)
TIMEOUT_SECONDS = 10.0
KEPT_FOR = timedelta(days=14)
FIRST_EVENT = 368_604_920
FORGED = "this-is-not-the-token"


class Mail:
    """Hands every event of the books to the post office, for each webhook that wants it."""

    def __init__(self, books: Books, post: PostOffice) -> None:
        self._books = books
        self.post = post
        self._numbers = count(FIRST_EVENT)
        books.told.append(self.send)

    def send(self, event: str, charge: Charge) -> None:
        """To each enabled webhook that wants this event; one that nobody could want, to all."""
        hooks = [each for each in self._books.hooks.values() if each.enabled]
        if not hooks:
            return
        notice = self._notice(event, charge)
        for hook in hooks:
            if event in hook.events or event not in EVENTS:
                self.post.send(hook.id, notice)

    def subscribe(self, hook: Hook) -> None:
        self.post.subscribe(Subscriber(hook.id, "asaas", _manner(hook), lambda _n, forged: _envelope(hook, forged)))

    def _notice(self, event: str, charge: Charge) -> Notice:
        body: Json = {
            "id": self._new_id(),
            "event": event,
            "dateCreated": moment_text(self._books.now()),
            "payment": said(self._books, charge),
        }
        return Notice(event, body, id_field="id", event_field="event", object_field="payment", new_id=self._new_id)

    def _new_id(self) -> str:
        return f"evt_{uuid.uuid4().hex}&{next(self._numbers)}"


def said(books: Books, charge: Charge) -> Json:
    """The charge as the API shows it."""
    return charge_json(charge, books.settings.fee, books.origin)


def _manner(hook: Hook) -> Manner:
    return Manner(TIMEOUT_SECONDS, frozenset({200}), WAITS, hook.in_order, stops=True, keeps_for=KEPT_FOR)


def _envelope(hook: Hook, is_forged: bool) -> Envelope:  # noqa: FBT001 - called by position
    token = FORGED if is_forged else hook.token
    return Envelope(hook.url, {"asaas-access-token": token} if token else {})


EVENTS = frozenset(
    f"PAYMENT_{each}"
    for each in [
        "CREATED",
        "UPDATED",
        "CONFIRMED",
        "RECEIVED",
        "OVERDUE",
        "DELETED",
        "RESTORED",
        "REFUNDED",
        "PARTIALLY_REFUNDED",
        "REFUND_IN_PROGRESS",
        "REFUND_DENIED",
        "RECEIVED_IN_CASH_UNDONE",
        "AUTHORIZED",
        "AWAITING_RISK_ANALYSIS",
        "APPROVED_BY_RISK_ANALYSIS",
        "REPROVED_BY_RISK_ANALYSIS",
        "CREDIT_CARD_CAPTURE_REFUSED",
        "ANTICIPATED",
        "CHARGEBACK_REQUESTED",
        "CHARGEBACK_DISPUTE",
        "AWAITING_CHARGEBACK_REVERSAL",
        "DUNNING_REQUESTED",
        "DUNNING_RECEIVED",
        "BANK_SLIP_VIEWED",
        "CHECKOUT_VIEWED",
        "SPLIT_CANCELLED",
        "SPLIT_DIVERGENCE_BLOCK",
        "SPLIT_DIVERGENCE_BLOCK_FINISHED",
    ]
)
