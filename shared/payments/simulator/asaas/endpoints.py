"""The routes of Asaas API v3 that are simulated, behind its edge: user agent, key, no body on a GET."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.payments.json_text import JsonValue, read_json
from shared.payments.simulator.answers import ApiError, NotFound, Refusal, json_response
from shared.payments.simulator.asaas import paying
from shared.payments.simulator.asaas.books import Books
from shared.payments.simulator.asaas.handlers import HANDLERS, Call, Handler
from shared.payments.simulator.asaas.mail import Mail

BODY_MAX_BYTES = 256 * 1024


def routes(books: Books, mail: Mail, base: str) -> list[Route]:
    """Everything below `base`."""
    return [
        Route(f"{base}{path}", _endpoint(books, mail, handlers), methods=list(handlers))
        for path, handlers in HANDLERS.items()
    ]


def refused(refusal: Refusal) -> Response:
    """The documented error body."""
    errors: list[JsonValue] = [{"code": each.code, "description": each.description} for each in refusal.errors]
    return json_response({"errors": errors}, refusal.status)


def _endpoint(books: Books, mail: Mail, handlers: Mapping[str, Handler]) -> Callable[[Request], object]:
    async def answer(request: Request) -> Response:
        books.origin = str(request.base_url).rstrip("/")
        paying.tick(books)
        body = await request.body()
        stopped = _edge(books, request, body)
        if stopped:
            return stopped
        fields = _fields(request, body)
        if isinstance(fields, Refusal):
            return refused(fields)
        handler = handlers.get(request.method)
        if handler is None:
            return Response(status_code=405)
        call = Call(mail, request.path_params.get("id", ""), dict(request.query_params), fields)
        outcome = handler(books, call)
        match outcome:
            case Refusal():
                return refused(outcome)
            case NotFound():
                return Response(status_code=404)
            case _:
                return json_response(outcome)

    return answer


def _edge(books: Books, request: Request, body: bytes) -> Response | None:
    if request.method == "GET" and body:
        return Response("<html><body>403 Forbidden</body></html>", 403, media_type="text/html")
    if not request.headers.get("user-agent"):
        return refused(Refusal.because("invalid_user_agent", "O header User-Agent deve ser informado."))
    complaint = _key_complaint(books, request.headers.get("access_token"))
    return refused(Refusal((complaint,), 401)) if complaint else None


def _key_complaint(books: Books, key: str | None) -> ApiError | None:
    settings = books.settings
    if not key:
        return ApiError("access_token_not_found", "O cabeçalho de autenticação 'access_token' não foi informado.")
    if not key.startswith("$aact_"):
        return ApiError("invalid_access_token_format", "A chave de API informada não tem o formato esperado.")
    if key.startswith("$aact_prod_"):
        return ApiError("invalid_environment", "A chave de API informada não pertence a este ambiente.")
    if key != settings.api_key or not settings.is_key_accepted:
        return ApiError("invalid_access_token", "A chave de API informada é inválida.")
    return None


def _fields(request: Request, body: bytes) -> Mapping[str, object] | Refusal:
    if len(body) > BODY_MAX_BYTES:
        return Refusal.because("invalid_object", "O corpo da requisição é grande demais.")
    if not body:
        return {}
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return Refusal.because("invalid_content_type", "O Content-Type deve ser application/json.")
    try:
        fields = read_json(body)
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        return Refusal.because("invalid_object", "O corpo da requisição não é um objeto JSON válido.")
    return fields
