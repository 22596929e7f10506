"""This station's outbox of money to give back: what is to be asked next, and when.

What a refund means for its visit is said by the visit alone. Every method runs inside its caller's transaction or
snapshot; the caller commits before it calls a provider and again after the answer:

    to_ask -> asked -> pending -> done | refused

Asking again is safe, because a provider gives money back once for each id. An `asked` refund whose answer was lost is
left alone for LOST_FOR all the same, also after a restart: a question that is still on its way must have arrived, so
that the provider can be seen to have it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from shared.kernel.clock import Clock
from shared.kernel.ids import OperatorId, RefundId, VisitId
from shared.payments import refund_rows as rows
from shared.payments.cadence import next_poll, retry_after
from shared.payments.intents import CALL_MAX, DUE_MAX
from shared.payments.model import Refund
from shared.payments.refund_rows import ENDED, RefundState, WantedRefund
from shared.store.database import Snapshot, Transaction

LOST_FOR = CALL_MAX
ALIKE_WAIT = timedelta(seconds=5)


class Refunds:
    """The refunds that this station asks for."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def add(self, tx: Transaction, wanted: Refund, visit_id: VisitId, provider: str, by: OperatorId) -> WantedRefund:
        """Commit to asking `provider`, at once."""
        now = self._clock.now()
        added = WantedRefund(
            id=RefundId(wanted.id),
            visit_id=visit_id,
            provider=provider,
            ref=wanted.ref,
            payment=wanted.payment,
            amount=wanted.amount,
            by=by,
            reason=wanted.reason,
            state=RefundState.TO_ASK,
            created_at=now,
            next_ask_at=now,
            failures=0,
            last_cause=None,
        )
        rows.insert_refund(tx, added)
        return added

    def get(self, read: Snapshot, refund_id: RefundId) -> WantedRefund | None:
        return rows.by_id(read, refund_id)

    def due(self, read: Snapshot, now: datetime, limit: int = DUE_MAX) -> tuple[WantedRefund, ...]:
        """What is to be asked by now and can be read, the longest overdue first."""
        return rows.due(read, now, limit).readable

    def not_ended(self, read: Snapshot) -> tuple[WantedRefund, ...]:
        """What a provider has neither done nor refused, oldest first."""
        return rows.not_ended(read)

    def latest(self, read: Snapshot, since: datetime, limit: int = DUE_MAX) -> tuple[WantedRefund, ...]:
        """What has not ended, and what was asked for since then, newest first."""
        return rows.latest(read, since, limit)

    def wake(self, tx: Transaction) -> int:
        """At start-up, and when a provider is back: nothing waits longer than it must; how many did."""
        now = self._clock.now()
        return rows.wake(tx, now, now + LOST_FOR)

    def begin(self, tx: Transaction, refund_id: RefundId) -> WantedRefund | None:
        """A call begins now, as the refund stood before it; of two callers one gets it, the other None.

        Due again should the call never end. None also while an older one of the same amount of the same payment has
        not ended: a provider that does not repeat our ids shows two of them, and nobody could tell which is which.
        """
        found, now = rows.by_id(tx, refund_id), self._clock.now()
        if found is None or found.next_ask_at is None or found.next_ask_at > now:
            return None
        if found.state is RefundState.TO_ASK and self._waits(tx, found):
            rows.save(tx, replace(found, next_ask_at=now + ALIKE_WAIT))
            return None
        state = RefundState.ASKED if found.state is RefundState.TO_ASK else found.state
        rows.save(tx, replace(found, state=state, next_ask_at=now + LOST_FOR))
        return found

    def wanted(self, read: Snapshot, refund: WantedRefund) -> Refund:
        """What the provider is asked for, with how many like it were given back before."""
        done = sum(each.state is RefundState.DONE for each in rows.alike(read, refund))
        return replace(refund.wanted, alike_before=done)

    def end(self, tx: Transaction, refund_id: RefundId, state: RefundState, cause: str | None = None) -> None:
        """The provider's last word: DONE or REFUSED. ValueError for another state."""
        if state not in ENDED:
            raise ValueError(f"{state} ends nothing")
        self._save(tx, refund_id, state, None, cause)

    def pending(self, tx: Transaction, before: WantedRefund) -> None:
        """The provider has it and is not done."""
        at = next_poll(before.created_at, self._clock.now())
        self._save(tx, before.id, RefundState.PENDING, at, None)

    def lost(self, tx: Transaction, before: WantedRefund, cause: str) -> None:
        """It may have been done: it is asked again when the lost question must have arrived."""
        state = RefundState.PENDING if before.state is RefundState.PENDING else RefundState.ASKED
        pause = max(LOST_FOR, retry_after(before.failures + 1))
        self._save(tx, before.id, state, self._clock.now() + pause, cause, before.failures + 1)

    def missed(self, tx: Transaction, before: WantedRefund, cause: str, asked_for: timedelta | None = None) -> None:
        """Nothing reached the provider: it stands as before the call, and is asked again after a while."""
        pause = retry_after(before.failures + 1, asked_for)
        self._save(tx, before.id, before.state, self._clock.now() + pause, cause, before.failures + 1)

    def _waits(self, read: Snapshot, refund: WantedRefund) -> bool:
        ours = (refund.created_at, refund.id)
        return any(each.state not in ENDED and (each.created_at, each.id) < ours for each in rows.alike(read, refund))

    def _save(
        self,
        tx: Transaction,
        refund_id: RefundId,
        state: RefundState,
        at: datetime | None,
        cause: str | None,
        failures: int = 0,
    ) -> None:
        """What has ended stays ended."""
        found = rows.by_id(tx, refund_id)
        if found is not None and found.state not in ENDED:
            rows.save(tx, replace(found, state=state, next_ask_at=at, last_cause=cause, failures=failures))
