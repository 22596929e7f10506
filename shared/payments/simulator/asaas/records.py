"""What the simulated account holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shared.kernel.money import ZERO, Money

SIMULATOR_KEY = "$aact_hmlg_simulador-do-vez"
SIMULATOR_PIX_KEY = "6d3f8f9e-9d5b-4a53-8f0d-3a2b1c0d9e8f"

FEE = Money(99)
OPENING_BALANCE = Money(100_000)

UNPAID = frozenset({"PENDING", "OVERDUE"})
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


@dataclass(frozen=True, slots=True)
class Settings:
    """The account's settings. `copies_reference`: charges made by a static code carry its reference (not documented).

    `auto_pay_after` pays every Pix by itself that long after its code was given out.
    """

    api_key: str = SIMULATOR_KEY
    pix_key: str = SIMULATOR_PIX_KEY
    shop_name: str = "Vez Simulador"
    city: str = "São Paulo"
    fee: Money = FEE
    opening_balance: Money = OPENING_BALANCE
    auto_pay_after: timedelta | None = None
    copies_reference: bool = False
    is_key_accepted: bool = True


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


@dataclass(frozen=True, slots=True)
class Charge:
    """`shown_at`: when its Pix code was first asked for. `pix_code_id`: the static code whose payment made it."""

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
    original_value: Money | None = None
    shown_at: datetime | None = None
    paid_at: datetime | None = None
    pix_transaction: str | None = None
    pix_code_id: str | None = None
    refunds: tuple[Refund, ...] = ()
    deleted: bool = False

    @property
    def refunded(self) -> Money:
        return sum((each.amount for each in self.refunds), ZERO)


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
class LedgerEntry:
    """Money that moved. `reference` is the caller's, also where the charge does not show it."""

    at: datetime
    kind: str
    charge_id: str
    amount: Money
    reference: str | None
