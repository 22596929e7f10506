"""From what a customer chose to an open visit: prices, names and minutes are frozen here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shared.catalog.model import Catalog, EquipmentStatus, Service, StockMovement
from shared.kernel.ids import CustomerId, ExtraId, ServiceId, TurnId, VisitId
from shared.visits.facts import VisitOpened
from shared.visits.model import ExtraLine, Line, PriorityGroup, Visit
from shared.visits.outcomes import NothingChosen, ServiceNotOffered, SoldOut

LABEL_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Cart:
    """What a customer chose: services in order, each at most once; pieces of extras."""

    services: tuple[ServiceId, ...] = ()
    extras: tuple[tuple[ExtraId, int], ...] = ()
    priority: PriorityGroup | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """The numbers an opening visit gets from its station."""

    visit_id: VisitId
    label: str
    turn_ids: Sequence[TurnId]
    business_day: date
    customer_id: CustomerId | None


def decide_opening(
    cart: Cart, catalog: Catalog, identity: Identity, now: datetime
) -> VisitOpened | NothingChosen | ServiceNotOffered | SoldOut:
    """Open a visit, if all of it can be sold now."""
    lines = _lines(cart, catalog, identity.turn_ids)
    if isinstance(lines, ServiceNotOffered):
        return lines
    if not lines:
        return NothingChosen()
    extras = _extras(cart, catalog)
    if isinstance(extras, SoldOut):
        return extras
    return VisitOpened(
        visit_id=identity.visit_id,
        label=identity.label,
        business_day=identity.business_day,
        lines=lines,
        extras=extras,
        priority=cart.priority,
        customer_id=identity.customer_id,
        at=now,
    )


def _lines(cart: Cart, catalog: Catalog, turn_ids: Sequence[TurnId]) -> tuple[Line, ...] | ServiceNotOffered:
    offered = {service.id: service for service in catalog.services if _can_be_done(service, catalog)}
    lines = []
    for service_id, turn_id in zip(dict.fromkeys(cart.services), turn_ids, strict=False):
        service = offered.get(service_id)
        if service is None:
            return ServiceNotOffered(_name(catalog, service_id))
        lines.append(Line(turn_id, service.id, service.name, service.price, service.minutes))
    return tuple(lines)


def _can_be_done(service: Service, catalog: Catalog) -> bool:
    """Offered, and not all of its machines are out of order; one that names no machine has none to wait for."""
    machines = {each.status for each in catalog.equipment if service.id in each.services and each.is_listed}
    return service.is_offered and machines != {EquipmentStatus.OUT_OF_ORDER}


def _name(catalog: Catalog, service_id: ServiceId) -> str:
    return next((service.name for service in catalog.services if service.id == service_id), service_id)


def _extras(cart: Cart, catalog: Catalog) -> tuple[ExtraLine, ...] | SoldOut:
    known = {extra.id: extra for extra in catalog.extras if extra.is_offered}
    wanted: dict[ExtraId, int] = {}
    for extra_id, quantity in cart.extras:
        wanted[extra_id] = wanted.get(extra_id, 0) + max(quantity, 0)
    lines = []
    for extra_id, quantity in wanted.items():
        extra = known.get(extra_id)
        if extra is None:
            return SoldOut(extra_id, 0)
        if quantity > extra.available:
            return SoldOut(extra.name, extra.available)
        if quantity:
            lines.append(ExtraLine(extra.id, extra.name, quantity, extra.price))
    return tuple(lines)


def label_text(letter: str, number: int) -> str:
    """The human number of a visit: ``A042``; above 999 it simply grows."""
    return f"{letter}{number:0{LABEL_DIGITS}d}"


def stock_movements(visit: Visit) -> tuple[StockMovement, ...]:
    """What this visit does to the stock: reserved when opened; returned when abandoned; consumed when paid."""
    source = f"visit:{visit.id}"
    moved: list[StockMovement] = []
    for extra in visit.extras:
        moved.append(StockMovement(extra.extra_id, source, "reserved", 0, extra.quantity))
        if visit.ticket is not None:
            moved.append(StockMovement(extra.extra_id, source, "consumed", -extra.quantity, -extra.quantity))
        elif visit.abandoned_at is not None:
            moved.append(StockMovement(extra.extra_id, source, "returned", 0, -extra.quantity))
    return tuple(moved)
