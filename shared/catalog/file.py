"""The catalogue file: TOML text to a catalogue, or the one sentence that says what to correct in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, StringConstraints

from shared import toml_file
from shared.catalog.model import Catalog, CatalogFault, Equipment, Extra, Service
from shared.kernel.ids import EquipmentId, ExtraId, ServiceId
from shared.kernel.money import Money
from shared.toml_file import EntryId, FileFault, Location

SERVICES_MAX = 60
EXTRAS_MAX = 60
EQUIPMENT_MAX = 200
MINUTES_MAX = 480
STOCK_MAX = 100_000
PRICE_MAX = Money.from_reais(100_000)

NOUNS = {"services": "serviço", "extras": "extra", "equipment": "equipamento"}

_PRICE = re.compile(r"[0-9]{1,6}([.,][0-9]{2})?|[0-9]{1,3}(\.[0-9]{3})+,[0-9]{2}")


def _price(written: object) -> Money:
    match written:
        case bool():
            raise ValueError('o preço precisa ser um valor em reais; escreva-o entre aspas, como "180,00"')
        case int():
            price = Money.from_reais(written)
        case str() if _PRICE.fullmatch(written):
            price = Money.from_reais(written.replace(".", "").replace(",", ".") if "," in written else written)
        case _:
            shown = f'"{written}"' if isinstance(written, str) else str(written)
            raise ValueError(f'o preço {shown} não serve; escreva-o entre aspas, com dois centavos, como "180,00"')
    if not Money(0) < price <= PRICE_MAX:
        raise ValueError(f"o preço {price} está fora do limite; use mais que zero e no máximo {PRICE_MAX}")
    return price


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Description = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)]
Price = Annotated[Money, PlainValidator(_price)]


class Entry(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    id: EntryId
    name: Name


class ServiceEntry(Entry):
    description: Description = ""
    icon: Name
    price: Price
    minutes: int = Field(ge=1, le=MINUTES_MAX)
    place: Name
    offered: bool = True
    capacity: int | None = Field(default=None, ge=1, le=EQUIPMENT_MAX)


class ExtraEntry(Entry):
    icon: Name
    price: Price
    stock: int = Field(default=0, ge=0, le=STOCK_MAX)
    offered: bool = True


class EquipmentEntry(Entry):
    place: Name
    services: list[EntryId] = Field(min_length=1, max_length=SERVICES_MAX)


class CatalogShape(BaseModel):
    """`operators` belong to the same file and are read by `people`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    services: list[ServiceEntry] = Field(min_length=1, max_length=SERVICES_MAX)
    extras: list[ExtraEntry] = Field(default=[], max_length=EXTRAS_MAX)
    equipment: list[EquipmentEntry] = Field(min_length=1, max_length=EQUIPMENT_MAX)
    operators: object = None


def read_catalog(text: str, source: str, icons: Collection[str] | None = None) -> Catalog | CatalogFault:
    """The catalogue that a file named `source` says. Each extra's `available` is the stock that it starts with.

    `icons` are the names that can be drawn; None leaves them unchecked.
    """
    parsed = toml_file.parse(source, text)
    if isinstance(parsed, FileFault):
        return CatalogFault(parsed.sentence)
    shape = toml_file.check(parsed, CatalogShape, NOUNS)
    if isinstance(shape, FileFault):
        return CatalogFault(shape.sentence)
    for location, trouble in _contradictions(shape, icons):
        return CatalogFault(f"{toml_file.place_of(parsed, location, NOUNS)}: {trouble}.")
    return _catalog(shape)


def _contradictions(shape: CatalogShape, icons: Collection[str] | None) -> Iterator[tuple[Location, str]]:
    yield from _repeated("services", shape.services)
    yield from _repeated("extras", shape.extras)
    yield from _repeated("equipment", shape.equipment)
    yield from _unknown_services(shape)
    yield from _unserved(shape)
    if icons is not None:
        yield from _unknown_icons("services", shape.services, icons)
        yield from _unknown_icons("extras", shape.extras, icons)


def _repeated(table: str, entries: Sequence[Entry]) -> Iterator[tuple[Location, str]]:
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        if entry.id in seen:
            yield (table, index, "id"), f'o código "{entry.id}" já foi usado; dê um código diferente a cada um'
        seen.add(entry.id)


def _unknown_services(shape: CatalogShape) -> Iterator[tuple[Location, str]]:
    known = {service.id for service in shape.services}
    for index, machine in enumerate(shape.equipment):
        for position, service_id in enumerate(machine.services):
            if service_id not in known:
                yield (
                    ("equipment", index, "services"),
                    f'o serviço "{service_id}" não existe neste arquivo; confira o código ou acrescente o serviço',
                )
            elif service_id in machine.services[:position]:
                yield ("equipment", index, "services"), f'o serviço "{service_id}" está repetido; deixe-o uma só vez'


def _unserved(shape: CatalogShape) -> Iterator[tuple[Location, str]]:
    served = {service_id for machine in shape.equipment for service_id in machine.services}
    for index, service in enumerate(shape.services):
        if service.offered and service.id not in served:
            yield (
                ("services", index, "id"),
                "está à venda e nenhum equipamento o atende; acrescente-o a um equipamento ou escreva offered = false",
            )


def _unknown_icons(
    table: str, entries: Sequence[ServiceEntry | ExtraEntry], icons: Collection[str]
) -> Iterator[tuple[Location, str]]:
    for index, entry in enumerate(entries):
        if entry.icon not in icons:
            yield (
                (table, index, "icon"),
                f'o ícone "{entry.icon}" não existe; use o nome de um ícone da pasta de ícones',
            )


def _catalog(shape: CatalogShape) -> Catalog:
    return Catalog(
        services=tuple(_service(entry, position) for position, entry in enumerate(shape.services)),
        extras=tuple(_extra(entry, position) for position, entry in enumerate(shape.extras)),
        equipment=tuple(_equipment(entry, position) for position, entry in enumerate(shape.equipment)),
    )


def _service(entry: ServiceEntry, position: int) -> Service:
    return Service(
        id=ServiceId(entry.id),
        name=entry.name,
        description=entry.description,
        icon=entry.icon,
        price=entry.price,
        minutes=entry.minutes,
        place=entry.place,
        is_offered=entry.offered,
        capacity=entry.capacity,
        position=position,
    )


def _extra(entry: ExtraEntry, position: int) -> Extra:
    return Extra(
        id=ExtraId(entry.id),
        name=entry.name,
        icon=entry.icon,
        price=entry.price,
        available=entry.stock,
        is_offered=entry.offered,
        position=position,
    )


def _equipment(entry: EquipmentEntry, position: int) -> Equipment:
    return Equipment(
        id=EquipmentId(entry.id),
        name=entry.name,
        place=entry.place,
        services=tuple(ServiceId(each) for each in entry.services),
        position=position,
    )
