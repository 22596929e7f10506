"""Money that went back, as its provider shows it: it answers what was owed, and the rest is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from shared.journal.model import AlreadyTrue, Invalid
from shared.kernel.money import ZERO, Money
from shared.visits import facts
from shared.visits.facts import MoneyReturned
from shared.visits.ledger import given_back, missed, task_id_of, task_of, with_charge, with_task
from shared.visits.model import Charge, Decision, Receipt, RefundState, Task, TaskKind, Visit

Next = Visit | Invalid | AlreadyTrue


def reverse(visit: Visit, charge: Charge, fact: facts.MoneyReversed) -> Next:
    receipt = charge.receipt(fact.reference)
    if receipt is None:
        return Invalid("money went back that had never arrived")
    if receipt.is_reversed:
        return AlreadyTrue()
    receipts = tuple(replace(each, is_reversed=each.is_reversed or each is receipt) for each in charge.receipts)
    gone = with_charge(visit, replace(charge, receipts=receipts))
    task = task_of(visit, fact.intent_id, fact.reference)
    if task is not None:
        gone = answer(gone, task, fact.reference)
    if charge.settled_by == fact.reference:
        return _unsettle(gone, charge.asked_of(receipt), fact)
    is_answered = task is not None and (task.is_open or task.decision is Decision.REFUNDED)
    known = given_back(visit, fact.intent_id, fact.reference) + missed(visit, fact.intent_id, fact.reference)
    return gone if is_answered else _miss(gone, fact, receipt.amount - known)


def return_part(visit: Visit, fact: MoneyReturned) -> Next:
    charge = visit.charge(fact.intent_id)
    receipt = charge.receipt(fact.reference) if charge else None
    if charge is None or receipt is None:
        return Invalid("money went back that had never arrived")
    if receipt.is_reversed or fact.total <= receipt.returned:
        return AlreadyTrue()
    seen = replace(receipt, returned=fact.total)
    receipts = tuple(seen if each is receipt else each for each in charge.receipts)
    return explain(with_charge(visit, replace(charge, receipts=receipts)), charge, seen, fact.at)


def explain(visit: Visit, charge: Charge, receipt: Receipt, at: datetime) -> Visit:
    """What went back of a payment without anybody knowing why answers what is owed, and the rest is missing."""
    gone = receipt.amount if receipt.is_reversed else receipt.returned
    spare = gone - _known(visit, charge, receipt)
    for task in _claims(visit, charge, receipt):
        if task.is_open and not visit.is_giving_back(task) and task.amount <= spare:
            visit, spare = answer(visit, task, receipt.reference), spare - task.amount
    if spare <= ZERO:
        return visit
    missing = missed(visit, charge.intent_id, receipt.reference) + spare
    name = f"{task_id_of(TaskKind.REVERSED, charge.intent_id, receipt.reference)}:{missing.centavos}"
    return with_task(visit, Task(name, TaskKind.REVERSED, spare, at, charge.intent_id))


def _unsettle(visit: Visit, paid: Money, fact: facts.MoneyReversed) -> Visit:
    """The money that paid the visit is gone: what was owed back is settled by that, the rest is missing.

    What a person decided to keep was owed to nobody any more: it is missing too.
    """
    owed = [task for task in visit.tasks if task.kind is TaskKind.REFUND_DUE and task.decision is not Decision.KEPT]
    for task in owed:
        visit = answer(visit, task, fact.reference)
    known = sum((task.amount for task in owed), missed(visit, fact.intent_id, fact.reference))
    return _miss(visit, fact, paid - known)


def _miss(visit: Visit, fact: facts.MoneyReversed, amount: Money) -> Visit:
    if amount <= ZERO:
        return visit
    task_id = task_id_of(TaskKind.REVERSED, fact.intent_id, fact.reference)
    return with_task(visit, Task(task_id, TaskKind.REVERSED, amount, fact.at, fact.intent_id))


def answer(visit: Visit, task: Task, reference: str) -> Visit:
    """The provider shows that a task's money went back. One that it was asked for waits for that answer."""
    if not task.is_open or visit.is_giving_back(task):
        return visit
    return with_task(visit, replace(task, decision=Decision.REFUNDED, note=reference))


def _known(visit: Visit, charge: Charge, receipt: Receipt) -> Money:
    """What of a payment went back, or goes, with somebody knowing why."""
    by_provider = given_back(visit, charge.intent_id, receipt.reference)
    by_hand = (
        task.amount
        for task in _claims(visit, charge, receipt)
        if task.decision is Decision.REFUNDED and not _was_asked(visit, task)
    )
    return sum(by_hand, by_provider + missed(visit, charge.intent_id, receipt.reference))


def _was_asked(visit: Visit, task: Task) -> bool:
    newest = visit.refund_of(task.id)
    return newest is not None and newest.state is not RefundState.REFUSED


def _claims(visit: Visit, charge: Charge, receipt: Receipt) -> Iterator[Task]:
    """The tasks that money of a payment going back may answer, oldest first."""
    own = task_of(visit, charge.intent_id, receipt.reference)
    pays = charge.settled_by == receipt.reference
    for task in visit.tasks:
        if (own is not None and task.id == own.id) or (pays and task.kind is TaskKind.REFUND_DUE):
            yield task
