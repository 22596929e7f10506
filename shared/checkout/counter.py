"""The operator's side of money: counter payments, releases, cancellations, and decisions that wait for a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from shared.checkout.consequences import Consequences
from shared.kernel.clock import Clock
from shared.kernel.ids import IntentId, VisitId
from shared.kernel.money import Money
from shared.people.model import Operator, Permission
from shared.people.permissions import may
from shared.store.database import Database
from shared.visits import charges, facts
from shared.visits.model import FINAL_TURNS, Decision, Visit
from shared.visits.outcomes import (
    AlreadyDecided,
    AlreadyPaid,
    NoSuchCharge,
    NoSuchTask,
    NoSuchVisit,
    NoTicket,
    NotPermitted,
    NotReleasable,
    OnlyByHand,
    ReasonNeeded,
    RefundUnderWay,
    VisitEnded,
    VisitHeld,
    WrongAmount,
)
from shared.visits.refunds import decide_refund
from shared.visits.ticket import visit_state

Refused = (
    NotPermitted
    | NoSuchVisit
    | VisitHeld
    | NoSuchCharge
    | AlreadyPaid
    | VisitEnded
    | WrongAmount
    | ReasonNeeded
    | NoSuchTask
    | AlreadyDecided
    | NotReleasable
    | RefundUnderWay
    | OnlyByHand
    | NoTicket
)
Decide = Callable[[Visit, datetime], facts.VisitFact | Refused]


class Counter:
    """Each method is one use case, one transaction, and checks what the person's role allows."""

    def __init__(self, database: Database, consequences: Consequences, clock: Clock) -> None:
        self._database = database
        self._consequences = consequences
        self._clock = clock

    def confirm(self, visit_id: VisitId, intent_id: IntentId, amount: Money, by: Operator) -> Visit | Refused:
        """The customer paid this much at the counter; the ticket follows at once."""
        return self._decide(
            visit_id,
            by,
            Permission.CONFIRM_COUNTER,
            lambda visit, now: charges.decide_counter_payment(visit, intent_id, amount, now),
        )

    def release(self, visit_id: VisitId, reason: str, by: Operator) -> Visit | Refused:
        """Let a visit in without settled money."""
        if not reason.strip():
            return ReasonNeeded()
        return self._decide(
            visit_id,
            by,
            Permission.RELEASE_UNPAID,
            lambda visit, now: charges.decide_release(visit, by.id, reason.strip(), now),
        )

    def cancel_visit(self, visit_id: VisitId, reason: str, by: Operator) -> Visit | Refused:
        """End a ticket for good; settled money becomes a refund for a person to make."""
        if not reason.strip():
            return ReasonNeeded()

        def decide(visit: Visit, now: datetime) -> facts.VisitFact | Refused:
            if visit.ticket is None:
                return NoTicket()
            if all(turn.state in FINAL_TURNS for turn in visit.turns):
                return VisitEnded(visit_state(visit))
            return facts.VisitCancelled(by.id, reason.strip(), now)

        return self._decide(visit_id, by, Permission.CANCEL_PAID, decide)

    def decide_task(
        self, visit_id: VisitId, task_id: str, decision: Decision, note: str, by: Operator
    ) -> Visit | Refused:
        """Record what a person decided about money that could not be settled by rule."""
        if decision is Decision.RELEASED and not note.strip():
            return ReasonNeeded()
        return self._decide(
            visit_id,
            by,
            Permission.RELEASE_UNPAID if decision is Decision.RELEASED else Permission.RESOLVE_TASK,
            lambda visit, now: charges.decide_task(visit, task_id, decision, by.id, note.strip(), now),
        )

    def give_back(self, visit_id: VisitId, task_id: str, reason: str, by: Operator) -> Visit | Refused:
        """Have the provider give a task's money back. The task stays open until the provider says that it is done."""
        return self._decide(
            visit_id,
            by,
            Permission.RESOLVE_TASK,
            lambda visit, now: decide_refund(visit, task_id, by.id, reason.strip(), now),
        )

    def _decide(self, visit_id: VisitId, by: Operator, needs: Permission, decide: Decide) -> Visit | Refused:
        if not may(by.role, needs):
            return NotPermitted()
        with self._database.transaction() as tx:
            visit = self._consequences.load(tx, visit_id)
            if not isinstance(visit, Visit):
                return visit
            decided = decide(visit, self._clock.now())
            if not isinstance(decided, facts.VisitFact):
                return decided
            return self._consequences.record(tx, visit, [decided], by.id)
