"""The operator's side of money: counter payments, releases, cancellations, and decisions that wait for a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from shared.checkout.consequences import Consequences
from shared.checkout.own_pix import OwnPixRules
from shared.kernel.clock import Clock
from shared.kernel.ids import IntentId, VisitId
from shared.kernel.money import Money
from shared.people.model import Operator, Permission
from shared.people.permissions import may
from shared.redaction import hide_people
from shared.store.database import Database, Transaction
from shared.visits import by_hand, charges, facts, queue_rows
from shared.visits.by_hand import Tendered
from shared.visits.model import FINAL_TURNS, Decision, Visit
from shared.visits.outcomes import (
    AlreadyDecided,
    AlreadyFound,
    AlreadyPaid,
    CashShort,
    ChangeTooLarge,
    NoSuchCharge,
    NoSuchTask,
    NoSuchVisit,
    NotAnAnswer,
    NotAReference,
    NoTicket,
    NotPermitted,
    NotReleasable,
    OnlyByHand,
    OwnPixLimit,
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
    | CashShort
    | ChangeTooLarge
    | NotAReference
    | AlreadyFound
    | OwnPixLimit
    | NotAnAnswer
    | ReasonNeeded
    | NoSuchTask
    | AlreadyDecided
    | NotReleasable
    | RefundUnderWay
    | OnlyByHand
    | NoTicket
)
Decide = Callable[[Transaction, Visit, datetime], facts.VisitFact | Refused]


class Counter:
    """Each method is one use case, one transaction, and checks what the person's role allows.

    The journal keeps what is written as a reason for good, so no number of a person stays in it.
    """

    def __init__(self, database: Database, consequences: Consequences, own_pix: OwnPixRules, clock: Clock) -> None:
        self._database = database
        self._consequences = consequences
        self._own_pix = own_pix
        self._clock = clock

    def confirm(self, visit_id: VisitId, intent_id: IntentId, tendered: Tendered, by: Operator) -> Visit | Refused:
        """The customer paid at the counter, in cash or on a card machine; the ticket follows at once."""
        return self._decide(
            visit_id,
            by,
            Permission.CONFIRM_COUNTER,
            lambda _, visit, now: by_hand.decide_counter_payment(visit, intent_id, tendered, by.id, now),
        )

    def release(self, visit_id: VisitId, reason: str, by: Operator) -> Visit | Refused:
        """Let a visit in without settled money; for a Pix to the shop's own key, after seeing its receipt."""
        if not reason.strip():
            return ReasonNeeded()

        def decide(tx: Transaction, visit: Visit, now: datetime) -> facts.VisitFact | Refused:
            room = self._own_pix.room(tx, by.id, now)
            return by_hand.decide_release(visit, by.id, hide_people(reason.strip()), now, room)

        return self._decide(visit_id, by, Permission.RELEASE_UNPAID, decide)

    def give_courtesy(self, visit_id: VisitId, reason: str, by: Operator) -> Visit | Refused:
        """Let a visit in for nothing, on a named person's word; never counted as money."""
        if not reason.strip():
            return ReasonNeeded()
        return self._decide(
            visit_id,
            by,
            Permission.RELEASE_UNPAID,
            lambda _, visit, now: by_hand.decide_courtesy(visit, by.id, hide_people(reason.strip()), now),
        )

    def find(
        self, visit_id: VisitId, intent_id: IntentId, reference: str, amount: Money, by: Operator
    ) -> Visit | Refused:
        """A person found a Pix to the shop's own key in the statement: it is money from now on, and counts once.

        `reference`: its end-to-end id, or how else the statement names it.
        """

        def decide(tx: Transaction, visit: Visit, now: datetime) -> facts.VisitFact | Refused:
            found = by_hand.decide_found(visit, intent_id, reference, amount, by.id, now)
            return (isinstance(found, facts.MoneyReceived) and self._pays_another(tx, visit, found)) or found

        return self._decide(visit_id, by, Permission.RESOLVE_TASK, decide)

    def cancel_visit(self, visit_id: VisitId, reason: str, by: Operator) -> Visit | Refused:
        """End a ticket for good; settled money becomes a refund for a person to make."""
        if not reason.strip():
            return ReasonNeeded()

        def decide(_: Transaction, visit: Visit, now: datetime) -> facts.VisitFact | Refused:
            if visit.ticket is None:
                return NoTicket()
            if all(turn.state in FINAL_TURNS for turn in visit.turns):
                return VisitEnded(visit_state(visit))
            return facts.VisitCancelled(by.id, hide_people(reason.strip()), now)

        return self._decide(visit_id, by, Permission.CANCEL_PAID, decide)

    def decide_task(
        self, visit_id: VisitId, task_id: str, decision: Decision, note: str, by: Operator
    ) -> Visit | Refused:
        """Record what a person decided about money that could not be settled by rule."""
        if decision in {Decision.RELEASED, Decision.MISSING} and not note.strip():
            return ReasonNeeded()
        return self._decide(
            visit_id,
            by,
            Permission.RELEASE_UNPAID if decision is Decision.RELEASED else Permission.RESOLVE_TASK,
            lambda _, visit, now: charges.decide_task(visit, task_id, decision, by.id, hide_people(note.strip()), now),
        )

    def give_back(self, visit_id: VisitId, task_id: str, reason: str, by: Operator) -> Visit | Refused:
        """Have the provider give a task's money back. The task stays open until the provider says that it is done."""
        return self._decide(
            visit_id,
            by,
            Permission.RESOLVE_TASK,
            lambda _, visit, now: decide_refund(visit, task_id, by.id, hide_people(reason.strip()), now),
        )

    def _pays_another(self, tx: Transaction, visit: Visit, found: facts.MoneyReceived) -> AlreadyFound | None:
        """One payment pays one visit: the same name in the statement is the same money."""
        for visit_id in queue_rows.own_pix_naming(tx, found.reference):
            other = self._consequences.load(tx, visit_id)
            if isinstance(other, Visit) and other.id != visit.id:
                return AlreadyFound(other.label)
        return None

    def _decide(self, visit_id: VisitId, by: Operator, needs: Permission, decide: Decide) -> Visit | Refused:
        if not may(by.role, needs):
            return NotPermitted()
        with self._database.transaction() as tx:
            visit = self._consequences.load(tx, visit_id)
            if not isinstance(visit, Visit):
                return visit
            decided = decide(tx, visit, self._clock.now())
            if not isinstance(decided, facts.VisitFact):
                return decided
            return self._consequences.record(tx, visit, [decided], by.id)
