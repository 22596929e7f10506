"""The edge: what anybody on the internet may send, and the cheapest answer that is right.

Who calls is asked before a byte of the body is read; a body is bounded in size and time; and 200 means that it is on
the disk. Whatever else happens, the provider sends it again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from shared.kernel.clock import Clock
from shared.logs import get_log
from shared.payments.json_text import read_json
from shared.webhooks import asaas, bank_pix, mercado_pago
from shared.webhooks.doors import ASAAS_PATH, BANK_PATH, MERCADO_PAGO_PATH, Doors
from shared.webhooks.model import ReadOutcome, Unreadable
from shared.webhooks.service import Arrived
from shared.webhooks.writer import Kept, NotKept, Writer

BODY_MAX_BYTES = 256 * 1024
BODY_SECONDS = 5.0
"""How long a body may take to come; every provider gives us at least twice that."""
LOG_SECONDS = 60.0
"""A refusal is logged once in so long, however many there are."""
CERTIFICATE = "has_certificate"
"""In a request's state: its caller showed a certificate that the authority signed."""

_log = get_log("webhooks")

Read = Callable[[object, bytes], ReadOutcome]


class Edge:
    """One application for all providers."""

    def __init__(self, doors: Doors, writer: Writer, clock: Clock, body_seconds: float = BODY_SECONDS) -> None:
        self._doors = doors
        self._writer = writer
        self._clock = clock
        self._body_seconds = body_seconds
        self._logged: dict[str, float] = {}

    def application(self) -> Starlette:
        """Unknown addresses are 404, other methods 405, both without looking at anything else."""
        asked = {
            ASAAS_PATH: [(ASAAS_PATH, self._asaas)],
            MERCADO_PAGO_PATH: [(MERCADO_PAGO_PATH, self._mercado_pago)],
            # A bank calls the address that was registered with "/pix" behind it; Efí's trick takes that into the query.
            BANK_PATH: [
                (BANK_PATH, self._bank),
                (f"{BANK_PATH}/pix", self._bank),
                (f"{BANK_PATH}/{{secret}}", self._bank),
                (f"{BANK_PATH}/{{secret}}/pix", self._bank),
            ],
        }
        routes = [Route(at, do, methods=["POST"]) for path in self._doors.paths for at, do in asked[path]]
        return Starlette(routes=routes)

    async def _asaas(self, request: Request) -> Response:
        token = self._doors.asaas
        if token is None or not asaas.is_asaas(request.headers.get(asaas.TOKEN_HEADER), token):
            return self._refuse(request, HTTPStatus.UNAUTHORIZED, "wrong_token")
        return await self._receive(request, asaas.read)

    async def _mercado_pago(self, request: Request) -> Response:
        secret, now = self._doors.mercado_pago, self._clock.now()
        signed = mercado_pago.check(request.headers, request.query_params, secret, now) if secret else None
        if signed is None:
            return self._refuse(request, HTTPStatus.UNAUTHORIZED, "wrong_signature")
        return await self._receive(request, partial(_signed_read, signed))

    async def _bank(self, request: Request) -> Response:
        given = request.path_params.get("secret") or request.query_params.get("hmac")
        secret = self._doors.bank_pix
        if self._doors.wants_certificate and not getattr(request.state, CERTIFICATE, False):
            return self._refuse(request, HTTPStatus.UNAUTHORIZED, "no_certificate")
        if secret is not None and not bank_pix.is_secret(given, secret):
            return self._refuse(request, HTTPStatus.UNAUTHORIZED, "wrong_secret")
        return await self._receive(request, bank_pix.read)

    async def _receive(self, request: Request, read: Read) -> Response:
        at = self._clock.now()
        body = await self._body(request)
        if isinstance(body, Response):
            return body
        try:
            told = read(read_json(body), body)
        except ValueError:
            return self._refuse(request, HTTPStatus.BAD_REQUEST, "no_json")
        if isinstance(told, Unreadable):
            return self._refuse(request, HTTPStatus.BAD_REQUEST, told.cause)
        outcome = await self._writer.keep([Arrived(each, at) for each in told])
        match outcome:
            case Kept():
                return Response()
            case NotKept():
                return self._refuse(request, HTTPStatus.SERVICE_UNAVAILABLE, "not_kept")

    async def _body(self, request: Request) -> bytes | Response:
        if int(request.headers.get("content-length", "0")) > BODY_MAX_BYTES:
            return self._refuse(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large")
        body = bytearray()
        try:
            async with asyncio.timeout(self._body_seconds):
                async for chunk in request.stream():
                    body += chunk
                    if len(body) > BODY_MAX_BYTES:
                        return self._refuse(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large")
        except TimeoutError:
            return self._refuse(request, HTTPStatus.REQUEST_TIMEOUT, "too_slow")
        except ClientDisconnect:
            return self._refuse(request, HTTPStatus.BAD_REQUEST, "went_away")
        return bytes(body)

    def _refuse(self, request: Request, status: HTTPStatus, why: str) -> Response:
        """The connection is closed as well, so that nothing that still comes has to be read."""
        now = self._clock.monotonic()
        if now - self._logged.get(why, float("-inf")) >= LOG_SECONDS:
            self._logged[why] = now
            _log.warning("webhook refused", status=int(status), why=why, path=_first(request))
        return Response(status_code=status, headers={"Connection": "close"})


def _signed_read(signed: mercado_pago.Signed, body: object, raw: bytes) -> ReadOutcome:
    return mercado_pago.read(body, raw, signed)


def _first(request: Request) -> str:
    """Whose door it was, without the secret that may follow."""
    return f"/{request.url.path.split('/')[1]}"
