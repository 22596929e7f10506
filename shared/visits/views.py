"""What screens show of visits: frozen pictures of one moment, made by `board.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.catalog.model import Equipment, Service
from shared.kernel.ids import CustomerId, EquipmentId, IntentId, OperatorId, ServiceId, TurnId, VisitId
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.visits.bands import WaitBand
from shared.visits.model import ChargeState, PriorityGroup, Refund, TaskKind, TurnState


@dataclass(frozen=True, slots=True)
class ServiceLoad:
    """What a newcomer meets at a service; `wait` is None when no machine can do it now."""

    service: Service
    people_waiting: int
    wait: timedelta | None
    machines: int


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One waiting turn at its place (from 1), and in words why it stands there."""

    visit_id: VisitId
    turn_id: TurnId
    label: str
    customer_id: CustomerId | None
    priority: PriorityGroup | None
    place: int
    reason: str
    joined_at: datetime
    band: WaitBand
    wait: timedelta | None
    is_elsewhere: bool
    is_unprinted: bool
    reactivations: int


@dataclass(frozen=True, slots=True)
class QueueView:
    """One service's queue: the first of it, next first, and since when everybody waits, earliest first."""

    service: Service
    items: tuple[QueueItem, ...]
    since: tuple[datetime, ...]

    @property
    def people(self) -> int:
        """How many wait, listed or not."""
        return len(self.since)


@dataclass(frozen=True, slots=True)
class Occupant:
    """Whose turn is called onto, or runs on, a piece of equipment."""

    visit_id: VisitId
    turn_id: TurnId
    label: str
    customer_id: CustomerId | None
    service_id: ServiceId
    service_name: str
    state: TurnState
    operator_id: OperatorId | None
    called_at: datetime
    started_at: datetime | None
    minutes: int


@dataclass(frozen=True, slots=True)
class EquipmentView:
    equipment: Equipment
    occupant: Occupant | None


@dataclass(frozen=True, slots=True)
class PendingPayment:
    """A visit that is still to be paid, by its newest charge. `txid` names a payment to the shop's own key."""

    visit_id: VisitId
    label: str
    customer_id: CustomerId | None
    intent_id: IntentId
    method: Method
    state: ChargeState
    amount: Money
    opened_at: datetime
    expires_at: datetime
    trouble: str | None
    txid: str | None = None


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A decision about money that waits for a person.

    `is_returnable`: a provider can give it back, or is doing so. `refund` is the newest attempt. Of money that is to be
    found in the statement: its charge, whoever vouched for it, and its `txid`.
    """

    visit_id: VisitId
    label: str
    task_id: str
    kind: TaskKind
    amount: Money
    opened_at: datetime
    is_returnable: bool = False
    refund: Refund | None = None
    intent_id: IntentId | None = None
    opened_by: OperatorId | None = None
    txid: str | None = None


@dataclass(frozen=True, slots=True)
class ExpiredTurn:
    """A customer who did not come and may be called again."""

    visit_id: VisitId
    turn_id: TurnId
    label: str
    customer_id: CustomerId | None
    service: Service
    expired_at: datetime


@dataclass(frozen=True, slots=True)
class TurnProgress:
    """One turn as its customer follows it: place in the queue, or where to go."""

    turn_id: TurnId
    service_id: ServiceId
    service_name: str
    state: TurnState
    place: int | None
    wait: timedelta | None
    equipment_id: EquipmentId | None
    equipment_name: str | None
    where: str
