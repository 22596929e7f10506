"""What providers said by themselves, worked on: each event has its charge looked at, now, by the ordinary question.

Nothing of an event is believed. It runs on the payments' own lane, so that no other question is under way meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.checkout.payment_duty import SET_BACK, PaymentDuty
from shared.kernel.clock import Clock
from shared.kernel.ids import IntentId
from shared.keys import account_of
from shared.logs import get_log
from shared.payments.breaker import Trouble
from shared.payments.intents import Intents
from shared.payments.rows import IntentState, WatchedIntent
from shared.store.database import Database, Snapshot
from shared.webhooks import rules
from shared.webhooks.model import Ending, Subject, Webhook, WebhookState
from shared.webhooks.service import Inbox

_log = get_log("webhooks")

ABSENT, CREATING = "absent", "creating"
QUESTIONS_MAX = 2
"""A charge that had to be found first is then looked at."""
FORGET_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Due events by the charge that they are about, and those that are settled or put off without a question."""

    asked: Mapping[IntentId, list[Webhook]]
    changed: list[Webhook]


class WebhookDuty:
    """One look for each charge, however many events there are about it."""

    def __init__(
        self,
        database: Database,
        inbox: Inbox,
        intents: Intents,
        payments: PaymentDuty,
        providers: Iterable[str],
        clock: Clock,
    ) -> None:
        self._database = database
        self._inbox = inbox
        self._intents = intents
        self._payments = payments
        self._providers = tuple(providers)
        self._clock = clock
        self._stepped_at = clock.now()
        self._forgot_at: datetime | None = None

    def recover(self) -> None:
        """After taking over: nothing waits for a moment that another clock set."""
        with self._database.transaction() as tx:
            self._inbox.wake(tx)

    def step(self) -> int:
        """Work on whatever is due; how many events that were."""
        now = self._clock.now()
        if now < self._stepped_at - SET_BACK:
            self.recover()
        self._stepped_at = now
        with self._database.snapshot() as read:
            due = self._inbox.due(read, now)
            found = self._sort(read, due, now)
        self._save(found.changed)
        for intent_id, events in found.asked.items():
            self._save(self._look(intent_id, events))
        self._forget(now)
        return len(due)

    def _sort(self, read: Snapshot, due: Iterable[Webhook], now: datetime) -> _Sorted:
        asked: dict[IntentId, list[Webhook]] = {}
        changed: list[Webhook] = []
        for each in due:
            intent = self._intent_of(read, each)
            if intent is None:
                changed.append(self._unknown(read, each, now))
            elif (pause := self._payments.left_alone_for(intent.provider)) is not None:
                changed.append(rules.put_off(each, now + min(pause, rules.RETRY_MOST), intent.id))
            else:
                asked.setdefault(intent.id, []).append(each)
        return _Sorted(asked, changed)

    def _intent_of(self, read: Snapshot, webhook: Webhook) -> WatchedIntent | None:
        """The charge that an event is about, if it is one of ours at that account."""
        subject = webhook.subject or Subject()
        named = self._intents.get(read, subject.intent_id) if subject.intent_id else None
        if named is not None:
            return named if account_of(named.provider) == webhook.source else None
        return next(self._of_charge(read, webhook, subject.charge_id), None) if subject.charge_id else None

    def _of_charge(self, read: Snapshot, webhook: Webhook, charge_id: str) -> Iterator[WatchedIntent]:
        for provider in self._providers:
            if account_of(provider) == webhook.source:
                found = self._intents.of_charge(read, provider, charge_id)
                if found is not None:
                    yield found

    def _unknown(self, read: Snapshot, webhook: Webhook, now: datetime) -> Webhook:
        """A stranger's charge; or ours, whose creation we have not heard the end of, and which only its id names."""
        names_us = webhook.subject is not None and webhook.subject.intent_id is not None
        has_id = webhook.subject is not None and webhook.subject.charge_id is not None
        may_be_ours = has_id and not names_us and webhook.attempts < rules.CREATING_TRIES
        if may_be_ours and self._intents.creating_count(read):
            return rules.failed(webhook, CREATING, now)
        return rules.done(webhook, Ending.STRANGER)

    def _look(self, intent_id: IntentId, events: Iterable[Webhook]) -> list[Webhook]:
        """Ask about one charge, and say how far that brings its events."""
        trouble, intent = self._ask(intent_id)
        now = self._clock.now()
        if trouble is None:
            return [rules.done(each, Ending.LOOKED, intent_id) for each in events]
        failed = [rules.failed(each, trouble, now, intent_id) for each in events]
        for each in failed:
            if each.state is WebhookState.DEAD:
                _log.error("webhook given up", webhook=each.id, source=each.source, kind=each.kind, cause=trouble)
        until = _not_before(intent, now) if intent else now
        return [rules.not_before(each, until) for each in failed]

    def _ask(self, intent_id: IntentId) -> tuple[Trouble, WatchedIntent | None]:
        trouble: Trouble = None
        after: WatchedIntent | None = None
        for _ in range(QUESTIONS_MAX):
            before = after or self._intent(intent_id)
            trouble = self._payments.ask_about(intent_id)
            after = self._intent(intent_id)
            was_found = before is not None and before.ref is None and after is not None and after.ref is not None
            if trouble is not None or not was_found:
                break
        is_absent = after is not None and after.last_cause == ABSENT
        return (ABSENT if trouble is None and is_absent else trouble), after

    def _intent(self, intent_id: IntentId) -> WatchedIntent | None:
        with self._database.snapshot() as read:
            return self._intents.get(read, intent_id)

    def _save(self, changed: list[Webhook]) -> None:
        if changed:
            with self._database.transaction() as tx:
                self._inbox.save(tx, changed)

    def _forget(self, now: datetime) -> None:
        if self._forgot_at is not None and abs(now - self._forgot_at) < FORGET_EVERY:
            return
        with self._database.snapshot() as read:
            has_old = self._inbox.has_old(read)
        if has_old:
            with self._database.transaction() as tx:
                self._inbox.forget(tx)
        self._forgot_at = now


def _not_before(intent: WatchedIntent, now: datetime) -> datetime:
    """When the charge is asked about anyway, but no later than events are kept waiting."""
    if intent.state is IntentState.CLOSED or intent.next_look_at is None:
        return now
    return min(max(intent.next_look_at, now), now + rules.RETRY_MOST)
