"""The catalogue's tables and their queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Insert, Row, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlmodel import Field, SQLModel

from shared.catalog.model import Catalog, Equipment, EquipmentStatus, Extra, Service
from shared.catalog.stock_rows import STOCK
from shared.kernel.ids import EquipmentId, ExtraId, ServiceId
from shared.kernel.money import Money
from shared.store.columns import stamp
from shared.store.database import Snapshot, Transaction
from shared.store.tables import table_of


class ServiceRow(SQLModel, table=True):
    __tablename__ = "service"

    id: str = Field(primary_key=True)
    name: str
    description: str
    icon: str
    price_centavos: int
    minutes: int
    place: str
    is_offered: bool
    is_listed: bool
    capacity: int | None
    position: int


class ExtraRow(SQLModel, table=True):
    __tablename__ = "extra"

    id: str = Field(primary_key=True)
    name: str
    icon: str
    price_centavos: int
    is_offered: bool
    is_listed: bool
    position: int


class EquipmentRow(SQLModel, table=True):
    __tablename__ = "equipment"

    id: str = Field(primary_key=True)
    name: str
    place: str
    status: str
    is_listed: bool
    position: int


class EquipmentServiceRow(SQLModel, table=True):
    __tablename__ = "equipment_service"

    equipment_id: str = Field(primary_key=True, foreign_key="equipment.id")
    service_id: str = Field(primary_key=True, foreign_key="service.id")
    position: int


class CatalogFileRow(SQLModel, table=True):
    __tablename__ = "catalog_file"

    only: int = Field(default=1, primary_key=True)
    source: str
    digest: str
    imported_at: str


SERVICE = table_of(ServiceRow)
EXTRA = table_of(ExtraRow)
EQUIPMENT = table_of(EquipmentRow)
EQUIPMENT_SERVICE = table_of(EquipmentServiceRow)
CATALOG_FILE = table_of(CatalogFileRow)


def _saving(table: Table, *, keep: frozenset[str] = frozenset()) -> Insert:
    new = upsert(table)
    keys = [column.name for column in table.primary_key]
    changed = {
        column.name: new.excluded[column.name]
        for column in table.columns
        if column.name not in keys and column.name not in keep
    }
    return new.on_conflict_do_update(index_elements=keys, set_=changed)


_SERVICES = select(SERVICE).order_by(SERVICE.c.is_listed.desc(), SERVICE.c.position, SERVICE.c.id)
_AVAILABLE = func.coalesce(STOCK.c.on_hand - STOCK.c.reserved, 0).label("available")
_EXTRAS = (
    select(EXTRA, _AVAILABLE)
    .outerjoin(STOCK, STOCK.c.extra_id == EXTRA.c.id)
    .order_by(EXTRA.c.is_listed.desc(), EXTRA.c.position, EXTRA.c.id)
)
_EQUIPMENT = select(EQUIPMENT).order_by(EQUIPMENT.c.is_listed.desc(), EQUIPMENT.c.position, EQUIPMENT.c.id)
_SERVED = select(EQUIPMENT_SERVICE).order_by(EQUIPMENT_SERVICE.c.position)
_SERVICE = select(SERVICE).where(SERVICE.c.id == bindparam("of_service"))
_MACHINE = select(EQUIPMENT).where(EQUIPMENT.c.id == bindparam("of_machine"))
_SERVED_BY = _SERVED.where(EQUIPMENT_SERVICE.c.equipment_id == bindparam("of_machine"))
_SAVE_SERVICE = _saving(SERVICE)
_SAVE_EXTRA = _saving(EXTRA)
_SAVE_EQUIPMENT = _saving(EQUIPMENT, keep=frozenset({"status"}))
_SAVE_FILE = _saving(CATALOG_FILE)


def catalog_in(read: Snapshot) -> Catalog:
    """The whole catalogue, with what is no longer listed, in the order of the screens."""
    return Catalog(
        services=tuple(_service(row) for row in read.execute(_SERVICES)),
        extras=tuple(_extra(row) for row in read.execute(_EXTRAS)),
        equipment=_equipment(read.execute(_EQUIPMENT).all(), read.execute(_SERVED).all()),
    )


def service_in(read: Snapshot, service_id: ServiceId) -> Service | None:
    """One service."""
    row = read.execute(_SERVICE, {"of_service": service_id}).one_or_none()
    return _service(row) if row else None


def equipment_in(read: Snapshot, equipment_id: EquipmentId) -> Equipment | None:
    """One piece of equipment."""
    found = read.execute(_MACHINE, {"of_machine": equipment_id}).all()
    served = read.execute(_SERVED_BY, {"of_machine": equipment_id}).all()
    return next(iter(_equipment(found, served)), None)


def save_equipment_status(tx: Transaction, equipment_id: EquipmentId, status: EquipmentStatus) -> None:
    """Set the status, if this database has the equipment."""
    tx.execute(update(EQUIPMENT).where(EQUIPMENT.c.id == equipment_id).values(status=status.value))


def has_extra(read: Snapshot, extra_id: ExtraId) -> bool:
    return read.execute(select(EXTRA.c.id).where(EXTRA.c.id == extra_id)).one_or_none() is not None


def imported_digest(read: Snapshot) -> str | None:
    """The digest of the catalogue file that this database holds."""
    return read.execute(select(CATALOG_FILE.c.digest)).scalar_one_or_none()


def save_catalog(tx: Transaction, catalog: Catalog) -> None:
    """The catalogue is now this one; what it does not name is kept, unlisted. Stock and status stay as they are."""
    _unlist_all(tx)
    _save_all(tx, _SAVE_SERVICE, [_service_columns(each) for each in catalog.services])
    _save_all(tx, _SAVE_EXTRA, [_extra_columns(each) for each in catalog.extras])
    _save_all(tx, _SAVE_EQUIPMENT, [_equipment_columns(each) for each in catalog.equipment])
    served = [
        {"equipment_id": machine.id, "service_id": service_id, "position": position}
        for machine in catalog.equipment
        for position, service_id in enumerate(machine.services)
    ]
    _save_all(tx, insert(EQUIPMENT_SERVICE), served)


def save_file(tx: Transaction, source: str, digest: str, at: datetime) -> None:
    """Remember which file the catalogue came from."""
    tx.execute(_SAVE_FILE, {"only": 1, "source": source, "digest": digest, "imported_at": stamp(at)})


def _unlist_all(tx: Transaction) -> None:
    tx.execute(update(SERVICE).values(is_offered=False, is_listed=False))
    tx.execute(update(EXTRA).values(is_offered=False, is_listed=False))
    tx.execute(update(EQUIPMENT).values(is_listed=False))
    tx.execute(delete(EQUIPMENT_SERVICE))


def _save_all(tx: Transaction, statement: Insert, columns: Sequence[Mapping[str, object]]) -> None:
    if columns:
        tx.execute(statement, columns)


def _service_columns(service: Service) -> Mapping[str, object]:
    return {
        "id": service.id,
        "name": service.name,
        "description": service.description,
        "icon": service.icon,
        "price_centavos": service.price.centavos,
        "minutes": service.minutes,
        "place": service.place,
        "is_offered": service.is_offered,
        "is_listed": service.is_listed,
        "capacity": service.capacity,
        "position": service.position,
    }


def _extra_columns(extra: Extra) -> Mapping[str, object]:
    return {
        "id": extra.id,
        "name": extra.name,
        "icon": extra.icon,
        "price_centavos": extra.price.centavos,
        "is_offered": extra.is_offered,
        "is_listed": extra.is_listed,
        "position": extra.position,
    }


def _equipment_columns(machine: Equipment) -> Mapping[str, object]:
    return {
        "id": machine.id,
        "name": machine.name,
        "place": machine.place,
        "status": machine.status.value,
        "is_listed": machine.is_listed,
        "position": machine.position,
    }


def _service(row: Row[tuple[object, ...]]) -> Service:
    return Service(
        id=ServiceId(row.id),
        name=row.name,
        description=row.description,
        icon=row.icon,
        price=Money(row.price_centavos),
        minutes=row.minutes,
        place=row.place,
        is_offered=row.is_offered,
        capacity=row.capacity,
        position=row.position,
        is_listed=row.is_listed,
    )


def _extra(row: Row[tuple[object, ...]]) -> Extra:
    return Extra(
        id=ExtraId(row.id),
        name=row.name,
        icon=row.icon,
        price=Money(row.price_centavos),
        available=row.available,
        is_offered=row.is_offered,
        position=row.position,
        is_listed=row.is_listed,
    )


def _equipment(
    machines: Sequence[Row[tuple[object, ...]]], served: Sequence[Row[tuple[object, ...]]]
) -> tuple[Equipment, ...]:
    services: dict[str, list[ServiceId]] = defaultdict(list)
    for row in served:
        services[row.equipment_id].append(ServiceId(row.service_id))
    return tuple(
        Equipment(
            id=EquipmentId(row.id),
            name=row.name,
            place=row.place,
            services=tuple(services[row.id]),
            status=EquipmentStatus(row.status),
            position=row.position,
            is_listed=row.is_listed,
        )
        for row in machines
    )
