"""What follows from a decision, in the same commit: intents and refunds for the provider, papers for the printer.

Folding has no effects; this is the only place where facts about visits cause work outside, and only for facts that
were decided here.
"""

from __future__ import annotations

from collections.abc import Sequence

from shared.checkout.printouts import Printouts
from shared.kernel.clock import Clock
from shared.kernel.ids import IntentId, VisitId
from shared.kernel.ways import BY_PROVIDER
from shared.payments.intents import Intents
from shared.payments.model import ChargeRef, Intent, Refund
from shared.payments.refunds import Refunds
from shared.payments.rows import IntentState
from shared.printing.model import JobState
from shared.printing.spool import Spool
from shared.store.database import Snapshot, Transaction
from shared.visits import facts
from shared.visits.book import VisitBook
from shared.visits.charges import Sighting, decide_leftover, decide_sighting
from shared.visits.facts import RefundAsked
from shared.visits.model import Charge, Visit
from shared.visits.outcomes import NoSuchVisit, VisitHeld


class Consequences:
    """Records facts about a visit together with all that they cause."""

    def __init__(
        self, book: VisitBook, intents: Intents, refunds: Refunds, spool: Spool, printouts: Printouts, clock: Clock
    ) -> None:
        self.book = book
        self._intents = intents
        self._refunds = refunds
        self._spool = spool
        self._printouts = printouts
        self._clock = clock

    def load(self, read: Snapshot, visit_id: VisitId) -> Visit | NoSuchVisit | VisitHeld:
        """The visit as it stands."""
        return self.book.load(read, visit_id)

    def record(self, tx: Transaction, visit: Visit, decided: Sequence[facts.VisitFact], actor: str) -> Visit:
        """Append, evolve, save, and ask for whatever the facts call for."""
        after = self.book.record(tx, visit.id, visit, decided, actor)
        unasked = [intent_id for fact in decided if (intent_id := self._ask_provider(tx, after, fact))]
        if visit.ticket is None and after.ticket is not None:
            self._spool.enqueue(tx, self._printouts.ticket(tx, after), after.id)
        if any(isinstance(fact, facts.VisitCancelled) for fact in decided):
            self._cancel_papers(tx, after.id)
        for intent_id in unasked:
            voided = decide_sighting(after, Sighting(intent_id, is_voided=True), self._clock.now())
            if isinstance(voided, tuple) and voided:
                after = self.record(tx, after, voided, actor)
        leftover = decide_leftover(after, self._clock.now())
        return self.record(tx, after, leftover, actor) if leftover else after

    def _ask_provider(self, tx: Transaction, visit: Visit, fact: facts.VisitFact) -> IntentId | None:
        """Put the question on the watch list; the intent's id when nobody will ever be asked: it is void as it is."""
        match fact:
            case facts.ChargeIntended(intent_id, method) if method in BY_PROVIDER:
                charge = visit.charge(intent_id)
                assert charge is not None
                self._add_intent(tx, visit, charge, fact)
            case facts.ChargeVoidAsked(intent_id):
                charge = visit.charge(intent_id)
                if charge is not None and charge.method in BY_PROVIDER:
                    asked = self._intents.ask_void(tx, intent_id)
                    return intent_id if asked.state is IntentState.CLOSED else None
            case RefundAsked():
                self._add_refund(tx, visit, fact)
            case _:
                pass
        return None

    def _cancel_papers(self, tx: Transaction, visit_id: VisitId) -> None:
        for job in self._spool.of_visit(tx, visit_id):
            if job.state is JobState.QUEUED:
                self._spool.cancel(tx, job.id)

    def _add_intent(self, tx: Transaction, visit: Visit, charge: Charge, fact: facts.ChargeIntended) -> None:
        intent = Intent(
            id=charge.intent_id,
            amount=charge.amount,
            description=self._printouts.description(visit),
            created_at=fact.at,
            expires_at=charge.expires_at,
            method=charge.method,
            installments=charge.installments,
        )
        self._intents.add(tx, intent, visit.id, charge.provider, visit.customer_id)

    def _add_refund(self, tx: Transaction, visit: Visit, fact: RefundAsked) -> None:
        charge = visit.charge(fact.intent_id)
        assert charge is not None
        assert charge.charge_id is not None
        wanted = Refund(
            id=fact.refund_id,
            ref=ChargeRef(charge.intent_id, charge.charge_id, charge.amount),
            payment=fact.reference,
            amount=fact.amount,
            reason=self._printouts.description(visit),
        )
        self._refunds.add(tx, wanted, visit.id, charge.provider, fact.by)
