"""How an event's work ends or goes on: pure, time is a parameter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from shared.kernel.ids import IntentId
from shared.webhooks.model import Ending, Webhook, WebhookState

ATTEMPTS_MAX = 20
RETRY_FIRST = timedelta(seconds=1)
RETRY_MOST = timedelta(minutes=10)
RETRY_DOUBLINGS_MAX = 10
"""Twenty attempts take about an hour and three quarters. Polling goes on beside them, and after them."""
CREATING_TRIES = 6
"""How often an event waits for a charge whose creation we have not heard the end of: about half a minute."""


def done(webhook: Webhook, ending: Ending, intent_id: IntentId | None = None) -> Webhook:
    """Nothing is to be done about it any more."""
    return replace(
        webhook,
        state=WebhookState.DONE,
        ending=ending,
        next_at=None,
        cause=None,
        intent_id=intent_id or webhook.intent_id,
    )


def failed(webhook: Webhook, cause: str, now: datetime, intent_id: IntentId | None = None) -> Webhook:
    """The look came to nothing: again after a while, and after ATTEMPTS_MAX of them a person decides."""
    tried = replace(webhook, attempts=webhook.attempts + 1, cause=cause, intent_id=intent_id or webhook.intent_id)
    if tried.attempts >= ATTEMPTS_MAX:
        return replace(tried, state=WebhookState.DEAD, next_at=None)
    return replace(tried, next_at=now + pause(tried.attempts))


def not_before(webhook: Webhook, until: datetime) -> Webhook:
    """The same, but the next attempt comes no sooner than that."""
    return webhook if webhook.next_at is None else replace(webhook, next_at=max(webhook.next_at, until))


def put_off(webhook: Webhook, until: datetime, intent_id: IntentId) -> Webhook:
    """The provider asked to be left alone until then: no attempt is lost by waiting."""
    return replace(webhook, next_at=until, intent_id=intent_id)


def anew(webhook: Webhook, now: datetime) -> Webhook:
    """Somebody wants a dead event looked at once more."""
    return replace(webhook, state=WebhookState.QUEUED, ending=None, attempts=0, next_at=now, cause=None)


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts."""
    doublings = min(max(attempts - 1, 0), RETRY_DOUBLINGS_MAX)
    return min(RETRY_FIRST * (1 << doublings), RETRY_MOST)


def delay_of(recent: Iterable[Webhook]) -> float | None:
    """The least time in seconds from the provider's clock to ours; None when none of these says when it was sent.

    Below zero, our clock is behind.
    """
    delays = [(each.received_at - each.said_at).total_seconds() for each in recent if each.said_at is not None]
    return min(delays, default=None)
