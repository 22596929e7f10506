"""Another way of the same method, for a customer whose provider turns out not to answer while they wait."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from shared.checkout.consequences import Consequences
from shared.checkout.observing import PROVIDER
from shared.checkout.terms import PaymentTerms
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids, IntentId
from shared.kernel.ways import Way
from shared.payments.rows import WatchedIntent
from shared.store.database import Transaction
from shared.visits import charges
from shared.visits.model import Visit


def another_way(intent: WatchedIntent, ways: Sequence[Way], troubled: Collection[str]) -> Way | None:
    """The first way of the intent's method that is not known to be in trouble, and is not the one that just failed."""
    well = (way for way in ways if way.method is intent.method and way.provider not in {intent.provider, *troubled})
    return next(well, None)


class Failover:
    """Replaces a charge that could not be opened. `troubled` tells whose provider cannot be used now."""

    def __init__(
        self,
        consequences: Consequences,
        ways: Sequence[Way],
        terms: PaymentTerms,
        troubled: Callable[[], Collection[str]],
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._consequences = consequences
        self._ways = ways
        self._terms = terms
        self._troubled = troubled
        self._clock = clock
        self._ids = ids

    def way_from(self, intent: WatchedIntent) -> Way | None:
        """Where this intent's customer could go; None: nowhere. To be asked outside of a transaction."""
        if not any(way.provider != intent.provider and way.method is intent.method for way in self._ways):
            return None
        return another_way(intent, self._ways, self._troubled())

    def replace(self, tx: Transaction, intent: WatchedIntent, way: Way | None) -> bool:
        """Ask in the other way, and for the old charge to be voided; False where its customer waits no more for it."""
        visit = self._consequences.book.of_charge(tx, intent.id) if way else None
        if way is None or not isinstance(visit, Visit):
            return False
        now = self._clock.now()
        decided = charges.decide_other_way(visit, intent.id, self._new(intent, way, now), now)
        if decided:
            self._consequences.record(tx, visit, decided, PROVIDER)
        return bool(decided)

    def _new(self, intent: WatchedIntent, way: Way, now: datetime) -> charges.NewCharge:
        ends_at = self._terms.expires_at(way.method, now)
        return charges.NewCharge(IntentId(self._ids.new()), way, ends_at, intent.installments)
