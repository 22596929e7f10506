"""The account's records in the words of Asaas API v3, and its lists with their filters."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

import qrcode

from shared.kernel.day import ZONE
from shared.kernel.money import ZERO, Money
from shared.payments.simulator.answers import Json, Refusal
from shared.payments.simulator.asaas.books import Books
from shared.payments.simulator.asaas.records import AddressKey, Charge, Customer, Refund, StaticCode

PAGE_MAX = 100
PAGE_DEFAULT = 10
OFFSET_MAX = 1_000_000
PAYABLE_FOR = timedelta(days=365)

Record = TypeVar("Record")


def customer_json(customer: Customer) -> Json:
    return {
        "object": "customer",
        "id": customer.id,
        "dateCreated": _day(customer.created_at),
        "name": customer.name,
        "email": customer.email,
        "cpfCnpj": customer.document,
        "personType": "FISICA" if len(customer.document) == len("52998224725") else "JURIDICA",
        "externalReference": customer.external_reference,
        "notificationDisabled": customer.notification_disabled,
        "deleted": customer.deleted,
    }


def charge_json(charge: Charge, fee: Money) -> Json:
    paid_on = _day(charge.paid_at) if charge.paid_at else None
    net = charge.value - fee if charge.value > fee else ZERO
    return {
        "object": "payment",
        "id": charge.id,
        "dateCreated": _day(charge.created_at),
        "customer": charge.customer_id,
        "subscription": None,
        "installment": None,
        "paymentLink": None,
        "value": charge.value.reais,
        "netValue": net.reais,
        "originalValue": charge.original_value.reais if charge.original_value else None,
        "interestValue": None,
        "description": charge.description,
        "billingType": charge.billing_type,
        "canBePaidAfterDueDate": True,
        "pixTransaction": charge.pix_transaction,
        "pixQrCodeId": charge.pix_code_id,
        "status": charge.status,
        "dueDate": charge.due_date.isoformat(),
        "originalDueDate": charge.due_date.isoformat(),
        "paymentDate": paid_on,
        "clientPaymentDate": paid_on,
        "confirmedDate": paid_on,
        "creditDate": paid_on,
        "externalReference": charge.external_reference,
        "deleted": charge.deleted,
        "anticipated": False,
        "refunds": [refund_json(each) for each in charge.refunds] or None,
    }


def refund_json(refund: Refund) -> Json:
    return {
        "dateCreated": _moment(refund.at),
        "status": "DONE",
        "value": refund.amount.reais,
        "description": refund.description,
        "effectiveDate": _moment(refund.at),
    }


def pix_code_json(charge: Charge) -> Json:
    return {
        "encodedImage": _picture(charge.payload),
        "payload": charge.payload,
        "expirationDate": f"{(charge.due_date + PAYABLE_FOR).isoformat()} 23:59:59",
        "description": charge.description,
    }


def static_code_json(code: StaticCode, wanted: str) -> Json:
    """`wanted` is the request's `format`."""
    return {
        "id": code.id,
        "encodedImage": None if wanted == "PAYLOAD" else _picture(code.payload),
        "payload": None if wanted == "IMAGE" else code.payload,
        "allowsMultiplePayments": code.allows_many,
        "expirationDate": _moment(code.expires_at) if code.expires_at else None,
        "externalReference": code.external_reference,
    }


def key_json(key: AddressKey) -> Json:
    return {
        "id": key.id,
        "key": key.key,
        "type": key.kind,
        "status": "ACTIVE",
        "dateCreated": _moment(key.created_at),
    }


def page_json(records: Sequence[Record], to_json: Callable[[Record], Json], query: Mapping[str, str]) -> Json | Refusal:
    """The list envelope."""
    offset, limit = _whole(query.get("offset", "0")), _whole(query.get("limit", str(PAGE_DEFAULT)))
    if offset is None or limit is None or not 1 <= limit <= PAGE_MAX:
        return Refusal.because("invalid_limit", f"O limite deve ser um número entre 1 e {PAGE_MAX}.")
    shown = records[offset : offset + limit]
    return {
        "object": "list",
        "hasMore": offset + limit < len(records),
        "totalCount": len(records),
        "limit": limit,
        "offset": offset,
        "data": [to_json(each) for each in shown],
    }


def chosen_customers(books: Books, query: Mapping[str, str]) -> list[Customer]:
    """The customers that match the filters; removed ones are not listed."""
    wanted: dict[str, Callable[[Customer], str | None]] = {
        "name": lambda each: each.name,
        "cpfCnpj": lambda each: each.document,
        "email": lambda each: each.email,
        "externalReference": lambda each: each.external_reference,
    }
    present = [each for each in reversed(books.customers.values()) if not each.deleted]
    for name, field in wanted.items():
        if name in query:
            present = [each for each in present if field(each) == query[name]]
    return present


def chosen_charges(books: Books, query: Mapping[str, str]) -> list[Charge]:
    """The charges that match the filters; removed ones are not listed. Days are Brazil's and inclusive."""
    wanted: dict[str, Callable[[Charge], str | None]] = {
        "customer": lambda each: each.customer_id,
        "billingType": lambda each: each.billing_type,
        "status": lambda each: each.status,
        "externalReference": lambda each: each.external_reference,
        "pixQrCodeId": lambda each: each.pix_code_id,
        "paymentDate": lambda each: _day(each.paid_at) if each.paid_at else None,
    }
    days: dict[str, Callable[[Charge], str | None]] = {
        "dateCreated": lambda each: _day(each.created_at),
        "dueDate": lambda each: each.due_date.isoformat(),
        "paymentDate": wanted["paymentDate"],
    }
    present = [each for each in books.all_charges() if not each.deleted]
    for name, field in wanted.items():
        if name in query:
            present = [each for each in present if field(each) == query[name]]
    for name, day in days.items():
        first, last = query.get(f"{name}[ge]", ""), query.get(f"{name}[le]", "9999-12-31")
        if f"{name}[ge]" in query or f"{name}[le]" in query:
            present = [each for each in present if first <= (day(each) or "") <= last]
    return present


def _day(moment: datetime) -> str:
    return moment.astimezone(ZONE).date().isoformat()


def _moment(moment: datetime) -> str:
    return moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")


def _whole(text: str) -> int | None:
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(OFFSET_MAX)):
        return None
    return int(text)


def _picture(payload: str) -> str:
    drawn = io.BytesIO()
    qrcode.make(payload, box_size=6).save(drawn)
    return base64.b64encode(drawn.getvalue()).decode("ascii")
