"""Money on the shop's own Pix key: what a person may vouch for in one shift, and whose a listed payment is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from shared.checkout.observing import Observed, Observing
from shared.kernel.day import business_day, starts_at
from shared.kernel.ids import IntentId, OperatorId, VisitId
from shared.kernel.money import ZERO, Money
from shared.payments.model import ChargeRef, ChargeState, Observation, Payment
from shared.store.database import Database, Snapshot
from shared.visits import queue_rows, rows
from shared.visits.by_hand import OwnPixRoom
from shared.visits.model import Task, Visit


@dataclass(frozen=True, slots=True)
class OwnPixRules:
    """How many visits one person lets in for such money in one shift, and for how much in all.

    A shift is the person's business day, as this station knows it.
    """

    per_shift: int
    amount_per_shift: Money
    zone: ZoneInfo
    cutoff: time

    def room(self, read: Snapshot, by: OperatorId, now: datetime) -> OwnPixRoom:
        """What the person has let in for it in the shift of `now`, whether or not it was found since."""
        began = starts_at(business_day(now, self.zone, self.cutoff), self.zone, self.cutoff)
        mine = [task for task in _searches(read, began) if task.opened_by == by]
        amount = sum((task.amount for task in mine), ZERO)
        return OwnPixRoom(self.per_shift, self.amount_per_shift, len(mine), amount)


def _searches(read: Snapshot, began: datetime) -> list[Task]:
    visits = (rows.load(read, visit_id) for visit_id in queue_rows.searched_since(read, began))
    found = [task for visit in visits if isinstance(visit, Visit) for task in visit.tasks]
    return [task for task in found if task.opened_by is not None and task.opened_at >= began]


@dataclass(frozen=True, slots=True)
class OwnCharge:
    """Whose money a payment by one of the shop's own codes is."""

    visit_id: VisitId
    intent_id: IntentId


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """No visit that this station knows was shown a code with this txid."""

    txid: str


class OwnPixMoney:
    """What a list of the shop's own account says. Idempotent."""

    def __init__(self, database: Database, observing: Observing) -> None:
        self._database = database
        self._observing = observing

    def charge_of(self, txid: str) -> OwnCharge | UnknownCode:
        """Whose code this is, in whichever capitals the bank writes it."""
        with self._database.snapshot() as read:
            found = queue_rows.own_charge(read, txid.upper())
        return OwnCharge(*found) if found else UnknownCode(txid)

    def listed(self, txid: str, payments: Sequence[Payment]) -> Observed | UnknownCode:
        """All payments that a provider lists for one of the shop's own codes reach the one way in."""
        whose = self.charge_of(txid)
        if isinstance(whose, UnknownCode):
            return whose
        held = sum((each.amount for each in payments if not each.is_reversed), ZERO)
        ref = ChargeRef(whose.intent_id, txid.upper(), held)
        state = ChargeState.PAID if held > ZERO else ChargeState.UNKNOWN
        return self._observing.observe(Observation(ref, state, tuple(payments), raw_status="listed"))
