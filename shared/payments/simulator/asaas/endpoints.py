"""The routes of Asaas API v3 that are simulated, behind its edge: user agent, key, no body on a GET."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.payments.json_text import JsonValue, read_json
from shared.payments.simulator.answers import ApiError, Json, NotFound, Refusal, json_response
from shared.payments.simulator.asaas import charging, paying
from shared.payments.simulator.asaas.books import Books
from shared.payments.simulator.asaas.records import Charge
from shared.payments.simulator.asaas.words import (
    charge_json,
    chosen_charges,
    chosen_customers,
    customer_json,
    key_json,
    page_json,
    pix_code_json,
    refund_json,
    static_code_json,
)

BODY_MAX_BYTES = 256 * 1024

Outcome = Json | Refusal | NotFound


@dataclass(frozen=True, slots=True)
class Call:
    """One request, read."""

    id: str
    query: Mapping[str, str]
    body: Mapping[str, object]


Handler = Callable[[Books, Call], Outcome]


def routes(books: Books, base: str) -> list[Route]:
    """Everything below `base`."""
    return [
        Route(f"{base}{path}", _endpoint(books, handlers), methods=list(handlers))
        for path, handlers in HANDLERS.items()
    ]


def refused(refusal: Refusal) -> Response:
    """The documented error body."""
    errors: list[JsonValue] = [{"code": each.code, "description": each.description} for each in refusal.errors]
    return json_response({"errors": errors}, refusal.status)


def _endpoint(books: Books, handlers: Mapping[str, Handler]) -> Callable[[Request], object]:
    async def answer(request: Request) -> Response:
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
        call = Call(request.path_params.get("id", ""), dict(request.query_params), fields)
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


def _charge(books: Books, outcome: Charge | Refusal | NotFound | None) -> Outcome:
    if outcome is None:
        return NotFound()
    return charge_json(outcome, books.settings.fee) if isinstance(outcome, Charge) else outcome


def _create_customer(books: Books, call: Call) -> Outcome:
    made = charging.create_customer(books, call.body)
    return made if isinstance(made, Refusal) else customer_json(made)


def _list_customers(books: Books, call: Call) -> Outcome:
    return page_json(chosen_customers(books, call.query), customer_json, call.query)


def _read_customer(books: Books, call: Call) -> Outcome:
    found = books.customers.get(call.id)
    return customer_json(found) if found else NotFound()


def _list_charges(books: Books, call: Call) -> Outcome:
    fee = books.settings.fee
    return page_json(chosen_charges(books, call.query), lambda each: charge_json(each, fee), call.query)


def _read_status(books: Books, call: Call) -> Outcome:
    found = books.charge(call.id)
    return {"status": found.status} if found else NotFound()


def _read_pix_code(books: Books, call: Call) -> Outcome:
    shown = charging.pix_code(books, call.id)
    return pix_code_json(shown) if isinstance(shown, Charge) else shown


def _delete_charge(books: Books, call: Call) -> Outcome:
    removed = charging.delete_charge(books, call.id)
    return {"deleted": True, "id": removed.id} if isinstance(removed, Charge) else removed


def _list_refunds(books: Books, call: Call) -> Outcome:
    found = books.charge(call.id)
    return page_json(found.refunds, refund_json, call.query) if found else NotFound()


def _create_static(books: Books, call: Call) -> Outcome:
    made = charging.create_static_code(books, call.body)
    return made if isinstance(made, Refusal) else static_code_json(made, str(call.body.get("format", "ALL")))


def _delete_static(books: Books, call: Call) -> Outcome:
    removed = charging.delete_static_code(books, call.id)
    return removed if isinstance(removed, Refusal | NotFound) else {"deleted": True, "id": removed.id}


def _create_key(books: Books, call: Call) -> Outcome:
    made = charging.create_key(books, call.body)
    return made if isinstance(made, Refusal) else key_json(made)


def _list_keys(books: Books, call: Call) -> Outcome:
    wanted = call.query.get("status", "ACTIVE")
    return page_json(list(books.keys.values()) if wanted == "ACTIVE" else [], key_json, call.query)


HANDLERS: dict[str, dict[str, Handler]] = {
    "/customers": {"GET": _list_customers, "POST": _create_customer},
    "/customers/{id}": {"GET": _read_customer},
    "/payments": {
        "GET": _list_charges,
        "POST": lambda books, call: _charge(books, charging.create_charge(books, call.body)),
    },
    "/payments/{id}": {
        "GET": lambda books, call: _charge(books, books.charge(call.id)),
        "DELETE": _delete_charge,
    },
    "/payments/{id}/status": {"GET": _read_status},
    "/payments/{id}/pixQrCode": {"GET": _read_pix_code},
    "/payments/{id}/restore": {"POST": lambda books, call: _charge(books, charging.restore_charge(books, call.id))},
    "/payments/{id}/refund": {"POST": lambda books, call: _charge(books, paying.refund(books, call.id, call.body))},
    "/payments/{id}/refunds": {"GET": _list_refunds},
    "/payments/{id}/receiveInCash": {
        "POST": lambda books, call: _charge(books, paying.receive_in_cash(books, call.id, call.body))
    },
    "/payments/{id}/undoReceivedInCash": {"POST": lambda books, call: _charge(books, paying.undo_cash(books, call.id))},
    "/pix/addressKeys": {"GET": _list_keys, "POST": _create_key},
    "/pix/qrCodes/static": {"POST": _create_static},
    "/pix/qrCodes/static/{id}": {"DELETE": _delete_static},
    "/sandbox/payment/{id}/confirm": {"POST": lambda books, call: _charge(books, paying.confirm(books, call.id))},
    "/sandbox/payment/{id}/overdue": {"POST": lambda books, call: _charge(books, paying.make_overdue(books, call.id))},
}
