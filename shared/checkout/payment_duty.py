"""The watcher of money: asks providers what the agenda says, and hands every answer to `observe`.

No transaction is open while a provider is asked. Before each call that changes something there, a commit says that it
is under way, so that after a crash it is looked up and not repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from shared.checkout.agenda import Agenda, Question
from shared.checkout.asking import Asked, Asking
from shared.checkout.consequences import Consequences
from shared.checkout.failover import Failover
from shared.checkout.gates import Gates
from shared.checkout.health import Health
from shared.checkout.observing import Observing
from shared.checkout.refunding import Refunding
from shared.checkout.second_charges import SecondCharges
from shared.kernel.clock import Clock
from shared.kernel.ids import IntentId, VisitId
from shared.logs import get_log
from shared.payments import second_rows
from shared.payments.breaker import Hampered, Heard, Trouble, heard_of, trouble_of
from shared.payments.budget import Allowance
from shared.payments.intents import DUE_MAX, Intents
from shared.payments.model import PaymentProvider
from shared.payments.refund_rows import WantedRefund
from shared.payments.refunds import Refunds
from shared.payments.rows import URGENT, IntentState, WatchedIntent
from shared.payments.second_rows import SecondCharge
from shared.people.customers import Customers
from shared.store.database import Database, Transaction
from shared.store.failures import StoreFailure

_log = get_log("payments")


SET_BACK = timedelta(seconds=1)
"""A clock that goes back by more was set back: what was planned by it would wait for as long."""
LATELY = timedelta(minutes=1)
"""When the last step is longer ago, the computer slept or its clock was set: ask first, before a timer acts."""
STEP_SECONDS = 5.0
"""No question of a step begins later than this after the first."""
REQUESTS: Mapping[IntentState, int] = {
    IntentState.TO_OPEN: 6,
    IntentState.OPENING: 4,
    IntentState.OPEN: 2,
    IntentState.TO_VOID: 4,
    IntentState.VOIDING: 4,
    IntentState.WATCHED: 2,
    IntentState.CLOSED: 0,
}
"""The most requests that a question takes, by the state of its intent: its customer is found before a charge is made,
a void is followed by a look, and an answer that cannot be is followed by a check.
"""
REFUND_REQUESTS, SECOND_REQUESTS, CHECK_REQUESTS = 4, 4, 1
REQUESTS_MOST = max(*REQUESTS.values(), REFUND_REQUESTS, SECOND_REQUESTS)
NO_REQUESTS = "no_requests"
"""What is wrong with a provider whose account has no request left, until it has some again."""
NOT_SAVED, BUG = "not_saved", "bug"
NO_PROVIDER, NO_INTENT = "no_provider", "no_intent"
"""Why a question came to nothing that no provider is to blame for, as the watch list keeps it."""


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
        allowance: Allowance,
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
        self._seconds = SecondCharges(database, self.observing, clock)
        self._asking = Asking(
            database, consequences, customers, intents, self.observing, self._seconds, failover, clock
        )
        self._refunding = Refunding(database, consequences, customers, refunds, clock)
        self._failover = failover
        self._unsent: set[IntentId] = set()
        self._gates = Gates(database, providers, allowance, REQUESTS_MOST, clock)
        self._agenda = Agenda(database)

    @property
    def is_caught_up(self) -> bool:
        """Everything was asked once since this process took over, and lately."""
        at = self._caught_up_at
        return at is not None and abs(self._clock.now() - at) < LATELY

    def recover(self) -> None:
        """After taking over: look at everything before any timer may end it."""
        self.forget_answers()
        self._gates.forget()
        self._wake()

    def forget_answers(self) -> None:
        """After taking over: what was asked before says nothing about what happened since."""
        self._caught_up_at = None

    def may_ask(self, provider: str, requests: int) -> bool:
        """Take `requests` of the account's budget for what nobody waits for; False when they cannot be had now."""
        return self._gates.may_check(provider) and self._gates.spend(provider, requests, is_urgent=False)

    def look_at(self, visit_id: VisitId) -> None:
        """Somebody says that this visit was paid: its charges are due now, whatever their cadence."""
        with self._database.transaction() as tx:
            for intent in self._intents.of_visit(tx, visit_id):
                self._intents.look_now(tx, intent.id)

    def step(self) -> int:
        """Ask what is due, each thing once; returns how many questions were answered or not.

        What to ask is read anew before each question, so that a new code waits for one other question at most. A step
        is short, so that other jobs of the lane come to their turn; what is left is for the next one.
        """
        now = self._clock.now()
        if now < self._stepped_at - SET_BACK:
            self._wake()
        self._stepped_at = now
        for name in self._gates.to_probe():
            self._check(name, is_urgent=True)
        self._send_elsewhere()
        asked: set[str] = set()
        ends_at = self._clock.monotonic() + STEP_SECONDS
        while len(asked) < DUE_MAX and self._clock.monotonic() <= ends_at:
            question = self._next(frozenset(asked))
            if question is None:
                self._catch_up()
                break
            asked.add(question.id)
            self._ask_alone(question)
        return len(asked)

    def ask_about(self, intent_id: IntentId) -> Trouble:
        """Something was said about this charge: it is asked about now, also one that is no longer watched.

        One that was believed never made is looked for again: its creation may have taken effect after we looked.

        None when it was answered; otherwise why not, as the watch list says it.
        """
        with self._database.snapshot() as read:
            intent = self._intents.get(read, intent_id)
        if intent is None:
            return NO_INTENT
        is_given_up = intent.state is IntentState.CLOSED
        return self._ask_alone(replace(intent, state=IntentState.WATCHED) if is_given_up else intent)

    def left_alone_for(self, provider: str) -> timedelta | None:
        """How long a provider is not to be asked, whoever has news; None when it may be asked now."""
        return self._gates.left_alone_for(provider)

    def check(self) -> None:
        """Is each provider there? When one comes back, everything that waited for it is asked at once."""
        for name in self._providers:
            if self._gates.may_check(name):
                self._check(name, is_urgent=False)

    def _send_elsewhere(self) -> None:
        """Customers who wait for a code of a provider that is left alone are served by another, where one is well."""
        for name in self._gates.left_alone():
            with self._database.snapshot() as read:
                waiting = self._intents.being_created(read, name)
            for intent in waiting:
                self._send_alone(intent)

    def _send_alone(self, intent: WatchedIntent) -> None:
        """Whatever is wrong with one visit, the others are served; it is tried again at the next step."""
        try:
            other = self._failover.way_from(intent)
            if other is not None:
                with self._database.transaction() as tx:
                    self._failover.replace(tx, intent, other)
            self._unsent.discard(intent.id)
        except StoreFailure as failure:
            _log.error("customer could not be sent to another provider", of=intent.id, said=str(failure))
        except Exception:
            if intent.id not in self._unsent:
                _log.exception("customer could not be sent to another provider", of=intent.id)
            self._unsent.add(intent.id)

    def _next(self, asked: frozenset[str]) -> Question | None:
        return self._agenda.next(self._clock.now(), self._gates.barred(asked))

    def _catch_up(self) -> None:
        """Whose provider is away was asked for as well as can be; who waits for requests was not asked yet."""
        if self._gates.has_requests():
            self._caught_up_at = self._clock.now()

    def _check(self, name: str, *, is_urgent: bool) -> None:
        if not self._gates.spend(name, CHECK_REQUESTS, is_urgent=is_urgent):
            if self._gates.is_spent(name):
                self._health.report(name, NO_REQUESTS)
            return
        was = self._health.now().provider_trouble(name)
        heard = self._checked(name, was)
        self._hear(name, heard, was_in_trouble=was is not None)

    def _checked(self, name: str, was: str | None) -> Heard:
        try:
            return heard_of(self._providers[name].check())
        except Exception:  # whatever is wrong with one provider, the others are asked
            if was != BUG:
                _log.exception("provider could not be checked", provider=name)
            return Hampered(BUG)

    def _hear(self, name: str, asked: Asked, *, was_in_trouble: bool = False) -> None:
        if asked is None:
            return
        was_left_alone = self._gates.is_left_alone(name)
        is_back = self._gates.hear(name, asked)
        trouble = trouble_of(asked)
        self._health.report(name, trouble)
        if self._gates.is_left_alone(name) and not was_left_alone:
            _log.warning("provider is left alone for a while", provider=name, cause=trouble)
        if is_back or (was_in_trouble and trouble is None):
            _log.info("provider is back", provider=name)
            with self._database.transaction() as tx:
                self._intents.wake_failed(tx, name)
                self._refunds.wake(tx)
                second_rows.wake(tx, self._clock.now())

    def _wake(self) -> None:
        """Everything is due now."""
        with self._database.transaction() as tx:
            self._intents.wake(tx)
            self._refunds.wake(tx)
            second_rows.wake(tx, self._clock.now())

    def _ask_alone(self, question: Question) -> Trouble:
        """Whatever goes wrong with one question, the others are asked, and it is left alone for a while.

        A refund may have been done, and is asked again: a provider gives back once for each id.
        """
        try:
            return self._ask(question)
        except StoreFailure as failure:
            _log.error("answer could not be saved", of=question.id, said=str(failure))
            self._set_aside(question, NOT_SAVED)
            return NOT_SAVED
        except Exception:
            if question.last_cause != BUG:
                _log.exception(_BROKEN[type(question)], of=question.id)
            self._set_aside(question, BUG)
            return BUG

    def _set_aside(self, question: Question, cause: str) -> None:
        try:
            with self._database.transaction() as tx:
                self._put_off(tx, question, cause)
        except StoreFailure as failure:
            _log.error("question could not be put off", of=question.id, said=str(failure))

    def _put_off(self, tx: Transaction, question: Question, cause: str) -> None:
        match question:
            case WatchedIntent():
                self._intents.missed(tx, question.id, cause)
            case WantedRefund():
                self._refunds.lost(tx, question, cause)
            case SecondCharge():
                second_rows.later(tx, question, self._clock.now(), cause)
            case _:
                assert_never(question)

    def _ask(self, question: Question) -> Trouble:
        provider = self._providers.get(question.provider)
        if provider is None:
            with self._database.transaction() as tx:
                self._no_provider(tx, question)
            return NO_PROVIDER
        requests, is_urgent = _price(question)
        if not self._gates.spend(question.provider, requests, is_urgent=is_urgent):
            return NO_REQUESTS
        asked = self._conversation(question)(provider)
        self._hear(question.provider, asked)
        if self._gates.is_doubted(question.provider):
            self._check(question.provider, is_urgent=True)
        return trouble_of(asked) if asked is not None else None

    def _no_provider(self, tx: Transaction, question: Question) -> None:
        """Nothing was asked, so that nothing can have been done."""
        if isinstance(question, WantedRefund):
            self._refunds.missed(tx, question, NO_PROVIDER)
        else:
            self._put_off(tx, question, NO_PROVIDER)

    def _conversation(self, question: Question) -> Callable[[PaymentProvider], Asked]:
        match question:
            case WatchedIntent():
                return lambda provider: self._asking.ask(provider, question)
            case WantedRefund():
                return lambda provider: self._refunding.ask(provider, question)
            case SecondCharge():
                return lambda provider: self._seconds.ask(provider, question)
            case _:
                assert_never(question)


def _price(question: Question) -> tuple[int, bool]:
    """The most requests that it takes, and whether it may use those that are kept for what matters more."""
    match question:
        case WatchedIntent():
            return REQUESTS[question.state], question.state in URGENT
        case WantedRefund():
            return REFUND_REQUESTS, False
        case SecondCharge():
            return SECOND_REQUESTS, True
        case _:
            assert_never(question)


_BROKEN: Mapping[type[Question], str] = {
    WatchedIntent: "intent could not be asked about",
    WantedRefund: "refund could not be asked for",
    SecondCharge: "second charge could not be voided",
}
