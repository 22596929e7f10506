"""This station's outbox to payment providers and the list of charges it watches.

It says what is to be asked next and when. Whether a visit is paid is said by the visit alone. Every method runs inside
its caller's transaction or snapshot; the caller commits before it calls a provider and again after the answer:

    to_open -> opening -> open -> to_void -> voiding -> watched -> closed

An `opening` intent that is due again has an answer that was lost: find its charge before opening another. A `to_void`
one without a charge was cancelled while it was being opened: find its charge first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.kernel.clock import Clock
from shared.kernel.ids import CustomerId, IntentId, VisitId
from shared.payments import rows
from shared.payments.cadence import next_look, retry_after, watch_until
from shared.payments.model import Intent
from shared.payments.rows import UNFINISHED, IntentState, WatchedIntent
from shared.store.database import Snapshot, Transaction

# The longest an `open_charge` can take: four conversations that each run into their limit.
CALL_MAX = timedelta(minutes=2)
DUE_MAX = 100
CREATING = frozenset({IntentState.TO_OPEN, IntentState.OPENING})
VOID_TRIES = 10
"""After so many refusals a void is asked for no more often than a look."""


@dataclass(frozen=True, slots=True)
class NotNow:
    """The intent is in another state (None: there is no such intent), so this step is not to be taken."""

    state: IntentState | None


class Intents:
    """The intents of this station."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def add(
        self,
        tx: Transaction,
        intent: Intent,
        visit_id: VisitId,
        provider: str,
        customer_id: CustomerId | None = None,
    ) -> WatchedIntent:
        """Commit to asking `provider`; its charge is to be opened at once. The payer is not kept."""
        added = WatchedIntent(
            id=intent.id,
            visit_id=visit_id,
            provider=provider,
            method=intent.method,
            installments=intent.installments,
            amount=intent.amount,
            description=intent.description,
            customer_id=customer_id,
            state=IntentState.TO_OPEN,
            charge_id=None,
            br_code=None,
            link=None,
            created_at=intent.created_at,
            opened_at=None,
            expires_at=intent.expires_at,
            next_look_at=self._clock.now(),
            looks=0,
            failures=0,
            last_cause=None,
            watch_until=watch_until(intent.expires_at),
        )
        rows.insert_intent(tx, added)
        return added

    def get(self, read: Snapshot, intent_id: IntentId) -> WatchedIntent | None:
        return rows.by_id(read, intent_id)

    def of_charge(self, read: Snapshot, provider: str, charge_id: str) -> WatchedIntent | None:
        """The intent that a provider's charge belongs to."""
        return rows.by_charge(read, provider, charge_id)

    def of_visit(self, read: Snapshot, visit_id: VisitId) -> tuple[WatchedIntent, ...]:
        """A visit's intents, oldest first."""
        return rows.by_visit(read, visit_id)

    def due(self, read: Snapshot, now: datetime, limit: int = DUE_MAX) -> tuple[WatchedIntent, ...]:
        """What is to be asked by now and can be read, what customers wait for first."""
        return rows.due(read, now, limit).readable

    def open_count(self, read: Snapshot) -> int:
        """How many intents are not yet settled, voided or given up."""
        return rows.count(read, UNFINISHED)

    def creating_count(self, read: Snapshot) -> int:
        """How many charges are being created: their own ids are not known here yet."""
        return rows.count(read, CREATING)

    def being_created(self, read: Snapshot, provider: str) -> tuple[WatchedIntent, ...]:
        """The charges that are still to be made at a provider, or may have been: those that can be read."""
        return rows.in_states(read, CREATING, provider)

    def opening(self, tx: Transaction, intent_id: IntentId) -> WatchedIntent | NotNow:
        """A call to open the charge begins now; of two callers one gets it. Due again should the call never end."""
        return self._begin(tx, intent_id, IntentState.TO_OPEN, IntentState.OPENING)

    def voiding(self, tx: Transaction, intent_id: IntentId) -> WatchedIntent | NotNow:
        """A call to void the charge begins now; of two callers one gets it. Due again should the call never end."""
        return self._begin(tx, intent_id, IntentState.TO_VOID, IntentState.VOIDING)

    def opened(
        self,
        tx: Transaction,
        intent_id: IntentId,
        charge_id: str,
        br_code: str | None = None,
        link: str | None = None,
    ) -> WatchedIntent | NotNow:
        """The charge exists. One that is to be voided stays so, and one that was given up is watched again.

        The first charge that is known stays: a customer may be looking at its code. The caller voids any other.
        """
        found = rows.by_id(tx, intent_id)
        if found is None:
            return NotNow(None)
        now = self._clock.now()
        is_unwanted = found.state in {IntentState.TO_VOID, IntentState.VOIDING}
        known = replace(
            found,
            state=found.state if is_unwanted or found.state is IntentState.WATCHED else IntentState.OPEN,
            charge_id=found.charge_id or charge_id,
            br_code=found.br_code or br_code,
            link=found.link or link,
            opened_at=found.opened_at or now,
            failures=0,
            last_cause=None,
        )
        return self._save(tx, known, now if is_unwanted else next_look(known.watch, now))

    def looked(self, tx: Transaction, intent_id: IntentId) -> WatchedIntent | NotNow:
        """A look was answered; the next follows the cadence, or the watching has ended. Calls to make stay due."""
        found = self._watched(tx, intent_id)
        if isinstance(found, NotNow):
            return found
        seen = replace(found, looks=found.looks + 1, failures=0, last_cause=None)
        is_looked_at = found.state in {IntentState.OPEN, IntentState.WATCHED}
        return self._save(tx, seen, next_look(seen.watch, self._clock.now()) if is_looked_at else found.next_look_at)

    def missed(
        self, tx: Transaction, intent_id: IntentId, cause: str, asked_for: timedelta | None = None
    ) -> WatchedIntent | NotNow:
        """No conclusion could be drawn: the state stays, and the provider is left alone for a while."""
        return self._again(tx, intent_id, {}, cause, asked_for)

    def to_repeat(
        self, tx: Transaction, intent_id: IntentId, cause: str, asked_for: timedelta | None = None
    ) -> WatchedIntent | NotNow:
        """The call that was under way had no effect: it is to be made again after a while."""
        back = {IntentState.OPENING: IntentState.TO_OPEN, IntentState.VOIDING: IntentState.TO_VOID}
        return self._again(tx, intent_id, back, cause, asked_for)

    def look_now(self, tx: Transaction, intent_id: IntentId) -> WatchedIntent | NotNow:
        """Somebody says that it is paid: do not wait for the cadence."""
        found = self._watched(tx, intent_id)
        return found if isinstance(found, NotNow) else self._save(tx, found, self._clock.now())

    def wake(self, tx: Transaction) -> int:
        """At start-up: whatever is not settled is due now, before any timer may expire it; how many were waiting."""
        return rows.wake_all(tx, self._clock.now())

    def wake_failed(self, tx: Transaction, provider: str) -> int:
        """A provider is back: whatever waited because it told nothing is due now; how many did."""
        return rows.wake_failed(tx, provider, self._clock.now())

    def ask_void(self, tx: Transaction, intent_id: IntentId) -> WatchedIntent | NotNow:
        """Nobody shall pay it any more. What was never asked for is closed; what rests is asked about once more."""
        found = self._watched(tx, intent_id)
        if isinstance(found, NotNow) or found.state in {IntentState.TO_VOID, IntentState.VOIDING}:
            return found if isinstance(found, NotNow) else NotNow(found.state)
        if found.state is IntentState.TO_OPEN:
            return self._save(tx, replace(found, last_cause="never_opened"), None)
        return self._save(tx, replace(found, state=IntentState.TO_VOID, failures=0), self._clock.now())

    def rest(self, tx: Transaction, intent_id: IntentId) -> WatchedIntent | NotNow:
        """It is paid or voided: from now on it is only watched for surprises. Needs a known charge."""
        found = self._watched(tx, intent_id)
        if isinstance(found, NotNow) or found.charge_id is None:
            return found if isinstance(found, NotNow) else NotNow(found.state)
        resting = replace(found, state=IntentState.WATCHED, failures=0, last_cause=None)
        return self._save(tx, resting, next_look(resting.watch, self._clock.now()))

    def unbooked(self, tx: Transaction, intent_id: IntentId, *, is_money_there: bool) -> WatchedIntent | NotNow:
        """Whether a provider says that money is there which cannot be booked here; nothing else changes."""
        found = rows.by_id(tx, intent_id)
        if found is None:
            return NotNow(None)
        since = (found.unbooked_since or self._clock.now()) if is_money_there else None
        if since == found.unbooked_since:
            return found
        marked = replace(found, unbooked_since=since)
        rows.save(tx, marked)
        return marked

    def close(self, tx: Transaction, intent_id: IntentId, cause: str) -> WatchedIntent | NotNow:
        """It was refused, or proved never to have existed: nothing is asked about it any more."""
        found = self._watched(tx, intent_id)
        return found if isinstance(found, NotNow) else self._save(tx, replace(found, last_cause=cause), None)

    def _begin(
        self, tx: Transaction, intent_id: IntentId, source: IntentState, target: IntentState
    ) -> WatchedIntent | NotNow:
        found = rows.by_id(tx, intent_id)
        if found is None or found.state is not source:
            return NotNow(found.state if found else None)
        return self._save(tx, replace(found, state=target), self._clock.now() + CALL_MAX)

    def _again(
        self,
        tx: Transaction,
        intent_id: IntentId,
        back: dict[IntentState, IntentState],
        cause: str,
        asked_for: timedelta | None,
    ) -> WatchedIntent | NotNow:
        found = self._watched(tx, intent_id)
        if isinstance(found, NotNow):
            return found
        failed = replace(
            found,
            state=back.get(found.state, found.state),
            looks=found.looks + 1,
            failures=found.failures + 1,
            last_cause=cause,
        )
        return self._save(tx, failed, self._after_failure(failed, retry_after(failed.failures, asked_for)))

    def _after_failure(self, failed: WatchedIntent, pause: timedelta) -> datetime | None:
        """Never later than the watching lasts; and what is only watched is not asked more often for failing."""
        now = self._clock.now()
        if now >= failed.watch_until:
            return None
        has_rest = now >= failed.expires_at and failed.state not in {IntentState.TO_OPEN, IntentState.OPENING}
        is_stubborn = failed.state is not IntentState.TO_VOID or failed.failures > VOID_TRIES
        usual = next_look(failed.watch, now) if has_rest and is_stubborn else None
        return max(now + pause, usual or now)

    def _watched(self, read: Snapshot, intent_id: IntentId) -> WatchedIntent | NotNow:
        found = rows.by_id(read, intent_id)
        if found is None or found.state is IntentState.CLOSED:
            return NotNow(found.state if found else None)
        return found

    def _save(self, tx: Transaction, intent: WatchedIntent, next_look_at: datetime | None) -> WatchedIntent:
        state = IntentState.CLOSED if next_look_at is None else intent.state
        saved = replace(intent, state=state, next_look_at=next_look_at)
        rows.save(tx, saved)
        return saved
