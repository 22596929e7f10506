"""Money that we gave back, by hand or through a provider: it is gone, whatever was decided about it elsewhere.

Two stations may decide about the same money without having heard of each other. That money went back is a fact of the
world, like a service that began: wherever the order of the journal puts it, it is taken in, it is never owed again, and
what it should have paid for is missing until a person has seen to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from shared.journal.model import AlreadyTrue, Invalid
from shared.kernel.ids import OperatorId, RefundId
from shared.kernel.money import ZERO, Money
from shared.visits.ledger import (
    RECEIPT_TASKS,
    Source,
    claims,
    is_answered_by_provider,
    miss,
    payments,
    pays,
    task_id_of,
    with_task,
)
from shared.visits.model import Decision, RefundState, Task, TaskKind, Visit
from shared.visits.returns import account_for, seen_without_reason


@dataclass(frozen=True, slots=True)
class HandedBack:
    """`amount` of a payment went back to answer a task, as `by` decided; by hand unless `refund_id` names how."""

    task_id: str
    amount: Money
    by: OperatorId
    note: str
    at: datetime
    refund_id: RefundId | None = None


def hand_back(visit: Visit, given: HandedBack, source: Source | None) -> Visit | AlreadyTrue | Invalid:
    """The visit after money of `source` went back; None when no payment is known that it was taken from."""
    task = visit.task(given.task_id)
    if task is None:
        return _answer_unknown(visit, given, source)
    answered = with_task(visit, replace(task, decision=Decision.REFUNDED, decided_by=given.by, note=given.note))
    match task.decision:
        case None | Decision.KEPT:
            return answered
        case Decision.REFUNDED:
            return _again(visit, answered, task, given, source)
        case Decision.RELEASED:
            return _account(visit, answered, given, source)
        case Decision.RECEIVED | Decision.MISSING:
            return Invalid("nothing of it was here to give back")
        case _:
            assert_never(task.decision)


def source_by_name(visit: Visit, task_id: str) -> Source | None:
    """The payment that a task is or was about: the one that its id names, or the one that paid the visit."""
    for charge, receipt in payments(visit):
        if any(task_id_of(kind, charge.intent_id, receipt.reference) == task_id for kind in RECEIPT_TASKS):
            return charge, receipt
    return next((each for each in payments(visit) if pays(visit, *each)), None)


def _answer_unknown(visit: Visit, given: HandedBack, source: Source | None) -> Visit | Invalid:
    """The merged history opens another task instead, such as one for the whole ticket: this answers a part of it."""
    kind = next((each for each in TaskKind if given.task_id.startswith(f"{each}:")), None)
    if kind is None or source is None:
        return Invalid("there is no such task")
    task = Task(given.task_id, kind, given.amount, given.at, source[0].intent_id)
    answered = replace(task, decision=Decision.REFUNDED, decided_by=given.by, note=given.note)
    return _account(visit, with_task(visit, answered), given, source)


def _account(visit: Visit, answered: Visit, given: HandedBack, source: Source | None) -> Visit | Invalid:
    if source is None:
        return Invalid("there is no money that it could be")
    owed = [task for task in claims(visit, *source) if task.id != given.task_id]
    others = replace(visit, refunds=tuple(each for each in visit.refunds if each.id != given.refund_id))
    seen = seen_without_reason(others, *source)
    return account_for(answered, source, owed, max(given.amount - seen, ZERO), given.at)


def _again(
    visit: Visit, answered: Visit, task: Task, given: HandedBack, source: Source | None
) -> Visit | AlreadyTrue | Invalid:
    """It was seen to be gone, or the same person says it again; from another hand it is gone a second time."""
    if is_answered_by_provider(task):
        return answered if given.refund_id is not None else AlreadyTrue()
    is_done = any(each.task_id == task.id and each.state is RefundState.DONE for each in visit.refunds)
    if given.refund_id is not None or is_done:
        return Invalid("there is no such money") if source is None else _lose(visit, given, source)
    if task.decided_by == given.by:
        return AlreadyTrue()
    return Invalid("somebody else has already given it back by hand")


def _lose(visit: Visit, given: HandedBack, source: Source) -> Visit:
    return miss(visit, source, given.amount, given.at, is_shown=False)
