"""Before the API: tokens, scopes, certificates, and what each bank wants beside them."""

from __future__ import annotations

import binascii
import hashlib
import re
import secrets
from base64 import b64decode
from collections.abc import Callable, Mapping
from datetime import timedelta
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from shared.payments.json_text import read_json
from shared.payments.simulator.answers import Json, json_response
from shared.payments.simulator.bank_pix import banks
from shared.payments.simulator.bank_pix.banks import MANNERS, Manner
from shared.payments.simulator.bank_pix.books import Books
from shared.payments.simulator.bank_pix.records import Grant, Problem

MINUTE = timedelta(minutes=1)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Peer = Callable[[Scope], bytes | None]


def manner_of(books: Books) -> Manner:
    return MANNERS[books.settings.bank]


def thumbprint(peer: Peer, request: Request) -> str | None:
    """SHA-256 of the certificate that the caller showed (RFC 8705, 3.1)."""
    shown = peer(request.scope)
    return hashlib.sha256(shown).hexdigest() if shown else None


async def give_token(books: Books, peer: Peer, request: Request) -> Response:
    """The token endpoint (RFC 6749, 4.4)."""
    now = books.now()
    books.token_requests = [each for each in books.token_requests if now - each < MINUTE]
    books.token_requests.append(now)
    if len(books.token_requests) > books.settings.tokens_per_minute:
        return Response(status_code=429, headers={"Retry-After": "60"})
    fields = _fields(manner_of(books), request, await request.body())
    if fields is None or fields.get("grant_type") != "client_credentials":
        return _denied("unsupported_grant_type" if fields else "invalid_request", 400)
    if not books.settings.is_key_accepted or not _is_client(books, request, fields):
        return _denied("invalid_client", 401)
    return _granted(books, fields, thumbprint(peer, request))


def stopped(books: Books, peer: Peer, request: Request, scope: str) -> Problem | None:
    """Why this call does not reach the API; None when it does."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    grant = books.grants.get(token) if kind == "Bearer" and books.settings.is_key_accepted else None
    is_bound = grant is not None and books.settings.binds_tokens and grant.thumbprint is not None
    if grant is None or books.now() >= grant.ends_at or (is_bound and grant.thumbprint != thumbprint(peer, request)):
        return Problem("AcessoNegado", "Acesso negado.", 401, "O token de acesso é inválido ou expirou.")
    manner = manner_of(books)
    if scope not in grant.scopes:
        kind_of_problem = "AcessoNegado" if manner.missing_scope == 403 else "RequisicaoInvalida"
        return Problem(kind_of_problem, "Acesso negado.", manner.missing_scope, f"O token não tem o escopo {scope}.")
    return _unmannerly(books, manner, request)


def _unmannerly(books: Books, manner: Manner, request: Request) -> Problem | None:
    wanted = [
        *((name, what, request.headers.get(name)) for name, what in manner.headers.items()),
        *((name, what, request.query_params.get(name)) for name, what in manner.query.items()),
    ]
    for name, what, sent in wanted:
        if not _is_right(books, what, sent):
            return Problem("RequisicaoInvalida", "Requisição inválida.", 400, f"{name} ausente ou inválido.")
    return None


def _is_right(books: Books, what: str, sent: str | None) -> bool:
    if what == banks.CLIENT_ID:
        return sent == books.settings.client_id
    if what == banks.APP_KEY:
        return sent == books.settings.app_key
    is_fresh = sent is not None and bool(_UUID.fullmatch(sent)) and sent not in books.fresh_ids
    books.fresh_ids.add(sent or "")
    return is_fresh


def _fields(manner: Manner, request: Request, body: bytes) -> Mapping[str, str] | None:
    if request.headers.get("content-type", "").partition(";")[0].strip() != manner.token_body:
        return None
    if manner.token_body == banks.FORM:
        return dict(parse_qsl(body.decode("utf-8", "replace")))
    try:
        said = read_json(body)
    except ValueError:
        return None
    return {name: str(value) for name, value in said.items()} if isinstance(said, dict) else None


def _is_client(books: Books, request: Request, fields: Mapping[str, str]) -> bool:
    """A proof in another place than the bank wants it is none."""
    settings = books.settings
    match manner_of(books).proof:
        case banks.BASIC:
            pair = f"{settings.client_id}:{settings.client_secret}"
            return _basic(request) == pair and "client_secret" not in fields
        case banks.SECRET_IN_BODY:
            proof = (fields.get("client_id"), fields.get("client_secret"))
            return proof == (settings.client_id, settings.client_secret)
        case _:
            return fields.get("client_id") == settings.client_id and "client_secret" not in fields


def _basic(request: Request) -> str | None:
    kind, _, proof = request.headers.get("authorization", "").partition(" ")
    try:
        return b64decode(proof, validate=True).decode("utf-8") if kind == "Basic" else None
    except (binascii.Error, UnicodeDecodeError):
        return None


def _granted(books: Books, fields: Mapping[str, str], shown: str | None) -> Response:
    """The scopes that were asked for, as far as the account has them; all of them when none was named."""
    settings = books.settings
    asked = frozenset(fields.get("scope", "").split()) or settings.scopes
    given = asked & settings.scopes
    if not given:
        return _denied("invalid_scope", 400)
    token = secrets.token_urlsafe(32)
    ends_at = books.now() + timedelta(seconds=settings.token_seconds)
    books.grants[token] = Grant(given, ends_at, shown)
    granted: Json = {
        "access_token": token,
        "token_type": "Bearer",
        "expires_in": settings.token_seconds,
        "scope": " ".join(sorted(given)),
    }
    return json_response(granted)


def _denied(code: str, status: int) -> Response:
    return json_response({"error": code, "error_description": "O cliente não pôde ser autenticado."}, status)
