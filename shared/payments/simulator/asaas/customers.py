"""Customers: whom the shop charges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from shared.kernel.pix_key import is_cnpj, is_cpf
from shared.payments.simulator.answers import NotFound, Refusal
from shared.payments.simulator.asaas.books import Books
from shared.payments.simulator.asaas.records import Customer
from shared.payments.simulator.form import Form

REFERENCE_MAX = 100
COMPLEMENT_MAX = 255

Fields = Mapping[str, object]


def create_customer(books: Books, fields: Fields) -> Customer | Refusal:
    made = _read(Form(fields), books.new_id("cus_"), books.now())
    return made if isinstance(made, Refusal) else _kept(books, made)


def update_customer(books: Books, customer_id: str, fields: Fields) -> Customer | Refusal | NotFound:
    """What is not sent stays."""
    found = books.customers.get(customer_id)
    if found is None or found.deleted:
        return NotFound()
    known = {
        "name": found.name,
        "cpfCnpj": found.document,
        "email": found.email,
        "externalReference": found.external_reference,
        "notificationDisabled": found.notification_disabled,
    }
    changed = _read(Form({**known, **fields}), found.id, found.created_at)
    return changed if isinstance(changed, Refusal) else _kept(books, changed)


def _read(form: Form, customer_id: str, created_at: datetime) -> Customer | Refusal:
    name = form.text("name", required=True, limit=100)
    document = form.text("cpfCnpj", required=True, limit=18)
    plain = "".join(each for each in document or "" if each.isalnum())
    if document and not (is_cpf(plain) or is_cnpj(plain)):
        form.complain("cpfCnpj", "O CPF/CNPJ informado é inválido.")
    email = form.text("email", limit=100)
    form.text("complement", limit=COMPLEMENT_MAX)
    reference = form.text("externalReference", limit=REFERENCE_MAX)
    is_silent = form.flag("notificationDisabled", default=False)
    return form.refusal or Customer(customer_id, name or "", plain, created_at, email, reference, is_silent)


def _kept(books: Books, customer: Customer) -> Customer:
    books.customers[customer.id] = customer
    return customer


def delete_customer(books: Books, customer_id: str) -> Customer | Refusal | NotFound:
    """Their charges stay as they are (assumption)."""
    found = books.customers.get(customer_id)
    if found is None or found.deleted:
        return NotFound()
    books.customers[customer_id] = replace(found, deleted=True)
    return books.customers[customer_id]


def restore_customer(books: Books, customer_id: str) -> Customer | Refusal | NotFound:
    found = books.customers.get(customer_id)
    if found is None:
        return NotFound()
    if not found.deleted:
        return Refusal.because("invalid_action", "Este cliente não está removido.")
    books.customers[customer_id] = replace(found, deleted=False)
    return books.customers[customer_id]
