"""Pictures of a shop, made by hand for tests of pure functions."""

from datetime import UTC, datetime, timedelta

from shared.catalog.model import Equipment, EquipmentStatus, Service
from shared.kernel.ids import CustomerId, EquipmentId, OperatorId, ServiceId, TurnId, VisitId
from shared.kernel.money import Money
from shared.people.model import Operator, Role
from shared.visits.bands import WaitBand
from shared.visits.model import PriorityGroup, TurnState
from shared.visits.views import EquipmentView, ExpiredTurn, Occupant, QueueItem, QueueView

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
"""Noon in the shop."""

ANA = Operator(OperatorId("ana"), "Ana", Role.OPERATOR)
BRUNO = Operator(OperatorId("bruno"), "Bruno", Role.SUPERVISOR)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def service(name: str, *, capacity: int | None = None, is_offered: bool = True) -> Service:
    return Service(
        ServiceId(name), name.capitalize(), "", "snowflake", Money(9_000), 10, "Sala 1", is_offered, capacity
    )


CRYO, BOOTS = service("crio"), service("botas")


def item(
    label: str,
    *,
    waited: float = 5,
    place: int = 1,
    is_elsewhere: bool = False,
    is_unprinted: bool = False,
    reactivations: int = 0,
    priority: PriorityGroup | None = None,
    service_id: str = "crio",
) -> QueueItem:
    """One who has waited so many minutes at `NOW`."""
    return QueueItem(
        visit_id=VisitId(label),
        turn_id=TurnId(f"{label}-{service_id}"),
        label=label,
        customer_id=CustomerId(label),
        priority=priority,
        place=place,
        reason="Chegou às 11:55",
        joined_at=NOW - minutes(waited),
        band=WaitBand.OK,
        wait=minutes(3),
        is_elsewhere=is_elsewhere,
        is_unprinted=is_unprinted,
        reactivations=reactivations,
    )


def queue(of: Service, *items: QueueItem) -> QueueView:
    return QueueView(of, items, tuple(sorted(each.joined_at for each in items)))


def machine(
    name: str,
    *services: Service,
    status: EquipmentStatus = EquipmentStatus.AVAILABLE,
    occupant: Occupant | None = None,
    is_listed: bool = True,
) -> EquipmentView:
    offered = tuple(each.id for each in services or (CRYO,))
    return EquipmentView(Equipment(EquipmentId(name), name, "Sala 1", offered, status, is_listed=is_listed), occupant)


def occupant(
    label: str,
    of: Service = CRYO,
    *,
    called: float = 1,
    started: float | None = None,
    by: Operator = ANA,
    planned: int = 10,
) -> Occupant:
    """One who was called, and perhaps started, so many minutes before `NOW`."""
    return Occupant(
        visit_id=VisitId(label),
        turn_id=TurnId(f"{label}-{of.id}"),
        label=label,
        customer_id=CustomerId(label),
        service_id=of.id,
        service_name=of.name,
        state=TurnState.CALLED if started is None else TurnState.IN_PROGRESS,
        operator_id=by.id,
        called_at=NOW - minutes(called),
        started_at=None if started is None else NOW - minutes(started),
        minutes=planned,
    )


def expired(label: str, of: Service = CRYO, ago: float = 10) -> ExpiredTurn:
    return ExpiredTurn(VisitId(label), TurnId(f"{label}-{of.id}"), label, CustomerId(label), of, NOW - minutes(ago))
