"""The routes of both APIs that are simulated, behind their edge: bearer token, JSON, idempotency keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.payments.json_text import JsonValue, read_json
from shared.payments.simulator.answers import Json, NotFound, Refusal, json_response
from shared.payments.simulator.mercado_pago import orders, paying, payments, words
from shared.payments.simulator.mercado_pago.books import Books, Remembered
from shared.payments.simulator.mercado_pago.records import Order, Payment, Refund

BODY_MAX_BYTES = 256 * 1024
KEY_MAX = 128
OK, CREATED, NO_CONTENT = 200, 201, 204

_ORDER_ID = re.compile(r"ORD[0-9A-Z]{26}")


@dataclass(frozen=True, slots=True)
class Call:
    """One request, read."""

    ids: Mapping[str, str]
    query: Mapping[str, str]
    body: Mapping[str, object]
    shows_unfinished: bool

    @property
    def id(self) -> str:
        return self.ids.get("id", "")


@dataclass(frozen=True, slots=True)
class Handler:
    """What answers one method at one address. `once`: it wants an idempotency key."""

    answer: Callable[[Books, Call], Json | list[JsonValue] | Refusal | NotFound]
    success: int = OK
    once: bool = False


Way = Callable[[Refusal | NotFound], tuple[Json, int]]


def routes(books: Books, base: str) -> list[Route]:
    """Everything below `base`."""
    return [
        Route(f"{base}{path}", _endpoint(books, path, handlers), methods=list(handlers))
        for path, handlers in HANDLERS.items()
    ]


def _endpoint(books: Books, path: str, handlers: Mapping[str, Handler]) -> Callable[[Request], object]:
    way = words.payments_error if path.startswith("/v1/payments") else words.orders_error

    async def answer(request: Request) -> Response:
        paying.tick(books)
        call = _call(books, request, await request.body())
        handler = handlers.get(request.method)
        if handler is None:
            return Response(status_code=405)
        if isinstance(call, Refusal):
            return json_response(*way(call))
        return _carry_out(books, request, handler, call, way)

    return answer


def _carry_out(books: Books, request: Request, handler: Handler, call: Call, way: Way) -> Response:
    """A key that was used does nothing: the first answer comes again, or a conflict in the Orders API."""
    key = request.headers.get("x-idempotency-key", "")
    if handler.once and not 0 < len(key) <= KEY_MAX:
        return json_response(*way(_missing_key(way)))
    known = books.keys.get((request.url.path, key)) if handler.once else None
    if known and way is words.orders_error and not books.settings.replays_order_keys:
        return json_response(*way(Refusal.because("idempotency_key_already_used", "The key was used already.", 409)))
    if known is None:
        outcome = handler.answer(books, call)
        if isinstance(outcome, Refusal | NotFound):
            return json_response(*way(outcome))
        known = Remembered(outcome, handler.success)
        if handler.once:
            books.keys[(request.url.path, key)] = known
    one = known.body if isinstance(known.body, dict) else {}
    if "refund_mode" in one and one["status"] == "in_process" and not call.shows_unfinished:
        return json_response(*way(Refusal.because("2024", "The refund is being processed")))
    return Response(status_code=NO_CONTENT) if known.status == NO_CONTENT else json_response(known.body, known.status)


def _missing_key(way: Way) -> Refusal:
    if way is words.orders_error:
        return Refusal.because("empty_required_header", "The header X-Idempotency-Key is required.")
    return Refusal.because("4292", "Header X-Idempotency-Key can't be null")


def _call(books: Books, request: Request, body: bytes) -> Call | Refusal:
    settings = books.settings
    if request.headers.get("authorization") != f"Bearer {settings.token}" or not settings.is_token_accepted:
        return Refusal.because("unauthorized", "invalid access token", 401)
    fields = _fields(request, body)
    if isinstance(fields, Refusal):
        return fields
    ids = {name: str(value) for name, value in request.path_params.items()}
    if request.url.path.count("/v1/orders/") and not _ORDER_ID.fullmatch(ids.get("id", "")):
        return Refusal.because("invalid_path_param", "The id is not one of an order.")
    shows = request.headers.get("x-render-in-process-refunds", "").lower() == "true"
    return Call(ids, dict(request.query_params), fields, shows)


def _fields(request: Request, body: bytes) -> Mapping[str, object] | Refusal:
    if len(body) > BODY_MAX_BYTES:
        return Refusal.because("json_syntax_error", "The body is too large.")
    if not body:
        return {}
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return Refusal.because("json_syntax_error", "The Content-Type must be application/json.")
    try:
        fields = read_json(body)
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        return Refusal.because("json_syntax_error", "The body is not a JSON object.")
    return fields


def _payment(outcome: Payment | Refusal | NotFound | None) -> Json | Refusal | NotFound:
    return words.payment_json(outcome) if isinstance(outcome, Payment) else outcome or NotFound()


def _order(outcome: Order | Refusal | NotFound | None) -> Json | Refusal | NotFound:
    return words.order_json(outcome) if isinstance(outcome, Order) else outcome or NotFound()


def _refund(outcome: Refund | Refusal | NotFound | None) -> Json | Refusal | NotFound:
    return words.refund_json(outcome) if isinstance(outcome, Refund) else outcome or NotFound()


def _played(books: Books, call: Call) -> Json | Refusal | NotFound:
    played = paying.play(books, call.id, call.body)
    return {} if isinstance(played, Order) else played


def _list_refunds(books: Books, call: Call) -> list[JsonValue] | NotFound:
    found = books.payment(call.id)
    return [words.refund_json(each) for each in found.refunds] if found else NotFound()


def _read_refund(books: Books, call: Call) -> Json | Refusal | NotFound:
    found = books.payment(call.id)
    refunds = found.refunds if found else ()
    return _refund(next((each for each in refunds if each.id == call.ids["refund"]), None))


HANDLERS: dict[str, dict[str, Handler]] = {
    "/v1/payments": {
        "POST": Handler(lambda books, call: _payment(payments.create(books, call.body)), CREATED, once=True)
    },
    "/v1/payments/search": {"GET": Handler(lambda books, call: words.payment_page(books, call.query))},
    "/v1/payments/{id}": {
        "GET": Handler(lambda books, call: _payment(books.payment(call.id))),
        "PUT": Handler(lambda books, call: _payment(payments.update(books, call.id, call.body))),
    },
    "/v1/payments/{id}/refunds": {
        "GET": Handler(_list_refunds),
        "POST": Handler(lambda books, call: _refund(payments.refund(books, call.id, call.body)), CREATED, once=True),
    },
    "/v1/payments/{id}/refunds/{refund}": {"GET": Handler(_read_refund)},
    "/v1/orders": {
        "GET": Handler(lambda books, call: words.order_page(books, call.query)),
        "POST": Handler(lambda books, call: _order(orders.create(books, call.body)), CREATED, once=True),
    },
    "/v1/orders/{id}": {"GET": Handler(lambda books, call: _order(books.order(call.id)))},
    "/v1/orders/{id}/cancel": {
        "POST": Handler(lambda books, call: _order(orders.cancel(books, call.id)), once=True),
    },
    "/v1/orders/{id}/refund": {
        "POST": Handler(lambda books, call: _order(orders.refund(books, call.id, call.body)), CREATED, once=True)
    },
    "/v1/orders/{id}/events": {"POST": Handler(_played, NO_CONTENT)},
    "/terminals/v1/list": {"GET": Handler(lambda books, call: words.terminal_page(books, call.query))},
}
