"""Static Pix codes and the keys they name: what the API lets a shop create and remove."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from shared.payments.brcode import text_room, write_static
from shared.payments.simulator.answers import NotFound, Refusal
from shared.payments.simulator.asaas.books import Books
from shared.payments.simulator.asaas.records import AddressKey, StaticCode
from shared.payments.simulator.form import Form

FORMATS = frozenset({"ALL", "IMAGE", "PAYLOAD"})
REFERENCE_MAX = 100

Fields = Mapping[str, object]


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
