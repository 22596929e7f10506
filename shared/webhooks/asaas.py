"""What Asaas sends: one event in each POST, with the token that the shop chose in the header `asaas-access-token`.

Source: docs.asaas.com, "Webhooks" and "Eventos para cobranças"; API v3.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

from pydantic import SecretStr

from shared.kernel.ids import IntentId
from shared.webhooks import keeping
from shared.webhooks.keeping import Shape, amount, flag, identifier, moment, ours, word
from shared.webhooks.model import Notification, ReadOutcome, Source, Subject, Unreadable

TOKEN_HEADER = "asaas-access-token"  # noqa: S105 - a header's name
STATIC = "static:"
"""How the watch list names the charge of a static code (`payments.asaas_messages`)."""

CHARGE_EVENTS = frozenset(
    {
        *("PAYMENT_UPDATED", "PAYMENT_CONFIRMED", "PAYMENT_RECEIVED", "PAYMENT_OVERDUE", "PAYMENT_DELETED"),
        *("PAYMENT_RESTORED", "PAYMENT_REFUNDED", "PAYMENT_PARTIALLY_REFUNDED", "PAYMENT_REFUND_IN_PROGRESS"),
        *("PAYMENT_REFUND_DENIED", "PAYMENT_RECEIVED_IN_CASH_UNDONE", "PAYMENT_AUTHORIZED"),
        *("PAYMENT_AWAITING_RISK_ANALYSIS", "PAYMENT_APPROVED_BY_RISK_ANALYSIS"),
        *("PAYMENT_REPROVED_BY_RISK_ANALYSIS", "PAYMENT_CREDIT_CARD_CAPTURE_REFUSED"),
        *("PAYMENT_CHARGEBACK_REQUESTED", "PAYMENT_CHARGEBACK_DISPUTE", "PAYMENT_AWAITING_CHARGEBACK_REVERSAL"),
        *("PAYMENT_DUNNING_REQUESTED", "PAYMENT_DUNNING_RECEIVED"),
    }
)
"""The charge has to be looked at: its money or its state moved."""
NO_NEWS = frozenset(
    {
        *("PAYMENT_CREATED", "PAYMENT_ANTICIPATED", "PAYMENT_BANK_SLIP_VIEWED", "PAYMENT_CHECKOUT_VIEWED"),
        *("PAYMENT_SPLIT_CANCELLED", "PAYMENT_SPLIT_DIVERGENCE_BLOCK", "PAYMENT_SPLIT_DIVERGENCE_BLOCK_FINISHED"),
    }
)
"""We made it ourselves, somebody looked at it, or the shop's own accounts moved: nothing that the customer paid."""
CHARGE = "PAYMENT_"
"""How the events of charges begin. One that we do not know is looked at: a look harms nothing."""

_REFUND: Shape = {
    "dateCreated": moment,
    "status": word,
    "value": amount,
    "endToEndIdentifier": identifier,
    "effectiveDate": moment,
}
_PAYMENT: Shape = {
    **dict.fromkeys(("id", "installment", "pixTransaction", "pixQrCodeId"), identifier),
    **dict.fromkeys(("object", "billingType", "status"), word),
    **dict.fromkeys(("value", "netValue", "originalValue", "interestValue", "installmentNumber"), amount),
    **dict.fromkeys(("dateCreated", "dueDate", "originalDueDate", "confirmedDate", "paymentDate"), moment),
    **dict.fromkeys(("clientPaymentDate", "creditDate", "estimatedCreditDate"), moment),
    **dict.fromkeys(("deleted", "anticipated"), flag),
    "externalReference": ours,
    "refunds": _REFUND,
}
SHAPE: Shape = {"id": identifier, "event": word, "dateCreated": moment, "payment": _PAYMENT}


def is_asaas(given: str | None, token: SecretStr) -> bool:
    """Did the caller show our token? In constant time."""
    return hmac.compare_digest((given or "").encode(), token.get_secret_value().encode())


def read(body: object, raw: bytes) -> ReadOutcome:
    """The event in a body. Its `id` (`evt_…`) tells events apart; a body without one is told apart by its bytes."""
    if not isinstance(body, dict):
        return Unreadable("not_an_object")
    kind = str(keeping.word(body.get("event")) or "")
    key = keeping.id_or_none(body.get("id")) or f"sha256:{sha256(raw).hexdigest()}"
    return (Notification(Source.ASAAS, key, kind, _subject(kind, body), keeping.kept_text(body, SHAPE)),)


def _subject(kind: str, body: dict[str, object]) -> Subject | None:
    payment = body.get("payment")
    if not kind.startswith(CHARGE) or kind in NO_NEWS or not isinstance(payment, dict):
        return None
    reference, static = payment.get("externalReference"), keeping.id_or_none(payment.get("pixQrCodeId"))
    return Subject(
        intent_id=IntentId(str(reference)) if keeping.is_ours(reference) else None,
        charge_id=f"{STATIC}{static}" if static else keeping.id_or_none(payment.get("id")),
    )
