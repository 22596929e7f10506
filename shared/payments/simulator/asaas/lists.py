"""Lists: the envelope, the pages, the filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from shared.payments.simulator.answers import Json, Refusal
from shared.payments.simulator.asaas.books import Books
from shared.payments.simulator.asaas.records import Charge, Customer
from shared.payments.simulator.asaas.words import brazil_day, credit_day, payment_day

PAGE_MAX = 100
PAGE_DEFAULT = 10
OFFSET_MAX = 1_000_000

Record = TypeVar("Record")


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
        "installment": lambda each: each.instalment.plan if each.instalment else None,
        "anticipated": lambda each: str(each.anticipated).lower(),
        "pixQrCodeId": lambda each: each.pix_code_id,
        "paymentDate": lambda each: payment_day(each),
    }
    days: dict[str, Callable[[Charge], str | None]] = {
        "dateCreated": lambda each: brazil_day(each.created_at),
        "dueDate": lambda each: each.due_date.isoformat(),
        "paymentDate": payment_day,
        "estimatedCreditDate": credit_day,
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


def _whole(text: str) -> int | None:
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(OFFSET_MAX)):
        return None
    return int(text)
