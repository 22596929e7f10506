"""What each address of Asaas API v3 does, for each method."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shared.payments.simulator.answers import Json, NotFound, Refusal
from shared.payments.simulator.asaas import cash, charging, codes, customers, hooks, instalments, paying, refunding
from shared.payments.simulator.asaas.books import Books
from shared.payments.simulator.asaas.lists import chosen_charges, chosen_customers, page_json
from shared.payments.simulator.asaas.mail import Mail, said
from shared.payments.simulator.asaas.records import Charge, Customer
from shared.payments.simulator.asaas.words import (
    billing_json,
    customer_json,
    key_json,
    pix_code_json,
    refund_json,
    static_code_json,
    viewing_json,
)


@dataclass(frozen=True, slots=True)
class Call:
    """One request, read."""

    mail: Mail
    id: str
    query: Mapping[str, str]
    body: Mapping[str, object]


Outcome = Json | Refusal | NotFound
Handler = Callable[[Books, Call], Outcome]


def _charge(books: Books, outcome: Charge | Refusal | NotFound | None) -> Outcome:
    if outcome is None:
        return NotFound()
    return said(books, outcome) if isinstance(outcome, Charge) else outcome


def _customer(outcome: Customer | Refusal | NotFound) -> Outcome:
    return customer_json(outcome) if isinstance(outcome, Customer) else outcome


def _create_customer(books: Books, call: Call) -> Outcome:
    made = customers.create_customer(books, call.body)
    return made if isinstance(made, Refusal) else customer_json(made)


def _list_customers(books: Books, call: Call) -> Outcome:
    return page_json(chosen_customers(books, call.query), customer_json, call.query)


def _read_customer(books: Books, call: Call) -> Outcome:
    found = books.customers.get(call.id)
    return customer_json(found) if found else NotFound()


def _list_charges(books: Books, call: Call) -> Outcome:
    return page_json(chosen_charges(books, call.query), lambda each: said(books, each), call.query)


def _read_status(books: Books, call: Call) -> Outcome:
    found = books.charge(call.id)
    return {"status": found.status} if found else NotFound()


def _read_pix_code(books: Books, call: Call) -> Outcome:
    shown = charging.pix_code(books, call.id)
    return pix_code_json(shown) if isinstance(shown, Charge) else shown


def _delete_charge(books: Books, call: Call) -> Outcome:
    removed = charging.delete_charge(books, call.id)
    return {"deleted": True, "id": removed.id} if isinstance(removed, Charge) else removed


def _read_billing(books: Books, call: Call) -> Outcome:
    found = books.charge(call.id)
    return billing_json(found, books.origin) if found else NotFound()


def _read_viewing(books: Books, call: Call) -> Outcome:
    found = books.charge(call.id)
    return viewing_json(found) if found else NotFound()


def _read_limits(books: Books, _call: Call) -> Outcome:
    limit, used = books.settings.daily_limit, books.created_on[books.today()]
    return {"creation": {"daily": {"limit": limit, "used": used, "wasReached": used >= limit}}}


def _list_parts(books: Books, call: Call) -> Outcome:
    parts = instalments.parts_of(books, call.id)
    return page_json(parts, lambda each: said(books, each), call.query) if parts else NotFound()


def _delete_customer(books: Books, call: Call) -> Outcome:
    removed = customers.delete_customer(books, call.id)
    return {"deleted": True, "id": removed.id} if isinstance(removed, Customer) else removed


def _list_hooks(books: Books, call: Call) -> Outcome:
    return page_json(list(books.hooks.values()), lambda each: hooks.hook_json(each, call.mail), call.query)


def _read_hook(books: Books, call: Call) -> Outcome:
    found = books.hooks.get(call.id)
    return hooks.hook_json(found, call.mail) if found else NotFound()


def _list_refunds(books: Books, call: Call) -> Outcome:
    found = books.charge(call.id)
    return page_json(found.refunds, refund_json, call.query) if found else NotFound()


def _create_static(books: Books, call: Call) -> Outcome:
    made = codes.create_static_code(books, call.body)
    return made if isinstance(made, Refusal) else static_code_json(made, str(call.body.get("format", "ALL")))


def _delete_static(books: Books, call: Call) -> Outcome:
    removed = codes.delete_static_code(books, call.id)
    return removed if isinstance(removed, Refusal | NotFound) else {"deleted": True, "id": removed.id}


def _create_key(books: Books, call: Call) -> Outcome:
    made = codes.create_key(books, call.body)
    return made if isinstance(made, Refusal) else key_json(made)


def _list_keys(books: Books, call: Call) -> Outcome:
    wanted = call.query.get("status", "ACTIVE")
    return page_json(list(books.keys.values()) if wanted == "ACTIVE" else [], key_json, call.query)


HANDLERS: dict[str, dict[str, Handler]] = {
    "/customers": {"GET": _list_customers, "POST": _create_customer},
    "/customers/{id}": {"GET": _read_customer, "DELETE": _delete_customer},
    "/customers/{id}/restore": {"POST": lambda books, call: _customer(customers.restore_customer(books, call.id))},
    "/payments": {
        "GET": _list_charges,
        "POST": lambda books, call: _charge(books, charging.create_charge(books, call.body)),
    },
    "/payments/limits": {"GET": _read_limits},
    "/payments/{id}": {
        "GET": lambda books, call: _charge(books, books.charge(call.id)),
        "PUT": lambda books, call: _charge(books, charging.update_charge(books, call.id, call.body)),
        "DELETE": _delete_charge,
    },
    "/payments/{id}/status": {"GET": _read_status},
    "/payments/{id}/billingInfo": {"GET": _read_billing},
    "/payments/{id}/viewingInfo": {"GET": _read_viewing},
    "/payments/{id}/pixQrCode": {"GET": _read_pix_code},
    "/payments/{id}/restore": {"POST": lambda books, call: _charge(books, charging.restore_charge(books, call.id))},
    "/payments/{id}/refund": {"POST": lambda books, call: _charge(books, refunding.refund(books, call.id, call.body))},
    "/payments/{id}/refunds": {"GET": _list_refunds},
    "/payments/{id}/receiveInCash": {
        "POST": lambda books, call: _charge(books, cash.receive_in_cash(books, call.id, call.body))
    },
    "/payments/{id}/undoReceivedInCash": {"POST": lambda books, call: _charge(books, cash.undo_cash(books, call.id))},
    "/installments/{id}": {
        "GET": lambda books, call: instalments.plan_json(books, call.id),
        "DELETE": lambda books, call: instalments.delete_plan(books, call.id),
    },
    "/installments/{id}/payments": {"GET": _list_parts},
    "/installments/{id}/refund": {"POST": lambda books, call: _charge(books, refunding.refund_plan(books, call.id))},
    "/webhooks": {"GET": _list_hooks, "POST": lambda books, call: hooks.create(books, call.mail, call.body)},
    "/webhooks/{id}": {
        "GET": _read_hook,
        "PUT": lambda books, call: hooks.update(books, call.mail, call.id, call.body),
        "DELETE": lambda books, call: hooks.delete(books, call.mail, call.id),
    },
    "/webhooks/{id}/removeBackoff": {"POST": lambda books, call: hooks.remove_backoff(books, call.mail, call.id)},
    "/pix/addressKeys": {"GET": _list_keys, "POST": _create_key},
    "/pix/qrCodes/static": {"POST": _create_static},
    "/pix/qrCodes/static/{id}": {"DELETE": _delete_static},
    "/sandbox/payment/{id}/confirm": {"POST": lambda books, call: _charge(books, paying.confirm(books, call.id))},
    "/sandbox/payment/{id}/overdue": {"POST": lambda books, call: _charge(books, paying.make_overdue(books, call.id))},
}
