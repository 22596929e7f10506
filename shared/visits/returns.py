"""Money that went back, as its provider shows it: it answers what was owed, and the rest is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from shared.journal.model import AlreadyTrue, Invalid
from shared.kernel.money import ZERO, Money
from shared.visits import facts
from shared.visits.ledger import (
    Source,
    claims,
    given_back,
    is_answered_by_provider,
    miss,
    missed,
    payments,
    pays,
    with_receipt,
    with_task,
)
from shared.visits.model import Charge, Decision, Receipt, RefundState, Task, TaskKind, Visit

Next = Visit | Invalid | AlreadyTrue


def reverse(visit: Visit, charge: Charge, fact: facts.MoneyReversed) -> Next:
    """All of a payment went back. What was owed of it is answered; what nobody owed, or kept, is missing."""
    receipt = charge.receipt(fact.reference)
    if receipt is None:
        return Invalid("money went back that had never arrived")
    if receipt.is_reversed or fact.times <= receipt.restored:
        return AlreadyTrue()
    seen = replace(receipt, is_reversed=True)
    return explain(with_receipt(visit, charge, seen), charge, seen, fact.at)


def return_part(visit: Visit, fact: facts.MoneyReturned) -> Next:
    """A part of a payment went back."""
    charge = visit.charge(fact.intent_id)
    receipt = charge.receipt(fact.reference) if charge else None
    if charge is None or receipt is None:
        return Invalid("money went back that had never arrived")
    if receipt.is_reversed or fact.total <= receipt.returned:
        return AlreadyTrue()
    seen = replace(receipt, returned=fact.total)
    return explain(with_receipt(visit, charge, seen), charge, seen, fact.at)


def explain(visit: Visit, charge: Charge, receipt: Receipt, at: datetime) -> Visit:
    """What went back of a payment without anybody knowing why answers what is owed, and the rest is missing."""
    spare = _gone(receipt) - _known(visit, charge, receipt)
    for task in claims(visit, charge, receipt):
        if _waits(visit, task) and (task.amount <= spare or _is_void(visit, task, receipt)):
            visit, spare = _answer(visit, task, receipt), spare - task.amount
    return miss(visit, (charge, receipt), spare, at, is_shown=True)


def _gone(receipt: Receipt) -> Money:
    return receipt.amount if receipt.is_reversed else receipt.returned


def _answer(visit: Visit, task: Task, gone: Receipt) -> Visit:
    return with_task(visit, replace(task, decision=Decision.REFUNDED, note=gone.reference))


def _is_void(visit: Visit, task: Task, gone: Receipt) -> bool:
    """Nothing is left to answer it from, though it asks for more than went back just now."""
    return gone.is_reversed and (task.kind is not TaskKind.REFUND_DUE or not _others_pay(visit, gone))


def _waits(visit: Visit, task: Task) -> bool:
    return task.is_open and not visit.is_giving_back(task)


def _others_pay(visit: Visit, gone: Receipt) -> bool:
    """Other money that the visit was let in for is still here, from which its claims can be met."""
    return any(
        receipt is not gone and not receipt.is_reversed and pays(visit, charge, receipt)
        for charge, receipt in payments(visit)
    )


def account_for(visit: Visit, source: Source, owed: Sequence[Task], amount: Money, at: datetime) -> Visit:
    """We gave money back that was not open to be: it answers and lessens what else is owed, and the rest is missing."""
    spare = amount
    for task in owed:
        if _waits(visit, task) and task.amount <= spare:
            visit, spare = _answer(visit, task, source[1]), spare - task.amount
    for task in owed:
        if _waits(visit, task) and task.amount > spare > ZERO:
            return with_task(visit, replace(task, amount=task.amount - spare))
    return miss(visit, source, spare, at, is_shown=False)


def seen_without_reason(visit: Visit, charge: Charge, receipt: Receipt) -> Money:
    """What was accounted for when the provider showed it, though nobody had said that they gave it back."""
    owed = claims(visit, charge, receipt)
    by_itself = [task for task in owed if is_answered_by_provider(task)]
    by_hand = _by_hand(visit, (task for task in owed if task not in by_itself))
    accounted = sum((task.amount for task in by_itself), missed(visit, charge, receipt, is_shown=True))
    unclaimed = _gone(receipt) - by_hand - given_back(visit, charge.intent_id, receipt.reference)
    return max(min(accounted, unclaimed), ZERO)


def _known(visit: Visit, charge: Charge, receipt: Receipt) -> Money:
    """What of a payment went back, or goes, with somebody knowing why."""
    by_provider = given_back(visit, charge.intent_id, receipt.reference)
    by_hand = _by_hand(visit, claims(visit, charge, receipt))
    return by_hand + by_provider + missed(visit, charge, receipt, is_shown=True)


def _by_hand(visit: Visit, answered: Iterable[Task]) -> Money:
    amounts = (task.amount for task in answered if task.decision is Decision.REFUNDED and not _was_asked(visit, task))
    return sum(amounts, ZERO)


def _was_asked(visit: Visit, task: Task) -> bool:
    newest = visit.refund_of(task.id)
    return newest is not None and newest.state is not RefundState.REFUSED
