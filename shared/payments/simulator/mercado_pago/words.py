"""The account's records in the words of both APIs, their lists with filters, and their two ways of refusing."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TypeVar

import qrcode

from shared.kernel.day import ZONE
from shared.kernel.money import ZERO
from shared.payments.json_text import JsonValue
from shared.payments.simulator.answers import Json, NotFound, Refusal
from shared.payments.simulator.mercado_pago.books import Books
from shared.payments.simulator.mercado_pago.fields import REQUIRED, VALUE, iso_moment
from shared.payments.simulator.mercado_pago.records import Order, OrderPayment, Payment, Refund, Terminal

PICTURES_KEPT = 64
LIMIT_MAX, LIMIT_USUAL = 100, 30
OFFSET_MAX = 10_000
BAD_REQUEST = 400
RANGES: dict[str, Callable[[Payment], datetime | None]] = {
    "date_created": lambda each: each.created_at,
    "date_last_updated": lambda each: each.updated_at,
    "date_approved": lambda each: each.paid_at,
}
ORDER_STATUS = {"approved": "processed", "in_process": "processing", "rejected": "failed"}

Record = TypeVar("Record")


def payment_json(payment: Payment) -> Json:
    paid = payment.paid or payment.amount
    over = paid - payment.amount if paid > payment.amount else ZERO
    back = sum((each.amount for each in payment.refunds if each.status == "approved"), ZERO)
    return {
        "id": int(payment.id),
        "date_created": moment_text(payment.created_at),
        "date_approved": moment_text(payment.paid_at) if payment.paid_at else None,
        "date_last_updated": moment_text(payment.updated_at),
        "date_of_expiration": moment_text(payment.expires_at),
        "operation_type": "regular_payment",
        "payment_method_id": "pix",
        "payment_type_id": "bank_transfer",
        "status": payment.status,
        "status_detail": payment.detail,
        "currency_id": "BRL",
        "description": payment.description,
        "live_mode": False,
        "external_reference": payment.external_reference,
        "transaction_amount": payment.amount.reais,
        "transaction_amount_refunded": back.reais,
        "captured": True,
        "payer": {"email": payment.payer_email},
        "refunds": [refund_json(each) for each in payment.refunds],
        "transaction_details": {
            "net_received_amount": paid.reais if payment.paid else 0,
            "total_paid_amount": paid.reais,
            "overpaid_amount": over.reais,
            "bank_transfer_id": None,
        },
        "point_of_interaction": {
            "type": "PIX",
            "transaction_data": {"qr_code": payment.payload, "qr_code_base64": _picture(payment.payload)},
        },
    }


def refund_json(refund: Refund) -> Json:
    return {
        "id": int(refund.id),
        "payment_id": int(refund.payment_id),
        "amount": refund.amount.reais,
        "status": refund.status,
        "source": {"id": "1", "name": "Vez Simulador", "type": "collector"},
        "refund_mode": "standard",
        "date_created": moment_text(refund.at),
        "reason": None,
        "amount_refunded_to_payer": refund.amount.reais,
    }


def order_json(order: Order) -> Json:
    paid = sum((each.paid or ZERO for each in order.payments), ZERO)
    asked: Json = {"total_paid_amount": str(paid.reais)} if paid > ZERO else {}
    if order.type == "online":
        asked["total_amount"] = str(order.first.amount.reais)
    if order.terminal_id:
        asked["config"] = {"point": {"terminal_id": order.terminal_id}}
    return {
        "id": order.id,
        "type": order.type,
        "external_reference": order.external_reference,
        "country_code": "BRA",
        "status": order.status,
        "status_detail": order.detail,
        "currency": "BRL",
        "description": order.description,
        "created_date": moment_text(order.created_at),
        "last_updated_date": moment_text(order.updated_at),
        "transactions": {
            "payments": [order_payment_json(order, each) for each in order.payments],
            "refunds": [_order_refund_json(each) for each in order.refunds],
        },
        **asked,
    }


def terminal_page(books: Books, query: Mapping[str, str]) -> Json | Refusal:
    window = _window(query, "limit", 50)
    if isinstance(window, Refusal):
        return window
    offset, limit = window
    known: Sequence[Terminal] = tuple(books.terminals.values())
    shown: list[JsonValue] = [{"id": each.id, "operating_mode": each.mode} for each in known[offset : offset + limit]]
    return {"data": {"terminals": shown}, "paging": {"total": len(known), "offset": offset, "limit": limit}}


def payment_page(books: Books, query: Mapping[str, str]) -> Json | Refusal:
    """``/v1/payments/search``: by reference, by a range of one of its dates, sorted."""
    window = _window(query, "limit", LIMIT_USUAL)
    if isinstance(window, Refusal):
        return window
    found = books.all_payments()
    if "external_reference" in query:
        found = [each for each in found if each.external_reference == query["external_reference"]]
    if "range" in query:
        period, date = _period(query), RANGES.get(query["range"])
        if isinstance(period, Refusal) or date is None:
            return period if isinstance(period, Refusal) else _bad("range")
        since, until = period
        found = [each for each in found if since <= (date(each) or datetime.min.replace(tzinfo=ZONE)) <= until]
    sort, criteria = query.get("sort", "date_created"), query.get("criteria", "desc")
    if sort not in RANGES or criteria not in {"asc", "desc"}:
        return _bad("sort")
    found.sort(key=lambda each: (RANGES[sort](each) or each.created_at, int(each.id)), reverse=criteria == "desc")
    offset, limit = window
    shown: list[JsonValue] = [payment_json(each) for each in found[offset : offset + limit]]
    return {"paging": {"total": len(found), "limit": limit, "offset": offset}, "results": shown}


def order_page(books: Books, query: Mapping[str, str]) -> Json | Refusal:
    """``/v1/orders``: made in a period, which must be named."""
    period = _period(query)
    if isinstance(period, Refusal):
        return period
    page, size = _whole(query.get("page", "1")), _whole(query.get("page_size", str(LIMIT_USUAL)))
    if not page or not size or size > LIMIT_MAX:
        return _bad("page")
    since, until = period
    found = [each for each in books.all_orders() if since <= each.created_at <= until]
    for name, field in ORDER_FILTERS.items():
        if name in query:
            found = [each for each in found if field(each) == query[name]]
    if query.get("sort_order", "desc") == "desc":
        found.reverse()
    offset = (page - 1) * size
    shown: list[JsonValue] = [order_json(each) for each in found[offset : offset + size]]
    pages = -(-len(found) // size)
    return {"data": shown, "paging": {"total": len(found), "total_pages": pages, "offset": offset, "limit": size}}


ORDER_FILTERS: dict[str, Callable[[Order], str | None]] = {
    "external_reference": lambda each: each.external_reference,
    "type": lambda each: each.type,
    "status": lambda each: each.status,
    "status_detail": lambda each: each.detail,
}


def payments_error(outcome: Refusal | NotFound) -> tuple[Json, int]:
    """How the Payments API refuses."""
    if isinstance(outcome, NotFound):
        return {"message": "Payment not found", "error": "not_found", "status": 404, "cause": []}, 404
    causes: list[JsonValue] = [
        {"code": int(each.code) if each.code.isdigit() else each.code, "description": each.description}
        for each in outcome.errors
    ]
    first = outcome.errors[0]
    if outcome.status != 400:
        return {
            "message": first.description,
            "error": first.code,
            "status": outcome.status,
            "cause": [],
        }, outcome.status
    return {"message": first.description, "error": "bad_request", "status": 400, "cause": causes}, 400


def orders_error(outcome: Refusal | NotFound) -> tuple[Json, int]:
    """How the Orders API refuses."""
    if isinstance(outcome, NotFound):
        outcome = Refusal.because("order_not_found", "Order not found.", 404)
    errors: list[JsonValue] = [
        {"code": each.code, "message": each.description, "details": [each.description]} for each in outcome.errors
    ]
    return {"errors": errors}, outcome.status


def order_payment_json(order: Order, payment: OrderPayment) -> Json:
    said: Json = {"id": payment.id, "amount": str(payment.amount.reais)}
    said |= {"status": payment.status, "status_detail": payment.detail}
    if payment.paid is not None:
        done = (each for each in order.refunds if each.payment_id == payment.id and each.status == "approved")
        back = sum((each.amount for each in done), ZERO)
        said |= {"paid_amount": str(payment.paid.reais), "refunded_amount": str(back.reais)}
    if payment.method is not None:
        named: Json = {"id": payment.method[0], "type": payment.method[1]}
        if payment.payload is not None and order.status != "processing":
            named |= {"qr_code": payment.payload, "qr_code_base64": _picture(payment.payload)}
        if payment.payload is not None and payment.paid_at:
            named["e2e_id"] = f"E00000000{payment.paid_at:%Y%m%d%H%M}{payment.id[-11:]}"
        said["payment_method"] = named
    return said


def _order_refund_json(refund: Refund) -> Json:
    return {
        "id": refund.id,
        "transaction_id": refund.payment_id,
        "amount": str(refund.amount.reais),
        "status": ORDER_STATUS.get(refund.status, refund.status),
    }


def _period(query: Mapping[str, str]) -> tuple[datetime, datetime] | Refusal:
    if "begin_date" not in query or "end_date" not in query:
        return Refusal.because(REQUIRED, "'begin_date' and 'end_date' are required.")
    since, until = iso_moment(query["begin_date"]), iso_moment(query["end_date"])
    return (since, until) if since and until and since <= until else _bad("begin_date")


def _window(query: Mapping[str, str], name: str, usual: int) -> tuple[int, int] | Refusal:
    offset, limit = _whole(query.get("offset", "0")), _whole(query.get(name, str(usual)))
    if offset is None or offset > OFFSET_MAX or not limit or limit > LIMIT_MAX:
        return _bad(name)
    return offset, limit


def _bad(name: str) -> Refusal:
    return Refusal.because(VALUE, f"'{name}' has a value that is not allowed.")


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(OFFSET_MAX)) else None


def moment_text(moment: datetime) -> str:
    return moment.astimezone(ZONE).isoformat(timespec="milliseconds")


@lru_cache(maxsize=PICTURES_KEPT)
def _picture(payload: str) -> str:
    """The same for the same code, and slow to draw: each look at an unpaid charge shows it again."""
    drawn = io.BytesIO()
    qrcode.make(payload, box_size=6).save(drawn)
    return base64.b64encode(drawn.getvalue()).decode("ascii")
