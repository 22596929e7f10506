"""Forgetting a customer: their data, their name on stored papers, and what was noted about their visits."""

from __future__ import annotations

from dataclasses import dataclass

from shared.checkout import rows
from shared.kernel.ids import CustomerId
from shared.people.customers import Customers
from shared.people.model import CustomerUnknown, EraseOutcome, Operator, Permission
from shared.people.permissions import may
from shared.printing.spool import Spool
from shared.store.database import Database
from shared.store.scrub import scrub
from shared.visits.outcomes import NotPermitted


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Nothing shows the customer's data any more.

    `is_scrubbed` is False when the file could not be written anew (in use, or no room): until that is repeated, bytes
    that nothing refers to may still hold a word.
    """

    customer_id: CustomerId
    is_scrubbed: bool


class Erasing:
    """One use case, one transaction; then the file is written anew, so that freed pages hold nothing either."""

    def __init__(self, database: Database, customers: Customers, spool: Spool) -> None:
        self._database = database
        self._customers = customers
        self._spool = spool

    def erase(self, customer_id: CustomerId, by: Operator) -> Forgotten | CustomerUnknown | NotPermitted:
        """Forget a customer for good. Repeating it is safe, and scrubs the file again.

        The whole file is written anew, which takes seconds for a large one; other programs wait meanwhile.
        """
        if not may(by.role, Permission.CONFIGURE):
            return NotPermitted()
        erased = self._forget(customer_id, by)
        return (
            erased if isinstance(erased, CustomerUnknown) else Forgotten(customer_id, is_scrubbed=scrub(self._database))
        )

    def _forget(self, customer_id: CustomerId, by: Operator) -> EraseOutcome:
        with self._database.transaction() as tx:
            erased = self._customers.erase(tx, customer_id, by.id)
            for visit_id in rows.visits_of(tx, customer_id):
                self._spool.forget_name(tx, visit_id)
                rows.erase_notes(tx, visit_id)
            return erased
