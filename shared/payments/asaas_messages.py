"""What Asaas API v3 says, as far as we read it, and what it means. Fields that we do not read are ignored.

Source: docs.asaas.com, charge object, list envelope, static and dynamic Pix QR.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shared.kernel.money import Money
from shared.payments.model import ChargeRef, ChargeState, Observation, Payment

NOT_PAID_YET = "NO_PAYMENT"

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


class AsaasPayment(_Message):
    """A charge. `value` is what it asks for, and once paid what was paid."""

    id: Id
    status: str
    value: Reais
    deleted: bool | None = None
    external_reference: str | None = Field(default=None, alias="externalReference")
    pix_qr_code_id: str | None = Field(default=None, alias="pixQrCodeId")

    @property
    def state(self) -> ChargeState:
        """A deleted charge keeps its status; money that came all the same counts more than the deletion."""
        state = STATES.get(self.status, ChargeState.UNKNOWN)
        return ChargeState.VOIDED if self.deleted and state is ChargeState.OPEN else state

    @property
    def has_money(self) -> bool:
        return self.state in _BROUGHT_MONEY

    @property
    def amount(self) -> Money:
        return Money.from_reais(self.value)


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
    """What all charges of one intent say together. Asaas names only the day of a payment, so `paid_at` stays open."""
    seen = {each.id: each for each in charges}
    first = weightiest(seen.values())
    brought = (each for each in seen.values() if each.has_money)
    return Observation(
        ref=ref,
        state=first.state if first else ChargeState.OPEN,
        payments=tuple(Payment(each.id, each.amount, None, each.state is ChargeState.REVERSED) for each in brought),
        raw_status=first.status if first else NOT_PAID_YET,
    )
