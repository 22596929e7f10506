"""What time alone does: unpaid visits end, tickets without paper join the queue, unanswered calls expire,
and who still waits when the business day is over waits no more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.checkout.consequences import Consequences
from shared.kernel.clock import Clock
from shared.kernel.day import CUTOFF, ZONE, business_day, starts_at
from shared.store.database import Database, Snapshot
from shared.visits import rows
from shared.visits.charges import decide_overdue_payment
from shared.visits.facts import VisitFact
from shared.visits.model import Visit
from shared.visits.paper import PAPER_GRACE, decide_overdue_paper
from shared.visits.turns import CALL_TIMEOUT, RECALLS_MAX, decide_day_over, decide_overdue

TIME = "time"
OVERNIGHT_MAX = 50
"""How many visits of days that are over end in one step, so that a step stays short."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the shop waits: for paper, for a called customer, and how often it calls again by itself.

    Nobody waits beyond the business day, which ends at `cutoff` in `zone`.
    """

    paper: timedelta = PAPER_GRACE
    call: timedelta = CALL_TIMEOUT
    recalls: int = RECALLS_MAX
    zone: ZoneInfo = ZONE
    cutoff: time = CUTOFF


class TimeDuty:
    """Steps every second. `may_expire` says whether every open charge was looked at since this process took over."""

    def __init__(
        self,
        database: Database,
        consequences: Consequences,
        clock: Clock,
        patience: Patience,
        may_expire: Callable[[], bool],
    ) -> None:
        self._database = database
        self._consequences = consequences
        self._clock = clock
        self._patience = patience
        self._may_expire = may_expire

    def step(self) -> int:
        """Do all that is due; returns how many visits moved."""
        moved = 0
        if self._may_expire():
            moved += self._each(rows.pending_visits, decide_overdue_payment)
        moved += self._each(rows.unqueued_visits, self._overdue_paper)
        moved += self._each(rows.called_visits, self._overdue_calls)
        return moved + self._end_days()

    def _end_days(self) -> int:
        today = business_day(self._clock.now(), self._patience.zone, self._patience.cutoff)
        began = starts_at(today, self._patience.zone, self._patience.cutoff)
        return self._each(
            lambda read: rows.overnight_visits(read, today, began, OVERNIGHT_MAX),
            lambda visit, now: decide_day_over(visit, today, began, now),
        )

    def _each(
        self,
        listed: Callable[[Snapshot], Sequence[Visit]],
        decide: Callable[[Visit, datetime], Sequence[VisitFact]],
    ) -> int:
        now = self._clock.now()
        with self._database.snapshot() as read:
            due = [visit.id for visit in listed(read) if decide(visit, now)]
        moved = 0
        for visit_id in due:
            with self._database.transaction() as tx:
                visit = self._consequences.load(tx, visit_id)
                decided = decide(visit, now) if isinstance(visit, Visit) else ()
                if isinstance(visit, Visit) and decided:
                    self._consequences.record(tx, visit, decided, TIME)
                    moved += 1
        return moved

    def _overdue_paper(self, visit: Visit, now: datetime) -> Sequence[VisitFact]:
        fact = decide_overdue_paper(visit, now, self._patience.paper)
        return [fact] if fact else []

    def _overdue_calls(self, visit: Visit, now: datetime) -> Sequence[VisitFact]:
        return decide_overdue(visit, now, self._patience.call, self._patience.recalls)
