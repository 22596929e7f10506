"""Which question to a provider comes next.

Codes that customers wait for come first, then codes on a screen, then voids, refunds and late looks. So that customers
keep nobody else waiting for ever, each FAIR_EVERY-th question is the one that waits longest, unless a code is missing.
"""

from __future__ import annotations

from datetime import datetime

from shared.logs import get_log
from shared.payments import refund_rows, second_rows
from shared.payments import rows as intent_rows
from shared.payments.refund_rows import WantedRefund
from shared.payments.rows import URGENT, Barred, IntentState, WatchedIntent
from shared.payments.second_rows import SecondCharge
from shared.store.database import Database, Snapshot

_log = get_log("payments")

FAIR_EVERY = 4
AWAITED = frozenset({IntentState.TO_OPEN, IntentState.OPENING})
UNREADABLE_MAX = 100
"""Rows that cannot be read and are passed over at once; more of them wait for the next step."""

Question = WatchedIntent | WantedRefund | SecondCharge


class Agenda:
    """Reads only. Rows that cannot be read are named once in the log, and passed over."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turn = 0
        self._unreadable: set[str] = set()

    def next(self, now: datetime, but: Barred) -> Question | None:
        """What to ask now; None when nothing is due."""
        self._turn += 1
        is_fair = self._turn % FAIR_EVERY == 0
        passed: frozenset[str] = frozenset()
        for _ in range(UNREADABLE_MAX):
            with self._database.snapshot() as read:
                found, unreadable = _candidates(
                    read, now, Barred(but.ids | passed, but.closed, but.scarce), is_fair=is_fair
                )
            self._tell(unreadable)
            if not unreadable:
                return _chosen(found, now, is_fair=is_fair)
            passed |= frozenset(unreadable)
        return None

    def _tell(self, unreadable: tuple[str, ...]) -> None:
        for each in unreadable:
            if each not in self._unreadable:
                _log.error("payment row cannot be read", row=each)
        self._unreadable.update(unreadable)


def _candidates(
    read: Snapshot, now: datetime, but: Barred, *, is_fair: bool
) -> tuple[tuple[Question, ...], tuple[str, ...]]:
    """The first intent, second charge and refund, in this order, and what cannot be read of them."""
    intents = (intent_rows.overdue if is_fair else intent_rows.due)(read, now, 1, but)
    seconds = second_rows.due(read, now, 1, but)
    refunds = refund_rows.due(read, now, 1, but)
    found: tuple[Question, ...] = (*intents.readable, *seconds.readable, *refunds.readable)
    return found, (*intents.unreadable, *seconds.unreadable, *refunds.unreadable)


def _chosen(found: tuple[Question, ...], now: datetime, *, is_fair: bool) -> Question | None:
    """Late looks come after second charges and refunds."""
    if not found:
        return None
    first, *others = found
    if isinstance(first, WatchedIntent) and first.state in AWAITED:
        return first
    if is_fair:
        return min(found, key=_due_at)
    is_late = isinstance(first, WatchedIntent) and first.state not in URGENT and not _is_on_screen(first, now)
    return others[0] if is_late and others else first


def _is_on_screen(intent: WatchedIntent, now: datetime) -> bool:
    return intent.state is IntentState.OPEN and now < intent.expires_at


def _due_at(question: Question) -> datetime:
    due_at = question.next_look_at if isinstance(question, WatchedIntent) else question.next_ask_at
    assert due_at is not None, "it was found by this moment"
    return due_at
