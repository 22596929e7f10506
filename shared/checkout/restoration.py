"""A copy that is opened as a station begins anew: it repeats nothing of what happened after the copy was made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from shared.journal import hlc
from shared.journal.rows import newest_hlc
from shared.kernel.clock import Clock
from shared.kernel.day import business_day, starts_at
from shared.payments.intents import Intents
from shared.payments.rows import IntentState
from shared.printing import rows as printing_rows
from shared.printing.model import JobState
from shared.printing.rules import WAITING
from shared.store.backup import unmark
from shared.store.database import Snapshot, Transaction
from shared.visits.label_rows import label_counter, skip_numbers

LABEL_EVERY = timedelta(seconds=20)
"""Faster than a totem opens one visit after the other for any length of time."""
LABELS_SPARE = 100


@dataclass(frozen=True, slots=True)
class LabelDay:
    """Whose labels are counted now, and from when on."""

    letter: str
    day: date
    began_at: datetime

    @classmethod
    def at(cls, now: datetime, letter: str, zone: ZoneInfo, cutoff: time) -> Self:
        """The business day that `now` belongs to."""
        day = business_day(now, zone, cutoff)
        return cls(letter, day, starts_at(day, zone, cutoff))

    @property
    def counter(self) -> str:
        return label_counter(self.letter, self.day)


def begin_anew(tx: Transaction, today: LabelDay, clock: Clock) -> None:
    """Make this copy a station's own file, once. The caller gives it a new epoch in the same transaction."""
    now = clock.now()
    unknown_since = max(last_event_at(tx) or today.began_at, today.began_at)
    skip_numbers(tx, today.counter, labels_to_skip(unknown_since, now))
    _doubt_papers(tx, now)
    _look_for_all_money(tx, Intents(clock), now)
    unmark(tx)


def labels_to_skip(unknown_since: datetime, now: datetime) -> int:
    """More labels than can have been given since the copy's last event, or since the day began if that is later.

    They grow with the time that is unknown, so that restoring the same copy twice does not repeat labels either.
    """
    return LABELS_SPARE + max(now - unknown_since, timedelta(0)) // LABEL_EVERY


def last_event_at(read: Snapshot) -> datetime | None:
    """When the newest event of this file happened: what came later is not in it. None where nothing ever did."""
    newest = newest_hlc(read)
    return hlc.moment(newest) if newest else None


def _doubt_papers(tx: Transaction, now: datetime) -> None:
    """What waited for the printer may have come out since; only a person can tell."""
    while waiting := printing_rows.in_states(tx, WAITING):
        for job in waiting:
            printing_rows.save(tx, replace(job, state=JobState.UNCERTAIN, updated_at=now))


def _look_for_all_money(tx: Transaction, intents: Intents, now: datetime) -> None:
    """Everything open is due, and what was to be opened is looked up first: it may have been opened since."""
    intents.wake(tx)
    for intent in intents.due(tx, now, intents.open_count(tx)):
        if intent.state is IntentState.TO_OPEN:
            intents.opening(tx, intent.id)
    intents.wake(tx)
