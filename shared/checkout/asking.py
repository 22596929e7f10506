"""One question to one provider about one charge, and what its answer means here."""

from __future__ import annotations

from datetime import timedelta
from typing import assert_never

from shared.checkout.consequences import Consequences
from shared.checkout.failover import Failover
from shared.checkout.observing import PROVIDER, Observing
from shared.checkout.second_charges import SecondCharges
from shared.kernel.clock import Clock
from shared.payments import second_rows
from shared.payments.breaker import Away, Heard, Well, heard_of, trouble_of
from shared.payments.intents import Intents, NotNow
from shared.payments.model import (
    ChargeAbsent,
    ChargeByLink,
    ChargeFound,
    ChargeOnTerminal,
    ChargeOpened,
    ChargeRef,
    ChargeRefused,
    ChargeUnknown,
    Observation,
    Payer,
    PaymentProvider,
    ProviderNonsense,
    ProviderUnreachable,
    Voided,
    VoidRefused,
)
from shared.payments.rows import IntentState, WatchedIntent
from shared.people.customers import Customers
from shared.store.database import Database, Transaction
from shared.visits import charges, facts
from shared.visits.model import OPEN_CHARGES, ChargeState, EndReason, Visit
from shared.visits.ticket import is_settled

Made = ChargeOpened | ChargeByLink | ChargeOnTerminal | ChargeFound
Asked = Heard | None
"""What was heard about the provider itself; None when nobody had to be asked."""


class Asking:
    """Each method is a conversation: commit, ask, commit."""

    def __init__(
        self,
        database: Database,
        consequences: Consequences,
        customers: Customers,
        intents: Intents,
        observing: Observing,
        seconds: SecondCharges,
        failover: Failover,
        clock: Clock,
    ) -> None:
        self._database = database
        self._consequences = consequences
        self._customers = customers
        self._intents = intents
        self._observing = observing
        self._seconds = seconds
        self._failover = failover
        self._clock = clock

    def ask(self, provider: PaymentProvider, intent: WatchedIntent) -> Asked:
        """Ask what the intent's state calls for."""
        match intent.state:
            case IntentState.TO_OPEN:
                return self._open(provider, intent)
            case IntentState.OPENING:
                return self._find(provider, intent)
            case IntentState.OPEN | IntentState.WATCHED:
                return self._find(provider, intent) if intent.ref is None else self._look(provider, intent, intent.ref)
            case IntentState.TO_VOID:
                return self._find(provider, intent) if intent.ref is None else self._void(provider, intent, intent.ref)
            case IntentState.VOIDING:
                return self._find(provider, intent) if intent.ref is None else self._look(provider, intent, intent.ref)
            case IntentState.CLOSED:
                return None
            case _:
                assert_never(intent.state)

    def _open(self, provider: PaymentProvider, intent: WatchedIntent) -> Asked:
        with self._database.transaction() as tx:
            if isinstance(self._intents.opening(tx, intent.id), NotNow):
                return None
        outcome = provider.open_charge(intent.intent(self._payer(intent)))
        match outcome:
            case ChargeOpened() | ChargeByLink() | ChargeOnTerminal():
                return self._opened(provider, intent, outcome)
            case ChargeUnknown(cause):
                other = self._failover.way_from(intent)
                with self._database.transaction() as tx:
                    self._intents.missed(tx, intent.id, cause)
                    self._tell(tx, intent, facts.ChargeCreationUnknown(intent.id, cause, self._clock.now()))
                    self._failover.replace(tx, intent, other)
                return Away(cause)
            case ChargeRefused(code):
                return self._refused(provider, intent, code)
            case ProviderUnreachable(cause, retry_after):
                other = self._failover.way_from(intent)
                with self._database.transaction() as tx:
                    self._intents.to_repeat(tx, intent.id, cause, retry_after)
                    self._failover.replace(tx, intent, other)
                return heard_of(outcome)
            case _:
                assert_never(outcome)

    def _refused(self, provider: PaymentProvider, intent: WatchedIntent, code: str) -> Asked:
        """Nothing was made. Where the provider takes no charge at all, another may; else the customer is told."""
        heard = heard_of(provider.check())
        other = self._failover.way_from(intent) if trouble_of(heard) is not None else None
        with self._database.transaction() as tx:
            self._intents.to_repeat(tx, intent.id, code)
            if not self._failover.replace(tx, intent, other):
                self._intents.close(tx, intent.id, code)
                self._refuse(tx, intent, code)
        return heard

    def _find(self, provider: PaymentProvider, intent: WatchedIntent) -> Asked:
        outcome = provider.find_charge(intent.intent(self._payer(intent)))
        match outcome:
            case ChargeOpened() | ChargeByLink() | ChargeOnTerminal():
                return self._opened(provider, intent, outcome)
            case ChargeFound(ref):
                self._opened(provider, intent, outcome)
                return self._look_and_void(provider, intent, ref)
            case ChargeAbsent():
                self._absent(intent)
                return Well()
            case ProviderUnreachable(cause, retry_after):
                self._unfound(intent, cause, retry_after)
                return heard_of(outcome)
            case ChargeRefused(cause) | ProviderNonsense(cause):
                self._unfound(intent, cause, None)
                return heard_of(provider.check())
            case _:
                assert_never(outcome)

    def _unfound(self, intent: WatchedIntent, cause: str, retry_after: timedelta | None) -> None:
        """Whether it exists stays unknown: its customer, if there is one, waits for it no longer than need be."""
        other = self._failover.way_from(intent) if intent.state is IntentState.OPENING else None
        with self._database.transaction() as tx:
            self._intents.missed(tx, intent.id, cause, retry_after)
            self._failover.replace(tx, intent, other)

    def _look(self, provider: PaymentProvider, intent: WatchedIntent, ref: ChargeRef) -> Asked:
        outcome = provider.look_up(ref)
        match outcome:
            case Observation():
                self._observing.observe(outcome)
                return Well()
            case ChargeAbsent():
                self._miss(intent, "absent", None)
                return Well()
            case ProviderUnreachable(cause, retry_after):
                self._miss(intent, cause, retry_after)
                return heard_of(outcome)
            case ChargeRefused(cause) | ProviderNonsense(cause):
                self._miss(intent, cause, None)
                return heard_of(provider.check())
            case _:
                assert_never(outcome)

    def _look_and_void(self, provider: PaymentProvider, intent: WatchedIntent, ref: ChargeRef) -> Asked:
        """A charge whose code is lost cannot be shown to anybody: unless it is paid, nobody shall pay it any more."""
        heard = self._look(provider, intent, ref)
        with self._database.transaction() as tx:
            visit = self._consequences.book.of_charge(tx, intent.id)
            if isinstance(visit, Visit) and not is_settled(visit):
                unshown = facts.ChargeVoidAsked(intent.id, EndReason.REFUSED, self._clock.now())
                self._consequences.record(tx, visit, [unshown], PROVIDER)
        return heard

    def _void(self, provider: PaymentProvider, intent: WatchedIntent, ref: ChargeRef) -> Asked:
        """Void, then read again and obey what the provider says: it may have been paid in between."""
        with self._database.transaction() as tx:
            if isinstance(self._intents.voiding(tx, intent.id), NotNow):
                return None
        outcome = provider.void(ref)
        match outcome:
            case Voided() | VoidRefused() | ChargeAbsent():
                return self._look(provider, intent, ref)
            case ChargeUnknown(cause):
                self._miss(intent, cause, None)
                return Away(cause)
            case ChargeRefused(cause):
                self._miss(intent, cause, None)
                return heard_of(outcome)
            case ProviderUnreachable(cause, retry_after):
                self._repeat(intent, cause, retry_after)
                return heard_of(outcome)
            case _:
                assert_never(outcome)

    def _opened(self, provider: PaymentProvider, intent: WatchedIntent, made: Made) -> Asked:
        """The first charge of an intent is the one that is shown and watched; a second one is voided at once.

        That it is to be voided is in the same commit, so that it is asked for until it is so.
        """
        ref, br_code, link = made.ref, _code_of(made), _link_of(made)
        with self._database.transaction() as tx:
            known = self._intents.opened(tx, intent.id, ref.charge_id, br_code, link)
            if isinstance(known, NotNow) or known.charge_id == ref.charge_id:
                self._tell(tx, intent, facts.ChargeOpened(intent.id, ref.charge_id, br_code, self._clock.now(), link))
                self._end_with_its_visit(tx, intent)
                return Well()
            second = second_rows.add(tx, intent.provider, ref, self._clock.now())
        return self._seconds.ask(provider, second)

    def _end_with_its_visit(self, tx: Transaction, intent: WatchedIntent) -> None:
        """A charge that is found after it was believed never made may be over here: nobody shall pay it any more."""
        visit = self._consequences.book.of_charge(tx, intent.id)
        charge = visit.charge(intent.id) if isinstance(visit, Visit) else None
        if charge is not None and charge.state not in OPEN_CHARGES | {ChargeState.PAID}:
            self._intents.ask_void(tx, intent.id)

    def _absent(self, intent: WatchedIntent) -> None:
        """It never came to be: ask again for one that is wanted; one that nobody wants is void."""
        with self._database.transaction() as tx:
            if intent.state is IntentState.OPENING:
                self._intents.to_repeat(tx, intent.id, "absent")
                return
            self._intents.close(tx, intent.id, "never_opened")
            visit = self._consequences.book.of_charge(tx, intent.id)
            if isinstance(visit, Visit):
                seen = charges.Sighting(intent.id, is_voided=True)
                decided = charges.decide_sighting(visit, seen, self._clock.now())
                if isinstance(decided, tuple) and decided:
                    self._consequences.record(tx, visit, decided, PROVIDER)

    def _tell(self, tx: Transaction, intent: WatchedIntent, fact: facts.VisitFact) -> None:
        visit = self._consequences.book.of_charge(tx, intent.id)
        if isinstance(visit, Visit):
            self._consequences.record(tx, visit, [fact], PROVIDER)

    def _refuse(self, tx: Transaction, intent: WatchedIntent, code: str) -> None:
        visit = self._consequences.book.of_charge(tx, intent.id)
        if isinstance(visit, Visit):
            decided = charges.decide_refused(visit, intent.id, code, self._clock.now())
            if decided:
                self._consequences.record(tx, visit, decided, PROVIDER)

    def _miss(self, intent: WatchedIntent, cause: str, retry_after: timedelta | None) -> None:
        with self._database.transaction() as tx:
            self._intents.missed(tx, intent.id, cause, retry_after)

    def _repeat(self, intent: WatchedIntent, cause: str, retry_after: timedelta | None) -> None:
        with self._database.transaction() as tx:
            self._intents.to_repeat(tx, intent.id, cause, retry_after)

    def _payer(self, intent: WatchedIntent) -> Payer | None:
        if intent.customer_id is None:
            return None
        with self._database.snapshot() as read:
            customer = self._customers.get(read, intent.customer_id)
        if customer is None or customer.cpf is None or customer.name is None:
            return None
        return Payer(customer.name, customer.cpf)


def _code_of(made: Made) -> str | None:
    return made.br_code if isinstance(made, ChargeOpened) else None


def _link_of(made: Made) -> str | None:
    return made.url if isinstance(made, ChargeByLink) else None
