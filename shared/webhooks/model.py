"""What a provider says by itself, as far as we keep it: which charge it is about, and how far our looking is.

A webhook proves nothing about money. It only says which charge to look at now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, NewType

from shared.kernel.ids import IntentId, OperatorId

WebhookId = NewType("WebhookId", str)


class Source(StrEnum):
    """Whose account speaks; as `keys.account_of` names it."""

    ASAAS = "asaas"
    MERCADO_PAGO = "mercado_pago"
    BANK_PIX = "bank_pix"


@dataclass(frozen=True, slots=True)
class Subject:
    """Which charge something was said about: our own reference where the provider repeats it, and the charge's id."""

    intent_id: IntentId | None = None
    charge_id: str | None = None


@dataclass(frozen=True, slots=True)
class Notification:
    """One thing that a provider said. `key` is its own id: the same one again is the same event.

    `subject` is None for what no charge has to be looked at for. `body` is JSON without personal data; `said_at` is the
    provider's clock, where it shows it with its offset.
    """

    source: Source
    key: str
    kind: str
    subject: Subject | None
    body: str
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Not what this provider sends: nothing is kept. `cause` is for the log."""

    cause: str


ReadOutcome = tuple[Notification, ...] | Unreadable


class WebhookState(StrEnum):
    """`queued`: its charge is still to be looked at. `dead`: that failed too often, and waits for a person."""

    QUEUED = "queued"
    DONE = "done"
    DEAD = "dead"


class Ending(StrEnum):
    """Why nothing is to be done any more. `stranger`: no charge of this station. `no_news`: nothing about money."""

    LOOKED = "looked"
    STRANGER = "stranger"
    NO_NEWS = "no_news"


@dataclass(frozen=True, slots=True)
class Webhook:
    """A notification as it is kept. `attempts` counts the looks that came to nothing, `cause` names the last one's."""

    id: WebhookId
    source: Source
    key: str
    kind: str
    subject: Subject | None
    state: WebhookState
    ending: Ending | None
    received_at: datetime
    said_at: datetime | None
    attempts: int
    next_at: datetime | None
    cause: str | None
    intent_id: IntentId | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How the receiving goes. `delay_seconds`: the least time from a provider's clock to ours, of the last events."""

    queued: int
    dead: int
    last_at: datetime | None
    delay_seconds: float | None


@dataclass(frozen=True, slots=True)
class NoSuchWebhook:
    """Nothing of this id waits for a person."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """They are looked at once more, from the first attempt on."""

    ids: Sequence[WebhookId]


@dataclass(frozen=True, slots=True)
class WebhookReplayed:
    """Somebody had an event looked at once more."""

    KIND: ClassVar[str] = "webhook_replayed"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = 50

    webhook_id: WebhookId
    source: Source
    by: OperatorId
    at: datetime


FACTS = (WebhookReplayed,)


def of_webhook(webhook_id: WebhookId) -> str:
    """The aggregate that a replay belongs to."""
    return f"webhook:{webhook_id}"
