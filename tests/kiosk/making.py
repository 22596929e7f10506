"""Frozen values for the tables over the totem's pure functions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from kiosk.model.state import House, Page, Scene, Shop, TotemState
from shared.catalog.model import Catalog, Equipment, EquipmentStatus, Extra, Service
from shared.kernel.ids import EquipmentId, ExtraId, IntentId, ServiceId, TurnId, VisitId
from shared.kernel.money import Money
from shared.kernel.ways import Method, Way
from shared.visits.model import (
    Charge,
    ChargeState,
    EndReason,
    Line,
    PaperState,
    Ticket,
    Turn,
    TurnState,
    Visit,
)
from shared.visits.views import ServiceLoad, TurnProgress
from tests.fakes.shop import NOON

PIX, COUNTER = Way(Method.PIX, "asaas"), Way.by_hand(Method.COUNTER)
HOUSE = House("Estúdio Recupera", (PIX, COUNTER), None)
VISIT_ID = VisitId("visit")


def a_service(name: str = "cryo", **changes: object) -> Service:
    made = Service(ServiceId(name), name.title(), "What it is", "snowflake", Money(18000), 3, "Sala 1")
    return replace(made, **changes)  # type: ignore[arg-type]  # the tests name real fields


def an_extra(name: str = "towel", available: int = 40, **changes: object) -> Extra:
    made = Extra(ExtraId(name), name.title(), "bath", Money(1200), available)
    return replace(made, **changes)  # type: ignore[arg-type]  # the tests name real fields


def a_machine(service: str = "cryo", status: EquipmentStatus = EquipmentStatus.AVAILABLE) -> Equipment:
    return Equipment(EquipmentId(f"{service}-1"), "Machine 1", "Sala 1", (ServiceId(service),), status)


def a_load(
    service: Service | None = None, waiting: int = 0, minutes: float | None = 0, machines: int = 1
) -> ServiceLoad:
    wait = timedelta(minutes=minutes) if minutes is not None else None
    return ServiceLoad(service or a_service(), waiting, wait, machines)


def a_shop(*loads: ServiceLoad, extras: tuple[Extra, ...] = (), **changes: object) -> Shop:
    """A shop that sells what is loaded, each service with a machine."""
    offered = loads or (a_load(),)
    services = tuple(load.service for load in offered)
    catalog = Catalog(services, extras, tuple(a_machine(each.id) for each in services))
    return replace(Shop(catalog=catalog, loads=offered), **changes)  # type: ignore[arg-type]  # as above


def a_charge(state: ChargeState = ChargeState.AWAITING, method: Method = Method.PIX, **changes: object) -> Charge:
    made = Charge(IntentId("intent"), method, "asaas", Money(18000), NOON + timedelta(minutes=30), state)
    return replace(made, **changes)  # type: ignore[arg-type]  # as above


def a_visit(*charges: Charge, **changes: object) -> Visit:
    line = Line(TurnId("turn"), ServiceId("cryo"), "Cryo", Money(18000), 3)
    made = Visit(VISIT_ID, "A042", date(2026, 11, 22), NOON, (line,), (), None, None, charges)
    return replace(made, **changes)  # type: ignore[arg-type]  # as above


def a_ticket(paper: PaperState = PaperState.PRINTED, *, is_unprinted: bool = False) -> Ticket:
    return Ticket(NOON, paper, queued_at=NOON, is_unprinted=is_unprinted)


def a_ticket_visit(ticket: Ticket | None = None, state: TurnState = TurnState.IN_QUEUE) -> Visit:
    turn = Turn(TurnId("turn"), ServiceId("cryo"), "Cryo", 3, state)
    return a_visit(a_charge(ChargeState.PAID), ticket=ticket or a_ticket(), turns=(turn,))


def progress(state: TurnState = TurnState.IN_QUEUE, place: int | None = 1, minutes: float | None = 0) -> TurnProgress:
    has_machine = state in {TurnState.CALLED, TurnState.IN_PROGRESS}
    return TurnProgress(
        turn_id=TurnId("turn"),
        service_id=ServiceId("cryo"),
        service_name="Cryo",
        state=state,
        place=place if state is TurnState.IN_QUEUE else None,
        wait=timedelta(minutes=minutes) if minutes is not None else None,
        equipment_id=EquipmentId("cryo-1") if has_machine else None,
        equipment_name="Machine 1" if has_machine else None,
        where="Sala 1",
    )


def given_up(charge: Charge) -> Charge:
    return replace(charge, end_reason=EndReason.CUSTOMER)


def a_scene(
    page: Page = Page.SERVICES,
    shop: Shop | None = None,
    visit: Visit | None = None,
    quiet: float = 0.0,
    **state: object,
) -> Scene:
    """A totem at one moment; with a visit, that visit is on the screen."""
    known = shop or a_shop()
    session = replace(TotemState(page=page), **state)  # type: ignore[arg-type]  # as above
    if visit is not None:
        known, session = replace(known, visit=visit), replace(session, visit_id=visit.id)
    return Scene(HOUSE, session, known, NOON, second=1000.0, quiet_seconds=quiet)


def plain(text: str) -> str:
    """With spaces where they must not break."""
    return text.replace("\u00a0", " ")
