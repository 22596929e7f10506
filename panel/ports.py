"""What the panel uses of the core. Reads run on the reading lane, writes and sign-in on the database lane."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from shared.catalog.model import EquipmentOutcome, EquipmentStatus
from shared.checkout.counter import Refused
from shared.checkout.health import HealthView
from shared.checkout.held import HeldVisit
from shared.checkout.outcomes import NothingToPrint, NotWantedAnyMore, StillToComeOut
from shared.checkout.refund_list import RefundView
from shared.kernel.clock import Clock
from shared.kernel.ids import CustomerId, EquipmentId, IntentId, OperatorId, PrintJobId, VisitId
from shared.kernel.money import Money
from shared.people.model import Operator, SignInOutcome
from shared.printing.model import PrintJob
from shared.reconciliation.model import AnswerRefusal, Difference
from shared.visits.by_hand import Tendered
from shared.visits.model import Decision, Visit
from shared.visits.outcomes import NoSuchVisit, NotPermitted, VisitHeld
from shared.visits.serving import Served, TurnRef
from shared.visits.views import EquipmentView, ExpiredTurn, OpenTask, PendingPayment, QueueView, TurnProgress
from shared.webhooks.model import NoSuchWebhook, Replayed, Webhook, WebhookId

T = TypeVar("T")

Reprinted = PrintJob | NotPermitted | NothingToPrint | StillToComeOut | NoSuchVisit | VisitHeld
Resolved = PrintJob | NotPermitted | NothingToPrint | NotWantedAnyMore
Tested = PrintJob | NotPermitted
CounterOutcome = Visit | Refused
ReplayOutcome = Replayed | NoSuchWebhook | NotPermitted
AnswerOutcome = Difference | AnswerRefusal


class Board(Protocol):
    """What is waiting, running and owed."""

    def queues(self, at_most: int, /) -> tuple[QueueView, ...]: ...

    def equipment(self) -> tuple[EquipmentView, ...]: ...

    def pending_payments(self) -> tuple[PendingPayment, ...]: ...

    def tasks(self) -> tuple[OpenTask, ...]: ...

    def expired(self) -> tuple[ExpiredTurn, ...]: ...

    def visit(self, visit_id: VisitId, /) -> Visit | NoSuchVisit | VisitHeld: ...

    def history(self, visit_id: VisitId, /) -> tuple[str, ...]: ...

    def progress(self, visit_id: VisitId, /) -> tuple[TurnProgress, ...]: ...

    def notes(self, visit_id: VisitId, /) -> tuple[str, ...]: ...


class Serving(Protocol):
    """What an operator does with turns."""

    def call(self, turn: TurnRef, onto: EquipmentId, by: Operator, override: str | None, /) -> Served: ...

    def call_again(self, turn: TurnRef, by: Operator, /) -> Served: ...

    def start(self, turn: TurnRef, by: Operator, /) -> Served: ...

    def complete(self, turn: TurnRef, by: Operator, /) -> Served: ...

    def send_back(self, turn: TurnRef, reason: str, by: Operator, /) -> Served: ...

    def no_show(self, turn: TurnRef, by: Operator, /) -> Served: ...

    def cancel_turn(self, turn: TurnRef, reason: str, by: Operator, /) -> Served: ...

    def add_note(self, visit_id: VisitId, text: str, by: Operator, /) -> Served: ...


class Counter(Protocol):
    """What an operator does with money."""

    def confirm(self, visit_id: VisitId, intent_id: IntentId, paid: Tendered, by: Operator, /) -> CounterOutcome: ...

    def release(self, visit_id: VisitId, reason: str, by: Operator, /) -> CounterOutcome: ...

    def give_courtesy(self, visit_id: VisitId, reason: str, by: Operator, /) -> CounterOutcome: ...

    def find(
        self, visit_id: VisitId, intent_id: IntentId, reference: str, amount: Money, by: Operator, /
    ) -> CounterOutcome: ...

    def cancel_visit(self, visit_id: VisitId, reason: str, by: Operator, /) -> CounterOutcome: ...

    def decide_task(
        self, visit_id: VisitId, task_id: str, decision: Decision, note: str, by: Operator, /
    ) -> CounterOutcome: ...

    def give_back(self, visit_id: VisitId, task_id: str, reason: str, by: Operator, /) -> CounterOutcome: ...


class Refunds(Protocol):
    """Money on its way back."""

    def list(self) -> tuple[RefundView, ...]: ...


class Inbox(Protocol):
    """What providers said by themselves."""

    def dead(self) -> tuple[Webhook, ...]: ...

    def replay(self, webhook_ids: Sequence[WebhookId], by: Operator, /) -> ReplayOutcome: ...


class Reconciliation(Protocol):
    """Where providers' lists of money and ours differ."""

    def open(self) -> tuple[Difference, ...]: ...

    def labels(self, found: Collection[Difference], /) -> Mapping[VisitId, str]: ...

    def answer(self, difference_id: str, note: str, by: Operator, /) -> AnswerOutcome: ...


class Papers(Protocol):
    """What an operator does with paper."""

    def reprint(self, visit_id: VisitId, by: Operator, /) -> Reprinted: ...

    def print_test(self, by: Operator, /) -> Tested: ...

    def resolve_uncertain(self, job_id: PrintJobId, by: Operator, /, *, came_out: bool) -> Resolved: ...

    def retry(self, job_id: PrintJobId, by: Operator, /) -> Resolved: ...

    def jobs_of(self, visit_id: VisitId, /) -> tuple[PrintJob, ...]: ...

    def waiting(self) -> tuple[PrintJob, ...]: ...


class Catalogue(Protocol):
    def set_equipment_status(
        self, equipment_id: EquipmentId, status: EquipmentStatus, by: OperatorId, /
    ) -> EquipmentOutcome: ...


class Operators(Protocol):
    def list(self) -> tuple[Operator, ...]: ...

    def sign_in(self, operator_id: OperatorId, pin: str, /) -> SignInOutcome: ...

    def sign_out(self, operator_id: OperatorId, /) -> None: ...


class Held(Protocol):
    """Visits that a newer program wrote to."""

    def list(self) -> tuple[HeldVisit, ...]: ...


class Health(Protocol):
    def now(self) -> HealthView: ...


Names = Callable[[Collection[CustomerId]], Mapping[CustomerId, str]]
"""The names of customers who told one; whoever is unknown, erased or nameless is left out."""


class Lane(Protocol):
    """One background worker; `then` and `failed` are called on the GUI thread."""

    def submit(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Shop:
    """The core as the panel sees it."""

    board: Board
    serving: Serving
    counter: Counter
    papers: Papers
    catalogue: Catalogue
    operators: Operators
    health: Health
    held: Held
    refunds: Refunds
    inbox: Inbox
    reconciliation: Reconciliation
    names: Names
    clock: Clock


@dataclass(frozen=True, slots=True)
class Lanes:
    """`reading` never writes; `database` does everything that does, and checks PINs."""

    reading: Lane
    database: Lane
