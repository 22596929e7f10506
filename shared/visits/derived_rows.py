"""The rows that stand for visits, beside those that should: by table, everything but the visit's own document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, select

from shared.kernel.ids import VisitId
from shared.store.database import Snapshot
from shared.visits import rows
from shared.visits.model import Visit

Row = tuple[Any, ...]
Rows = Mapping[str, frozenset[Row]]

_OWNERS: Mapping[Table, ColumnElement[Any]] = {
    rows.VISIT: rows.VISIT.c.id,
    rows.CHARGE: rows.CHARGE.c.visit_id,
    rows.RECEIPT: rows.RECEIPT.c.visit_id,
    rows.TURN: rows.TURN.c.visit_id,
    rows.TASK: rows.TASK.c.visit_id,
}


def stored(read: Snapshot, visit_ids: Sequence[VisitId]) -> Mapping[VisitId, Rows]:
    """What the file has of each of these visits."""
    found = {table.name: _stored(read, table, visit_ids) for table in _OWNERS}
    return {each: {name: frozenset(owned.get(each, ())) for name, owned in found.items()} for each in visit_ids}


def expected(visit: Visit | None, *, is_held: bool) -> Rows:
    """What the file should have of a visit; of none, nothing."""
    derived = rows.derived(visit, is_held=is_held) if visit else {}
    return {
        table.name: frozenset(
            tuple(each[column.name] for column in _compared(table)) for each in derived.get(table.name, ())
        )
        for table in _OWNERS
    }


def strays(read: Snapshot) -> Iterator[VisitId]:
    """Whose rows are there without their visit: not even the database's own rules let them be."""
    for table, owner in _OWNERS.items():
        if table is not rows.VISIT:
            lost = select(owner).where(owner.not_in(select(rows.VISIT.c.id))).distinct()
            yield from (VisitId(each) for each in read.execute(lost).scalars())


def _stored(read: Snapshot, table: Table, visit_ids: Sequence[VisitId]) -> dict[VisitId, list[Row]]:
    owner = _OWNERS[table]
    found: dict[VisitId, list[Row]] = {}
    for row in read.execute(select(owner.label("owner"), *_compared(table)).where(owner.in_(visit_ids))):
        owned_by, *values = tuple(row)
        found.setdefault(VisitId(owned_by), []).append(tuple(values))
    return found


def _compared(table: Table) -> list[ColumnElement[Any]]:
    return [column for column in table.columns if column is not rows.VISIT.c.document]
