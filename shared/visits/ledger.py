"""What each payment of a visit comes to: what of it is here, what went back, and what is asked about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from shared.kernel.ids import IntentId
from shared.kernel.money import ZERO, Money
from shared.visits.model import Charge, Decision, Receipt, RefundState, Task, TaskKind, Visit

RECEIPT_TASKS = (TaskKind.PAID_LATE, TaskKind.PAID_UNDER, TaskKind.PAID_OVER, TaskKind.PAID_TWICE)
"""Tasks that one receipt opens; their ids name it."""

Source = tuple[Charge, Receipt]


def with_charge(visit: Visit, charge: Charge) -> Visit:
    """The visit with this charge in place of the one with the same id."""
    charges = tuple(charge if each.intent_id == charge.intent_id else each for each in visit.charges)
    return replace(visit, charges=charges)


def with_receipt(visit: Visit, charge: Charge, receipt: Receipt) -> Visit:
    """The visit with this receipt in place of the one with the same reference."""
    receipts = tuple(receipt if each.reference == receipt.reference else each for each in charge.receipts)
    return with_charge(visit, replace(charge, receipts=receipts))


def with_task(visit: Visit, task: Task) -> Visit:
    """The visit with this task, in place of the one with the same id if there is one."""
    if all(each.id != task.id for each in visit.tasks):
        return replace(visit, tasks=(*visit.tasks, task))
    return replace(visit, tasks=tuple(task if each.id == task.id else each for each in visit.tasks))


def payments(visit: Visit) -> Iterator[Source]:
    """Every payment with the charge that brought it."""
    return ((charge, receipt) for charge in visit.charges for receipt in charge.receipts)


def task_id_of(kind: TaskKind, intent_id: IntentId, reference: str) -> str:
    """The same on every station: one task of a kind for each payment."""
    return f"{kind}:{intent_id}:{reference}"


def tasks_of(visit: Visit, intent_id: IntentId, reference: str) -> tuple[Task, ...]:
    """The tasks that one receipt opened: it may have come late, and be too much."""
    names = {task_id_of(kind, intent_id, reference) for kind in RECEIPT_TASKS}
    return tuple(task for task in visit.tasks if task.id in names)


def is_accepted(visit: Visit, charge: Charge, receipt: Receipt) -> bool:
    """A person let the visit in for it, though it does not settle the charge."""
    is_let_in = any(task.decision is Decision.RELEASED for task in tasks_of(visit, charge.intent_id, receipt.reference))
    return is_let_in and receipt.reference != charge.settled_by


def pays(visit: Visit, charge: Charge, receipt: Receipt) -> bool:
    """It is what the visit was let in for."""
    return receipt.reference == charge.settled_by or is_accepted(visit, charge, receipt)


def claims(visit: Visit, charge: Charge, receipt: Receipt) -> tuple[Task, ...]:
    """The tasks that money of a payment going back may answer, oldest first."""
    own = tasks_of(visit, charge.intent_id, receipt.reference)
    is_owed = pays(visit, charge, receipt)
    return tuple(task for task in visit.tasks if task in own or (is_owed and task.kind is TaskKind.REFUND_DUE))


def given_back(visit: Visit, intent_id: IntentId, reference: str) -> Money:
    """What of one payment a provider gave back for us, or was asked to."""
    ours = (each for each in visit.refunds if (each.intent_id, each.reference) == (intent_id, reference))
    return sum((each.amount for each in ours if each.state is not RefundState.REFUSED), ZERO)


def left_of(visit: Visit, charge: Charge, receipt: Receipt) -> Money:
    """What of a payment is neither gone nor asked back."""
    if receipt.is_reversed:
        return ZERO
    return receipt.amount - max(receipt.returned, given_back(visit, charge.intent_id, receipt.reference))


def chargeback_id(charge: Charge, receipt: Receipt) -> str:
    """The task about all of a payment having gone back: one each time that it does."""
    name = task_id_of(TaskKind.REVERSED, charge.intent_id, receipt.reference)
    return f"{name}~{receipt.restored}" if receipt.restored else name


def missed(visit: Visit, charge: Charge, receipt: Receipt, *, is_shown: bool = False) -> Money:
    """What of a payment went back although nobody owed it: each time is a task of its own.

    `is_shown`: only what the provider shows, not what was given back twice or after it had let the visit in.
    """
    name = task_id_of(TaskKind.REVERSED, charge.intent_id, receipt.reference)
    whole = chargeback_id(charge, receipt)
    found = (task for task in visit.tasks if task.id == whole or task.id.startswith(f"{name}:"))
    return sum((each.amount for each in found if not (is_shown and each.id.startswith(f"{name}:given:"))), ZERO)


def miss(visit: Visit, source: Source, amount: Money, at: datetime, *, is_shown: bool) -> Visit:
    """A task for a person: this much of a payment is gone that nobody owed. `is_shown`: by its provider."""
    if amount <= ZERO:
        return visit
    charge, receipt = source
    name = chargeback_id(charge, receipt)
    if not (is_shown and receipt.is_reversed and visit.task(name) is None):
        total = missed(visit, charge, receipt) + amount
        kind = "" if is_shown else "given:"
        name = f"{task_id_of(TaskKind.REVERSED, charge.intent_id, receipt.reference)}:{kind}{total.centavos}"
    return with_task(visit, Task(name, TaskKind.REVERSED, amount, at, charge.intent_id))


def is_paid_for(visit: Visit) -> bool:
    """Money that settled the visit is still here, or a part of it."""
    return any(
        charge.settled_by == receipt.reference
        and not receipt.is_reversed
        and missed(visit, charge, receipt) < charge.asked_of(receipt)
        for charge, receipt in payments(visit)
    )


def still_to_give_back(visit: Visit) -> Money:
    """Money that buys this visit, has not gone back, and for which no refund is asked yet."""
    held = ZERO
    for charge, receipt in payments(visit):
        if not receipt.is_reversed and pays(visit, charge, receipt):
            bought = charge.asked_of(receipt) if receipt.reference == charge.settled_by else receipt.amount
            held += max(bought - missed(visit, charge, receipt), ZERO)
    return max(held - asked_back(visit), ZERO)


def asked_back(visit: Visit) -> Money:
    """What of the money that buys this visit is owed or was, less what a payment answered that is all gone."""
    gone = {receipt.reference for _, receipt in payments(visit) if receipt.is_reversed}
    owed = (task for task in visit.tasks if task.kind is TaskKind.REFUND_DUE)
    return sum((task.amount for task in owed if not (is_answered_by_provider(task) and task.note in gone)), ZERO)


def is_answered_by_provider(task: Task) -> bool:
    """Its money was seen to have gone back; the note names the payment, and nobody decided it."""
    return task.decision is Decision.REFUNDED and task.decided_by is None


def is_spoken_for(visit: Visit, task: Task) -> bool:
    """A provider was asked for this task's money: for the task itself, or before the visit was let in for it."""
    if visit.is_giving_back(task):
        return True
    asked = (each for each in visit.refunds if each.state is RefundState.ASKED)
    stray = any((own := visit.task(each.task_id)) is None or not own.is_open for each in asked)
    return task.kind is TaskKind.REFUND_DUE and stray
