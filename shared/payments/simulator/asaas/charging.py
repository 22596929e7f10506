"""Customers, charges and codes: what the API lets a shop create, change and remove."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from shared.kernel.pix_key import is_cnpj, is_cpf
from shared.payments.brcode import text_room, write_static
from shared.payments.simulator.answers import NotFound, Refusal
from shared.payments.simulator.asaas.books import Books
from shared.payments.simulator.asaas.records import UNPAID, AddressKey, Charge, Customer, StaticCode
from shared.payments.simulator.form import Form

BILLING_TYPES = frozenset({"PIX", "BOLETO", "CREDIT_CARD", "UNDEFINED"})
WITH_PIX = frozenset({"PIX", "BOLETO", "UNDEFINED"})
FORMATS = frozenset({"ALL", "IMAGE", "PAYLOAD"})
DESCRIPTION_MAX = 500
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


def create_charge(books: Books, fields: Fields) -> Charge | Refusal:
    form = Form(fields)
    customer = books.customers.get(form.text("customer") or "")
    if customer is None or customer.deleted:
        form.complain("customer", "Customer inválido ou não informado.")
    billing_type = form.choice("billingType", BILLING_TYPES, required=True)
    value = form.money("value", required=True)
    due_date = form.day("dueDate", required=True)
    if due_date and due_date < books.today():
        form.complain("dueDate", "A data de vencimento não pode ser inferior à hoje")
    description = form.text("description", limit=DESCRIPTION_MAX)
    reference = form.text("externalReference", limit=REFERENCE_MAX)
    if form.refusal:
        return form.refusal
    assert customer
    assert billing_type
    assert value
    assert due_date
    made = Charge(
        id=books.new_id("pay_"),
        customer_id=customer.id,
        billing_type=billing_type,
        value=value,
        due_date=due_date,
        created_at=books.now(),
        status="PENDING",
        payload=books.dynamic_payload(),
        description=description,
        external_reference=reference,
    )
    books.charges[made.id] = made
    return made


def pix_code(books: Books, charge_id: str) -> Charge | Refusal | NotFound:
    """The charge, whose code is now out in the world."""
    found = books.charge(charge_id)
    if found is None:
        return NotFound()
    if found.deleted or found.billing_type not in WITH_PIX or found.status not in UNPAID:
        return Refusal.because("invalid_action", "Não é possível gerar o QR Code Pix para esta cobrança.")
    shown = replace(found, shown_at=found.shown_at or books.now())
    books.charges[charge_id] = shown
    return shown


def delete_charge(books: Books, charge_id: str) -> Charge | Refusal | NotFound:
    found = books.charge(charge_id)
    if found is None:
        return NotFound()
    if found.deleted or found.status not in UNPAID:
        return Refusal.because("invalid_action", "Esta cobrança não pode ser removida.")
    books.charges[charge_id] = replace(found, deleted=True)
    return books.charges[charge_id]


def restore_charge(books: Books, charge_id: str) -> Charge | Refusal | NotFound:
    found = books.charge(charge_id)
    if found is None:
        return NotFound()
    if not found.deleted:
        return Refusal.because("invalid_action", "Esta cobrança não está removida.")
    books.charges[charge_id] = replace(found, deleted=False)
    return books.charges[charge_id]


def create_static_code(books: Books, fields: Fields) -> StaticCode | Refusal:
    form = Form(fields)
    key = form.text("addressKey", required=True)
    if key and key not in {each.key for each in books.keys.values()}:
        form.complain("addressKey", "A chave Pix informada não pertence a esta conta.")
    value = form.money("value")
    room = text_room(books.settings.pix_key)
    description = form.text("description", limit=room)
    form.choice("format", FORMATS)
    expires_at = form.moment("expirationDate")
    seconds = form.whole("expirationSeconds")
    if expires_at and seconds:
        form.complain("expirationSeconds", "Informe expirationDate ou expirationSeconds, não ambos.")
    if expires_at and expires_at <= books.now():
        form.complain("expirationDate", "A data de expiração deve ser futura.")
    reference = form.text("externalReference", limit=REFERENCE_MAX)
    allows_many = form.flag("allowsMultiplePayments", default=True)
    if form.refusal:
        return form.refusal
    assert key is not None
    code_id = books.new_id("SIMULADOR")
    made = StaticCode(
        id=code_id,
        payload=write_static(
            key, books.settings.shop_name, books.settings.city, value, code_id[:25], description or ""
        ),
        created_at=books.now(),
        value=value,
        description=description,
        expires_at=books.now() + timedelta(seconds=seconds) if seconds else expires_at,
        allows_many=allows_many,
        external_reference=reference,
    )
    books.codes[made.id] = made
    return made


def delete_static_code(books: Books, code_id: str) -> StaticCode | Refusal | NotFound:
    """The documentation does not say what a paid code answers; here it is refused, as a paid charge is."""
    found = books.codes.get(code_id)
    if found is None or found.deleted:
        return NotFound()
    if not found.allows_many and books.payments_of(found):
        return Refusal.because("invalid_action", "Este QR Code já foi pago e não pode ser removido.")
    books.codes[code_id] = replace(found, deleted=True)
    return books.codes[code_id]


def create_key(books: Books, fields: Fields) -> AddressKey | Refusal:
    form = Form(fields)
    form.choice("type", {"EVP"}, required=True)
    if form.refusal:
        return form.refusal
    made = AddressKey(str(uuid.uuid4()), str(uuid.uuid4()), "EVP", books.now())
    books.keys[made.id] = made
    return made
