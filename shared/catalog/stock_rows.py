"""The stock's tables and their queries. Stock is a sum of movements; the database keeps that sum itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import bindparam, delete, func, insert, select
from sqlmodel import Field, SQLModel

from shared.catalog.model import StockLevel, StockMovement
from shared.catalog.rules import COUNTED
from shared.kernel.ids import ExtraId
from shared.store.database import Snapshot, Transaction
from shared.store.tables import table_of


class StockMovementRow(SQLModel, table=True):
    __tablename__ = "stock_movement"

    extra_id: str = Field(primary_key=True)
    source: str = Field(primary_key=True)
    reason: str = Field(primary_key=True)
    on_hand: int
    reserved: int


class StockRow(SQLModel, table=True):
    __tablename__ = "stock"

    extra_id: str = Field(primary_key=True)
    on_hand: int
    reserved: int


MOVEMENT = table_of(StockMovementRow)
STOCK = table_of(StockRow)

_LEVELS = select(STOCK).where(STOCK.c.extra_id.in_(bindparam("extra_ids", expanding=True)))
_OF_SOURCE = delete(MOVEMENT).where(MOVEMENT.c.source == bindparam("of_source"))
_NEW_MOVEMENT = insert(MOVEMENT)


def stock_of(read: Snapshot, extra_ids: Iterable[ExtraId]) -> Mapping[ExtraId, int]:
    """The pieces of each extra that can still be promised; 0 for one that never moved."""
    return {level.extra_id: level.available for level in stock_levels(read, extra_ids)}


def stock_levels(read: Snapshot, extra_ids: Iterable[ExtraId]) -> tuple[StockLevel, ...]:
    """What the books say of each of these extras, in the order asked."""
    asked = tuple(dict.fromkeys(extra_ids))
    found = {row.extra_id: row for row in read.execute(_LEVELS, {"extra_ids": asked})}
    return tuple(
        StockLevel(each, found[each].on_hand, found[each].reserved) if each in found else StockLevel(each, 0, 0)
        for each in asked
    )


def add_movement(tx: Transaction, movement: StockMovement) -> None:
    """One more movement."""
    tx.execute(_NEW_MOVEMENT, _columns(movement))


def replace_movements(tx: Transaction, source: str, movements: Sequence[StockMovement]) -> None:
    """What `source` does to the stock is now exactly this. ValueError if a movement is another source's."""
    if any(movement.source != source for movement in movements):
        raise ValueError(f"every movement must be of {source}")
    tx.execute(_OF_SOURCE, {"of_source": source})
    _insert_all(tx, movements)


def replace_counts(tx: Transaction, extra_id: ExtraId, movements: Sequence[StockMovement]) -> None:
    """The counts of one extra are now exactly these."""
    tx.execute(delete(MOVEMENT).where(MOVEMENT.c.extra_id == extra_id, MOVEMENT.c.reason == COUNTED))
    _insert_all(tx, movements)


def counts_of(read: Snapshot, extra_id: ExtraId) -> tuple[StockMovement, ...]:
    """The movements that counts of one extra have made."""
    mine = select(MOVEMENT).where(MOVEMENT.c.extra_id == extra_id, MOVEMENT.c.reason == COUNTED)
    return tuple(
        StockMovement(ExtraId(row.extra_id), row.source, row.reason, row.on_hand, row.reserved)
        for row in read.execute(mine)
    )


def movements_of(read: Snapshot, sources: Sequence[str]) -> Mapping[str, set[StockMovement]]:
    """What each of these sources does to the stock; one that does nothing is left out."""
    found: dict[str, set[StockMovement]] = {}
    for row in read.execute(select(MOVEMENT).where(MOVEMENT.c.source.in_(sources))):
        moved = StockMovement(ExtraId(row.extra_id), row.source, row.reason, row.on_hand, row.reserved)
        found.setdefault(row.source, set()).add(moved)
    return found


def sources_like(read: Snapshot, prefix: str) -> list[str]:
    """The names of all sources of movements that begin so."""
    begins_so = (MOVEMENT.c.source >= prefix, MOVEMENT.c.source < prefix + "\uffff")
    return list(read.execute(select(MOVEMENT.c.source).where(*begins_so).distinct()).scalars())


def drifted(read: Snapshot) -> tuple[ExtraId, ...]:
    """The extras whose kept sum is not the sum of their movements: none, or the file was changed from outside."""
    on_hand, reserved = func.sum(MOVEMENT.c.on_hand).label("on_hand"), func.sum(MOVEMENT.c.reserved).label("reserved")
    moved = select(MOVEMENT.c.extra_id, on_hand, reserved).group_by(MOVEMENT.c.extra_id)
    sums = {row.extra_id: (row.on_hand, row.reserved) for row in read.execute(moved)}
    kept = {row.extra_id: (row.on_hand, row.reserved) for row in read.execute(select(STOCK))}
    differing = (each for each in sums.keys() | kept.keys() if sums.get(each, (0, 0)) != kept.get(each, (0, 0)))
    return tuple(ExtraId(each) for each in sorted(differing))


def _insert_all(tx: Transaction, movements: Sequence[StockMovement]) -> None:
    if movements:
        tx.execute(_NEW_MOVEMENT, [_columns(each) for each in movements])


def _columns(movement: StockMovement) -> Mapping[str, object]:
    return {
        "extra_id": movement.extra_id,
        "source": movement.source,
        "reason": movement.reason,
        "on_hand": movement.on_hand,
        "reserved": movement.reserved,
    }
