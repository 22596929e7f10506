"""The page where services are chosen."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.model.choice import is_available, total_of
from kiosk.model.notices import notice_text
from kiosk.model.state import Scene
from kiosk.model.words import counted, minutes, money, translate, unbroken, whole_minutes, with_units
from shared.catalog.model import EquipmentStatus, Service
from shared.visits.views import ServiceLoad

FALLBACK_ICON = "sparkles"


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One card. `unavailable_reason` is empty when the service can be had."""

    key: str
    name: str
    description: str
    icon_name: str
    price: str
    minutes: str
    waiting: str
    is_chosen: bool
    unavailable_reason: str


@dataclass(frozen=True, slots=True)
class ServicesProps:
    rows: tuple[ServiceRow, ...] = ()
    total: str = ""
    count: str = ""
    can_continue: bool = False
    notice: str = ""


def derive_services(scene: Scene) -> ServicesProps:
    chosen = scene.state.choice.services
    return ServicesProps(
        rows=tuple(_row(scene, load) for load in scene.shop.loads if load.service.is_listed),
        total=money(total_of(scene.state.choice, scene.shop.catalog)),
        count=_count(len(chosen)),
        can_continue=bool(chosen) and not scene.state.is_working,
        notice=notice_text(scene.state.notice),
    )


def _count(count: int) -> str:
    if not count:
        return translate("Services", "Nenhum serviço")
    return counted(count, translate("Services", "%1 serviço"), translate("Services", "%1 serviços"))


def _row(scene: Scene, load: ServiceLoad) -> ServiceRow:
    service = load.service
    return ServiceRow(
        key=service.id,
        name=service.name,
        description=with_units(service.description),
        icon_name=service.icon or FALLBACK_ICON,
        price=money(service.price),
        minutes=minutes(service.minutes),
        waiting=waiting_text(load),
        is_chosen=service.id in scene.state.choice.services,
        unavailable_reason=_reason(scene, load),
    )


def waiting_text(load: ServiceLoad) -> str:
    """How long a newcomer would wait; how many are before them where that is not known."""
    wait = whole_minutes(load.wait) if load.wait is not None else None
    if load.people_waiting == 0:
        if not wait:
            return translate("Services", "sem espera")
        return unbroken(translate("Services", "livre em %1").replace("%1", minutes(wait)))
    if not wait:
        return unbroken(translate("Services", "%1 na fila").replace("%1", str(load.people_waiting)))
    return unbroken(translate("Services", "fila de %1").replace("%1", minutes(wait)))


def _reason(scene: Scene, load: ServiceLoad) -> str:
    if is_available(load):
        return ""
    if not load.service.is_offered:
        return translate("Services", "Indisponível hoje")
    return _machine_reason(scene, load.service)


def _machine_reason(scene: Scene, service: Service) -> str:
    statuses = {each.status for each in scene.shop.catalog.equipment if service.id in each.services and each.is_listed}
    if statuses == {EquipmentStatus.OUT_OF_ORDER}:
        return translate("Services", "Em manutenção")
    return translate("Services", "Sem equipamento agora")
