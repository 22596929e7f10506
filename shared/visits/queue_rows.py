"""What screens ask of the visit's tables: indexed queries, each as small as its screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, case, func, literal_column, or_, select, tuple_

from shared.kernel.ids import CustomerId, EquipmentId, IntentId, OperatorId, ServiceId, TurnId, VisitId
from shared.kernel.ways import Method
from shared.store.columns import moment, moment_or_none, stamp
from shared.store.database import Snapshot
from shared.visits import priority
from shared.visits.model import PriorityGroup, TaskKind, TurnState
from shared.visits.order import Arrival, Crowd, WaitingTurn
from shared.visits.rows import CHARGE, IS_RUNNING, IS_WAITING, TASK, TURN, VISIT

RECENT_CALLS_MAX = 20
MEASURED_MAX = 20


def _is_in(state: TurnState) -> ColumnElement[bool]:
    """In the words of the partial indexes: SQLite does not see that a parameter comes to the same."""
    return TURN.c.state == literal_column(f"'{state.value}'")


_WITH_VISIT = select(TURN, VISIT.c.customer_id, VISIT.c.is_unprinted).join(VISIT, VISIT.c.id == TURN.c.visit_id)
_OF_SERVICE = TURN.c.service_id == bindparam("of_service")


def _weight() -> ColumnElement[int]:
    weights = {group.value: priority.weight(group) for group in PriorityGroup}
    return case(weights, value=TURN.c.priority, else_=priority.ORDINARY_WEIGHT)


_NUMBERED = (
    select(
        TURN.c.id,
        func.row_number()
        .over(partition_by=_weight(), order_by=(TURN.c.joined_at, TURN.c.label, TURN.c.id))
        .label("number"),
    )
    .where(IS_WAITING, _OF_SERVICE)
    .subquery()
)
_WAITING = select(
    TURN.c.visit_id,
    TURN.c.id,
    TURN.c.label,
    TURN.c.service_id,
    TURN.c.priority,
    TURN.c.joined_at,
    TURN.c.reactivations,
    VISIT.c.customer_id,
    VISIT.c.is_unprinted,
).join(VISIT, VISIT.c.id == TURN.c.visit_id)
_ALL_WAITING = _WAITING.where(IS_WAITING, _OF_SERVICE)
_FIRST_WAITING = _WAITING.join(_NUMBERED, _NUMBERED.c.id == TURN.c.id).where(_NUMBERED.c.number <= bindparam("at_most"))
_JOINED = select(TURN.c.service_id, TURN.c.joined_at).where(IS_WAITING).order_by(TURN.c.service_id, TURN.c.joined_at)
_JOINED_FOR = _JOINED.where(_OF_SERVICE)
_COUNTS = select(TURN.c.service_id, func.count().label("people")).where(IS_WAITING).group_by(TURN.c.service_id)
_RUNNING = _WITH_VISIT.where(IS_RUNNING)
_EXPIRED = _WITH_VISIT.where(
    _is_in(TurnState.EXPIRED), TURN.c.ended_at >= bindparam("since"), VISIT.c.is_open == 1
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
        _is_in(TurnState.COMPLETED),
        TURN.c.ended_at.is_not(None),
        TURN.c.started_at.is_not(None),
    )
    .order_by(TURN.c.ended_at.desc())
    .limit(MEASURED_MAX)
)


def _before(weight: int) -> ColumnElement[bool]:
    arrival = tuple_(TURN.c.joined_at, TURN.c.label, TURN.c.id)
    bound = tuple_(*(bindparam(f"{part}_{weight}") for part in ("joined_at", "label", "id")))
    return and_(_weight() == weight, arrival < bound)


_CROWD = (
    select(
        _weight().label("weight"),
        func.count().label("people"),
        func.count().filter(or_(*(_before(weight) for weight in priority.WEIGHTS))).label("ahead"),
    )
    .where(IS_WAITING, _OF_SERVICE)
    .group_by(_weight())
)
_HELD = (
    select(VISIT.c.id, VISIT.c.label, VISIT.c.opened_at)
    .where(VISIT.c.is_held == literal_column("1"))
    .order_by(VISIT.c.opened_at)
)
_SEARCHED = (
    select(TASK.c.visit_id)
    .where(TASK.c.kind == literal_column(f"'{TaskKind.TO_RECONCILE.value}'"), TASK.c.opened_at >= bindparam("since"))
    .order_by(TASK.c.opened_at)
)
_IS_OWN_PIX = CHARGE.c.method == literal_column(f"'{Method.OWN_PIX.value}'")
_OWN_CHARGE = select(CHARGE.c.visit_id, CHARGE.c.intent_id).where(
    CHARGE.c.charge_id == bindparam("of_txid"), _IS_OWN_PIX
)
_NAMING = (
    select(VISIT.c.id)
    .where(
        VISIT.c.id.in_(select(CHARGE.c.visit_id).where(_IS_OWN_PIX)),
        func.instr(VISIT.c.document, bindparam("named")) > 0,
    )
    .order_by(VISIT.c.opened_at)
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


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A visit that a newer program wrote to, as far as it can be read."""

    visit_id: VisitId
    label: str
    opened_at: datetime


def waiting(read: Snapshot, service_id: ServiceId, at_most: int | None = None) -> list[WaitingRow]:
    """Turns that wait for a service: all of them, or of each weight the first `at_most` by arrival."""
    asked: dict[str, object] = {"of_service": service_id}
    if at_most is None:
        return [_waiting(row) for row in read.execute(_ALL_WAITING, asked).all()]
    return [_waiting(row) for row in read.execute(_FIRST_WAITING, {**asked, "at_most": at_most}).all()]


def _waiting(row: Row[Any]) -> WaitingRow:
    visit_id, turn_id, label, service_id, group, joined_at, reactivations, customer_id, is_unprinted = tuple(row)
    return WaitingRow(
        WaitingTurn(
            visit_id,
            turn_id,
            label,
            service_id,
            PriorityGroup(group) if group else None,
            moment(joined_at),
            reactivations,
        ),
        customer_id,
        bool(is_unprinted),
    )


def joined(read: Snapshot, service_id: ServiceId | None = None) -> dict[ServiceId, tuple[datetime, ...]]:
    """When each of all who wait began to, earliest first; by service, of one or of all."""
    found = read.execute(_JOINED) if service_id is None else read.execute(_JOINED_FOR, {"of_service": service_id})
    by_service = groupby(found.all(), key=lambda row: row.service_id)
    return {ServiceId(of): tuple(moment(row.joined_at) for row in rows) for of, rows in by_service}


def crowd(read: Snapshot, service_id: ServiceId, bounds: Mapping[int, Arrival]) -> Crowd:
    """How many wait for a service, and how many of each weight came before its bound."""
    asked: dict[str, object] = {"of_service": service_id}
    for weight, (joined_at, label, turn_id) in bounds.items():
        asked |= {f"joined_at_{weight}": stamp(joined_at), f"label_{weight}": label, f"id_{weight}": turn_id}
    rows = read.execute(_CROWD, asked).all()
    nobody = dict.fromkeys(priority.WEIGHTS, 0)
    return Crowd({**nobody, **{row.weight: row.people for row in rows}}, {row.weight: row.ahead for row in rows})


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


def held(read: Snapshot) -> list[HeldRow]:
    """Visits that a newer program wrote to, oldest first."""
    return [HeldRow(VisitId(row.id), row.label, moment(row.opened_at)) for row in read.execute(_HELD)]


def open_task_visits(read: Snapshot) -> list[VisitId]:
    """Visits with a decision about money that waits for a person, oldest first."""
    return list(dict.fromkeys(VisitId(visit_id) for visit_id in read.execute(_OPEN_TASKS).scalars()))


def searched_since(read: Snapshot, since: datetime) -> list[VisitId]:
    """Visits that somebody vouched for since then with a receipt for the shop's own key, oldest first."""
    found = read.execute(_SEARCHED, {"since": stamp(since)}).scalars()
    return list(dict.fromkeys(VisitId(visit_id) for visit_id in found))


def own_charge(read: Snapshot, txid: str) -> tuple[VisitId, IntentId] | None:
    """The charge that the shop's own code with this txid asks for."""
    row = read.execute(_OWN_CHARGE, {"of_txid": txid}).one_or_none()
    return (VisitId(row.visit_id), IntentId(row.intent_id)) if row else None


def own_pix_naming(read: Snapshot, reference: str) -> list[VisitId]:
    """Visits paid, or to be paid, to the shop's own key, in whose document this name stands, oldest first."""
    return [VisitId(each) for each in read.execute(_NAMING, {"named": f'"{reference}"'}).scalars()]


def visit_by_label(read: Snapshot, label: str, business_day: str) -> VisitId | None:
    """The visit of a label on one business day."""
    visit_id = read.execute(_BY_LABEL, {"of_label": label, "of_day": business_day}).scalar_one_or_none()
    return VisitId(visit_id) if visit_id else None
