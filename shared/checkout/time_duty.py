"""What time alone does: unpaid visits end, tickets without paper join the queue, unanswered calls expire,
and who still waits when the business day is over waits no more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.checkout.consequences import Consequences
from shared.kernel.clock import Clock
from shared.kernel.day import CUTOFF, ZONE, business_day, starts_at
from shared.kernel.ids import VisitId
from shared.logs import get_log
from shared.store.database import Database, Snapshot
from shared.store.failures import StoreFailure
from shared.visits import rows
from shared.visits.charges import decide_overdue_payment
from shared.visits.facts import VisitFact
from shared.visits.model import Visit
from shared.visits.paper import PAPER_GRACE, decide_overdue_paper
from shared.visits.turns import CALL_TIMEOUT, RECALLS_MAX, decide_day_over, decide_overdue

_log = get_log("time")

TIME = "time"
OVERNIGHT_MAX = 50
"""How many visits of days that are over end in one step, so that a step stays short."""

Listed = Callable[[Snapshot], rows.VisitList]
Decide = Callable[[Visit, datetime], Sequence[VisitFact]]


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
        self._broken: dict[Listed, frozenset[VisitId]] = {}

    def step(self) -> int:
        """Do all that is due; returns how many visits moved."""
        moved = 0
        if self._may_expire():
            moved += self._each(rows.pending_visits, decide_overdue_payment)
        moved += self._each(rows.unqueued_visits, self._overdue_paper)
        moved += self._each(rows.called_visits, self._overdue_calls)
        return moved + self._each(self._overnight, self._day_over)

    def _each(self, listed: Listed, decide: Decide) -> int:
        """Whatever is wrong with one visit, time goes on for the others. A store that fails, fails for all."""
        now = self._clock.now()
        with self._database.snapshot() as read:
            found = listed(read)
        broken, moved = set(found.unreadable), 0
        for visit_id in found.unreadable:
            if visit_id not in self._broken.get(listed, ()):
                _log.error("visit cannot be read", visit=visit_id)
        for visit in found.readable:
            try:
                moved += self._move(visit, decide, now)
            except StoreFailure:
                raise
            except Exception:
                broken.add(visit.id)
                if visit.id not in self._broken.get(listed, ()):
                    _log.exception("visit could not be moved by time", visit=visit.id)
        self._broken[listed] = frozenset(broken)
        return moved

    def _move(self, listed: Visit, decide: Decide, now: datetime) -> bool:
        """Decided again inside the transaction: it may have moved since it was listed."""
        if not decide(listed, now):
            return False
        with self._database.transaction() as tx:
            visit = self._consequences.load(tx, listed.id)
            decided = decide(visit, now) if isinstance(visit, Visit) else ()
            if isinstance(visit, Visit) and decided:
                self._consequences.record(tx, visit, decided, TIME)
                return True
        return False

    def _overnight(self, read: Snapshot) -> rows.VisitList:
        today, began = self._today()
        return rows.overnight_visits(read, today, began, OVERNIGHT_MAX)

    def _day_over(self, visit: Visit, now: datetime) -> Sequence[VisitFact]:
        return decide_day_over(visit, *self._today(), now)

    def _today(self) -> tuple[date, datetime]:
        """The business day, and when it began."""
        today = business_day(self._clock.now(), self._patience.zone, self._patience.cutoff)
        return today, starts_at(today, self._patience.zone, self._patience.cutoff)

    def _overdue_paper(self, visit: Visit, now: datetime) -> Sequence[VisitFact]:
        fact = decide_overdue_paper(visit, now, self._patience.paper)
        return [fact] if fact else []

    def _overdue_calls(self, visit: Visit, now: datetime) -> Sequence[VisitFact]:
        return decide_overdue(visit, now, self._patience.call, self._patience.recalls)
