"""What can happen to the money of a visit on its way back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from shared.journal.model import MONEY_FIRST
from shared.kernel.ids import IntentId, OperatorId, RefundId
from shared.kernel.money import Money


@dataclass(frozen=True, slots=True)
class MoneyReturned:
    """A part of a payment went back while the rest is here. `total` is all that ever did, so that twice counts once."""

    KIND: ClassVar[str] = "money_returned"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = MONEY_FIRST

    intent_id: IntentId
    reference: str
    total: Money
    at: datetime


@dataclass(frozen=True, slots=True)
class RefundAsked:
    """A person answers a task by having the provider give the money back; committed before the first call.

    The id follows from visit, task and attempt: two stations that ask for the same ask for one refund.
    """

    KIND: ClassVar[str] = "refund_asked"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = MONEY_FIRST

    refund_id: RefundId
    task_id: str
    intent_id: IntentId
    reference: str
    amount: Money
    by: OperatorId
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RefundDone:
    """The provider says that the money has gone back."""

    KIND: ClassVar[str] = "refund_done"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = MONEY_FIRST

    refund_id: RefundId
    at: datetime


@dataclass(frozen=True, slots=True)
class RefundRefused:
    """The provider will not give it back, and has not: a person decides again."""

    KIND: ClassVar[str] = "refund_refused"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = MONEY_FIRST

    refund_id: RefundId
    cause: str
    at: datetime


RefundFact = MoneyReturned | RefundAsked | RefundDone | RefundRefused
