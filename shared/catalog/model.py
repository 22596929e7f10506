"""What the shop sells and what it is done on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from shared.kernel.ids import EquipmentId, ExtraId, OperatorId, ServiceId
from shared.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Service:
    """Something done on equipment. `minutes` is the catalogue's estimate; `capacity` limits turns at once."""

    id: ServiceId
    name: str
    description: str
    icon: str
    price: Money
    minutes: int
    place: str
    is_offered: bool = True
    capacity: int | None = None
    position: int = 0
    is_listed: bool = True


@dataclass(frozen=True, slots=True)
class Extra:
    """Something sold beside services. `available` is what can still be promised, from the sum of stock movements.

    `is_offered` and `is_listed` as of a service.
    """

    id: ExtraId
    name: str
    icon: str
    price: Money
    available: int
    is_offered: bool = True
    position: int = 0
    is_listed: bool = True


class EquipmentStatus(StrEnum):
    AVAILABLE = "available"
    CLEANING = "cleaning"
    OUT_OF_ORDER = "out_of_order"


@dataclass(frozen=True, slots=True)
class Equipment:
    """A machine or room. Who is on it is derived from turns and not stored here.

    `is_listed` False means that the catalogue no longer names it: it then serves no service.
    """

    id: EquipmentId
    name: str
    place: str
    services: tuple[ServiceId, ...]
    status: EquipmentStatus = EquipmentStatus.AVAILABLE
    position: int = 0
    is_listed: bool = True


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything on sale at one moment, in the order of the screens."""

    services: tuple[Service, ...]
    extras: tuple[Extra, ...]
    equipment: tuple[Equipment, ...]


@dataclass(frozen=True, slots=True)
class StockMovement:
    """One change of an extra's stock, in pieces. Available = sum of `on_hand` − sum of `reserved`.

    `source` says what it belongs to (``visit:<id>`` or the id of a count) and, with `reason`, is unique per extra.
    """

    extra_id: ExtraId
    source: str
    reason: str
    on_hand: int
    reserved: int


@dataclass(frozen=True, slots=True)
class StockLevel:
    """What the books say of one extra, in pieces."""

    extra_id: ExtraId
    on_hand: int
    reserved: int

    @property
    def available(self) -> int:
        """What can still be promised; below zero when more was sold than was counted."""
        return self.on_hand - self.reserved


@dataclass(frozen=True, slots=True)
class CatalogImportedOk:
    """The catalogue is what the file says; `is_new` is False when it was so before."""

    services: int
    extras: int
    equipment: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class CatalogFault:
    """Nothing was changed. `sentence` is in Portuguese: the file, the line or entry, what is wrong, what to do."""

    sentence: str


@dataclass(frozen=True, slots=True)
class ExtraUnknown:
    extra_id: ExtraId


@dataclass(frozen=True, slots=True)
class EquipmentUnknown:
    equipment_id: EquipmentId


ImportOutcome = CatalogImportedOk | CatalogFault
CountOutcome = StockLevel | ExtraUnknown
EquipmentOutcome = Equipment | EquipmentUnknown


@dataclass(frozen=True, slots=True)
class EquipmentStatusSet:
    """A person said that equipment is available, being cleaned, or out of order."""

    KIND: ClassVar[str] = "equipment_status_set"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = 10

    equipment_id: EquipmentId
    status: EquipmentStatus
    by: OperatorId
    at: datetime


@dataclass(frozen=True, slots=True)
class StockCounted:
    """A person counted: `change` pieces more (or fewer) than the books said."""

    KIND: ClassVar[str] = "stock_counted"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = 10

    extra_id: ExtraId
    count_id: str
    change: int
    by: OperatorId | None
    at: datetime


@dataclass(frozen=True, slots=True)
class CatalogImported:
    """A catalogue file took effect; `digest` is the SHA-256 of its text."""

    KIND: ClassVar[str] = "catalog_imported"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = 50

    source: str
    digest: str
    at: datetime


FACTS = (EquipmentStatusSet, StockCounted, CatalogImported)
