"""Everything that can go wrong between a shop and its provider, on demand.

A fault applies to the next `times` requests that match it. `has_effect`: the request is carried out first.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from email.utils import format_datetime
from enum import StrEnum
from typing import assert_never, cast

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.payments.json_text import read_json, write_json
from shared.payments.simulator.answers import Json
from shared.payments.simulator.clock import ShiftedClock
from shared.payments.simulator.dialect import Dialect
from shared.payments.simulator.post import PostOffice
from shared.payments.simulator.wire import Wire

REQUESTS_KEPT = 2_000
TIMES_MAX = 10_000
DELAY_MAX_SECONDS = 60.0
GARBAGE = b'{"object":"banana","colour":"yellow"}'
HTML = "<html><body><h1>502 Bad Gateway</h1></body></html>"


class FaultKind(StrEnum):
    ERROR = "error"
    DROP = "drop"
    DELAY = "delay"
    RATE_LIMIT = "rate_limit"
    HTML = "html"
    GARBAGE = "garbage"
    BROKEN_JSON = "broken_json"
    EMPTY = "empty"
    ALTER = "alter"


@dataclass(frozen=True, slots=True)
class Fault:
    """`provider`, `method` and `path` choose the requests that it applies to.

    `path` is a regular expression over what follows the provider's base path.

    `garbage` answers with `fields` and `status` where they are given, and `html` with the page `html` of `fields`.

    `alter` carries the request out, puts `fields` into its answer and `status` above it.
    """

    kind: FaultKind
    provider: str
    times: int = 1
    has_effect: bool = False
    method: str | None = None
    path: str = ""
    status: int | None = None
    seconds: float = 0.0
    fields: Mapping[str, object] | None = None

    @classmethod
    def read(cls, fields: Mapping[str, object]) -> Fault:
        """ValueError for what is no fault."""
        times, status, seconds = fields.get("times", 1), fields.get("status"), fields.get("seconds", 0)
        if not isinstance(times, int) or not 1 <= times <= TIMES_MAX:
            raise ValueError(f"times must be a whole number from 1 to {TIMES_MAX}")
        if not (status is None or (isinstance(status, int) and 200 <= status <= 599)):
            raise ValueError("status must be an HTTP status")
        if not isinstance(seconds, int | Decimal) or not 0 <= seconds <= DELAY_MAX_SECONDS:
            raise ValueError(f"seconds must be a number from 0 to {DELAY_MAX_SECONDS:.0f}")
        altered = fields.get("fields", {})
        if not isinstance(altered, dict):
            raise ValueError("fields must be an object")  # noqa: TRY004 - the caller sent a wrong value
        method, path = fields.get("method"), str(fields.get("path", ""))
        try:
            re.compile(path)
        except re.error as error:
            raise ValueError(f"path is no regular expression: {error}") from None
        return cls(
            kind=FaultKind(str(fields.get("kind"))),
            provider=str(fields["provider"]),
            times=times,
            has_effect=fields.get("has_effect") is True,
            method=str(method) if method else None,
            path=path,
            status=status,
            seconds=float(seconds),
            fields=altered,
        )

    def applies_to(self, provider: str, method: str, path: str) -> bool:
        is_meant = self.provider == provider and self.method in {None, method}
        return is_meant and re.search(self.path, path) is not None


@dataclass(frozen=True, slots=True)
class Seen:
    """One request that came in; `fault` is what was done to it."""

    provider: str
    method: str
    path: str
    fault: FaultKind | None


class FaultPlan:
    """The faults to come, in order, and the requests that were."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.seen: deque[Seen] = deque(maxlen=REQUESTS_KEPT)
        self.life = 0

    def add(self, fault: Fault) -> None:
        self.faults.append(fault)

    def clear(self) -> None:
        """No more faults; what was seen is forgotten, and what is under way is left undone."""
        self.life += 1
        self.faults.clear()
        self.seen.clear()

    def next_for(self, provider: str, method: str, path: str) -> Fault | None:
        """The fault that befalls this request; one of its `times` is used up."""
        found = next((each for each in self.faults if each.applies_to(provider, method, path)), None)
        self.seen.append(Seen(provider, method, path, found.kind if found else None))
        if found is None:
            return None
        place = self.faults.index(found)
        self.faults[place : place + 1] = [replace(found, times=found.times - 1)] if found.times > 1 else []
        return found


class Faulty:
    """The application behind its faults. Also puts the providers' clock into every answer's ``Date``, and holds an
    answer back until the notices that are to come before it have gone out.
    """

    def __init__(
        self,
        app: ASGIApp,
        dialects: Sequence[Dialect],
        clock: ShiftedClock,
        plan: FaultPlan,
        wire: Wire,
        post: PostOffice,
    ) -> None:
        self._app = app
        self._dialects = dialects
        self._clock = clock
        self._plan = plan
        self._wire = wire
        self._post = post

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        dialect = self._asked(scope)
        if dialect is None:
            await self._app(scope, receive, self._after_notices(send))
            return
        method, path = scope["method"], scope["path"].removeprefix(dialect.base)
        fault = self._plan.next_for(dialect.name, method, path)
        admission = dialect.enter(method, path)
        answer = self._after_notices(self._dated(send, admission.headers))
        if admission.refusal is not None:
            await admission.refusal(scope, receive, answer)
            return
        try:
            if fault is None:
                await self._app(scope, receive, answer)
            else:
                await self._go_wrong(dialect, fault, scope, receive, answer)
        finally:
            dialect.leave(method)

    def _asked(self, scope: Scope) -> Dialect | None:
        path = scope["path"] if scope["type"] == "http" else ""
        return next((each for each in self._dialects if path.startswith(f"{each.base}/")), None)

    async def _go_wrong(self, dialect: Dialect, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        if fault.kind is FaultKind.DELAY:
            await self._delay(fault, scope, receive, send)
            return
        has_effect = fault.has_effect or fault.kind is FaultKind.ALTER
        body = await self._carry_out(scope, receive) if has_effect else b""
        if fault.kind is FaultKind.DROP:
            self._wire.cut(scope)
            while (await receive())["type"] != "http.disconnect":
                continue
            return
        await _wrong_answer(dialect, fault, body)(scope, receive, send)

    async def _delay(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        """With effect: done at once and answered late. Without: done late, when the caller may have looked already."""
        kept: list[Message] = []

        async def keep(message: Message) -> None:
            kept.append(message)

        asked, life = await _arrived(receive), self._plan.life
        if fault.has_effect:
            await self._app(scope, asked, keep)
        await asyncio.sleep(fault.seconds)
        if not fault.has_effect and self._plan.life == life:
            await self._app(scope, asked, keep)
        for message in kept:
            await send(message)

    async def _carry_out(self, scope: Scope, receive: Receive) -> bytes:
        answered = bytearray()

        async def keep(message: Message) -> None:
            answered.extend(message.get("body", b""))

        await self._app(scope, receive, keep)
        await self._give_notice()
        return bytes(answered)

    async def _give_notice(self) -> None:
        for each in self._dialects:
            each.announce()
        await self._post.early()

    def _after_notices(self, send: Send) -> Send:
        async def with_notices(message: Message) -> None:
            if message["type"] == "http.response.start":
                await self._give_notice()
            await send(message)

        return with_notices

    def _dated(self, send: Send, more: Mapping[str, str]) -> Send:
        async def with_date(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = format_datetime(self._clock.now().replace(microsecond=0), usegmt=True)
                extra = {"date": date, **more}
                added = [(name.lower().encode("ascii"), value.encode("ascii")) for name, value in extra.items()]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        return with_date


async def _arrived(receive: Receive) -> Receive:
    """The whole request, to be read once more when its sender may be gone."""
    body = bytearray()
    is_whole = False
    while not is_whole:
        message = await receive()
        body += message.get("body", b"")
        is_whole = not message.get("more_body", False)

    async def again() -> Message:
        return {"type": "http.request", "body": bytes(body), "more_body": False}

    return again


def _wrong_answer(dialect: Dialect, fault: Fault, body: bytes) -> Response:
    match fault.kind:
        case FaultKind.RATE_LIMIT:
            return dialect.throttled(int(fault.seconds))
        case FaultKind.BROKEN_JSON:
            return Response(body[: len(body) // 2] or b'{"id":"pay_', media_type="application/json")
        case FaultKind.HTML:
            page = str((fault.fields or {}).get("html", HTML))
            return Response(page, fault.status or 200, media_type="text/html")
        case FaultKind.GARBAGE:
            said = write_json(cast("Json", fault.fields)) if fault.fields else GARBAGE
            return Response(said, fault.status or 200, media_type="application/json")
        case FaultKind.EMPTY:
            return Response(media_type="application/json")
        case FaultKind.ALTER:
            return Response(_altered(body, fault.fields or {}), fault.status or 200, media_type="application/json")
        case FaultKind.ERROR | FaultKind.DELAY | FaultKind.DROP:
            return dialect.error(fault.status or 500)
        case _:
            assert_never(fault.kind)


def _altered(body: bytes, fields: Mapping[str, object]) -> str:
    said = read_json(body or b"{}")
    return write_json({**(said if isinstance(said, dict) else {}), **cast("Json", fields)})
