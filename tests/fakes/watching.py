"""The whole life of a charge that nobody pays, from one moment at which something is due to the next."""

from __future__ import annotations

from datetime import timedelta

from shared.payments.rows import by_visit
from shared.visits.model import Visit, VisitState
from tests.fakes.shop import Shop

EVENTS_MAX = 400
A_MOMENT = timedelta(milliseconds=1)


def is_watched_to_the_end(shop: Shop, visit: Visit) -> None:
    """The clock goes from one moment at which something is due to the next, until nothing is any more."""
    for _ in range(EVENTS_MAX):
        shop.core.payment_duty.step()
        shop.core.time_duty.step()
        with shop.core.database.snapshot() as read:
            (intent,) = by_visit(read, visit.id)
        if intent.next_look_at is None:
            return
        due_at = intent.next_look_at
        if shop.state(visit) is VisitState.PENDING_PAYMENT:
            due_at = min(due_at, max(intent.expires_at, shop.clock.now() + timedelta(seconds=1)))
        shop.clock.advance(max(due_at - shop.clock.now(), A_MOMENT))
    raise AssertionError("the watching never ends")
