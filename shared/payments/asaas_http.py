"""How Asaas API v3 wants to be spoken to. Source: docs.asaas.com (authentication, HTTP codes, error body)."""

from __future__ import annotations

from collections.abc import Generator

import httpx
from pydantic import SecretStr, ValidationError

from shared.kernel.clock import Clock
from shared.payments.answer_text import read_answer
from shared.payments.asaas_messages import ErrorBody
from shared.payments.conversation import TIMEOUT, Complaint, Conversation, Manners


def asaas_conversation(
    base_url: str, api_key: SecretStr, clock: Clock, timeout: httpx.Timeout = TIMEOUT
) -> Conversation:
    """The account's line to Asaas. The key is put on each request as it leaves."""
    manners = Manners(complaint=_complaint, auth=_AccessToken(api_key), secrets=lambda: (api_key,))
    return Conversation(base_url, manners, clock, timeout)


class _AccessToken(httpx.Auth):
    def __init__(self, api_key: SecretStr) -> None:
        self._key = api_key

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["access_token"] = self._key.get_secret_value()
        yield request


def _complaint(body: bytes, status: int) -> Complaint | None:
    """The first error's code and all descriptions. A 404 about an object may have no body at all."""
    if not body:
        return Complaint("", "")
    try:
        said = ErrorBody.model_validate(read_answer(body))
    except (ValueError, ValidationError):
        return None
    if not said.errors:
        return Complaint("", "")
    return Complaint(said.errors[0].code or f"http_{status}", " ".join(each.description or "" for each in said.errors))
