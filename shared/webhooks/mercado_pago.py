"""What Mercado Pago sends: which payment or order moved, signed over its id, the request's id and the time.

The signature does not cover the body: which charge is meant is taken from the query, and the body must not say another.
Source: mercadopago.com.br/developers, "Webhooks".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from pydantic import SecretStr

from shared.kernel.ids import IntentId
from shared.payments.mercado_pago_signature import is_signed, read_signature
from shared.webhooks import keeping
from shared.webhooks.keeping import Shape, amount, flag, identifier, moment, ours, word
from shared.webhooks.model import Notification, ReadOutcome, Source, Subject, Unreadable

SIGNATURE_HEADER, REQUEST_HEADER = "x-signature", "x-request-id"
DATA_ID = "data.id"
TOPICS = frozenset({"payment", "order"})
MILLISECOND_DIGITS = 13
PAST_MAX = timedelta(days=7)
"""The published table retries up to 96 hours after the first attempt; and our clock may be a day off."""
FUTURE_MAX = timedelta(days=2)
"""Only a clock that was set wrong makes a signature from the future."""
_DATA_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")

_PAID: Shape = {
    "id": identifier,
    "status": word,
    "status_detail": word,
    "amount": amount,
    "paid_amount": amount,
    "reference": {"id": identifier},
}
_DATA: Shape = {
    "id": identifier,
    "external_reference": ours,
    **dict.fromkeys(("status", "status_detail", "type"), word),
    "total_paid_amount": amount,
    "version": identifier,
    "transactions": {"payments": _PAID, "refunds": _PAID},
}
SHAPE: Shape = {
    "id": identifier,
    "live_mode": flag,
    **dict.fromkeys(("type", "action"), word),
    "date_created": moment,
    "version": identifier,
    "api_version": identifier,
    "data": _DATA,
}


@dataclass(frozen=True, slots=True)
class Signed:
    """What is signed, besides the secret. `said_at` is when Mercado Pago sent it."""

    data_id: str | None
    request_id: str | None
    said_at: datetime


def check(headers: Mapping[str, str], query: Mapping[str, str], secret: SecretStr, now: datetime) -> Signed | None:
    """None for what was not signed with our secret, or so long ago that nobody repeats it any more but a thief."""
    header = headers.get(SIGNATURE_HEADER, "")
    data_id, request_id = query.get(DATA_ID) or None, headers.get(REQUEST_HEADER) or None
    if not is_signed(header, secret, data_id, request_id):
        return None
    signature = read_signature(header)
    said_at = _moment(signature.ts) if signature else None
    if said_at is None or not now - PAST_MAX <= said_at <= now + FUTURE_MAX:
        return None
    return Signed(data_id, request_id, said_at)


def read(body: object, raw: bytes, signed: Signed) -> ReadOutcome:
    """The event in a body.

    Payments have an id for each notification; orders are told apart by order, action and version. What has neither is
    told apart by the id of the request, which is signed.
    """
    if not isinstance(body, dict):
        return Unreadable("not_an_object")
    data = body.get("data")
    told = data if isinstance(data, dict) else {}
    if not _is_same(told.get("id"), signed.data_id):
        return Unreadable("another_charge")
    topic = str(keeping.word(body.get("type")) or "")
    kind = str(keeping.word(body.get("action")) or "") or topic
    subject = _subject(told, signed.data_id) if topic in TOPICS else None
    key = _key(body, told, kind, signed.request_id) or f"sha256:{sha256(raw).hexdigest()}"
    return (Notification(Source.MERCADO_PAGO, key, kind, subject, keeping.kept_text(body, SHAPE), signed.said_at),)


def _key(body: Mapping[str, object], told: Mapping[str, object], kind: str, request_id: str | None) -> str | None:
    own, order, version = (keeping.id_or_none(each) for each in (body.get("id"), told.get("id"), told.get("version")))
    if own:
        return f"{kind}:{own}"
    if order and version:
        return f"{kind}:{order}:v{version}"
    request = keeping.id_or_none(request_id)
    return f"request:{request}" if request else None


def _subject(told: Mapping[str, object], data_id: str | None) -> Subject | None:
    if data_id is None or not _DATA_ID.fullmatch(data_id):
        return None
    reference = told.get("external_reference")
    return Subject(
        intent_id=IntentId(str(reference)) if keeping.is_ours(reference) else None,
        charge_id=keeping.id_or_none(told.get("id")) or data_id,
    )


def _is_same(named: object, signed: str | None) -> bool:
    """The query may be lower-cased; the body has the id as the API knows it."""
    return named is None or signed is None or str(named).lower() == signed.lower()


def _moment(ts: str) -> datetime | None:
    """`ts` is shown both in seconds and in milliseconds."""
    seconds = int(ts) / 1_000 if len(ts) >= MILLISECOND_DIGITS else int(ts)
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None
