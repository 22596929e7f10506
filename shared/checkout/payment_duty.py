"""The watcher of money: asks providers what the watch list says, and hands every answer to `observe`.

No transaction is open while a provider is asked. Before each call that changes something there, a commit says that it
is under way, so that after a crash it is looked up and not repeated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from shared.checkout.asking import Asking
from shared.checkout.consequences import Consequences
from shared.checkout.health import Health
from shared.checkout.observing import Observing
from shared.kernel.clock import Clock
from shared.logs import get_log
from shared.payments.cadence import BudgetExhausted, ProviderBudget
from shared.payments.intents import DUE_MAX, Intents
from shared.payments.model import (
    ChargeRefused,
    CheckOutcome,
    PaymentProvider,
    ProviderHealthy,
    ProviderNonsense,
    ProviderUnreachable,
)
from shared.payments.rows import IntentState, WatchedIntent
from shared.people.customers import Customers
from shared.store.database import Database

_log = get_log("payments")


LOOK_RESERVE = 200
"""Requests of the account's budget that looks leave for opening and voiding."""
OPENING = frozenset({IntentState.TO_OPEN, IntentState.OPENING, IntentState.TO_VOID, IntentState.VOIDING})


class PaymentDuty:
    """Runs on the payments' own lane. `is_caught_up`: everything was asked once since this process took over."""

    def __init__(
        self,
        database: Database,
        consequences: Consequences,
        customers: Customers,
        intents: Intents,
        providers: Mapping[str, PaymentProvider],
        health: Health,
        clock: Clock,
    ) -> None:
        self.observing = Observing(database, consequences, intents, clock)
        self.is_caught_up = False
        self._database = database
        self._intents = intents
        self._providers = providers
        self._health = health
        self._clock = clock
        self._asking = Asking(database, consequences, customers, intents, self.observing, clock)
        self._budgets = {name: ProviderBudget.full(clock.monotonic()) for name in providers}

    def recover(self) -> None:
        """After taking over: look at everything before any timer may end it."""
        self.is_caught_up = False
        with self._database.transaction() as tx:
            self._intents.wake(tx)

    def step(self) -> int:
        """Ask whatever is due; returns how many questions were answered or not."""
        with self._database.snapshot() as read:
            due = self._intents.due(read, self._clock.now(), DUE_MAX)
        for intent in due:
            self._ask(intent)
        if len(due) < DUE_MAX:
            self.is_caught_up = True
        return len(due)

    def check(self) -> None:
        """Is each provider there? When one comes back, everything is asked at once."""
        for name, provider in self._providers.items():
            was = self._health.now().provider_trouble(name)
            trouble = _trouble(provider.check())
            self._health.report(name, trouble)
            if was is not None and trouble is None:
                _log.info("provider is back", provider=name)
                with self._database.transaction() as tx:
                    self._intents.wake(tx)

    def _ask(self, intent: WatchedIntent) -> None:
        provider = self._providers.get(intent.provider)
        if provider is None:
            self._miss(intent, "no_provider")
            return
        spent = self._budgets[intent.provider].spend(
            self._clock.monotonic(), 1, keep=0 if intent.state in OPENING else LOOK_RESERVE
        )
        if isinstance(spent, BudgetExhausted):
            with self._database.transaction() as tx:
                self._intents.missed(tx, intent.id, "budget", spent.retry_after)
            return
        self._budgets[intent.provider] = spent
        trouble = self._asking.ask(provider, intent)
        self._health.report(intent.provider, trouble)

    def _miss(self, intent: WatchedIntent, cause: str) -> None:
        with self._database.transaction() as tx:
            self._intents.missed(tx, intent.id, cause)


def _trouble(checked: CheckOutcome) -> str | None:
    match checked:
        case ProviderHealthy():
            return None
        case ChargeRefused(word) | ProviderUnreachable(word) | ProviderNonsense(word):
            return word
        case _:
            assert_never(checked)
