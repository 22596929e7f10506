"""One HTTP conversation with a provider, told as what the caller may conclude from it.

Only here are there HTTP clients and status codes. What differs between providers is in `Manners`: who we are, how an
error is written, which codes mean success.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Generic, TypeVar

import httpx
from pydantic import BaseModel, SecretStr, ValidationError

from shared.kernel.clock import Clock
from shared.payments.answer_text import read_answer
from shared.payments.json_text import JsonValue, write_json
from shared.redaction import TAKEN_OUT, hide_people, hide_secrets

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 10.0
CONVERSATION_MAX_SECONDS = 30.0
"""The last read of a body included. Four of them are what opening a charge may take: see `intents.CALL_MAX`."""
BODY_MAX_BYTES = 2 * 1024 * 1024
CODE_MAX = 100
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
_GRANTED = frozenset({"access_token"})
_STATUSES = frozenset({"status", "status_detail"})
NO_CODE = "unreadable"
"""Instead of a status that is no single word: statuses are logged and told."""
_CODE = re.compile(r"[A-Za-z0-9_.:/-]+")
_DOCUMENT_NUMBER = re.compile(r"[0-9]{2,3}\.?[0-9]{3}\.?[0-9]{3}(/[0-9]{4})?-?[0-9]{2}")

Message = TypeVar("Message", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Answered(Generic[Message]):
    """Success with the expected message; `date` is the provider's clock, when it sent one."""

    message: Message
    date: datetime | None


@dataclass(frozen=True, slots=True)
class Denied:
    """This request was understood and refused: nothing was done."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Barred:
    """The key or the account is not accepted (401, 403): nothing was done, whatever is asked.

    `is_unauthenticated`: 401, which a fresh token may heal.
    """

    code: str
    detail: str
    is_unauthenticated: bool = False


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


@dataclass(frozen=True, slots=True)
class Complaint:
    """What an error body says. `code` is empty where the body has the provider's form and names nothing."""

    code: str
    detail: str


def _nothing_secret() -> Iterable[SecretStr]:
    return ()


@dataclass(frozen=True, slots=True)
class Manners:
    """How one provider wants to be spoken to.

    `complaint` reads an error body, given its status; None when it does not have the provider's form. `secrets` are
    taken out of whatever the provider writes; they may change while the conversation lasts.
    """

    complaint: Callable[[bytes, int], Complaint | None]
    success: frozenset[int] = frozenset({httpx.codes.OK})
    auth: httpx.Auth | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    secrets: Callable[[], Iterable[SecretStr]] = _nothing_secret
    tls: ssl.SSLContext | None = None


class Conversation:
    """The account's line to its provider. Every request is sent once; nothing is repeated here."""

    def __init__(self, base_url: str, manners: Manners, clock: Clock, timeout: httpx.Timeout = TIMEOUT) -> None:
        self._clock = clock
        self._manners = manners
        self._reads_for_seconds = CONVERSATION_MAX_SECONDS - (timeout.read or ANSWER_SECONDS)
        self._client = httpx.Client(
            base_url=base_url,
            auth=manners.auth,
            headers={"User-Agent": USER_AGENT, "Accept": "application/json", **manners.headers},
            verify=manners.tls or True,
            timeout=timeout,
            limits=httpx.Limits(max_connections=4, max_keepalive_connections=2, keepalive_expiry=15.0),
        )

    def get(
        self,
        path: str,
        shape: type[Message],
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answered[Message] | Failure:
        """Read. Without any body: some answer 403 to a GET that has one."""
        return self._converse(self._client.build_request("GET", path, params=query, headers=headers), shape)

    def post(
        self,
        path: str,
        shape: type[Message],
        body: dict[str, JsonValue] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answered[Message] | Failure:
        """Create or command."""
        return self.send("POST", path, shape, body, headers)

    def delete(self, path: str, shape: type[Message]) -> Answered[Message] | Failure:
        """Remove."""
        return self.send("DELETE", path, shape)

    def send(
        self,
        method: str,
        path: str,
        shape: type[Message],
        body: dict[str, JsonValue] | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Answered[Message] | Failure:
        """Any request that may do something, with a JSON body where there is one."""
        typed = {} if body is None else {"Content-Type": "application/json"}
        content = None if body is None else write_json(body)
        wanted = {**typed, **(headers or {})}
        request = self._client.build_request(method, path, content=content, headers=wanted, params=query)
        return self._converse(request, shape)

    def submit(
        self, path: str, shape: type[Message], fields: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> Answered[Message] | Failure:
        """POST a form, as token endpoints want it."""
        return self._converse(self._client.build_request("POST", path, data=dict(fields), headers=headers), shape)

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
            return Throttled(self._wait(response))
        if status >= httpx.codes.INTERNAL_SERVER_ERROR or status == httpx.codes.REQUEST_TIMEOUT:
            return Lost(f"http_{status}")
        if status in self._manners.success:
            message = self._message(body, shape)
            return Answered(message, _date(response)) if message else Unreadable("unreadable_answer")
        said = self._complaint(body, status)
        if status in _BARRING:
            code, detail = (said.code, said.detail) if said else ("", "")
            return Barred(code or f"http_{status}", detail, status == httpx.codes.UNAUTHORIZED)
        if said and status == httpx.codes.NOT_FOUND:
            return Missing()
        if said and said.code and status >= httpx.codes.BAD_REQUEST:
            return Denied(said.code, said.detail)
        return Unreadable(f"http_{status}")

    def _complaint(self, body: bytes, status: int) -> Complaint | None:
        said = self._manners.complaint(body, status)
        if said is None:
            return None
        code = self._plain(said.code)[:CODE_MAX]
        # What has the place of a code and is none may say anything, and causes are kept for good.
        is_code = not code or _CODE.fullmatch(code)
        return Complaint(code if is_code else f"http_{status}", self._plain(said.detail)[:DETAIL_MAX])

    def _message(self, body: bytes, shape: type[Message]) -> Message | None:
        try:
            return shape.model_validate(self._without_secrets(read_answer(body)))
        except (ValueError, ValidationError):
            return None

    def _plain(self, written: str) -> str:
        """What a provider wrote, without our secrets and without what it knows of people."""
        return _DOCUMENT_NUMBER.sub(TAKEN_OUT, hide_people(self._hidden(written)))

    def _hidden(self, written: str) -> str:
        return hide_secrets(written, (each.get_secret_value() for each in self._manners.secrets()))

    def _without_secrets(self, value: object, name: str = "") -> object:
        """An answer as it may be kept: none of our secrets in it, and a status is one word."""
        match value:
            case str() if name in _GRANTED:
                return value
            case str():
                hidden = self._hidden(value)
                return NO_CODE if name in _STATUSES and not _CODE.fullmatch(hidden) else hidden
            case list():
                return [self._without_secrets(each, name) for each in value]
            case dict():
                return {key: self._without_secrets(each, key) for key, each in value.items()}
            case _:
                return value

    def _wait(self, response: httpx.Response) -> timedelta | None:
        """`RateLimit-Reset` in seconds (Asaas), or `Retry-After` in seconds or as a date (RFC 9110, 10.2.3)."""
        for name in ("RateLimit-Reset", "Retry-After"):
            written = response.headers.get(name, "")
            if written.isascii() and written.isdigit() and len(written) <= len("999999"):
                return min(timedelta(seconds=int(written)), RESET_MAX)
        until = _moment(response.headers.get("Retry-After", ""))
        return min(max(until - self._now_there(response), timedelta(0)), RESET_MAX) if until else None

    def _now_there(self, response: httpx.Response) -> datetime:
        return _date(response) or self._clock.now()


def _date(response: httpx.Response) -> datetime | None:
    return _moment(response.headers.get("Date", ""))


def _moment(written: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(written)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):  # an offset, or a year, that no clock has
        return None
