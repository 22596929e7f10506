"""Is a notification from Mercado Pago? Pure: it compares texts, and reads neither clock nor network.

Source: mercadopago.com.br/developers (webhooks, `x-signature`) and the official SDKs.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from hashlib import sha256

from pydantic import SecretStr

_TS = re.compile(r"[0-9]{1,16}")
_V1 = re.compile(r"[0-9a-f]{64}")
HEADER_MAX = 300
"""No honest header is longer."""


@dataclass(frozen=True, slots=True)
class Signature:
    """The parts of an ``x-signature`` header. `ts` is kept as written: it is shown in seconds and in milliseconds."""

    ts: str
    v1: str


def read_signature(header: str) -> Signature | None:
    """``ts=…,v1=…`` in any order, other parts ignored; None for anything else."""
    if len(header) > HEADER_MAX:
        return None
    named = [part.strip().partition("=") for part in header.split(",")]
    parts = {name.strip(): value.strip() for name, _, value in named}
    ts, v1 = parts.get("ts", ""), parts.get("v1", "").lower()
    return Signature(ts, v1) if _TS.fullmatch(ts) and _V1.fullmatch(v1) else None


def is_signed(header: str, secret: SecretStr, data_id: str | None, request_id: str | None) -> bool:
    """Was this header made with our secret?

    `data_id` is that of the query string. The documentation lower-cases it, the SDKs do not: either is accepted.
    """
    given = read_signature(header)
    if given is None:
        return False
    forms = {data_id, data_id.lower()} if data_id else {None}
    return any(hmac.compare_digest(sign(secret, each, request_id, given.ts), given.v1) for each in forms)


def sign(secret: SecretStr, data_id: str | None, request_id: str | None, ts: str) -> str:
    """`v1` for a notification."""
    text = manifest(data_id, request_id, ts)
    return hmac.new(secret.get_secret_value().encode(), text.encode(), sha256).hexdigest()


def manifest(data_id: str | None, request_id: str | None, ts: str) -> str:
    """What is signed; an absent value is left out with its name."""
    parts = (("id", data_id), ("request-id", request_id), ("ts", ts))
    return "".join(f"{name}:{value};" for name, value in parts if value)
