"""Visits that a newer program wrote to: nothing can be done with them here until this station is updated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.kernel.ids import VisitId
from shared.payments import rows as payment_rows
from shared.payments.model import Observation
from shared.store.database import Database, Snapshot
from shared.visits import queue_rows

HELD = "visit_held"
"""Why a look at a held visit's charge came to nothing, as the watch list keeps it."""


@dataclass(frozen=True, slots=True)
class HeldVisit:
    """`is_money_waiting`: a provider says that money came, which cannot be booked before the update."""

    visit_id: VisitId
    label: str
    opened_at: datetime
    is_money_waiting: bool


class HeldVisits:
    """Reads only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self) -> tuple[HeldVisit, ...]:
        """Oldest first."""
        with self._database.snapshot() as read:
            return tuple(
                HeldVisit(each.visit_id, each.label, each.opened_at, _is_money_waiting(read, each.visit_id))
                for each in queue_rows.held(read)
            )


def has_money(seen: Observation) -> bool:
    """A provider holds money for the charge."""
    return any(not each.is_reversed for each in seen.payments)


def _is_money_waiting(read: Snapshot, visit_id: VisitId) -> bool:
    return any(each.unbooked_since is not None for each in payment_rows.by_visit(read, visit_id))
