"""One question to one provider about money to give back, and what its answer means here."""

from __future__ import annotations

from typing import assert_never

from shared.checkout.asking import Asked
from shared.checkout.consequences import Consequences
from shared.checkout.observing import PROVIDER
from shared.kernel.clock import Clock
from shared.kernel.ids import VisitId
from shared.logs import get_log
from shared.payments.breaker import Away, Well, heard_of
from shared.payments.model import (
    PaymentProvider,
    ProviderUnreachable,
    Refund,
    Refunded,
    RefundPending,
    RefundRefused,
    RefundUnknown,
)
from shared.payments.refund_rows import RefundState, WantedRefund
from shared.payments.refunds import Refunds
from shared.people.customers import Customers
from shared.redaction import hide_name
from shared.store.database import Database, Transaction
from shared.visits import facts
from shared.visits.model import Visit
from shared.visits.refunds import is_in_effect

_log = get_log("payments")

OUT_OF_EFFECT = "out_of_effect"


class Refunding:
    """A conversation: commit, ask, commit."""

    def __init__(
        self, database: Database, consequences: Consequences, customers: Customers, refunds: Refunds, clock: Clock
    ) -> None:
        self._database = database
        self._consequences = consequences
        self._customers = customers
        self._refunds = refunds
        self._clock = clock

    def ask(self, provider: PaymentProvider, refund: WantedRefund) -> Asked:
        """Have it given back, or ask how far it is. Of two callers one asks."""
        begun = self._begin(refund)
        if begun is None:
            return None
        before, wanted = begun
        outcome = provider.refund(wanted)
        match outcome:
            case Refunded():
                done = facts.RefundDone(before.id, self._clock.now())
                self._end(before, RefundState.DONE, None, done)
                return Well()
            case RefundRefused(code, detail):
                why = self._without_name(before.visit_id, detail) or code
                refused = facts.RefundRefused(before.id, why, self._clock.now())
                self._end(before, RefundState.REFUSED, code, refused)
                return Well()
            case RefundPending():
                with self._database.transaction() as tx:
                    self._refunds.pending(tx, before)
                return Well()
            case RefundUnknown(cause):
                with self._database.transaction() as tx:
                    self._refunds.lost(tx, before, cause)
                return Away(cause)
            case ProviderUnreachable(cause, retry_after):
                with self._database.transaction() as tx:
                    self._refunds.missed(tx, before, cause, retry_after)
                return heard_of(outcome)
            case _:
                assert_never(outcome)

    def _begin(self, refund: WantedRefund) -> tuple[WantedRefund, Refund] | None:
        """Another station's news may have put it out of effect before anybody was asked: then nobody is."""
        with self._database.transaction() as tx:
            before = self._refunds.begin(tx, refund.id)
            if before is None:
                return None
            begun = before, self._refunds.wanted(tx, before)
            if before.state is not RefundState.TO_ASK:
                return begun
            visit = self._consequences.load(tx, refund.visit_id)
            if not isinstance(visit, Visit) or is_in_effect(visit, refund.id):
                return begun
            if _knows(visit, refund):
                never = facts.RefundRefused(refund.id, OUT_OF_EFFECT, self._clock.now())
                self._consequences.record(tx, visit, [never], PROVIDER)
            self._refunds.end(tx, refund.id, RefundState.REFUSED, OUT_OF_EFFECT)
        _log.warning("refund was out of effect before it was asked for", refund=refund.id)
        return None

    def _end(self, refund: WantedRefund, state: RefundState, cause: str | None, fact: facts.RefundFact) -> None:
        """The outbox and the visit in one commit. A visit that cannot be written to is told later."""
        with self._database.transaction() as tx:
            if self._tell(tx, refund, fact):
                self._refunds.end(tx, refund.id, state, cause)
            else:
                self._refunds.missed(tx, refund, "visit_held")
                return
        _log.info("refund ended", refund=refund.id, intent=refund.ref.intent_id, so=state, cause=cause)

    def _without_name(self, visit_id: VisitId, said: str) -> str:
        """The journal keeps what a provider said for good, and it may call the customer by name."""
        with self._database.snapshot() as read:
            visit = self._consequences.load(read, visit_id)
            asked = visit.customer_id if isinstance(visit, Visit) else None
            customer = self._customers.get(read, asked) if asked is not None else None
        return hide_name(said, customer.name) if customer else said

    def _tell(self, tx: Transaction, refund: WantedRefund, fact: facts.RefundFact) -> bool:
        visit = self._consequences.load(tx, refund.visit_id)
        if not isinstance(visit, Visit):
            return False
        if _knows(visit, refund):
            self._consequences.record(tx, visit, [fact], PROVIDER)
        else:
            # Another station's news put it out of effect: that is a conflict there, and money that goes back all the
            # same is seen as a payment that was returned without anybody asking.
            _log.warning("refund is not known to its visit", refund=refund.id, intent=refund.ref.intent_id)
        return True


def _knows(visit: Visit, refund: WantedRefund) -> bool:
    return any(each.id == refund.id for each in visit.refunds)
