"""`observe`: the one way in for whatever is learnt about a charge, however often and from wherever it is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shared.checkout.consequences import Consequences
from shared.checkout.held import HELD, has_money
from shared.kernel.clock import Clock
from shared.kernel.ids import IntentId, VisitId
from shared.kernel.money import ZERO
from shared.kernel.ways import Method
from shared.logs import get_log
from shared.payments.intents import Intents
from shared.payments.model import NOTED, ChargeState, Observation, Payment
from shared.payments.rows import IntentState
from shared.payments.terminal_notice import notice_of
from shared.store.database import Database, Transaction
from shared.visits import charges
from shared.visits.model import OPEN_CHARGES, Charge, Visit
from shared.visits.outcomes import NoSuchCharge, VisitHeld
from shared.visits.ticket import is_settled

_log = get_log("payments")

PROVIDER = "provider"
CONCLUDED = frozenset({ChargeState.PAID, ChargeState.VOIDED, ChargeState.REVERSED})
"""What a provider does not take for payable any more."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The money is here, and with it, in the same commit, the ticket."""

    visit_id: VisitId
    label: str


@dataclass(frozen=True, slots=True)
class AlreadySettled:
    """The visit is settled; nothing new was said."""

    visit_id: VisitId


@dataclass(frozen=True, slots=True)
class NeedsOperator:
    """Money that no rule can settle: a person finds it as a task."""

    visit_id: VisitId


@dataclass(frozen=True, slots=True)
class StillOpen:
    """Nothing was paid."""

    visit_id: VisitId


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A newer program wrote to the visit: what was said is asked for again after the update."""

    visit_id: VisitId


@dataclass(frozen=True, slots=True)
class UnknownCharge:
    """No visit here has this charge."""

    intent_id: IntentId


Observed = Settled | AlreadySettled | NeedsOperator | StillOpen | HeldBack | UnknownCharge


class Observing:
    """Polls, callbacks, start-up, reconciliation and people all end here. Idempotent."""

    def __init__(self, database: Database, consequences: Consequences, intents: Intents, clock: Clock) -> None:
        self._database = database
        self._consequences = consequences
        self._intents = intents
        self._clock = clock

    def observe(self, seen: Observation) -> Observed:
        """Apply what a provider says about a charge: the watch list, the visit, its ticket and paper, in one commit."""
        intent_id = seen.ref.intent_id
        with self._database.transaction() as tx:
            visit = self._consequences.book.of_charge(tx, intent_id)
            if isinstance(visit, VisitHeld):
                return self._hold_back(tx, visit, seen)
            if not isinstance(visit, Visit):
                self._intents.missed(tx, intent_id, "no_visit")
                return UnknownCharge(intent_id)
            decided = charges.decide_sighting(visit, sighting(seen, visit.charge(intent_id)), self._clock.now())
            if isinstance(decided, NoSuchCharge):
                return UnknownCharge(intent_id)
            after = self._consequences.record(tx, visit, decided, PROVIDER) if decided else visit
            after = self._note_look(tx, after, seen)
        outcome = _outcome(visit, after)
        if decided:
            _log.info(
                "charge observed", label=visit.label, intent=intent_id, said=seen.raw_status, so=type(outcome).__name__
            )
        return outcome

    def observe_second(self, seen: Observation) -> Observed:
        """Money of a second charge of an intent. What became of that charge says nothing about the first."""
        intent_id, now = seen.ref.intent_id, self._clock.now()
        with self._database.transaction() as tx:
            visit = self._consequences.book.of_charge(tx, intent_id)
            if isinstance(visit, VisitHeld):
                return HeldBack(visit.visit_id)
            if not isinstance(visit, Visit):
                return UnknownCharge(intent_id)
            payments = tuple(_payment(each) for each in seen.payments)
            decided = charges.decide_sighting(visit, charges.Sighting(intent_id, payments), now)
            if isinstance(decided, NoSuchCharge):
                return UnknownCharge(intent_id)
            after = self._consequences.record(tx, visit, decided, PROVIDER) if decided else visit
            outcome = _outcome(visit, after)
            if isinstance(outcome, Settled):
                self._intents.ask_void(tx, intent_id)  # the first one shall not be paid as well
        return outcome

    def _hold_back(self, tx: Transaction, visit: VisitHeld, seen: Observation) -> HeldBack:
        """Keep in sight that money came; it is looked at again until this station can read the visit."""
        before, is_money_there = self._intents.get(tx, seen.ref.intent_id), has_money(seen)
        self._intents.missed(tx, seen.ref.intent_id, HELD)
        self._intents.unbooked(tx, seen.ref.intent_id, is_money_there=is_money_there)
        if before is not None and is_money_there != (before.unbooked_since is not None):
            _log.info(
                "charge of a held visit observed", intent=before.id, said=seen.raw_status, has_money=is_money_there
            )
        return HeldBack(visit.visit_id)

    def _note_look(self, tx: Transaction, after: Visit, seen: Observation) -> Visit:
        """The watch list after a look; it rests only when nothing but a surprise can still come for this charge.

        Too little money keeps a charge open: the rest may come. One that was to be voided, and that its provider calls
        concluded with too little money in it, cannot be voided any more and is over.
        """
        intent = self._intents.get(tx, seen.ref.intent_id)
        if intent is None:
            return after
        self._intents.unbooked(tx, intent.id, is_money_there=False)
        is_concluded = seen.state in CONCLUDED
        if is_concluded and intent.state is IntentState.VOIDING:
            over = charges.decide_concluded(after, intent.id, self._clock.now())
            after = self._consequences.record(tx, after, over, PROVIDER) if over else after
        charge = after.charge(intent.id)
        if is_concluded and (charge is None or charge.state not in OPEN_CHARGES):
            self._intents.rest(tx, intent.id)
        elif intent.state is IntentState.VOIDING:
            self._intents.to_repeat(tx, intent.id, "still_open")
        else:
            self._intents.looked(tx, intent.id)
        return after


def sighting(seen: Observation, charge: Charge | None) -> charges.Sighting:
    """A provider's words as the visit's; `charge` is what was known before."""
    return charges.Sighting(
        seen.ref.intent_id,
        (*(_payment(each) for each in seen.payments), *(_notes_taken_back(seen, charge) if charge else ())),
        is_voided=seen.state in {ChargeState.VOIDED, ChargeState.REVERSED},
        said=notice_of(seen) if charge is not None and charge.method is Method.TERMINAL else None,
    )


def _notes_taken_back(seen: Observation, charge: Charge) -> Iterator[charges.SeenPayment]:
    """Money that was only noted at the provider, and is not any more: the charge can be paid again."""
    if seen.state is not ChargeState.OPEN:
        return
    listed = {each.reference for each in seen.payments}
    for receipt in charge.receipts:
        if receipt.reference.startswith(NOTED) and receipt.reference not in listed:
            yield charges.SeenPayment(receipt.reference, receipt.amount, receipt.paid_at, is_reversed=True)


def _payment(seen: Payment) -> charges.SeenPayment:
    is_gone = seen.is_reversed or seen.returned >= seen.amount
    returned = ZERO if is_gone else seen.returned
    return charges.SeenPayment(seen.reference, seen.amount, seen.paid_at, is_gone, returned, seen.due)


def _outcome(before: Visit, after: Visit) -> Observed:
    if len(after.open_tasks) > len(before.open_tasks):
        return NeedsOperator(after.id)
    if is_settled(after) and not is_settled(before):
        return Settled(after.id, after.label)
    return AlreadySettled(after.id) if is_settled(after) else StillOpen(after.id)
