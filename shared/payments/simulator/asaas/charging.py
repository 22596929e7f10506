"""Charges: what the API lets a shop create, change and remove."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from shared.payments.simulator.answers import NotFound, Refusal
from shared.payments.simulator.asaas.books import Books
from shared.payments.simulator.asaas.instalments import Plan, month_later, read_plan
from shared.payments.simulator.asaas.records import MEANS, UNPAID, Charge, Instalment
from shared.payments.simulator.asaas.terms import read_terms
from shared.payments.simulator.form import Form

BILLING_TYPES = frozenset(MEANS)
WITH_PIX = frozenset({"PIX", "BOLETO", "UNDEFINED"})
CARD_FIELDS = frozenset({"creditCard", "creditCardHolderInfo", "creditCardToken", "authorizeOnly"})
DESCRIPTION_MAX = 500
REFERENCE_MAX = 100

Fields = Mapping[str, object]


def create_charge(books: Books, fields: Fields) -> Charge | Refusal:
    """One charge, or one for each part of a plan; the first is answered."""
    form = Form(fields)
    customer = books.customers.get(form.text("customer") or "")
    if customer is None or customer.deleted:
        form.complain("customer", "Customer inválido ou não informado.")
    billing_type = form.choice("billingType", BILLING_TYPES, required=True)
    plan = read_plan(form)
    due_date = _due_date(books, form)
    terms = read_terms(form, plan.parts[0] if plan else None)
    description, reference = _texts(form)
    _callback(form)
    if any(name in fields for name in CARD_FIELDS):
        form.complain("creditCard", "Esta conta só recebe cartão pela fatura.")
    if books.created_on[books.today()] + (len(plan.parts) if plan else 0) > books.settings.daily_limit:
        form.complain("action", "O limite diário de criação de cobranças foi atingido.")
    if form.refusal:
        return form.refusal
    assert customer
    assert billing_type
    assert plan
    assert due_date
    first = Charge(
        id=books.new_id("pay_"),
        customer_id=customer.id,
        billing_type=billing_type,
        value=plan.parts[0],
        due_date=due_date,
        created_at=books.now(),
        status="PENDING",
        payload=books.dynamic_payload(),
        description=description,
        external_reference=reference,
        original_due_date=due_date,
        invoice_number=books.new_invoice_number(),
        terms=terms,
    )
    return _spread(books, first, plan) if plan.is_split else books.add(first)


def _spread(books: Books, charge: Charge, plan: Plan) -> Charge:
    """The charges of a plan."""
    name, count = str(uuid.uuid4()), len(plan.parts)
    made = []
    for number, part in enumerate(plan.parts, start=1):
        due_date = month_later(charge.due_date, number - 1)
        made.append(
            replace(
                charge,
                id=charge.id if number == 1 else books.new_id("pay_"),
                value=part,
                due_date=due_date,
                original_due_date=due_date,
                payload=charge.payload if number == 1 else books.dynamic_payload(),
                invoice_number=charge.invoice_number if number == 1 else books.new_invoice_number(),
                instalment=Instalment(name, number, count),
            )
        )
    for each in made:
        books.add(each)
    return made[0]


def update_charge(books: Books, charge_id: str, fields: Fields) -> Charge | Refusal | NotFound:
    """What is not sent stays. The billing type and the amount of a plan's parts stay in any case (assumption)."""
    found = books.charge(charge_id)
    if found is None:
        return NotFound()
    form = Form(fields)
    value = form.money("value") or found.value
    due_date = _due_date(books, form) if "dueDate" in fields else found.due_date
    terms = read_terms(form, value) if {"discount", "fine", "interest"} & set(fields) else found.terms
    description, reference = _texts(form)
    billing_type = form.choice("billingType", BILLING_TYPES) or found.billing_type
    if found.deleted or found.status not in UNPAID:
        form.complain("action", "Só é possível atualizar cobranças aguardando pagamento ou vencidas.")
    if found.instalment and (value != found.value or billing_type != found.billing_type):
        form.complain("action", "Não é possível alterar o valor ou a forma de uma parcela.")
    if form.refusal or due_date is None:
        return form.refusal or NotFound()
    changed = replace(
        found,
        value=value,
        due_date=due_date,
        terms=terms,
        billing_type=billing_type,
        description=description if "description" in fields else found.description,
        external_reference=reference if "externalReference" in fields else found.external_reference,
        status="PENDING" if due_date >= books.today() else found.status,
    )
    is_news = (changed.value, changed.due_date) != (found.value, found.due_date)
    return books.keep(changed, "PAYMENT_UPDATED" if is_news else None)


def _due_date(books: Books, form: Form) -> date | None:
    due_date = form.day("dueDate", required=True)
    if due_date and due_date < books.today():
        form.complain("dueDate", "A data de vencimento não pode ser inferior à hoje")
    return due_date


def _texts(form: Form) -> tuple[str | None, str | None]:
    return form.text("description", limit=DESCRIPTION_MAX), form.text("externalReference", limit=REFERENCE_MAX)


def _callback(form: Form) -> None:
    """Where the payer is sent afterwards: `successUrl` is required in it."""
    callback = form.part("callback")
    if callback is None:
        return
    url = callback.text("successUrl", required=True)
    if url and not url.startswith("https://"):
        callback.complain("successUrl", "A URL de retorno deve começar com https://")
    callback.flag("autoRedirect", default=True)


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
    return books.remove(found)


def restore_charge(books: Books, charge_id: str) -> Charge | Refusal | NotFound:
    found = books.charge(charge_id)
    if found is None:
        return NotFound()
    if not found.deleted:
        return Refusal.because("invalid_action", "Esta cobrança não está removida.")
    return books.keep(replace(found, deleted=False), "PAYMENT_RESTORED")
