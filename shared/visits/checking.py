"""Are the tables what the journal comes to? Every row that is derived from a visit is derived again and compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from shared.catalog.model import StockMovement
from shared.catalog.stock_rows import movements_of, sources_like
from shared.journal import rows as journal_rows
from shared.journal.fold import fold
from shared.journal.model import Conflict
from shared.journal.service import Journal
from shared.kernel.ids import VisitId
from shared.store.database import Snapshot
from shared.visits import derived_rows, rows
from shared.visits.evolve import evolve
from shared.visits.model import Visit
from shared.visits.opening import stock_movements

BATCH = 500
"""Visits whose rows are held in memory at once, so that the size of the file does not matter."""
PREFIX = rows.aggregate_of(VisitId(""))


def differing(read: Snapshot, journal: Journal, batch: int = BATCH) -> tuple[VisitId, ...]:
    """Visits whose rows, stock movements or conflicts are not what their events come to: there must be none."""
    conflicts: dict[VisitId, set[Conflict]] = {}
    for aggregate, conflict in journal_rows.conflicts(read):
        if aggregate.startswith(PREFIX):
            conflicts.setdefault(_named(aggregate), set()).add(conflict)
    known = {_named(each) for each in journal.aggregates(read, PREFIX)}
    known.update(rows.all_visit_ids(read), conflicts, derived_rows.strays(read))
    known.update(_named(each) for each in sources_like(read, PREFIX))
    return tuple(
        each for part in _batches(sorted(known), batch) for each in _differing_in(read, journal, part, conflicts)
    )


def _differing_in(
    read: Snapshot, journal: Journal, batch: Sequence[VisitId], conflicts: Mapping[VisitId, set[Conflict]]
) -> Iterator[VisitId]:
    stored = derived_rows.stored(read, batch)
    documents = rows.documents(read, batch)
    moved = movements_of(read, [rows.aggregate_of(each) for each in batch])
    for visit_id in batch:
        folded = fold(journal.events_of(read, rows.aggregate_of(visit_id)), evolve)
        agrees = (
            stored[visit_id] == derived_rows.expected(folded.state, is_held=folded.stopped_at is not None)
            and _is_document_of(documents.get(visit_id), folded.state)
            and moved.get(rows.aggregate_of(visit_id), set()) == _movements(folded.state)
            and conflicts.get(visit_id, set()) == set(folded.conflicts)
        )
        if not agrees:
            yield visit_id


def _is_document_of(stored: str | None, visit: Visit | None) -> bool:
    """A document that an older program wrote in other words may say the same. ValueError if it cannot be read."""
    if stored is None or visit is None:
        return stored is None and visit is None
    return stored == rows.document_of(visit) or rows.read_document(stored) == visit


def _movements(visit: Visit | None) -> set[StockMovement]:
    return set() if visit is None else set(stock_movements(visit))


def _named(aggregate: str) -> VisitId:
    return VisitId(aggregate.removeprefix(PREFIX))


def _batches(visits: Iterable[VisitId], size: int) -> Iterator[Sequence[VisitId]]:
    left = iter(visits)
    while batch := list(islice(left, size)):
        yield batch
