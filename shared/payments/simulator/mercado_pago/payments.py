"""The Payments API: what it lets a shop create, cancel and give back.

Source: mercadopago.com.br/developers (reference of payments and refunds).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from shared.kernel.money import ZERO
from shared.payments.simulator.answers import NotFound, Refusal
from shared.payments.simulator.mercado_pago.books import Books
from shared.payments.simulator.mercado_pago.fields import UNSUPPORTED, VALUE, Fields
from shared.payments.simulator.mercado_pago.records import Payment, Refund

LIFE_MIN = timedelta(minutes=30)
LIFE_MAX = timedelta(days=30)
LIFE_USUAL = timedelta(hours=24)
NOTICE_URL_MAX = 248
UNPAID = frozenset({"pending", "in_process"})
KNOWN = frozenset(
    {
        "transaction_amount",
        "description",
        "payment_method_id",
        "external_reference",
        "notification_url",
        "date_of_expiration",
        "payer",
        "metadata",
        "additional_info",
        "binary_mode",
        "capture",
        "statement_descriptor",
        "installments",
    }
)


def create(books: Books, sent: Mapping[str, object]) -> Payment | Refusal:
    """A Pix that waits for its payer."""
    fields = Fields(sent)
    fields.only(KNOWN)
    amount = fields.number("transaction_amount", required=True)
    fields.choice("payment_method_id", {"pix"}, required=True)
    description = fields.text("description")
    reference = fields.text("external_reference")
    notice_url = fields.text("notification_url", limit=NOTICE_URL_MAX)
    if notice_url and not notice_url.startswith(("https://", "http://127.0.0.1")):
        fields.complain(VALUE, "notification_url", "must be a valid URL")
    payer = fields.inside("payer", required=True)
    email = payer.email("email")
    payer.cpf("identification")
    now = books.now()
    expires_at = fields.moment("date_of_expiration") or now + LIFE_USUAL
    if not now + LIFE_MIN <= expires_at <= now + LIFE_MAX:
        fields.complain(VALUE, "date_of_expiration", "must be 30 minutes to 30 days after creation")
    if fields.refusal:
        return fields.refusal
    assert amount is not None
    assert email is not None
    made = Payment(
        id=books.new_number(),
        amount=amount,
        created_at=now,
        updated_at=now,
        expires_at=expires_at,
        status="pending",
        detail="pending_waiting_transfer",
        payload=books.payload(),
        payer_email=email,
        description=description,
        external_reference=reference,
        notice_url=notice_url,
    )
    books.payments[made.id] = made
    return made


def update(books: Books, payment_id: str, sent: Mapping[str, object]) -> Payment | Refusal | NotFound:
    """Only to cancel, and only what is unpaid."""
    found = books.payment(payment_id)
    if found is None:
        return NotFound()
    fields = Fields(sent)
    fields.only({"status"})
    fields.choice("status", {"cancelled"}, required=True)
    if found.status not in UNPAID:
        fields.complain(UNSUPPORTED, "status", f"cannot change from {found.status}")
    if fields.refusal:
        return fields.refusal
    books.payments[payment_id] = replace(found, status="cancelled", detail="by_collector", updated_at=books.now())
    return books.payments[payment_id]


def refund(books: Books, payment_id: str, sent: Mapping[str, object]) -> Refund | Refusal | NotFound:
    """All that is left, or `amount`; fees are not returned, so the balance must cover it."""
    found = books.payment(payment_id)
    if found is None:
        return NotFound()
    fields = Fields(sent)
    fields.only({"amount"})
    amount = fields.number("amount") or found.held
    if fields.refusal:
        return fields.refusal
    if found.status != "approved" or not ZERO < amount <= found.held:
        return Refusal.because("2063", "The action requested is not valid for the current payment state")
    if amount > books.balance():
        return Refusal.because("2085", "Insufficient amount in the account to refund")
    made = books.give_back(books.new_number(), found.id, amount)
    books.payments[payment_id] = replace(found, refunds=(*found.refunds, made), updated_at=books.now())
    return made
