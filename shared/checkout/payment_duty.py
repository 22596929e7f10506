"""The watcher of money: asks providers what the watch list says, and hands every answer to `observe`.

No transaction is open while a provider is asked. Before each call that changes something there, a commit says that it
is under way, so that after a crash it is looked up and not repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from shared.checkout.asking import Asking, Trouble, trouble_of
from shared.checkout.consequences import Consequences
from shared.checkout.failover import Failover
from shared.checkout.health import Health
from shared.checkout.observing import Observing
from shared.checkout.refunding import Refunding
from shared.kernel.clock import Clock
from shared.kernel.ids import VisitId
from shared.logs import get_log
from shared.payments.cadence import BudgetExhausted, ProviderBudget
from shared.payments.intents import DUE_MAX, Intents
from shared.payments.model import PaymentProvider
from shared.payments.refund_rows import WantedRefund
from shared.payments.refunds import Refunds
from shared.payments.rows import IntentState, WatchedIntent
from shared.people.customers import Customers
from shared.store.database import Database, Transaction
from shared.store.failures import StoreFailure

_log = get_log("payments")


SET_BACK = timedelta(seconds=1)
"""A clock that goes back by more was set back: what was planned by it would wait for as long."""
LATELY = timedelta(minutes=1)
"""When the last step is longer ago, the computer slept or its clock was set: ask first, before a timer acts."""
OPEN_REQUESTS, REFUND_REQUESTS, ASK_REQUESTS = 4, 4, 2
"""The most requests that opening a charge takes (its customer is found first), that giving money back does (it is
looked for before and after, and may be several parts), and any other question.
"""
LOOK_RESERVE = 200
"""Requests of the account's budget that looks leave for opening and voiding."""
NOT_SAVED, BUG = "not_saved", "bug"
"""Why a question came to nothing that no provider is to blame for, as the watch list keeps it."""
OPENING = frozenset({IntentState.TO_OPEN, IntentState.OPENING, IntentState.TO_VOID, IntentState.VOIDING})


class PaymentDuty:
    """Runs on the payments' own lane."""

    def __init__(
        self,
        database: Database,
        consequences: Consequences,
        customers: Customers,
        intents: Intents,
        refunds: Refunds,
        providers: Mapping[str, PaymentProvider],
        health: Health,
        failover: Failover,
        clock: Clock,
    ) -> None:
        self.observing = Observing(database, consequences, intents, clock)
        self._database = database
        self._intents = intents
        self._refunds = refunds
        self._providers = providers
        self._health = health
        self._clock = clock
        self._stepped_at = clock.now()
        self._caught_up_at: datetime | None = None
        self._asking = Asking(database, consequences, customers, intents, self.observing, failover, clock)
        self._refunding = Refunding(database, consequences, refunds, clock)
        self._budgets = {name: ProviderBudget.full(clock.monotonic()) for name in providers}

    @property
    def is_caught_up(self) -> bool:
        """Everything was asked once since this process took over, and lately."""
        at = self._caught_up_at
        return at is not None and abs(self._clock.now() - at) < LATELY

    def recover(self) -> None:
        """After taking over: look at everything before any timer may end it."""
        self.forget_answers()
        self._wake()

    def forget_answers(self) -> None:
        """After taking over: what was asked before says nothing about what happened since."""
        self._caught_up_at = None

    def look_at(self, visit_id: VisitId) -> None:
        """Somebody says that this visit was paid: its charges are due now, whatever their cadence."""
        with self._database.transaction() as tx:
            for intent in self._intents.of_visit(tx, visit_id):
                self._intents.look_now(tx, intent.id)

    def step(self) -> int:
        """Ask whatever is due; returns how many questions were answered or not."""
        now = self._clock.now()
        if now < self._stepped_at - SET_BACK:
            self._wake()
        self._stepped_at = now
        with self._database.snapshot() as read:
            due = self._intents.due(read, now, DUE_MAX)
            refunds = self._refunds.due(read, now, DUE_MAX)
        for intent in due:
            self._ask_alone(intent)
        if len(due) < DUE_MAX:
            self._caught_up_at = self._clock.now()
        for refund in refunds:
            self._give_back_alone(refund)
        return len(due) + len(refunds)

    def check(self) -> None:
        """Is each provider there? When one comes back, everything is asked at once."""
        for name, provider in self._providers.items():
            was = self._health.now().provider_trouble(name)
            trouble = self._trouble(name, provider, was)
            self._health.report(name, trouble)
            if was is not None and trouble is None:
                _log.info("provider is back", provider=name)
                self._wake()

    def _trouble(self, name: str, provider: PaymentProvider, was: Trouble) -> Trouble:
        try:
            return trouble_of(provider.check())
        except Exception:  # whatever is wrong with one provider, the others are asked
            if was != BUG:
                _log.exception("provider could not be checked", provider=name)
            return BUG

    def _wake(self) -> None:
        """Everything is due now."""
        with self._database.transaction() as tx:
            self._intents.wake(tx)
            self._refunds.wake(tx)

    def _ask_alone(self, intent: WatchedIntent) -> None:
        """Whatever goes wrong with one intent, the others are watched, and it is left alone for a while."""
        try:
            self._ask(intent)
        except StoreFailure as failure:
            _log.error("intent could not be saved", intent=intent.id, said=str(failure))
            self._set_aside(intent, lambda tx: self._intents.missed(tx, intent.id, NOT_SAVED))
        except Exception:
            if intent.last_cause != BUG:
                _log.exception("intent could not be asked about", intent=intent.id)
            self._set_aside(intent, lambda tx: self._intents.missed(tx, intent.id, BUG))

    def _give_back_alone(self, refund: WantedRefund) -> None:
        """As with intents. It may have been done, and is asked again: a provider gives back once for each id."""
        try:
            self._give_back(refund)
        except StoreFailure as failure:
            _log.error("refund could not be saved", refund=refund.id, said=str(failure))
            self._set_aside(refund, lambda tx: self._refunds.lost(tx, refund, NOT_SAVED))
        except Exception:
            if refund.last_cause != BUG:
                _log.exception("refund could not be asked for", refund=refund.id)
            self._set_aside(refund, lambda tx: self._refunds.lost(tx, refund, BUG))

    def _set_aside(self, what: WatchedIntent | WantedRefund, miss: Callable[[Transaction], object]) -> None:
        try:
            with self._database.transaction() as tx:
                miss(tx)
        except StoreFailure as failure:
            _log.error("question could not be put off", of=what.id, said=str(failure))

    def _ask(self, intent: WatchedIntent) -> None:
        provider = self._providers.get(intent.provider)
        if provider is None:
            self._miss(intent, "no_provider")
            return
        requests = OPEN_REQUESTS if intent.state is IntentState.TO_OPEN else ASK_REQUESTS
        exhausted = self._spend(intent.provider, requests, keep=0 if intent.state in OPENING else LOOK_RESERVE)
        if exhausted is not None:
            with self._database.transaction() as tx:
                self._intents.missed(tx, intent.id, "budget", exhausted.retry_after)
            return
        trouble = self._asking.ask(provider, intent)
        self._health.report(intent.provider, trouble)

    def _give_back(self, refund: WantedRefund) -> None:
        provider = self._providers.get(refund.provider)
        exhausted = self._spend(refund.provider, REFUND_REQUESTS, LOOK_RESERVE) if provider else None
        if provider is None or exhausted is not None:
            with self._database.transaction() as tx:
                cause, pause = ("budget", exhausted.retry_after) if exhausted else ("no_provider", None)
                self._refunds.missed(tx, refund, cause, pause)
            return
        self._health.report(refund.provider, self._refunding.ask(provider, refund))

    def _spend(self, provider: str, requests: int, keep: int) -> BudgetExhausted | None:
        spent = self._budgets[provider].spend(self._clock.monotonic(), requests, keep)
        if isinstance(spent, BudgetExhausted):
            return spent
        self._budgets[provider] = spent
        return None

    def _miss(self, intent: WatchedIntent, cause: str) -> None:
        with self._database.transaction() as tx:
            self._intents.missed(tx, intent.id, cause)
