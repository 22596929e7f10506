"""The page where the order is looked over; with the extras and the priority groups."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.model.asking import is_name_upper
from kiosk.model.choice import chosen_extras, chosen_services, most_of, total_of
from kiosk.model.notices import notice_text
from kiosk.model.state import Scene
from kiosk.model.words import counted, joined, minutes, money, translate
from shared.catalog.model import Extra
from shared.visits import priority
from shared.visits.model import PriorityGroup

NO_GROUP = ""
FALLBACK_ICON = "package"


@dataclass(frozen=True, slots=True)
class LineRow:
    key: str
    name: str
    detail: str
    price: str


@dataclass(frozen=True, slots=True)
class ExtraRow:
    """`most` is how many pieces can be taken; `stock` says so in words where it matters."""

    key: str
    name: str
    icon_name: str
    price: str
    quantity: int
    most: int
    stock: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    key: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ReviewProps:
    lines: tuple[LineRow, ...] = ()
    extras: tuple[ExtraRow, ...] = ()
    groups: tuple[GroupRow, ...] = ()
    total: str = ""
    extras_summary: str = ""
    has_extras: bool = False
    first_name: str = ""
    is_name_upper: bool = True
    priority_name: str = ""
    is_working: bool = False
    notice: str = ""


LOW_STOCK = 5


def derive_review(scene: Scene) -> ReviewProps:
    state, catalog = scene.state, scene.shop.catalog
    extras = tuple(_extra(scene, extra) for extra in catalog.extras if extra.is_listed)
    chosen = chosen_extras(state.choice, catalog)
    return ReviewProps(
        lines=_lines(scene),
        extras=extras,
        groups=_groups(state.choice.priority),
        total=money(total_of(state.choice, catalog)),
        extras_summary=_summary(tuple((extra.name, count) for extra, count in chosen)),
        has_extras=any(row.most for row in extras),
        first_name=state.choice.first_name,
        is_name_upper=is_name_upper(state.choice.first_name),
        priority_name=priority.name(state.choice.priority) if state.choice.priority else "",
        is_working=state.is_working,
        notice=notice_text(state.notice),
    )


def _lines(scene: Scene) -> tuple[LineRow, ...]:
    services = tuple(
        LineRow(service.id, service.name, minutes(service.minutes), money(service.price))
        for service in chosen_services(scene.state.choice, scene.shop.catalog)
    )
    extras = tuple(
        LineRow(extra.id, extra.name, _pieces(count), money(extra.price * count))
        for extra, count in chosen_extras(scene.state.choice, scene.shop.catalog)
    )
    return services + extras


def _pieces(count: int) -> str:
    return counted(count, translate("Review", "%1 unidade"), translate("Review", "%1 unidades"))


def _extra(scene: Scene, extra: Extra) -> ExtraRow:
    most = most_of(extra)
    return ExtraRow(
        key=extra.id,
        name=extra.name,
        icon_name=extra.icon or FALLBACK_ICON,
        price=money(extra.price),
        quantity=scene.state.choice.quantity(extra.id),
        most=most,
        stock=_stock(most),
    )


def _stock(most: int) -> str:
    if most == 0:
        return translate("Review", "Esgotado")
    if most > LOW_STOCK:
        return ""
    return counted(most, translate("Review", "Última unidade"), translate("Review", "Últimas %1 unidades"))


def _summary(chosen: tuple[tuple[str, int], ...]) -> str:
    return joined(tuple(name if count == 1 else f"{count} × {name}" for name, count in chosen))


def _groups(chosen: PriorityGroup | None) -> tuple[GroupRow, ...]:
    nobody = GroupRow(NO_GROUP, translate("Review", "Sem prioridade"), chosen is None)
    return (nobody, *(GroupRow(group.value, priority.name(group), group is chosen) for group in PriorityGroup))
