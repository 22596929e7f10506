"""How Mercado Pago wants to be spoken to, in both of its APIs: a bearer token, and a key on what may be done once only.

Source: mercadopago.com.br/developers (access token, `X-Idempotency-Key`, possible errors).
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable
from datetime import datetime

import httpx
from pydantic import SecretStr, ValidationError

from shared.kernel.clock import Clock
from shared.kernel.day import ZONE
from shared.kernel.ids import IntentId
from shared.payments.answer_text import read_answer
from shared.payments.conversation import Complaint, Conversation, Manners
from shared.payments.mercado_pago_messages import ErrorBody

SUCCESS = frozenset({httpx.codes.OK, httpx.codes.CREATED})

_INTENT = re.compile(r"[0-9a-f]{32}")


def mercado_pago_conversation(base_url: str, token: SecretStr, clock: Clock, timeout: httpx.Timeout) -> Conversation:
    """The account's line. The token is put on each request as it leaves and is held nowhere else."""
    manners = Manners(complaint=complaint, success=SUCCESS, auth=_Bearer(token), secrets=lambda: (token,))
    return Conversation(base_url, manners, clock, timeout)


def once(key: str) -> dict[str, str]:
    """The header that makes a repeated request find what the first one did. The SDKs send a new key each time."""
    return {"X-Idempotency-Key": key}


def complaint(body: bytes, status: int) -> Complaint | None:
    """The first error's code and all that is said; each API has its own form."""
    try:
        said = ErrorBody.model_validate(read_answer(body))
    except (ValueError, ValidationError):
        return None
    if said.errors:
        words = (word for each in said.errors for word in (each.message or "", *each.details))
        return Complaint(said.errors[0].code or f"http_{status}", _sentence(words))
    if said.message is None and said.error is None:
        return None
    causes = said.cause or ()
    code = next((str(each.code) for each in causes if each.code is not None), said.error)
    descriptions = (each.description or "" for each in causes)
    return Complaint(code or f"http_{status}", _sentence((said.message or "", *descriptions)))


def moment(at: datetime) -> str:
    """ISO 8601 with milliseconds and Brazil's offset, as the APIs write it."""
    return at.astimezone(ZONE).isoformat(timespec="milliseconds")


def intent_of(reference: str | None) -> IntentId | None:
    """Our intent, where a reference can be one: the account may take money for others too."""
    return IntentId(reference) if reference and _INTENT.fullmatch(reference) else None


def _sentence(words: Iterable[str]) -> str:
    """All that is said, each once: the causes often repeat the message."""
    return " ".join(dict.fromkeys(each for each in words if each))


class _Bearer(httpx.Auth):
    def __init__(self, token: SecretStr) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token.get_secret_value()}"
        yield request
