"""What screens ask of the visit's tables: indexed queries, each as small as its screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, bindparam, func, select

from shared.kernel.ids import CustomerId, EquipmentId, OperatorId, ServiceId, TurnId, VisitId
from shared.store.columns import moment, moment_or_none, stamp
from shared.store.database import Snapshot
from shared.visits.model import PriorityGroup, TurnState
from shared.visits.order import WaitingTurn
from shared.visits.rows import IS_RUNNING, TASK, TURN, VISIT

RECENT_CALLS_MAX = 20
MEASURED_MAX = 20

_WITH_VISIT = select(TURN, VISIT.c.customer_id, VISIT.c.is_unprinted).join(VISIT, VISIT.c.id == TURN.c.visit_id)
_IS_WAITING = (TURN.c.state == TurnState.IN_QUEUE.value) & TURN.c.joined_at.is_not(None)
_OF_SERVICE = TURN.c.service_id == bindparam("of_service")

_WAITING = _WITH_VISIT.where(_IS_WAITING)
_WAITING_FOR = _WAITING.where(_OF_SERVICE)
_COUNTS = select(TURN.c.service_id, func.count().label("people")).where(_IS_WAITING).group_by(TURN.c.service_id)
_RUNNING = _WITH_VISIT.where(IS_RUNNING)
_EXPIRED = _WITH_VISIT.where(
    TURN.c.state == TurnState.EXPIRED.value, TURN.c.ended_at >= bindparam("since"), VISIT.c.is_open == 1
).order_by(TURN.c.ended_at.desc())
_RECENT = (
    select(TURN.c.priority)
    .where(_OF_SERVICE, TURN.c.called_at.is_not(None))
    .order_by(TURN.c.called_at.desc())
    .limit(RECENT_CALLS_MAX)
)
_MEASURED = (
    select(TURN.c.started_at, TURN.c.ended_at)
    .where(
        _OF_SERVICE,
        TURN.c.state == TurnState.COMPLETED.value,
        TURN.c.ended_at.is_not(None),
        TURN.c.started_at.is_not(None),
    )
    .order_by(TURN.c.ended_at.desc())
    .limit(MEASURED_MAX)
)
_OPEN_TASKS = select(TASK.c.visit_id).where(TASK.c.decision.is_(None)).order_by(TASK.c.opened_at)
_BY_LABEL = select(VISIT.c.id).where(
    VISIT.c.label == bindparam("of_label"), VISIT.c.business_day == bindparam("of_day")
)


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A waiting turn with what its visit adds to the screen."""

    turn: WaitingTurn
    customer_id: CustomerId | None
    is_unprinted: bool


@dataclass(frozen=True, slots=True)
class RunningRow:
    """A turn that is called or in progress."""

    visit_id: VisitId
    turn_id: TurnId
    label: str
    customer_id: CustomerId | None
    service_id: ServiceId
    state: TurnState
    equipment_id: EquipmentId
    operator_id: OperatorId | None
    called_at: datetime
    started_at: datetime | None


@dataclass(frozen=True, slots=True)
class EndedRow:
    """A turn whose customer did not come."""

    visit_id: VisitId
    turn_id: TurnId
    label: str
    customer_id: CustomerId | None
    service_id: ServiceId
    ended_at: datetime


def waiting(read: Snapshot, service_id: ServiceId | None = None) -> list[WaitingRow]:
    """Turns that wait for their call, of one service or of all."""
    found = read.execute(_WAITING) if service_id is None else read.execute(_WAITING_FOR, {"of_service": service_id})
    return [
        WaitingRow(
            turn=WaitingTurn(
                visit_id=row.visit_id,
                turn_id=row.id,
                label=row.label,
                service_id=row.service_id,
                priority=PriorityGroup(row.priority) if row.priority else None,
                joined_at=moment(row.joined_at),
                reactivations=row.reactivations,
            ),
            customer_id=row.customer_id,
            is_unprinted=bool(row.is_unprinted),
        )
        for row in found
    ]


def waiting_counts(read: Snapshot) -> dict[ServiceId, int]:
    """How many wait for each service."""
    return {ServiceId(row.service_id): row.people for row in read.execute(_COUNTS)}


def running(read: Snapshot) -> list[RunningRow]:
    """Every turn that is called or in progress."""
    return [_running(row) for row in read.execute(_RUNNING)]


def _running(row: Row[tuple[object, ...]]) -> RunningRow:
    return RunningRow(
        visit_id=row.visit_id,
        turn_id=row.id,
        label=row.label,
        customer_id=row.customer_id,
        service_id=row.service_id,
        state=TurnState(row.state),
        equipment_id=row.equipment_id,
        operator_id=row.operator_id,
        called_at=moment(row.called_at),
        started_at=moment_or_none(row.started_at),
    )


def expired(read: Snapshot, since: datetime) -> list[EndedRow]:
    """Turns of open visits whose customer did not come since then, newest first."""
    return [
        EndedRow(row.visit_id, row.id, row.label, row.customer_id, row.service_id, moment(row.ended_at))
        for row in read.execute(_EXPIRED, {"since": stamp(since)})
    ]


def recent_calls(read: Snapshot, service_id: ServiceId) -> list[PriorityGroup | None]:
    """The priority of the turns this service called lately, newest first."""
    found = read.execute(_RECENT, {"of_service": service_id}).scalars()
    return [PriorityGroup(value) if value else None for value in found]


def measured(read: Snapshot, service_id: ServiceId) -> list[timedelta]:
    """How long this service's last completed turns took, newest first."""
    found = read.execute(_MEASURED, {"of_service": service_id})
    return [moment(row.ended_at) - moment(row.started_at) for row in found]


def open_task_visits(read: Snapshot) -> list[VisitId]:
    """Visits with a decision about money that waits for a person, oldest first."""
    return list(dict.fromkeys(VisitId(visit_id) for visit_id in read.execute(_OPEN_TASKS).scalars()))


def visit_by_label(read: Snapshot, label: str, business_day: str) -> VisitId | None:
    """The visit of a label on one business day."""
    visit_id = read.execute(_BY_LABEL, {"of_label": label, "of_day": business_day}).scalar_one_or_none()
    return VisitId(visit_id) if visit_id else None
