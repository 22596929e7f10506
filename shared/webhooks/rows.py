"""The table of webhooks and its queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Field, SQLModel

from shared.kernel.ids import IntentId
from shared.store.columns import moment, moment_or_none, stamp, stamp_or_none
from shared.store.database import Snapshot, Transaction
from shared.store.tables import table_of
from shared.webhooks.model import Ending, Notification, Source, Subject, Webhook, WebhookId, WebhookState


class WebhookRow(SQLModel, table=True):
    """`named_intent` and `named_charge` are what was said; `intent_id` is what it came to."""

    __tablename__ = "webhook"

    id: str = Field(primary_key=True)
    source: str
    event_key: str
    kind: str
    named_intent: str | None
    named_charge: str | None
    body: str
    said_at: str | None
    received_at: str
    state: str
    ending: str | None
    attempts: int
    next_at: str | None
    cause: str | None
    intent_id: str | None


WEBHOOK = table_of(WebhookRow)

_ADD = insert(WEBHOOK).on_conflict_do_nothing(index_elements=["source", "event_key"])
_BY_ID = select(WEBHOOK).where(WEBHOOK.c.id == bindparam("of_id"))
_DUE = (
    select(WEBHOOK)
    .where(WEBHOOK.c.next_at <= bindparam("until"))
    .order_by(WEBHOOK.c.next_at, WEBHOOK.c.id)
    .limit(bindparam("at_most"))
)
_DEAD = (
    select(WEBHOOK)
    .where(WEBHOOK.c.state == WebhookState.DEAD.value)
    .order_by(WEBHOOK.c.received_at, WEBHOOK.c.id)
    .limit(bindparam("at_most"))
)
_LATEST = select(WEBHOOK).order_by(WEBHOOK.c.received_at.desc(), WEBHOOK.c.id.desc()).limit(bindparam("at_most"))
_SAVE = (
    update(WEBHOOK)
    .where(WEBHOOK.c.id == bindparam("of_id"))
    .values(
        state=bindparam("to_state"),
        ending=bindparam("to_ending"),
        attempts=bindparam("to_attempts"),
        next_at=bindparam("to_next_at"),
        cause=bindparam("to_cause"),
        intent_id=bindparam("to_intent_id"),
    )
)
_WAKE = update(WEBHOOK).where(WEBHOOK.c.next_at > bindparam("until")).values(next_at=bindparam("until"))
_QUEUED = select(func.count()).select_from(WEBHOOK).where(WEBHOOK.c.next_at.is_not(None))
_DEAD_COUNT = select(func.count()).select_from(WEBHOOK).where(WEBHOOK.c.state == WebhookState.DEAD.value)
_OLD = (
    select(WEBHOOK.c.id)
    .where(WEBHOOK.c.received_at < bindparam("before"), WEBHOOK.c.state == WebhookState.DONE.value)
    .order_by(WEBHOOK.c.received_at)
    .limit(bindparam("at_most"))
)


def add(tx: Transaction, new: Sequence[tuple[WebhookId, Notification, datetime]]) -> None:
    """Keep what was never heard before; what was is passed over. At once due where a charge is to be looked at."""
    if new:
        tx.execute(_ADD, [_new(*each) for each in new])


def by_id(read: Snapshot, webhook_id: WebhookId) -> Webhook | None:
    row = read.execute(_BY_ID, {"of_id": webhook_id}).one_or_none()
    return _webhook(row) if row else None


def due(read: Snapshot, until: datetime, at_most: int) -> tuple[Webhook, ...]:
    """What is to be worked on by `until`, the longest overdue first."""
    return _webhooks(read.execute(_DUE, {"until": stamp(until), "at_most": at_most}))


def dead(read: Snapshot, at_most: int) -> tuple[Webhook, ...]:
    """What waits for a person, oldest first."""
    return _webhooks(read.execute(_DEAD, {"at_most": at_most}))


def latest(read: Snapshot, at_most: int) -> tuple[Webhook, ...]:
    """What came last, newest first."""
    return _webhooks(read.execute(_LATEST, {"at_most": at_most}))


def counts(read: Snapshot) -> tuple[int, int]:
    """How many are queued, and how many wait for a person."""
    return int(read.execute(_QUEUED).scalar_one()), int(read.execute(_DEAD_COUNT).scalar_one())


def save(tx: Transaction, changed: Sequence[Webhook]) -> None:
    """These are now as given, in all that can change."""
    if changed:
        tx.execute(_SAVE, [_changes(each) for each in changed])


def wake(tx: Transaction, now: datetime) -> int:
    """Everything queued that waits for later is due now; how many that were."""
    return int(tx.execute(_WAKE, {"until": stamp(now)}).rowcount)


def has_old(read: Snapshot, before: datetime) -> bool:
    """Is anything done that was received before then?"""
    return read.execute(_OLD, {"before": stamp(before), "at_most": 1}).first() is not None


def forget(tx: Transaction, before: datetime, at_most: int) -> int:
    """Drop what is done and was received before then; how many that were."""
    old = list(tx.execute(_OLD, {"before": stamp(before), "at_most": at_most}).scalars())
    return int(tx.execute(delete(WEBHOOK).where(WEBHOOK.c.id.in_(old))).rowcount) if old else 0


def _new(webhook_id: WebhookId, said: Notification, received_at: datetime) -> dict[str, Any]:
    is_news = said.subject is not None
    return {
        "id": webhook_id,
        "source": said.source.value,
        "event_key": said.key,
        "kind": said.kind,
        "named_intent": said.subject.intent_id if said.subject else None,
        "named_charge": said.subject.charge_id if said.subject else None,
        "body": said.body,
        "said_at": stamp_or_none(said.said_at),
        "received_at": stamp(received_at),
        "state": (WebhookState.QUEUED if is_news else WebhookState.DONE).value,
        "ending": None if is_news else Ending.NO_NEWS.value,
        "attempts": 0,
        "next_at": stamp(received_at) if is_news else None,
        "cause": None,
        "intent_id": None,
    }


def _changes(webhook: Webhook) -> Mapping[str, Any]:
    return {
        "of_id": webhook.id,
        "to_state": webhook.state.value,
        "to_ending": webhook.ending.value if webhook.ending else None,
        "to_attempts": webhook.attempts,
        "to_next_at": stamp_or_none(webhook.next_at),
        "to_cause": webhook.cause,
        "to_intent_id": webhook.intent_id,
    }


def _webhooks(found: Iterable[Row[Any]]) -> tuple[Webhook, ...]:
    return tuple(_webhook(row) for row in found)


def _webhook(row: Row[Any]) -> Webhook:
    ending = Ending(row.ending) if row.ending else None
    named = Subject(IntentId(row.named_intent) if row.named_intent else None, row.named_charge)
    return Webhook(
        id=WebhookId(row.id),
        source=Source(row.source),
        key=row.event_key,
        kind=row.kind,
        subject=None if ending is Ending.NO_NEWS else named,
        state=WebhookState(row.state),
        ending=ending,
        received_at=moment(row.received_at),
        said_at=moment_or_none(row.said_at),
        attempts=row.attempts,
        next_at=moment_or_none(row.next_at),
        cause=row.cause,
        intent_id=IntentId(row.intent_id) if row.intent_id else None,
    )
