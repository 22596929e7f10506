"""What a bank sends that serves the Central Bank's Pix API: every Pix with a txid, and every return that ended.

Who calls is proven by a secret in the address, by a client certificate, or by both. One POST may tell of several.
Source: bacen.github.io/pix-api, "Webhook".
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256

from pydantic import SecretStr

from shared.kernel.ids import IntentId
from shared.webhooks import keeping
from shared.webhooks.keeping import Shape, amount, identifier, moment, ours, word
from shared.webhooks.model import Notification, ReadOutcome, Source, Subject, Unreadable

TOLD_MAX = 1_000
"""Pix in one POST: more than a page of the API's own list may hold."""
RECEIVED, RETURNED, OTHER = "pix", "devolucao", "other"

_RETURN: Shape = {
    **dict.fromkeys(("id", "rtrId"), identifier),
    **dict.fromkeys(("status", "natureza"), word),
    "valor": amount,
    "horario": {"solicitacao": moment, "liquidacao": moment},
}
_PIX: Shape = {
    "endToEndId": identifier,
    "txid": ours,
    "valor": amount,
    "horario": moment,
    "devolucoes": _RETURN,
}
UNKNOWN: Shape = {"evento": word}


def is_secret(given: str | None, secret: SecretStr) -> bool:
    """Is this the secret of the address? In constant time."""
    return hmac.compare_digest((given or "").encode(), secret.get_secret_value().encode())


def read(body: object, raw: bytes) -> ReadOutcome:
    """Each Pix of a body, told apart by its end-to-end id, its txid and what became of its returns."""
    if not isinstance(body, dict):
        return Unreadable("not_an_object")
    told = body.get("pix")
    if not isinstance(told, list) or not told:
        key = f"sha256:{sha256(raw).hexdigest()}"
        return (Notification(Source.BANK_PIX, key, OTHER, None, keeping.kept_text(body, UNKNOWN)),)
    if len(told) > TOLD_MAX or not all(isinstance(each, dict) for each in told):
        return Unreadable("not_a_list_of_pix")
    return tuple(_notification(each) for each in told)


def _notification(pix: Mapping[str, object]) -> Notification:
    returns = list(_returns(pix.get("devolucoes")))
    parts = [_text(pix.get("endToEndId")), _text(pix.get("txid")), *(returns or [RECEIVED])]
    told = keeping.id_or_none(pix.get("endToEndId")) or "?"
    txid = pix.get("txid")
    return Notification(
        source=Source.BANK_PIX,
        key=f"{told}:{sha256(':'.join(parts).encode()).hexdigest()}",
        kind=RETURNED if returns else RECEIVED,
        subject=Subject(IntentId(txid), txid) if isinstance(txid, str) and keeping.is_ours(txid) else Subject(),
        body=keeping.kept_text(pix, _PIX),
        said_at=None if returns else _said_at(pix.get("horario")),
    )


def _returns(told: object) -> Iterator[str]:
    """One published example gives an object where the specification has a list."""
    for each in told if isinstance(told, list) else [told]:
        if isinstance(each, dict):
            yield f"{_text(each.get('id'))}={_text(each.get('status'))}"


def _said_at(horario: object) -> datetime | None:
    """When the money came: the bank tells of it at once."""
    try:
        said = datetime.fromisoformat(str(horario))
    except ValueError:
        return None
    return said if said.tzinfo is not None else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
