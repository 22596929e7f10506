"""What the Payments API of Mercado Pago says, as far as we read it, what it means, and whom we name as the payer.

Source: mercadopago.com.br/developers (reference of payments and refunds). Fields that we do not read are ignored.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from shared.kernel.money import ZERO, Money
from shared.payments.json_text import JsonValue
from shared.payments.model import ChargeRef, ChargeState, Observation, Payer, Payment
from shared.payments.moments import in_utc

Reais = Annotated[Decimal, Field(max_digits=13, decimal_places=2, ge=0)]
Moment = Annotated[AwareDatetime, AfterValidator(in_utc)]

STATES = {
    "pending": ChargeState.OPEN,
    "authorized": ChargeState.OPEN,
    "in_process": ChargeState.OPEN,
    "approved": ChargeState.PAID,
    # A dispute has begun: the money is held, and somebody has to look.
    "in_mediation": ChargeState.REVERSED,
    "refunded": ChargeState.REVERSED,
    "charged_back": ChargeState.REVERSED,
    "rejected": ChargeState.VOIDED,
    "cancelled": ChargeState.VOIDED,
}
_WEIGHTS = {
    ChargeState.PAID: 0,
    ChargeState.REVERSED: 1,
    ChargeState.UNKNOWN: 2,
    ChargeState.OPEN: 3,
    ChargeState.VOIDED: 4,
}
BROUGHT_MONEY = frozenset({ChargeState.PAID, ChargeState.REVERSED})


class Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Cause(Message):
    code: int | str | None = None
    description: str | None = None


class ErrorItem(Message):
    code: str | None = None
    message: str | None = None
    details: tuple[str, ...] = ()


class ErrorBody(Message):
    """Both forms: `message`, `error` and `cause` of the Payments API, `errors` of the Orders API."""

    message: str | None = None
    error: str | None = None
    cause: tuple[Cause, ...] | None = None
    errors: tuple[ErrorItem, ...] = ()


class TransactionData(Message):
    qr_code: str | None = None


class PointOfInteraction(Message):
    transaction_data: TransactionData | None = None


class TransactionDetails(Message):
    total_paid_amount: Reais | None = None


class PixPayment(Message):
    """A charge. `transaction_amount` is what it asks for; what was paid is in its details."""

    id: int
    status: str
    status_detail: str | None = None
    transaction_amount: Reais
    transaction_amount_refunded: Reais | None = None
    external_reference: str | None = None
    date_approved: Moment | None = None
    transaction_details: TransactionDetails | None = None
    point_of_interaction: PointOfInteraction | None = None

    @property
    def state(self) -> ChargeState:
        return STATES.get(self.status, ChargeState.UNKNOWN)

    @property
    def has_money(self) -> bool:
        return self.state in BROUGHT_MONEY

    @property
    def asked(self) -> Money:
        return Money.from_reais(self.transaction_amount)

    @property
    def paid(self) -> Money:
        """All that the payer paid; refunds do not lessen it."""
        details = self.transaction_details
        return Money.from_reais((details and details.total_paid_amount) or self.transaction_amount)

    @property
    def br_code(self) -> str | None:
        shown = self.point_of_interaction and self.point_of_interaction.transaction_data
        return (shown and shown.qr_code) or None

    @property
    def raw_status(self) -> str:
        return joined(self.status, self.status_detail)

    @property
    def payment(self) -> Payment:
        is_reversed = self.state is ChargeState.REVERSED
        returned = ZERO if is_reversed else Money.from_reais(self.transaction_amount_refunded or 0)
        return Payment(str(self.id), self.paid, self.date_approved, is_reversed, returned)


class Paging(Message):
    total: int = Field(ge=0)


class PaymentSearch(Message):
    paging: Paging
    results: tuple[PixPayment, ...]


class RefundMessage(Message):
    id: int
    status: str


def payer_json(email: str, payer: Payer | None) -> dict[str, JsonValue]:
    """Who pays, in the words of both APIs; the name and the CPF only where the customer gave them."""
    if payer is None:
        return {"email": email}
    first, _, last = payer.name.partition(" ")
    return {
        "email": email,
        "first_name": first,
        "last_name": last,
        "identification": {"type": "CPF", "number": payer.cpf},
    }


def joined(status: str, detail: str | None) -> str:
    """One text of a status and its detail: ``approved/accredited``."""
    return f"{status}/{detail}" if detail else status


def weightiest(charges: Iterable[PixPayment]) -> PixPayment | None:
    """The charge that says most about where the money is; None of none."""
    return min(charges, key=lambda each: _WEIGHTS[each.state], default=None)


def observation(ref: ChargeRef, charge: PixPayment, siblings: Iterable[PixPayment] = ()) -> Observation:
    """What a charge and others of the same intent say together."""
    seen = {each.id: each for each in (*siblings, charge)}
    first = weightiest(seen.values()) or charge
    brought = tuple(each.payment for each in seen.values() if each.has_money)
    return Observation(ref=ref, state=first.state, payments=brought, raw_status=first.raw_status)
