"""What the simulated Mercado Pago account holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.kernel.money import ZERO, Money

SIMULATOR_TOKEN = "TEST-simulador-do-vez"  # noqa: S105 - it opens nothing but the simulator
SIMULATOR_SECRET = "segredo-dos-avisos"  # noqa: S105
SIMULATOR_TERMINAL = "NEWLAND_N950__SBX0000001"
SIMULATOR_PAYER = "loja@testuser.com"

FEE = Money(99)
OPENING_BALANCE = Money(100_000)
LIVE = frozenset({"created", "processing", "at_terminal", "action_required"})
"""An order that can still be paid."""
UNDER_WAY = "in_process"
GIVING = frozenset({"approved", UNDER_WAY})


@dataclass(frozen=True, slots=True)
class Settings:
    """`replays_order_keys`: a used key of the Orders API is answered with its first order, instead of 409.

    `webhook_url`: where notices go, none where it is empty; `webhook_secret` signs them.

    `code_after`: how long a new Pix order is `processing` without a code. `refund_after`: how long a refund takes;
    `refund_ends` is the status it then has. `auto_pay_after` pays every charge by itself that long after it was made.
    """

    token: str = SIMULATOR_TOKEN
    shop_name: str = "Vez Simulador"
    city: str = "São Paulo"
    fee: Money = FEE
    opening_balance: Money = OPENING_BALANCE
    auto_pay_after: timedelta | None = None
    is_token_accepted: bool = True
    replays_order_keys: bool = False
    code_after: timedelta = timedelta(0)
    refund_after: timedelta = timedelta(0)
    refund_ends: str = "approved"
    webhook_url: str = ""
    webhook_secret: str = SIMULATOR_SECRET


@dataclass(frozen=True, slots=True)
class Refund:
    """`status` in the words of the Payments API; the Orders API has its own for the same."""

    id: str
    payment_id: str
    amount: Money
    at: datetime
    status: str


@dataclass(frozen=True, slots=True)
class Payment:
    """A Pix of the Payments API. `amount` is what it asks for, `paid` what came."""

    id: str
    amount: Money
    created_at: datetime
    updated_at: datetime
    expires_at: datetime
    status: str
    detail: str | None
    payload: str
    payer_email: str
    description: str | None = None
    external_reference: str | None = None
    paid: Money | None = None
    paid_at: datetime | None = None
    refunds: tuple[Refund, ...] = ()

    @property
    def held(self) -> Money:
        """What is left of its money."""
        return (self.paid or ZERO) - given_back(self.refunds)


@dataclass(frozen=True, slots=True)
class OrderPayment:
    """One payment of an order; `status` and `detail` are those of its order where it has none of its own."""

    id: str
    amount: Money
    status: str
    detail: str | None
    payload: str | None = None
    paid: Money | None = None
    paid_at: datetime | None = None
    method: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """An order of the Orders API, `online` or `point`."""

    id: str
    type: str
    external_reference: str
    created_at: datetime
    updated_at: datetime
    expires_at: datetime
    status: str
    detail: str | None
    payments: tuple[OrderPayment, ...]
    refunds: tuple[Refund, ...] = ()
    description: str | None = None
    terminal_id: str | None = None

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def first(self) -> OrderPayment:
        return self.payments[0]

    def held(self, payment: OrderPayment) -> Money:
        """What is left of a payment's money."""
        return (payment.paid or ZERO) - given_back(each for each in self.refunds if each.payment_id == payment.id)

    def told(self, status: str, detail: str | None, at: datetime) -> Order:
        """The order and its unpaid payments in another status."""
        payments = tuple(each if each.paid else replace(each, status=status, detail=detail) for each in self.payments)
        return replace(self, status=status, detail=detail, payments=payments, updated_at=at)


@dataclass(frozen=True, slots=True)
class Terminal:
    """A card machine; `mode` is ``PDV`` while the API drives it."""

    id: str
    mode: str = "PDV"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """Money that moved. `charge_id` names the payment or order, `reference` is the caller's."""

    at: datetime
    kind: str
    charge_id: str
    amount: Money
    reference: str | None


def given_back(refunds: Iterable[Refund]) -> Money:
    """The sum of what went back or is on its way."""
    return sum((each.amount for each in refunds if each.status in GIVING), ZERO)
