"""What can happen to a visit as a whole, and to the tasks that it leaves to a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from shared.journal.model import MONEY_FIRST, ORDINARY
from shared.kernel.ids import CustomerId, IntentId, OperatorId, VisitId
from shared.kernel.money import Money
from shared.visits.model import Decision, EndReason, ExtraLine, Line, PriorityGroup, ReleaseKind


@dataclass(frozen=True, slots=True)
class VisitOpened:
    KIND: ClassVar[str] = "visit_opened"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = MONEY_FIRST

    visit_id: VisitId
    label: str
    business_day: date
    lines: tuple[Line, ...]
    extras: tuple[ExtraLine, ...]
    priority: PriorityGroup | None
    customer_id: CustomerId | None
    at: datetime


@dataclass(frozen=True, slots=True)
class VisitAbandoned:
    """Nobody paid, and the visit ended; its stock goes back."""

    KIND: ClassVar[str] = "visit_abandoned"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    reason: EndReason
    at: datetime


@dataclass(frozen=True, slots=True)
class VisitReleased:
    """A person lets the visit in without settled money, and says why.

    `counts_on` names the tasks whose money the person saw to be here, and lets the visit in for. `intent_id` names the
    charge of the shop's own Pix key for which a receipt was shown.
    """

    KIND: ClassVar[str] = "visit_released"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = MONEY_FIRST

    by: OperatorId
    reason: str
    at: datetime
    counts_on: tuple[str, ...] = ()
    kind: ReleaseKind = ReleaseKind.UNPAID
    intent_id: IntentId | None = None


@dataclass(frozen=True, slots=True)
class VisitCancelled:
    """A person cancels a ticket: its open turns end, and the money that paid for them is to be given back."""

    KIND: ClassVar[str] = "visit_cancelled"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    by: OperatorId
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TaskDecided:
    """A person answered a task. `amount` is what went back by hand, if the answer is that it did."""

    KIND: ClassVar[str] = "task_decided"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    task_id: str
    decision: Decision
    by: OperatorId
    note: str
    at: datetime
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class PriorityChanged:
    KIND: ClassVar[str] = "priority_changed"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    group: PriorityGroup | None
    by: OperatorId
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NoteAdded:
    """An operator wrote a note; its text lives in an erasable row of its own, named `note_id`."""

    KIND: ClassVar[str] = "note_added"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    note_id: str
    by: OperatorId
    at: datetime


WholeVisitFact = (
    VisitOpened | VisitAbandoned | VisitReleased | VisitCancelled | TaskDecided | PriorityChanged | NoteAdded
)
