"""What Asaas API v3 says, as far as we read it, and what it means. Fields that we do not read are ignored.

Source: docs.asaas.com, charge object, list envelope, static and dynamic Pix QR.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shared.kernel.ids import IntentId
from shared.kernel.money import ZERO, Money
from shared.payments.model import NOTED, ChargeRef, ChargeState, Observation, Payment, Received

NOT_PAID_YET = "NO_PAYMENT"
STATIC = "static:"
"""How our charge ids name a static code; everything else is a charge."""

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
_WEIGHTS = {
    ChargeState.PAID: 0,
    ChargeState.REVERSED: 1,
    ChargeState.UNKNOWN: 2,
    ChargeState.OPEN: 3,
    ChargeState.VOIDED: 4,
}
_BROUGHT_MONEY = frozenset({ChargeState.PAID, ChargeState.REVERSED})
_REFUNDING = frozenset({"REFUND_REQUESTED", "REFUND_IN_PROGRESS", "REFUNDED"})
_OURS = re.compile(r"[0-9a-f]{32}")
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


class AsaasPayment(_Message):
    """A charge. `value` is what it asks for, and once paid what was paid."""

    id: Id
    status: str
    value: Reais
    deleted: bool | None = None
    external_reference: str | None = Field(default=None, alias="externalReference")
    pix_qr_code_id: str | None = Field(default=None, alias="pixQrCodeId")
    refunds: tuple[AsaasRefund, ...] | None = None

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
        """What we know it by: a static code's payment belongs to the code."""
        return f"{STATIC}{self.pix_qr_code_id}" if self.pix_qr_code_id else self.id

    @property
    def received(self) -> Received:
        """Its line in the list of all money. A static code's payment does not name the intent; its code does."""
        reference = self.external_reference or ""
        return Received(self.payment, self.charge_id, IntentId(reference) if _OURS.fullmatch(reference) else None)


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


def weightiest(charges: Iterable[AsaasPayment]) -> AsaasPayment | None:
    """The charge that says most about where the money is; None of none."""
    return min(charges, key=lambda each: _WEIGHTS[each.state], default=None)


def observation(ref: ChargeRef, charges: Iterable[AsaasPayment]) -> Observation:
    """What all charges of one intent say together."""
    seen = {each.id: each for each in charges}
    first = weightiest(seen.values())
    brought = (each for each in seen.values() if each.has_money)
    return Observation(
        ref=ref,
        state=first.state if first else ChargeState.OPEN,
        payments=tuple(each.payment for each in brought),
        raw_status=first.status if first else NOT_PAID_YET,
    )
