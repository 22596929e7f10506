"""Money on its way back, for the screens: how far each refund is that this station asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shared.checkout.consequences import Consequences
from shared.kernel.clock import Clock
from shared.kernel.ids import RefundId, VisitId
from shared.kernel.money import Money
from shared.payments.refund_rows import RefundState, WantedRefund
from shared.payments.refunds import Refunds
from shared.store.database import Database, Snapshot
from shared.visits.model import Visit

SHOWN_FOR = timedelta(days=1)


class RefundProgress(StrEnum):
    """`asked`: a person asked for it and the provider does not have it yet. `under_way`: it has, or may have it."""

    ASKED = "asked"
    UNDER_WAY = "under_way"
    DONE = "done"
    REFUSED = "refused"


_PROGRESS = {
    RefundState.TO_ASK: RefundProgress.ASKED,
    RefundState.ASKED: RefundProgress.UNDER_WAY,
    RefundState.PENDING: RefundProgress.UNDER_WAY,
    RefundState.DONE: RefundProgress.DONE,
    RefundState.REFUSED: RefundProgress.REFUSED,
}


@dataclass(frozen=True, slots=True)
class RefundView:
    """`trouble`: why it was refused, in the provider's words, or why the provider has not answered."""

    id: RefundId
    visit_id: VisitId
    label: str
    task_id: str
    amount: Money
    progress: RefundProgress
    trouble: str
    asked_at: datetime


class RefundList:
    """Reads only."""

    def __init__(self, database: Database, consequences: Consequences, refunds: Refunds, clock: Clock) -> None:
        self._database = database
        self._consequences = consequences
        self._refunds = refunds
        self._clock = clock

    def list(self) -> tuple[RefundView, ...]:
        """What has not ended and what was asked for lately, newest first; visits of a newer program are left out."""
        with self._database.snapshot() as read:
            return tuple(self._views(read))

    def _views(self, read: Snapshot) -> Iterator[RefundView]:
        for each in self._refunds.latest(read, self._clock.now() - SHOWN_FOR):
            visit = self._consequences.load(read, each.visit_id)
            if isinstance(visit, Visit):
                yield _view(visit, each)


def _view(visit: Visit, refund: WantedRefund) -> RefundView:
    known = next((each for each in visit.refunds if each.id == refund.id), None)
    return RefundView(
        id=refund.id,
        visit_id=visit.id,
        label=visit.label,
        task_id=known.task_id if known else "",
        amount=refund.amount,
        progress=_PROGRESS[refund.state],
        trouble=(known.trouble if known else "") or refund.last_cause or "",
        asked_at=refund.created_at,
    )
