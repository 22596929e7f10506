"""What Asaas API v3 says, as far as we read it, and what it means. Fields that we do not read are ignored.

Source: docs.asaas.com, charge object, list envelope, static and dynamic Pix QR.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shared.kernel.money import ZERO, Money
from shared.payments.model import NOTED, ChargeState, Payment

STATIC, PLAN = "static:", "installment:"
"""How our charge ids name a static code, and a card payment in parts; everything else is a charge."""

Id = Annotated[str, Field(min_length=1, max_length=100)]
Reais = Annotated[Decimal, Field(max_digits=13, decimal_places=2, ge=0)]

STATES = {
    "PENDING": ChargeState.OPEN,
    "OVERDUE": ChargeState.OPEN,
    "AWAITING_RISK_ANALYSIS": ChargeState.OPEN,
    "DUNNING_REQUESTED": ChargeState.OPEN,
    "CONFIRMED": ChargeState.PAID,
    "RECEIVED": ChargeState.PAID,
    "RECEIVED_IN_CASH": ChargeState.PAID,
    "DUNNING_RECEIVED": ChargeState.PAID,
    "REFUND_REQUESTED": ChargeState.REVERSED,
    "REFUND_IN_PROGRESS": ChargeState.REVERSED,
    "REFUNDED": ChargeState.REVERSED,
    "CHARGEBACK_REQUESTED": ChargeState.REVERSED,
    "CHARGEBACK_DISPUTE": ChargeState.REVERSED,
    "AWAITING_CHARGEBACK_REVERSAL": ChargeState.REVERSED,
}
_BROUGHT_MONEY = frozenset({ChargeState.PAID, ChargeState.REVERSED})
_REFUNDING = frozenset({"REFUND_REQUESTED", "REFUND_IN_PROGRESS", "REFUNDED"})
DONE, CANCELLED = "DONE", "CANCELLED"
IN_CASH = "RECEIVED_IN_CASH"


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class ErrorItem(_Message):
    code: str | None = None
    description: str | None = None


class ErrorBody(_Message):
    errors: tuple[ErrorItem, ...] = ()


class Customer(_Message):
    id: Id
    deleted: bool | None = None


class CustomerPage(_Message):
    data: tuple[Customer, ...]


class AddressKey(_Message):
    key: str | None = None
    status: str


class AddressKeyPage(_Message):
    data: tuple[AddressKey, ...]


class AsaasRefund(_Message):
    """One refund of a charge. It has no id: what its maker wrote into `description` tells it from others."""

    status: str
    value: Reais
    description: str | None = None

    @property
    def is_live(self) -> bool:
        """Its money is going or gone back."""
        return self.status != CANCELLED

    @property
    def is_done(self) -> bool:
        return self.status == DONE

    @property
    def amount(self) -> Money:
        return Money.from_reais(self.value)


class RefundPage(_Message):
    data: tuple[AsaasRefund, ...]
    has_more: bool = Field(default=False, alias="hasMore")


class Terms(_Message):
    """A discount, or a fine, as the charge has it. `kind`: FIXED is reais, PERCENTAGE percent."""

    value: Decimal | None = None
    kind: str | None = Field(default=None, alias="type")
    days_before: int | None = Field(default=None, alias="dueDateLimitDays")


class Interest(_Message):
    """Percent per month after the due date."""

    value: Decimal | None = None


class AsaasPayment(_Message):
    """A charge, or one part of a card payment in parts. `value` is what it asks for, and once paid what was paid.

    `original_value` is what it asked for, once it was paid with fine or interest; `surcharge` is these.
    """

    id: Id
    status: str
    value: Reais
    deleted: bool | None = None
    external_reference: str | None = Field(default=None, alias="externalReference")
    pix_qr_code_id: str | None = Field(default=None, alias="pixQrCodeId")
    refunds: tuple[AsaasRefund, ...] | None = None
    billing_type: str | None = Field(default=None, alias="billingType")
    installment: Id | None = None
    installment_number: int | None = Field(default=None, alias="installmentNumber")
    original_value: Reais | None = Field(default=None, alias="originalValue")
    surcharge: Reais | None = Field(default=None, alias="interestValue")
    discount: Terms | None = None
    fine: Terms | None = None
    interest: Interest | None = None
    due_date: date | None = Field(default=None, alias="dueDate")
    paid_on: date | None = Field(default=None, alias="clientPaymentDate")
    confirmed_on: date | None = Field(default=None, alias="confirmedDate")
    invoice_url: str | None = Field(default=None, alias="invoiceUrl")

    @property
    def state(self) -> ChargeState:
        """A deleted charge keeps its status; money that came all the same counts more than the deletion.

        While a part is being refunded the status may speak of a refund; the rest is still here.
        """
        if self.status in _REFUNDING and self._is_partly_refunded:
            return ChargeState.PAID
        state = STATES.get(self.status, ChargeState.UNKNOWN)
        return ChargeState.VOIDED if self.deleted and state is ChargeState.OPEN else state

    @property
    def _is_partly_refunded(self) -> bool:
        live = [each.amount for each in self.refunds or () if each.is_live]
        return bool(live) and sum(live, ZERO) < self.amount

    @property
    def has_money(self) -> bool:
        return self.state in _BROUGHT_MONEY

    @property
    def amount(self) -> Money:
        return Money.from_reais(self.value)

    @property
    def payment(self) -> Payment:
        """The money it brought. Asaas names only the day of a payment, so `paid_at` stays open."""
        if self.status == IN_CASH:
            return Payment(f"{NOTED}{self.id}", self.amount, None)
        if self.state is ChargeState.REVERSED:
            return Payment(self.id, self.amount, None, is_reversed=True)
        returned = sum((each.amount for each in self.refunds or () if each.is_done), ZERO)
        return Payment(self.id, self.amount, None, returned=min(returned, self.amount))

    @property
    def charge_id(self) -> str:
        """What we know it by: a static code's payment belongs to the code, a part to the whole."""
        if self.pix_qr_code_id:
            return f"{STATIC}{self.pix_qr_code_id}"
        return f"{PLAN}{self.installment}" if self.installment else self.id


class PaymentPage(_Message):
    data: tuple[AsaasPayment, ...]
    has_more: bool = Field(default=False, alias="hasMore")


class PixQrCode(_Message):
    payload: str


class StaticPixQrCode(_Message):
    id: Id
    payload: str


class Deletion(_Message):
    deleted: bool
