"""Are the tables what the journal comes to? Every row that is derived from a visit is derived again and compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Table, select

from shared.catalog.model import StockMovement
from shared.catalog.stock_rows import movements_of, sources_like
from shared.journal import rows as journal_rows
from shared.journal.fold import fold
from shared.journal.model import Conflict, Folded
from shared.journal.service import Journal
from shared.kernel.ids import VisitId
from shared.store.database import Snapshot
from shared.visits import rows
from shared.visits.evolve import evolve
from shared.visits.model import Visit
from shared.visits.opening import stock_movements

BATCH = 500
"""Visits whose rows are held in memory at once, so that the size of the file does not matter."""
PREFIX = rows.aggregate_of(VisitId(""))

Row = tuple[Any, ...]
Rows = Mapping[str, set[Row]]
"""By table; of the visit's own row everything but its document."""

_OWNERS: Mapping[Table, ColumnElement[Any]] = {
    rows.VISIT: rows.VISIT.c.id,
    rows.CHARGE: rows.CHARGE.c.visit_id,
    rows.TURN: rows.TURN.c.visit_id,
    rows.TASK: rows.TASK.c.visit_id,
}


def differing(read: Snapshot, journal: Journal, batch: int = BATCH) -> tuple[VisitId, ...]:
    """Visits whose rows, stock movements or conflicts are not what their events come to: there must be none."""
    conflicts: dict[VisitId, set[Conflict]] = {}
    for aggregate, conflict in journal_rows.conflicts(read):
        if aggregate.startswith(PREFIX):
            conflicts.setdefault(_named(aggregate), set()).add(conflict)
    known = {_named(each) for each in journal.aggregates(read, PREFIX)}
    known.update(rows.all_visit_ids(read), conflicts, _strays(read))
    return tuple(
        each for part in _batches(sorted(known), batch) for each in _differing_in(read, journal, part, conflicts)
    )


def _differing_in(
    read: Snapshot, journal: Journal, batch: Sequence[VisitId], conflicts: Mapping[VisitId, set[Conflict]]
) -> Iterator[VisitId]:
    stored = {table.name: _stored(read, table, batch) for table in _OWNERS}
    documents = rows.documents(read, batch)
    moved = movements_of(read, [rows.aggregate_of(each) for each in batch])
    for visit_id in batch:
        folded = fold(journal.events_of(read, rows.aggregate_of(visit_id)), evolve)
        agrees = (
            {name: found.get(visit_id, set()) for name, found in stored.items()} == _expected(folded)
            and _is_document_of(documents.get(visit_id), folded.state)
            and moved.get(rows.aggregate_of(visit_id), set()) == _movements(folded.state)
            and conflicts.get(visit_id, set()) == set(folded.conflicts)
        )
        if not agrees:
            yield visit_id


def _stored(read: Snapshot, table: Table, batch: Sequence[VisitId]) -> dict[VisitId, set[Row]]:
    owner = _OWNERS[table]
    chosen = select(owner.label("owner"), *_compared(table)).where(owner.in_(batch))
    found: dict[VisitId, set[Row]] = {}
    for row in read.execute(chosen):
        owned_by, *values = tuple(row)
        found.setdefault(VisitId(owned_by), set()).add(tuple(values))
    return found


def _expected(folded: Folded[Visit]) -> Rows:
    if folded.state is None:
        return {table.name: set() for table in _OWNERS}
    derived = rows.derived(folded.state, is_held=folded.stopped_at is not None)
    return {
        table.name: {tuple(each[column.name] for column in _compared(table)) for each in derived[table.name]}
        for table in _OWNERS
    }


def _compared(table: Table) -> list[ColumnElement[Any]]:
    return [column for column in table.columns if column is not rows.VISIT.c.document]


def _is_document_of(stored: str | None, visit: Visit | None) -> bool:
    """A document that an older program wrote in other words may say the same. ValueError if it cannot be read."""
    if stored is None or visit is None:
        return stored is None and visit is None
    return stored == rows.document_of(visit) or rows.read_document(stored) == visit


def _movements(visit: Visit | None) -> set[StockMovement]:
    return set() if visit is None else set(stock_movements(visit))


def _strays(read: Snapshot) -> Iterator[VisitId]:
    """Rows of visits that are not there: not even the database's own rules let them be."""
    for table, owner in _OWNERS.items():
        if table is not rows.VISIT:
            lost = select(owner).where(owner.not_in(select(rows.VISIT.c.id))).distinct()
            yield from (VisitId(each) for each in read.execute(lost).scalars())
    yield from (_named(each) for each in sources_like(read, PREFIX))


def _named(aggregate: str) -> VisitId:
    return VisitId(aggregate.removeprefix(PREFIX))


def _batches(visits: Iterable[VisitId], size: int) -> Iterator[Sequence[VisitId]]:
    left = iter(visits)
    while batch := list(islice(left, size)):
        yield batch
