"""One HTTP conversation with Asaas API v3, told as what the caller may conclude from it.

Source: docs.asaas.com (authentication, limits, HTTP codes). Only here are there HTTP clients, status codes and the key.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Generic, TypeVar

import httpx
from pydantic import BaseModel, SecretStr, ValidationError

from shared.kernel.clock import Clock
from shared.payments.asaas_messages import ErrorBody
from shared.payments.json_text import JsonValue, read_json, write_json

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 10.0
CONVERSATION_MAX_SECONDS = 30.0
"""The last read of a body included. Four of them are what opening a charge may take: see `intents.CALL_MAX`."""
BODY_MAX_BYTES = 2 * 1024 * 1024
DETAIL_MAX = 300
RESET_MAX = timedelta(hours=12)
USER_AGENT = "Vez"

_NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)
_BARRING = frozenset({httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN})
_DOCUMENT_NUMBER = re.compile(r"[0-9]{2,3}\.?[0-9]{3}\.?[0-9]{3}(/[0-9]{4})?-?[0-9]{2}")

Message = TypeVar("Message", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Answered(Generic[Message]):
    """200 with the expected message; `date` is the provider's clock, when it sent one."""

    message: Message
    date: datetime | None


@dataclass(frozen=True, slots=True)
class Denied:
    """This request was understood and refused: nothing was done."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Barred:
    """The key or the account is not accepted (401, 403): nothing was done, whatever is asked."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Missing:
    """There is no such thing at this address."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """Nothing reached the provider."""

    cause: str


@dataclass(frozen=True, slots=True)
class Throttled:
    """429: nothing was done; ask again after `retry_after`, when it says so."""

    retry_after: timedelta | None


@dataclass(frozen=True, slots=True)
class Lost:
    """Sent, but without a usable answer: it may have been done."""

    cause: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Answered with something undocumented: it may have been done."""

    cause: str


Failure = Denied | Barred | Missing | Unsent | Throttled | Lost | Unreadable


def waits(answer_seconds: float) -> httpx.Timeout:
    """How long to wait for an answer; a line is either there within CONNECT_SECONDS or not at all."""
    connect = min(CONNECT_SECONDS, answer_seconds)
    return httpx.Timeout(connect=connect, read=answer_seconds, write=answer_seconds, pool=connect)


TIMEOUT = waits(ANSWER_SECONDS)


class AsaasHttp:
    """The account's line to Asaas. The key is put on each request as it leaves and is held nowhere else."""

    def __init__(self, base_url: str, api_key: SecretStr, clock: Clock, timeout: httpx.Timeout = TIMEOUT) -> None:
        self._clock = clock
        self._key = api_key
        self._reads_for_seconds = CONVERSATION_MAX_SECONDS - (timeout.read or ANSWER_SECONDS)
        self._client = httpx.Client(
            base_url=base_url,
            auth=_AccessToken(api_key),
            headers={"User-Agent": USER_AGENT, "Accept": "application/json"},
            timeout=timeout,
            limits=httpx.Limits(max_connections=4, max_keepalive_connections=2, keepalive_expiry=15.0),
        )

    def get(
        self, path: str, shape: type[Message], query: Mapping[str, str] | None = None
    ) -> Answered[Message] | Failure:
        """Read. Without any body: Asaas answers 403 to a GET that has one."""
        return self._converse(self._client.build_request("GET", path, params=query), shape)

    def post(self, path: str, shape: type[Message], body: dict[str, JsonValue]) -> Answered[Message] | Failure:
        """Create or command; sent once, never repeated here."""
        return self._converse(
            self._client.build_request(
                "POST", path, content=write_json(body), headers={"Content-Type": "application/json"}
            ),
            shape,
        )

    def delete(self, path: str, shape: type[Message]) -> Answered[Message] | Failure:
        """Remove; sent once."""
        return self._converse(self._client.build_request("DELETE", path), shape)

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _converse(self, request: httpx.Request, shape: type[Message]) -> Answered[Message] | Failure:
        ends_at = self._clock.monotonic() + self._reads_for_seconds
        try:
            response = self._client.send(request, stream=True)
            try:
                body = self._read(response, ends_at)
            finally:
                response.close()
        except _NEVER_SENT as error:
            return Unsent(type(error).__name__)
        except httpx.RequestError as error:
            return Lost(type(error).__name__)
        if isinstance(body, Lost):
            return body
        return self._judge(response, body, shape)

    def _read(self, response: httpx.Response, ends_at: float) -> bytes | Lost:
        body = bytearray()
        for part in response.iter_bytes():
            body += part
            if len(body) > BODY_MAX_BYTES:
                return Lost("answer_too_long")
            if self._clock.monotonic() > ends_at:
                return Lost("answer_too_slow")
        return bytes(body)

    def _judge(self, response: httpx.Response, body: bytes, shape: type[Message]) -> Answered[Message] | Failure:
        status = response.status_code
        if status == httpx.codes.TOO_MANY_REQUESTS:
            return Throttled(_reset(response))
        if status >= httpx.codes.INTERNAL_SERVER_ERROR or status == httpx.codes.REQUEST_TIMEOUT:
            return Lost(f"http_{status}")
        if status == httpx.codes.OK:
            message = _message(body, shape)
            return Answered(message, _date(response)) if message else Unreadable("unreadable_answer")
        said = _message(body, ErrorBody)
        if status in _BARRING:
            return Barred(*self._first(said, f"http_{status}"))
        if status == httpx.codes.NOT_FOUND and (said or not body):
            return Missing()
        if said and said.errors:
            return Denied(*self._first(said, f"http_{status}"))
        return Unreadable(f"http_{status}")

    def _first(self, said: ErrorBody | None, code: str) -> tuple[str, str]:
        """The first error's code and all descriptions; `code` when nothing was said."""
        if said is None or not said.errors:
            return code, ""
        return said.errors[0].code or code, self._plain(" ".join(each.description or "" for each in said.errors))

    def _plain(self, detail: str) -> str:
        """What a provider wrote, without our key and without the document numbers of people."""
        hidden = detail.replace(self._key.get_secret_value(), "•••")
        return _DOCUMENT_NUMBER.sub("•••", hidden)[:DETAIL_MAX]


class _AccessToken(httpx.Auth):
    def __init__(self, api_key: SecretStr) -> None:
        self._key = api_key

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["access_token"] = self._key.get_secret_value()
        yield request


def _message(body: bytes, shape: type[Message]) -> Message | None:
    try:
        return shape.model_validate(read_json(body))
    except (ValueError, ValidationError):
        return None


def _date(response: httpx.Response) -> datetime | None:
    try:
        date = parsedate_to_datetime(response.headers.get("Date", ""))
    except ValueError:
        return None
    return date if date.tzinfo else None


def _reset(response: httpx.Response) -> timedelta | None:
    seconds = response.headers.get("RateLimit-Reset", "")
    if not (seconds.isascii() and seconds.isdigit()) or len(seconds) > len("999999"):
        return None
    return min(timedelta(seconds=int(seconds)), RESET_MAX)
