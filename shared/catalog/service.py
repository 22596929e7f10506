"""The catalogue's use cases. Others read it in their own transaction by `rows`, and move stock by `stock_rows`."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from shared import toml_file
from shared.catalog import rows, stock_rows
from shared.catalog.file import read_catalog
from shared.catalog.model import (
    Catalog,
    CatalogFault,
    CatalogImported,
    CatalogImportedOk,
    CountOutcome,
    EquipmentOutcome,
    EquipmentStatus,
    EquipmentStatusSet,
    EquipmentUnknown,
    Extra,
    ExtraUnknown,
    ImportOutcome,
    StockCounted,
    StockMovement,
)
from shared.catalog.rules import INITIAL_COUNT, evolve_counts, evolve_equipment, movement_of
from shared.journal.model import Folded
from shared.journal.service import Journal
from shared.kernel.clock import Clock
from shared.kernel.ids import EquipmentId, ExtraId, Ids, OperatorId
from shared.store.database import Database, Transaction
from shared.toml_file import FileFault

SHOP = "catalog:shop"
STATION = "station"
"""The actor of what no person asked for."""


def of_extra(extra_id: ExtraId) -> str:
    """The aggregate that an extra's counts belong to."""
    return f"extra:{extra_id}"


def of_equipment(equipment_id: EquipmentId) -> str:
    """The aggregate that the status of equipment belongs to."""
    return f"equipment:{equipment_id}"


class Catalogue:
    """What the shop sells, how much of it there is, and what it is done on."""

    def __init__(
        self, database: Database, journal: Journal, clock: Clock, ids: Ids, icons: Collection[str] | None = None
    ) -> None:
        """`icons` are the names that can be drawn; None leaves those of a catalogue file unchecked."""
        self._database = database
        self._journal = journal
        self._clock = clock
        self._ids = ids
        self._icons = icons

    def read(self) -> Catalog:
        """The catalogue as it stands, with what is no longer listed."""
        with self._database.snapshot() as read:
            return rows.catalog_in(read)

    def import_file(self, path: Path, by: OperatorId | None = None) -> ImportOutcome:
        """Make the catalogue what a file says. What the file does not name is kept and no longer listed.

        `stock` in the file counts only for extras that this database never had.
        """
        text = toml_file.read_text(path)
        if isinstance(text, FileFault):
            return CatalogFault(text.sentence)
        catalog = read_catalog(text, path.name, self._icons)
        if isinstance(catalog, CatalogFault):
            return catalog
        digest = hashlib.sha256(text.encode()).hexdigest()
        with self._database.transaction() as tx:
            is_new = rows.imported_digest(tx) != digest
            if is_new:
                self._take_over(tx, catalog, CatalogImported(path.name, digest, self._clock.now()), by)
        return CatalogImportedOk(len(catalog.services), len(catalog.extras), len(catalog.equipment), is_new)

    def count_stock(self, extra_id: ExtraId, counted: int, by: OperatorId) -> CountOutcome:
        """A person counted `counted` pieces on the shelf, those promised to open visits among them."""
        if counted < 0:
            raise ValueError("nobody can count fewer than no pieces")
        with self._database.transaction() as tx:
            if not rows.has_extra(tx, extra_id):
                return ExtraUnknown(extra_id)
            (before,) = stock_rows.stock_levels(tx, [extra_id])
            self._count(tx, extra_id, self._ids.new(), counted - before.on_hand, by)
            return replace(before, on_hand=counted)

    def set_equipment_status(
        self, equipment_id: EquipmentId, status: EquipmentStatus, by: OperatorId
    ) -> EquipmentOutcome:
        """A person says how equipment is; saying again what is so already changes nothing."""
        with self._database.transaction() as tx:
            machine = rows.equipment_in(tx, equipment_id)
            if machine is None:
                return EquipmentUnknown(equipment_id)
            if machine.status is not status:
                fact = EquipmentStatusSet(equipment_id, status, by, self._clock.now())
                self._journal.append(tx, of_equipment(equipment_id), [fact], by)
                rows.save_equipment_status(tx, equipment_id, status)
            return replace(machine, status=status)

    def refold_stock(self, tx: Transaction, extra_id: ExtraId) -> Folded[tuple[StockMovement, ...]]:
        """Make an extra's counts anew from all its events, after some came from elsewhere or late."""
        folded = self._journal.refold(tx, of_extra(extra_id), evolve_counts)
        stock_rows.replace_counts(tx, extra_id, folded.state or ())
        return folded

    def refold_equipment(self, tx: Transaction, equipment_id: EquipmentId) -> Folded[EquipmentStatus]:
        """Make the status of equipment anew from all its events."""
        folded = self._journal.refold(tx, of_equipment(equipment_id), evolve_equipment)
        rows.save_equipment_status(tx, equipment_id, folded.state or EquipmentStatus.AVAILABLE)
        return folded

    def _take_over(self, tx: Transaction, catalog: Catalog, fact: CatalogImported, by: OperatorId | None) -> None:
        before = rows.catalog_in(tx)
        rows.save_catalog(tx, catalog)
        rows.save_file(tx, fact.source, fact.digest, fact.at)
        self._journal.append(tx, SHOP, [fact], by or STATION)
        for machine in catalog.equipment:
            if machine.id not in {known.id for known in before.equipment}:
                self.refold_equipment(tx, machine.id)
        for extra in catalog.extras:
            if extra.id not in {known.id for known in before.extras}:
                self._count_first(tx, extra, by)

    def _count_first(self, tx: Transaction, extra: Extra, by: OperatorId | None) -> None:
        was_counted_elsewhere = bool(stock_rows.counts_of(tx, extra.id))
        if extra.available > 0 and not was_counted_elsewhere:
            self._count(tx, extra.id, INITIAL_COUNT, extra.available, by)

    def _count(self, tx: Transaction, extra_id: ExtraId, count_id: str, change: int, by: OperatorId | None) -> None:
        fact = StockCounted(extra_id, count_id, change, by, self._clock.now())
        self._journal.append(tx, of_extra(extra_id), [fact], by or STATION)
        stock_rows.add_movement(tx, movement_of(fact))
