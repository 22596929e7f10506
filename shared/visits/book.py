"""The book of visits: load one, record what was decided, refold after news from elsewhere. Inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence

from shared.catalog.stock_rows import replace_movements
from shared.journal.model import AlreadyTrue, Folded, Invalid
from shared.journal.service import Journal
from shared.kernel.ids import IntentId, VisitId
from shared.store.database import Snapshot, Transaction
from shared.visits import checking, rows
from shared.visits.evolve import evolve
from shared.visits.facts import VisitFact
from shared.visits.model import Visit
from shared.visits.opening import stock_movements
from shared.visits.outcomes import NoSuchVisit, VisitHeld


class DecidedWrongly(AssertionError):
    """A fact that a decision produced cannot happen: a bug, and nothing was saved."""


class VisitBook:
    """All visits of this station's file."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def load(self, read: Snapshot, visit_id: VisitId) -> Visit | NoSuchVisit | VisitHeld:
        """The visit as it stands."""
        return rows.load(read, visit_id)

    def of_charge(self, read: Snapshot, intent_id: IntentId) -> Visit | NoSuchVisit | VisitHeld:
        """The visit that a charge belongs to."""
        visit_id = rows.visit_of_charge(read, intent_id)
        return NoSuchVisit() if visit_id is None else rows.load(read, visit_id)

    def record(
        self, tx: Transaction, visit_id: VisitId, before: Visit | None, facts: Sequence[VisitFact], actor: str
    ) -> Visit:
        """Append the facts, evolve and save: nothing else changes a visit."""
        self._journal.append(tx, rows.aggregate_of(visit_id), facts, actor)
        after = before
        for fact in facts:
            after = _step(after, fact)
        if after is None:
            raise DecidedWrongly("no fact opened the visit")
        rows.save(tx, before, after)
        _move_stock(tx, before, after)
        return after

    def refold(self, tx: Transaction, visit_id: VisitId) -> Folded[Visit]:
        """Make the visit anew from all its events, after some came from elsewhere or late."""
        folded = self._journal.refold(tx, rows.aggregate_of(visit_id), evolve)
        if folded.state is not None:
            rows.replace(tx, folded.state, is_held=folded.stopped_at is not None)
            replace_movements(tx, rows.aggregate_of(visit_id), stock_movements(folded.state))
        return folded

    def differing(self, read: Snapshot) -> tuple[VisitId, ...]:
        """Visits whose tables are not what their events come to, row by row: there must be none."""
        return checking.differing(read, self._journal)


def _step(visit: Visit | None, fact: VisitFact) -> Visit | None:
    outcome = evolve(visit, fact)
    match outcome:
        case Invalid(reason):
            raise DecidedWrongly(f"{fact.KIND}: {reason}")
        case AlreadyTrue():
            return visit
        case _:
            return outcome


def _move_stock(tx: Transaction, before: Visit | None, after: Visit) -> None:
    movements = stock_movements(after)
    if before is None or stock_movements(before) != movements:
        replace_movements(tx, rows.aggregate_of(after.id), movements)
