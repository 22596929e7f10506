"""The account's records in the words of Asaas API v3."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache

import qrcode

from shared.kernel.day import ZONE
from shared.kernel.money import ZERO, Money
from shared.payments.simulator.answers import Json
from shared.payments.simulator.asaas.records import (
    BY_PIX,
    MEANS,
    PIX_PAYABLE_FOR,
    UNPAID,
    AddressKey,
    Card,
    Charge,
    Customer,
    Refund,
    StaticCode,
)
from shared.payments.simulator.asaas.terms import Terms

PICTURES_KEPT = 64
CREDIT_AFTER = timedelta(days=32)


def customer_json(customer: Customer) -> Json:
    return {
        "object": "customer",
        "id": customer.id,
        "dateCreated": brazil_day(customer.created_at),
        "name": customer.name,
        "email": customer.email,
        "cpfCnpj": customer.document,
        "personType": "FISICA" if len(customer.document) == len("52998224725") else "JURIDICA",
        "externalReference": customer.external_reference,
        "notificationDisabled": customer.notification_disabled,
        "deleted": customer.deleted,
    }


def charge_json(charge: Charge, fee: Money, origin: str) -> Json:
    """`origin` is where invoices are."""
    net = charge.value - fee if charge.value > fee else ZERO
    place = charge.instalment
    return {
        "object": "payment",
        "id": charge.id,
        "dateCreated": brazil_day(charge.created_at),
        "customer": charge.customer_id,
        "subscription": None,
        "installment": place.plan if place else None,
        "installmentNumber": place.number if place else None,
        "checkoutSession": None,
        "paymentLink": None,
        "value": charge.value.reais,
        "netValue": net.reais,
        "originalValue": charge.original_value.reais if charge.original_value else None,
        "interestValue": charge.surcharge.reais if charge.surcharge else None,
        "description": charge.description,
        "billingType": charge.billing_type,
        "creditCard": _card_json(charge.card) if charge.card else None,
        "canBePaidAfterDueDate": True,
        "pixTransaction": charge.pix_transaction,
        "pixQrCodeId": charge.pix_code_id,
        "status": charge.status,
        "dueDate": charge.due_date.isoformat(),
        "originalDueDate": (charge.original_due_date or charge.due_date).isoformat(),
        "paymentDate": payment_day(charge),
        "clientPaymentDate": _maybe(charge.paid_at, brazil_day),
        "confirmedDate": _maybe(charge.paid_at, brazil_day),
        "creditDate": _maybe(charge.credited_at, brazil_day),
        "estimatedCreditDate": credit_day(charge),
        "invoiceUrl": invoice_url(charge, origin),
        "invoiceNumber": charge.invoice_number,
        "externalReference": charge.external_reference,
        "deleted": charge.deleted,
        "anticipated": charge.anticipated,
        "anticipable": charge.status == "CONFIRMED" and not charge.anticipated,
        "transactionReceiptUrl": f"{origin}/comprovantes/{charge.id[4:]}" if charge.paid_at else None,
        "nossoNumero": slip_number(charge),
        "bankSlipUrl": f"{origin}/b/pdf/{charge.id[4:]}" if charge.has_slip else None,
        "lastInvoiceViewedDate": _maybe(charge.invoice_viewed_at, moment_text),
        "lastBankSlipViewedDate": _maybe(charge.slip_viewed_at, moment_text),
        **_terms_json(charge.terms),
        "split": None,
        "postalService": False,
        "custody": None,
        "escrow": None,
        "chargeback": (
            {"status": charge.chargeback.status, "reason": charge.chargeback.reason} if charge.chargeback else None
        ),
        "refunds": [refund_json(each) for each in charge.refunds] or None,
    }


def invoice_url(charge: Charge, origin: str) -> str:
    """The page where the payer chooses how to pay; served by `invoice`."""
    return f"{origin}/i/{charge.id[4:]}"


def slip_number(charge: Charge) -> str | None:
    return charge.invoice_number if charge.has_slip else None


def billing_json(charge: Charge, origin: str) -> Json:
    """What can be, or was, paid with."""
    slip = charge.has_slip and charge.status in UNPAID
    bar_code = f"0339{charge.due_date:%Y%m%d}{charge.value.centavos:010d}{charge.invoice_number}".ljust(44, "0")
    return {
        "pix": pix_code_json(charge) if BY_PIX in MEANS[charge.billing_type] and charge.status in UNPAID else None,
        "creditCard": _card_json(charge.card) if charge.card else None,
        "bankSlip": {
            "identificationField": f"{bar_code}000",
            "nossoNumero": charge.invoice_number,
            "barCode": bar_code,
            "bankSlipUrl": f"{origin}/b/pdf/{charge.id[4:]}",
            "daysAfterDueDateToRegistrationCancellation": None,
        }
        if slip
        else None,
    }


def viewing_json(charge: Charge) -> Json:
    return {
        "invoiceViewedDate": _maybe(charge.invoice_viewed_at, brazil_day),
        "boletoViewedDate": _maybe(charge.slip_viewed_at, brazil_day),
    }


def _card_json(card: Card) -> Json:
    return {"creditCardNumber": card.last_digits, "creditCardBrand": card.brand, "creditCardToken": card.token}


def _terms_json(terms: Terms) -> Json:
    discount, fine = terms.discount, terms.fine
    return {
        "discount": {
            "value": discount.value,
            "dueDateLimitDays": terms.discount_days,
            "limitedDate": None,
            "type": discount.kind,
        },
        "fine": {"value": fine.value, "type": fine.kind},
        "interest": {"value": terms.interest, "type": "PERCENTAGE"},
    }


def payment_day(charge: Charge) -> str | None:
    """When the money was there: for a card that is the day of its credit."""
    is_noted = charge.status == "RECEIVED_IN_CASH"
    return _maybe(charge.paid_at if is_noted else charge.credited_at, brazil_day)


def credit_day(charge: Charge) -> str | None:
    """A card's money comes about a month later, each part a month after the one before."""
    if charge.paid_at is None or charge.card is None:
        return _maybe(charge.credited_at, brazil_day)
    number = charge.instalment.number if charge.instalment else 1
    return brazil_day(charge.paid_at + CREDIT_AFTER * number)


def refund_json(refund: Refund) -> Json:
    return {
        "dateCreated": moment_text(refund.at),
        "status": refund.status,
        "value": refund.amount.reais,
        "description": refund.description,
        "effectiveDate": moment_text(refund.at),
    }


def pix_code_json(charge: Charge) -> Json:
    return {
        "encodedImage": _picture(charge.payload),
        "payload": charge.payload,
        "expirationDate": f"{(charge.due_date + PIX_PAYABLE_FOR).isoformat()} 23:59:59",
        "description": charge.description,
    }


def static_code_json(code: StaticCode, wanted: str) -> Json:
    """`wanted` is the request's `format`."""
    return {
        "id": code.id,
        "encodedImage": None if wanted == "PAYLOAD" else _picture(code.payload),
        "payload": None if wanted == "IMAGE" else code.payload,
        "allowsMultiplePayments": code.allows_many,
        "expirationDate": moment_text(code.expires_at) if code.expires_at else None,
        "externalReference": code.external_reference,
    }


def key_json(key: AddressKey) -> Json:
    return {
        "id": key.id,
        "key": key.key,
        "type": key.kind,
        "status": "ACTIVE",
        "dateCreated": moment_text(key.created_at),
    }


def brazil_day(moment: datetime) -> str:
    return moment.astimezone(ZONE).date().isoformat()


def moment_text(moment: datetime) -> str:
    return moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")


def _maybe(moment: datetime | None, words: Callable[[datetime], str]) -> str | None:
    return words(moment) if moment else None


@lru_cache(maxsize=PICTURES_KEPT)
def _picture(payload: str) -> str:
    """The same for the same code, and slow to draw: each look at an unpaid charge shows it again."""
    drawn = io.BytesIO()
    qrcode.make(payload, box_size=6).save(drawn)
    return base64.b64encode(drawn.getvalue()).decode("ascii")
