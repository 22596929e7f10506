"""Everything the desk shows, read at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from panel.model.queues import QueueBook
from shared.checkout.health import HealthView
from shared.checkout.held import HeldVisit
from shared.checkout.refund_list import RefundView
from shared.kernel.ids import CustomerId, OperatorId, VisitId
from shared.printing.model import PrintJob
from shared.reconciliation.model import Difference
from shared.visits.model import Visit
from shared.visits.outcomes import NoSuchVisit, VisitHeld
from shared.visits.views import EquipmentView, OpenTask, PendingPayment, TurnProgress
from shared.webhooks.model import Webhook


@dataclass(frozen=True, slots=True)
class TicketReading:
    """One visit with its history, notes and papers, how each of its turns stands, and its customer's name."""

    visit_id: VisitId
    visit: Visit | NoSuchVisit | VisitHeld
    history: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    papers: tuple[PrintJob, ...] = ()
    progress: tuple[TurnProgress, ...] = ()
    names: Mapping[CustomerId, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeskSnapshot:
    """`book` is derived from the queues already, because they can be long.

    `webhooks` and `differences` wait for a person; `labels` are those of the visits that the differences are about.
    """

    read_at: datetime
    book: QueueBook
    equipment: tuple[EquipmentView, ...] = ()
    pending: tuple[PendingPayment, ...] = ()
    tasks: tuple[OpenTask, ...] = ()
    papers: tuple[PrintJob, ...] = ()
    health: HealthView | None = None
    held: tuple[HeldVisit, ...] = ()
    refunds: tuple[RefundView, ...] = ()
    webhooks: tuple[Webhook, ...] = ()
    differences: tuple[Difference, ...] = ()
    labels: Mapping[VisitId, str] = field(default_factory=dict)
    names: Mapping[CustomerId, str] = field(default_factory=dict)
    operators: Mapping[OperatorId, str] = field(default_factory=dict)
