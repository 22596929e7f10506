"""Customers: whom the shop charges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from shared.payments.pix_key import is_cnpj, is_cpf
from shared.payments.simulator.answers import NotFound, Refusal
from shared.payments.simulator.asaas.books import Books
from shared.payments.simulator.asaas.records import Customer
from shared.payments.simulator.form import Form

REFERENCE_MAX = 100

Fields = Mapping[str, object]


def create_customer(books: Books, fields: Fields) -> Customer | Refusal:
    form = Form(fields)
    name = form.text("name", required=True, limit=100)
    document = form.text("cpfCnpj", required=True, limit=18)
    plain = "".join(each for each in document or "" if each.isalnum())
    if document and not (is_cpf(plain) or is_cnpj(plain)):
        form.complain("cpfCnpj", "O CPF/CNPJ informado é inválido.")
    email = form.text("email", limit=100)
    reference = form.text("externalReference", limit=REFERENCE_MAX)
    is_silent = form.flag("notificationDisabled", default=False)
    if form.refusal:
        return form.refusal
    assert name is not None
    made = Customer(books.new_id("cus_"), name, plain, books.now(), email, reference, is_silent)
    books.customers[made.id] = made
    return made


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
