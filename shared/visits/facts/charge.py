"""What can happen to the money of a visit on its way in, and what a provider says about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from shared.journal.model import MONEY_FIRST, ORDINARY, PHYSICAL
from shared.kernel.ids import IntentId
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.visits.model import EndReason, Taken


@dataclass(frozen=True, slots=True)
class ChargeIntended:
    """We are about to ask `provider` for money; committed before the first call."""

    KIND: ClassVar[str] = "charge_intended"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = MONEY_FIRST

    intent_id: IntentId
    method: Method
    provider: str
    amount: Money
    expires_at: datetime
    at: datetime
    installments: int = 1


@dataclass(frozen=True, slots=True)
class ChargeOpened:
    KIND: ClassVar[str] = "charge_opened"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = PHYSICAL

    intent_id: IntentId
    charge_id: str
    br_code: str | None
    at: datetime
    link: str | None = None


@dataclass(frozen=True, slots=True)
class ChargeCreationUnknown:
    """The answer to the creation was lost: the charge may exist."""

    KIND: ClassVar[str] = "charge_creation_unknown"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = PHYSICAL

    intent_id: IntentId
    cause: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ChargeFailed:
    KIND: ClassVar[str] = "charge_failed"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    intent_id: IntentId
    cause: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ChargeVoidAsked:
    KIND: ClassVar[str] = "charge_void_asked"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    intent_id: IntentId
    reason: EndReason
    at: datetime


@dataclass(frozen=True, slots=True)
class ChargeVoided:
    """The provider said that it can no longer be paid."""

    KIND: ClassVar[str] = "charge_voided"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    intent_id: IntentId
    at: datetime


@dataclass(frozen=True, slots=True)
class ChargeExpired:
    """We stopped waiting on the screen; the provider is still watched."""

    KIND: ClassVar[str] = "charge_expired"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    intent_id: IntentId
    at: datetime


@dataclass(frozen=True, slots=True)
class ChargeNoticed:
    """How a charge on a card machine stands there, in its provider's words; None: nothing to remark any more.

    `is_over`: it cannot be paid there any more.
    """

    KIND: ClassVar[str] = "charge_noticed"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    intent_id: IntentId
    said: str | None
    at: datetime
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class MoneyReceived:
    """A provider, or an operator at the counter, says that money arrived. What it means follows from the state.

    `is_reversed`: it had gone back before we saw it, and buys nothing. `due`: what was asked for when it was paid, if a
    discount, fine or interest of the shop made that another amount. `taken`: how an operator took it, or saw it.
    """

    KIND: ClassVar[str] = "money_received"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = MONEY_FIRST

    intent_id: IntentId
    reference: str
    amount: Money
    paid_at: datetime | None
    at: datetime
    is_reversed: bool = False
    due: Money | None = None
    taken: Taken | None = None


@dataclass(frozen=True, slots=True)
class MoneyReversed:
    """Money that had arrived went back: refund, chargeback or forced return. `times`: for the how-manieth time."""

    KIND: ClassVar[str] = "money_reversed"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = MONEY_FIRST

    intent_id: IntentId
    reference: str
    at: datetime
    times: int = 1


@dataclass(frozen=True, slots=True)
class MoneyRestored:
    """All of a payment that had gone back is here again. `times`: for the how-manieth time."""

    KIND: ClassVar[str] = "money_restored"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = MONEY_FIRST

    intent_id: IntentId
    reference: str
    at: datetime
    times: int = 1


ChargeFact = (
    ChargeIntended
    | ChargeOpened
    | ChargeCreationUnknown
    | ChargeFailed
    | ChargeVoidAsked
    | ChargeVoided
    | ChargeExpired
    | ChargeNoticed
    | MoneyReceived
    | MoneyReversed
    | MoneyRestored
)
