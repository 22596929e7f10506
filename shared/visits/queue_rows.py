"""What screens ask of the visit's tables: indexed queries, each as small as its screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, Select, func, select

from shared.kernel.ids import CustomerId, EquipmentId, OperatorId, ServiceId, TurnId, VisitId
from shared.store.columns import moment, moment_or_none
from shared.store.database import Snapshot
from shared.visits.model import RUNNING_TURNS, PriorityGroup, TurnState
from shared.visits.order import WaitingTurn
from shared.visits.rows import TASK, TURN, VISIT

RECENT_CALLS_MAX = 20
MEASURED_MAX = 20
_RUNNING = [state.value for state in RUNNING_TURNS]


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


def _with_visit() -> Select[tuple[object, ...]]:
    return select(TURN, VISIT.c.customer_id, VISIT.c.is_unprinted).join(VISIT, VISIT.c.id == TURN.c.visit_id)


def waiting(read: Snapshot, service_id: ServiceId | None = None) -> list[WaitingRow]:
    """Turns that wait for their call, of one service or of all."""
    found = _with_visit().where(TURN.c.state == TurnState.IN_QUEUE.value, TURN.c.joined_at.is_not(None))
    if service_id is not None:
        found = found.where(TURN.c.service_id == service_id)
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
        for row in read.execute(found)
    ]


def waiting_counts(read: Snapshot) -> dict[ServiceId, int]:
    """How many wait for each service."""
    is_waiting = (TURN.c.state == TurnState.IN_QUEUE.value) & TURN.c.joined_at.is_not(None)
    counted = select(TURN.c.service_id, func.count().label("people")).where(is_waiting).group_by(TURN.c.service_id)
    return {ServiceId(row.service_id): row.people for row in read.execute(counted)}


def running(read: Snapshot) -> list[RunningRow]:
    """Every turn that is called or in progress."""
    found = _with_visit().where(TURN.c.state.in_(_RUNNING))
    return [_running(row) for row in read.execute(found)]


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
    """Turns whose customer did not come, of open visits opened after `since`, newest first."""
    found = _with_visit().where(TURN.c.state == TurnState.EXPIRED.value, VISIT.c.is_open == 1)
    rows = [
        EndedRow(row.visit_id, row.id, row.label, row.customer_id, row.service_id, moment(row.ended_at))
        for row in read.execute(found)
        if row.ended_at
    ]
    recent = [row for row in rows if row.ended_at >= since]
    return sorted(recent, key=lambda row: row.ended_at, reverse=True)


def recent_calls(read: Snapshot, service_id: ServiceId) -> list[PriorityGroup | None]:
    """The priority of the turns this service called lately, newest first."""
    found = (
        select(TURN.c.priority)
        .where(TURN.c.service_id == service_id, TURN.c.called_at.is_not(None))
        .order_by(TURN.c.called_at.desc())
        .limit(RECENT_CALLS_MAX)
    )
    return [PriorityGroup(value) if value else None for value in read.execute(found).scalars()]


def measured(read: Snapshot, service_id: ServiceId) -> list[timedelta]:
    """How long this service's last completed turns took, newest first."""
    found = (
        select(TURN.c.started_at, TURN.c.ended_at)
        .where(
            TURN.c.service_id == service_id,
            TURN.c.state == TurnState.COMPLETED.value,
            TURN.c.ended_at.is_not(None),
            TURN.c.started_at.is_not(None),
        )
        .order_by(TURN.c.ended_at.desc())
        .limit(MEASURED_MAX)
    )
    return [moment(row.ended_at) - moment(row.started_at) for row in read.execute(found)]


def open_task_visits(read: Snapshot) -> list[VisitId]:
    """Visits with a decision about money that waits for a person, oldest first."""
    found = select(TASK.c.visit_id).where(TASK.c.decision.is_(None)).order_by(TASK.c.opened_at)
    return list(dict.fromkeys(VisitId(visit_id) for visit_id in read.execute(found).scalars()))


def visit_by_label(read: Snapshot, label: str, business_day: str) -> VisitId | None:
    """The visit of a label on one business day."""
    found = select(VISIT.c.id).where(VISIT.c.label == label, VISIT.c.business_day == business_day)
    visit_id = read.execute(found).scalar_one_or_none()
    return VisitId(visit_id) if visit_id else None
