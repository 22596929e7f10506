"""What can happen to a visit: the facts that its events carry. No personal data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from shared.journal.model import MONEY_FIRST, ORDINARY, PHYSICAL
from shared.kernel.ids import (
    CustomerId,
    EquipmentId,
    IntentId,
    OperatorId,
    PrintJobId,
    ServiceId,
    TurnId,
    VisitId,
)
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.visits import refund_facts
from shared.visits.model import Decision, EndReason, ExtraLine, Line, PriorityGroup


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
class MoneyReceived:
    """A provider, or an operator at the counter, says that money arrived. What it means follows from the state.

    `is_reversed`: it had gone back before we saw it, and buys nothing.
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


@dataclass(frozen=True, slots=True)
class MoneyReversed:
    """Money that had arrived went back: refund, chargeback or forced return."""

    KIND: ClassVar[str] = "money_reversed"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = MONEY_FIRST

    intent_id: IntentId
    reference: str
    at: datetime


@dataclass(frozen=True, slots=True)
class VisitReleased:
    """A person lets the visit in without settled money, and says why."""

    KIND: ClassVar[str] = "visit_released"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = MONEY_FIRST

    by: OperatorId
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TaskDecided:
    KIND: ClassVar[str] = "task_decided"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    task_id: str
    decision: Decision
    by: OperatorId
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TicketPrinting:
    """The ticket's first paper is being sent."""

    KIND: ClassVar[str] = "ticket_printing"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = PHYSICAL

    job_id: PrintJobId
    at: datetime


@dataclass(frozen=True, slots=True)
class TicketPrintFailed:
    KIND: ClassVar[str] = "ticket_print_failed"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = PHYSICAL

    job_id: PrintJobId
    cause: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TicketQueued:
    """The ticket's turns begin to wait; `is_printed` is False when paper did not come in time."""

    KIND: ClassVar[str] = "ticket_queued"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = PHYSICAL

    is_printed: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class TicketReprinted:
    """A second copy was asked for; moves nothing."""

    KIND: ClassVar[str] = "ticket_reprinted"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    job_id: PrintJobId
    by: OperatorId
    at: datetime


@dataclass(frozen=True, slots=True)
class VisitCancelled:
    """A person cancels a ticket: its open turns end, and settled money is to be given back."""

    KIND: ClassVar[str] = "visit_cancelled"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    by: OperatorId
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TurnCalled:
    """Called for `service_id`, as its caller saw it: a turn transferred elsewhere meanwhile is not called by this."""

    KIND: ClassVar[str] = "turn_called"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    turn_id: TurnId
    service_id: ServiceId
    equipment_id: EquipmentId
    by: OperatorId
    override_reason: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class TurnRecalled:
    KIND: ClassVar[str] = "turn_recalled"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    turn_id: TurnId
    by: OperatorId | None
    at: datetime


@dataclass(frozen=True, slots=True)
class TurnStarted:
    """The customer is on `equipment_id` now: a physical fact, whoever called."""

    KIND: ClassVar[str] = "turn_started"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = PHYSICAL

    turn_id: TurnId
    service_id: ServiceId
    equipment_id: EquipmentId
    by: OperatorId
    at: datetime


@dataclass(frozen=True, slots=True)
class TurnCompleted:
    KIND: ClassVar[str] = "turn_completed"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = PHYSICAL

    turn_id: TurnId
    by: OperatorId
    at: datetime


@dataclass(frozen=True, slots=True)
class TurnReturned:
    """A called turn goes back to its old place in the queue."""

    KIND: ClassVar[str] = "turn_returned"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    turn_id: TurnId
    by: OperatorId
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TurnExpired:
    """The customer did not come; `by` is None when time alone decided.

    Time ends a call that was not answered, and the waiting of whoever was not called when the business day is over.
    """

    KIND: ClassVar[str] = "turn_expired"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    turn_id: TurnId
    by: OperatorId | None
    at: datetime


@dataclass(frozen=True, slots=True)
class TurnCancelled:
    KIND: ClassVar[str] = "turn_cancelled"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    turn_id: TurnId
    by: OperatorId
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TurnTransferred:
    """A turn that does not run goes to another service's queue, keeping its label and the time it has waited."""

    KIND: ClassVar[str] = "turn_transferred"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    turn_id: TurnId
    service_id: ServiceId
    name: str
    minutes: int
    by: OperatorId
    reason: str
    at: datetime


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


ChargeFact = (
    ChargeIntended
    | ChargeOpened
    | ChargeCreationUnknown
    | ChargeFailed
    | ChargeVoidAsked
    | ChargeVoided
    | ChargeExpired
    | MoneyReceived
    | MoneyReversed
)
PaperFact = TicketPrinting | TicketPrintFailed | TicketQueued | TicketReprinted
TurnFact = (
    TurnCalled
    | TurnRecalled
    | TurnStarted
    | TurnCompleted
    | TurnReturned
    | TurnExpired
    | TurnCancelled
    | TurnTransferred
)
VisitFact = (
    VisitOpened
    | VisitAbandoned
    | VisitReleased
    | VisitCancelled
    | TaskDecided
    | PriorityChanged
    | NoteAdded
    | ChargeFact
    | refund_facts.RefundFact
    | PaperFact
    | TurnFact
)

FACTS = (
    VisitOpened,
    VisitAbandoned,
    VisitReleased,
    VisitCancelled,
    TaskDecided,
    PriorityChanged,
    NoteAdded,
    ChargeIntended,
    ChargeOpened,
    ChargeCreationUnknown,
    ChargeFailed,
    ChargeVoidAsked,
    ChargeVoided,
    ChargeExpired,
    MoneyReceived,
    MoneyReversed,
    *refund_facts.FACTS,
    TicketPrinting,
    TicketPrintFailed,
    TicketQueued,
    TicketReprinted,
    TurnCalled,
    TurnRecalled,
    TurnStarted,
    TurnCompleted,
    TurnReturned,
    TurnExpired,
    TurnCancelled,
    TurnTransferred,
)
