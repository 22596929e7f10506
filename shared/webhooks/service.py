"""The events that providers sent: each kept once, worked on until its charge was looked at, replayed by a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.journal.service import Journal
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.people.model import Operator, Permission
from shared.people.permissions import may
from shared.store.database import Database, Snapshot, Transaction
from shared.visits.outcomes import NotPermitted
from shared.webhooks import rows, rules
from shared.webhooks.model import (
    NoSuchWebhook,
    Notification,
    Replayed,
    Tally,
    Webhook,
    WebhookId,
    WebhookReplayed,
    WebhookState,
    of_webhook,
)

DUE_MAX = 100
LISTED_MAX = 200
RECENT = 20
"""Events that the clocks are compared by."""
KEPT_FOR = timedelta(days=30)
"""No provider sends an event again after so long: Asaas drops them after 14 days, Mercado Pago gives up after 4."""
FORGOTTEN_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Arrived:
    """A notification, and when it reached us."""

    said: Notification
    at: datetime


class Inbox:
    """The webhooks of this station."""

    def __init__(self, database: Database, journal: Journal, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._journal = journal
        self._clock = clock
        self._ids = ids

    def receive(self, arrived: Sequence[Arrived]) -> None:
        """Keep these, each event once however often it comes, in one commit. Only then may they be answered."""
        with self._database.transaction() as tx:
            rows.add(tx, [(WebhookId(self._ids.new()), each.said, each.at) for each in arrived])

    def due(self, read: Snapshot, now: datetime, limit: int = DUE_MAX) -> tuple[Webhook, ...]:
        """What is to be worked on by now, the longest overdue first."""
        return rows.due(read, now, limit)

    def save(self, tx: Transaction, changed: Iterable[Webhook]) -> None:
        """How far these are now, in the caller's transaction."""
        rows.save(tx, list(changed))

    def wake(self, tx: Transaction) -> int:
        """Whatever waits for a later moment is due now: the clock was set, or nobody was there."""
        return rows.wake(tx, self._clock.now())

    def has_old(self, read: Snapshot) -> bool:
        """Is there anything to forget?"""
        return rows.has_old(read, self._clock.now() - KEPT_FOR)

    def forget(self, tx: Transaction) -> int:
        """Drop what is long done, a bounded part of it; how many that were."""
        return rows.forget(tx, self._clock.now() - KEPT_FOR, FORGOTTEN_AT_ONCE)

    def dead(self) -> tuple[Webhook, ...]:
        """What waits for a person, oldest first."""
        with self._database.snapshot() as read:
            return rows.dead(read, LISTED_MAX)

    def latest(self, at_most: int = LISTED_MAX) -> tuple[Webhook, ...]:
        """What came last, newest first."""
        with self._database.snapshot() as read:
            return rows.latest(read, at_most)

    def tally(self) -> Tally:
        """How the receiving goes."""
        with self._database.snapshot() as read:
            queued, dead = rows.counts(read)
            recent = rows.latest(read, RECENT)
        return Tally(queued, dead, recent[0].received_at if recent else None, rules.delay_of(recent))

    def replay(self, webhook_ids: Sequence[WebhookId], by: Operator) -> Replayed | NoSuchWebhook | NotPermitted:
        """Look at the charges of these dead events once more; those that do not wait for a person are left alone."""
        if not may(by.role, Permission.RESOLVE_TASK):
            return NotPermitted()
        now = self._clock.now()
        with self._database.transaction() as tx:
            known = [rows.by_id(tx, each) for each in dict.fromkeys(webhook_ids)]
            waiting = [each for each in known if each is not None and each.state is WebhookState.DEAD]
            for each in waiting:
                fact = WebhookReplayed(each.id, each.source, by.id, now)
                self._journal.append(tx, of_webhook(each.id), [fact], by.id)
            rows.save(tx, [rules.anew(each, now) for each in waiting])
        return Replayed(tuple(each.id for each in waiting)) if waiting else NoSuchWebhook()
