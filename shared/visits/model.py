"""The visit: one customer's order from the first tap to the last service. Payment, ticket and turns in one state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shared.kernel.ids import (
    CustomerId,
    EquipmentId,
    ExtraId,
    IntentId,
    OperatorId,
    PrintJobId,
    RefundId,
    ServiceId,
    TurnId,
    VisitId,
)
from shared.kernel.money import ZERO, Money
from shared.kernel.ways import Method


class PriorityGroup(StrEnum):
    """Who is served first: Lei 10.048/2000 with Leis 14.364/2022 and 14.626/2023; 80+ by Lei 10.741/2003."""

    OVER_80 = "over_80"
    OVER_60 = "over_60"
    DISABILITY = "disability"
    AUTISM = "autism"
    PREGNANT = "pregnant"
    NURSING = "nursing"
    WITH_INFANT = "with_infant"
    OBESITY = "obesity"
    REDUCED_MOBILITY = "reduced_mobility"
    BLOOD_DONOR = "blood_donor"


class ChargeState(StrEnum):
    """`creating → awaiting → paid`; `creating → failed`; `awaiting → voiding → voided | expired`."""

    CREATING = "creating"
    AWAITING = "awaiting"
    PAID = "paid"
    FAILED = "failed"
    VOIDING = "voiding"
    VOIDED = "voided"
    EXPIRED = "expired"


OPEN_CHARGES = frozenset({ChargeState.CREATING, ChargeState.AWAITING, ChargeState.VOIDING})


class PaperState(StrEnum):
    """What became of the ticket's first paper."""

    NONE = "none"
    PRINTING = "printing"
    PRINTED = "printed"
    ERROR = "error"


class TurnState(StrEnum):
    IN_QUEUE = "in_queue"
    CALLED = "called"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


RUNNING_TURNS = frozenset({TurnState.CALLED, TurnState.IN_PROGRESS})
FINAL_TURNS = frozenset({TurnState.COMPLETED, TurnState.CANCELLED})


class VisitState(StrEnum):
    """What a visit shows. The first two have no ticket; the rest are the ticket's states."""

    PENDING_PAYMENT = "pending_payment"
    ABANDONED = "abandoned"
    PAID = "paid"
    PRINTING = "printing"
    PRINT_ERROR = "print_error"
    IN_QUEUE = "in_queue"
    CALLED = "called"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class TaskKind(StrEnum):
    """Why a person must decide about money."""

    PAID_LATE = "paid_late"
    PAID_UNDER = "paid_under"
    PAID_OVER = "paid_over"
    PAID_TWICE = "paid_twice"
    REVERSED = "reversed"
    REFUND_DUE = "refund_due"
    CHECK_ON_TERMINAL = "check_on_terminal"
    TO_RECONCILE = "to_reconcile"


class Decision(StrEnum):
    """What a person decided about a task.

    `received` and `missing` answer whether money that somebody vouched for is on the shop's own account.
    """

    RELEASED = "released"
    REFUNDED = "refunded"
    KEPT = "kept"
    RECEIVED = "received"
    MISSING = "missing"


class Tender(StrEnum):
    """What an operator saw of money that no provider tells us about.

    `card_machine` is one that is not connected; `statement` is that of the shop's own account.
    """

    CASH = "cash"
    CARD_MACHINE = "card_machine"
    STATEMENT = "statement"


class ReleaseKind(StrEnum):
    """For what a person let a visit in.

    `courtesy`: nobody is asked for money; `own_pix`: for the receipt of a Pix to the shop's own key, not yet found.
    """

    UNPAID = "unpaid"
    COURTESY = "courtesy"
    OWN_PIX = "own_pix"


class RefundState(StrEnum):
    """How far money is that a provider gives back for us."""

    ASKED = "asked"
    DONE = "done"
    REFUSED = "refused"


class EndReason(StrEnum):
    """Why an unpaid visit or a charge ended."""

    CUSTOMER = "customer"
    TIMEOUT = "timeout"
    REFUSED = "refused"
    REPLACED = "replaced"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Line:
    """One service as ordered: name, price and minutes are frozen when the visit opens."""

    turn_id: TurnId
    service_id: ServiceId
    name: str
    price: Money
    minutes: int


@dataclass(frozen=True, slots=True)
class ExtraLine:
    """One extra as ordered; `price` is for one piece."""

    extra_id: ExtraId
    name: str
    quantity: int
    price: Money

    @property
    def total(self) -> Money:
        return self.price * self.quantity


@dataclass(frozen=True, slots=True)
class Taken:
    """How an operator took money. Of cash: what was handed over, and the change that was given back.

    `authorisation` is what a card machine printed; never a person's or a card's number.
    """

    tender: Tender
    by: OperatorId
    handed: Money | None = None
    change: Money = ZERO
    authorisation: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that arrived. `reference` is the provider's name for this payment.

    `is_reversed`: all of it went back; `returned` is the part that did while the rest is here. `restored` counts how
    often all of it had gone back and came again: a chargeback that was won, a refund that bounced. `due` is what its
    charge asked for when it was paid, where its provider applied the shop's own discount, fine or interest. `taken`: by
    whom and how, where an operator says so. `also` is a second name for the same payment: it was found by a person and
    listed by a provider.
    """

    reference: str
    amount: Money
    paid_at: datetime | None
    noticed_at: datetime
    is_reversed: bool = False
    returned: Money = ZERO
    restored: int = 0
    due: Money | None = None
    taken: Taken | None = None
    also: str | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """One attempt to be paid. `br_code` or `link` is what the customer scans; `receipts` is all money it brought.

    `settled_by` names the one receipt that pays the visit; every other one is a task.
    """

    intent_id: IntentId
    method: Method
    provider: str
    amount: Money
    expires_at: datetime
    state: ChargeState
    charge_id: str | None = None
    br_code: str | None = None
    link: str | None = None
    installments: int = 1
    end_reason: EndReason | None = None
    is_creation_unknown: bool = False
    trouble: str | None = None
    receipts: tuple[Receipt, ...] = ()
    settled_by: str | None = None

    @property
    def holds_payment(self) -> bool:
        """The money that settled it is still here."""
        return any(each.reference == self.settled_by and not each.is_reversed for each in self.receipts)

    def receipt(self, reference: str) -> Receipt | None:
        return next((each for each in self.receipts if each.reference == reference), None)

    def asked_of(self, receipt: Receipt) -> Money:
        """What this payment has to come to, to the centavo."""
        return self.amount if receipt.due is None else receipt.due


@dataclass(frozen=True, slots=True)
class Release:
    """A person let a visit in without settled money."""

    by: OperatorId
    reason: str
    at: datetime
    kind: ReleaseKind = ReleaseKind.UNPAID


@dataclass(frozen=True, slots=True)
class Task:
    """Something about money that only a person can decide. `id` is the same on every station.

    `opened_by`: whoever vouched for the money that is to be found.
    """

    id: str
    kind: TaskKind
    amount: Money
    opened_at: datetime
    intent_id: IntentId | None = None
    decision: Decision | None = None
    decided_by: OperatorId | None = None
    note: str = ""
    opened_by: OperatorId | None = None

    @property
    def is_open(self) -> bool:
        return self.decision is None


@dataclass(frozen=True, slots=True)
class Refund:
    """Money of one payment that a provider was asked to give back, to answer a task.

    `trouble` is why it was refused, in the provider's words.
    """

    id: RefundId
    task_id: str
    intent_id: IntentId
    reference: str
    amount: Money
    by: OperatorId
    reason: str
    asked_at: datetime
    state: RefundState = RefundState.ASKED
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One service of a ticket, with its own place in that service's queue.

    `joined_at` is when it began to wait and is kept when it goes back; `calls` counts this call and its repeats;
    `reactivations` counts calls after it had expired.
    """

    id: TurnId
    service_id: ServiceId
    name: str
    minutes: int
    state: TurnState = TurnState.IN_QUEUE
    joined_at: datetime | None = None
    equipment_id: EquipmentId | None = None
    operator_id: OperatorId | None = None
    called_at: datetime | None = None
    recalled_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    calls: int = 0
    reactivations: int = 0
    override_reason: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """The right to be served; exists only once money is settled or a person released it."""

    issued_at: datetime
    paper: PaperState = PaperState.NONE
    job_id: PrintJobId | None = None
    print_attempts: int = 0
    reprints: int = 0
    queued_at: datetime | None = None
    is_unprinted: bool = False
    cancelled_at: datetime | None = None
    cancel_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """Everything about one customer's order; personal data is only named by `customer_id`."""

    id: VisitId
    label: str
    business_day: date
    opened_at: datetime
    lines: tuple[Line, ...]
    extras: tuple[ExtraLine, ...]
    priority: PriorityGroup | None
    customer_id: CustomerId | None
    charges: tuple[Charge, ...] = ()
    release: Release | None = None
    ticket: Ticket | None = None
    turns: tuple[Turn, ...] = ()
    tasks: tuple[Task, ...] = ()
    notes: tuple[str, ...] = ()
    abandoned_at: datetime | None = None
    abandon_reason: EndReason | None = None
    refunds: tuple[Refund, ...] = ()

    @property
    def total(self) -> Money:
        return sum((line.price for line in self.lines), sum((extra.total for extra in self.extras), ZERO))

    def charge(self, intent_id: IntentId) -> Charge | None:
        return next((each for each in self.charges if each.intent_id == intent_id), None)

    @property
    def current_charge(self) -> Charge | None:
        """The newest attempt to be paid."""
        return self.charges[-1] if self.charges else None

    def turn(self, turn_id: TurnId) -> Turn | None:
        return next((each for each in self.turns if each.id == turn_id), None)

    @property
    def open_tasks(self) -> tuple[Task, ...]:
        return tuple(task for task in self.tasks if task.is_open)

    def task(self, task_id: str) -> Task | None:
        return next((each for each in self.tasks if each.id == task_id), None)

    def refund_of(self, task_id: str) -> Refund | None:
        """The newest attempt to answer a task by giving money back through a provider."""
        return next((each for each in reversed(self.refunds) if each.task_id == task_id), None)

    def is_giving_back(self, task: Task) -> bool:
        """A provider was asked to give a task's money back, and has not said how it ended."""
        newest = self.refund_of(task.id)
        return newest is not None and newest.state is RefundState.ASKED
