"""Is each difference stored as the journal has it? Everything is derived again and compared; nothing is written."""

from __future__ import annotations

from shared.journal import rows as journal_rows
from shared.journal.fold import fold
from shared.journal.model import Conflict
from shared.journal.service import Journal
from shared.reconciliation import rows
from shared.reconciliation.rules import evolve_difference
from shared.store.database import Snapshot


def differing(read: Snapshot, journal: Journal) -> tuple[str, ...]:
    """Differences whose row or conflicts are not what their events come to: there must be none.

    ValueError for a row that cannot be read.
    """
    conflicts: dict[str, set[Conflict]] = {}
    for aggregate, conflict in journal_rows.conflicts(read):
        if aggregate.startswith(rows.PREFIX):
            conflicts.setdefault(aggregate, set()).add(conflict)
    known = {*journal.aggregates(read, rows.PREFIX), *map(rows.aggregate_of, rows.all_ids(read)), *conflicts}
    return tuple(
        aggregate.removeprefix(rows.PREFIX)
        for aggregate in sorted(known)
        if not _agrees(read, journal, aggregate, conflicts.get(aggregate, set()))
    )


def _agrees(read: Snapshot, journal: Journal, aggregate: str, conflicts: set[Conflict]) -> bool:
    folded = fold(journal.events_of(read, aggregate), evolve_difference)
    is_stored = rows.is_stored(read, aggregate.removeprefix(rows.PREFIX), folded.state)
    return is_stored and conflicts == set(folded.conflicts)
