"""What the simulated account holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shared.kernel.money import ZERO, Money
from shared.payments.simulator.asaas.terms import NO_TERMS, Terms

SIMULATOR_KEY = "$aact_hmlg_simulador-do-vez"
SIMULATOR_PIX_KEY = "6d3f8f9e-9d5b-4a53-8f0d-3a2b1c0d9e8f"

FEE = Money(99)
OPENING_BALANCE = Money(100_000)

UNPAID = frozenset({"PENDING", "OVERDUE"})
BY_CARD, BY_SLIP, BY_PIX, BY_ANY = "CREDIT_CARD", "BOLETO", "PIX", "UNDEFINED"
MEANS = {
    BY_PIX: frozenset({BY_PIX}),
    BY_SLIP: frozenset({BY_SLIP, BY_PIX}),
    BY_CARD: frozenset({BY_CARD}),
    BY_ANY: frozenset({BY_PIX, BY_SLIP, BY_CARD}),
}
"""What the payer of a charge of each billing type may pay with; a boleto carries a Pix code, too."""
DAILY_LIMIT = 100_000
STATUSES = frozenset(
    {
        "PENDING",
        "RECEIVED",
        "CONFIRMED",
        "OVERDUE",
        "REFUNDED",
        "RECEIVED_IN_CASH",
        "REFUND_REQUESTED",
        "REFUND_IN_PROGRESS",
        "CHARGEBACK_REQUESTED",
        "CHARGEBACK_DISPUTE",
        "AWAITING_CHARGEBACK_REVERSAL",
        "DUNNING_REQUESTED",
        "DUNNING_RECEIVED",
        "AWAITING_RISK_ANALYSIS",
    }
)


REFUND_STATUSES = frozenset(
    {
        "PENDING",
        "AWAITING_CRITICAL_ACTION_AUTHORIZATION",
        "AWAITING_CUSTOMER_EXTERNAL_AUTHORIZATION",
        "CANCELLED",
        "DONE",
    }
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The account's settings. `copies_reference`: charges made by a static code carry its reference (not documented).

    `refund_status` is what new refunds begin with.

    `auto_pay_after` pays every Pix by itself that long after its code was given out.

    `daily_limit`: how many charges may be created in one of Brazil's days.
    """

    api_key: str = SIMULATOR_KEY
    pix_key: str = SIMULATOR_PIX_KEY
    shop_name: str = "Vez Simulador"
    city: str = "São Paulo"
    fee: Money = FEE
    opening_balance: Money = OPENING_BALANCE
    auto_pay_after: timedelta | None = None
    copies_reference: bool = False
    refund_status: str = "DONE"
    is_key_accepted: bool = True
    daily_limit: int = DAILY_LIMIT


@dataclass(frozen=True, slots=True)
class Customer:
    id: str
    name: str
    document: str
    created_at: datetime
    email: str | None = None
    external_reference: str | None = None
    notification_disabled: bool = False
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Refund:
    at: datetime
    amount: Money
    description: str | None
    status: str = "DONE"


@dataclass(frozen=True, slots=True)
class Instalment:
    """The place of a charge in its plan; `number` begins with 1."""

    plan: str
    number: int
    count: int


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of the card that paid."""

    brand: str = "VISA"
    last_digits: str = "5682"
    token: str = "76496073-536f-4835-80db-c45d00f33695"  # noqa: S105 - opens nothing


@dataclass(frozen=True, slots=True)
class Chargeback:
    """`status` in the API's words: REQUESTED IN_DISPUTE DISPUTE_LOST REVERSED DONE (not in our reference)."""

    status: str
    reason: str = "ABSENCE_OF_PRINT"


@dataclass(frozen=True, slots=True)
class Charge:
    """`shown_at`: when its Pix code was first asked for. `pix_code_id`: the static code whose payment made it.

    `paid_at` is when the payer paid, `credited_at` when the money could be used: for a card about a month later.
    `original_value` is what was asked for, once another amount was paid; `surcharge` is fine and
    interest in it. `asked_value` is the same while it is noted as received in cash.
    """

    id: str
    customer_id: str
    billing_type: str
    value: Money
    due_date: date
    created_at: datetime
    status: str
    payload: str
    description: str | None = None
    external_reference: str | None = None
    original_due_date: date | None = None
    invoice_number: str = ""
    terms: Terms = NO_TERMS
    instalment: Instalment | None = None
    original_value: Money | None = None
    surcharge: Money | None = None
    asked_value: Money | None = None
    shown_at: datetime | None = None
    paid_at: datetime | None = None
    credited_at: datetime | None = None
    card: Card | None = None
    pix_transaction: str | None = None
    pix_code_id: str | None = None
    refunds: tuple[Refund, ...] = ()
    chargeback: Chargeback | None = None
    invoice_viewed_at: datetime | None = None
    slip_viewed_at: datetime | None = None
    anticipated: bool = False
    deleted: bool = False

    @property
    def has_slip(self) -> bool:
        return self.billing_type in {BY_SLIP, BY_ANY}

    @property
    def paid_status(self) -> str:
        """How it stands with its money in place."""
        return "RECEIVED" if self.credited_at else "CONFIRMED"

    @property
    def refunded(self) -> Money:
        """What is going or gone back."""
        return sum((each.amount for each in self.refunds if each.status != "CANCELLED"), ZERO)


@dataclass(frozen=True, slots=True)
class StaticCode:
    id: str
    payload: str
    created_at: datetime
    value: Money | None
    description: str | None
    expires_at: datetime | None
    allows_many: bool
    external_reference: str | None
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class AddressKey:
    id: str
    key: str
    kind: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Hook:
    """One webhook of the account. Whether its queue stands still is known to the post office."""

    id: str
    name: str | None
    url: str
    email: str
    enabled: bool
    token: str | None
    in_order: bool
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """Money that moved. `reference` is the caller's, also where the charge does not show it."""

    at: datetime
    kind: str
    charge_id: str
    amount: Money
    reference: str | None
