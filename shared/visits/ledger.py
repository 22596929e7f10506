"""What each payment of a visit comes to: what of it is here, what went back, and what is asked about it."""

from __future__ import annotations

from dataclasses import replace

from shared.kernel.ids import IntentId
from shared.kernel.money import ZERO, Money
from shared.visits.model import Charge, Decision, Receipt, RefundState, Task, TaskKind, Visit

RECEIPT_TASKS = (TaskKind.PAID_LATE, TaskKind.PAID_UNDER, TaskKind.PAID_OVER, TaskKind.PAID_TWICE)
"""Tasks that one receipt opens; their ids name it."""


def with_charge(visit: Visit, charge: Charge) -> Visit:
    """The visit with this charge in place of the one with the same id."""
    charges = tuple(charge if each.intent_id == charge.intent_id else each for each in visit.charges)
    return replace(visit, charges=charges)


def with_task(visit: Visit, task: Task) -> Visit:
    """The visit with this task, in place of the one with the same id if there is one."""
    if all(each.id != task.id for each in visit.tasks):
        return replace(visit, tasks=(*visit.tasks, task))
    return replace(visit, tasks=tuple(task if each.id == task.id else each for each in visit.tasks))


def task_id_of(kind: TaskKind, intent_id: IntentId, reference: str) -> str:
    """The same on every station: one task of a kind for each payment."""
    return f"{kind}:{intent_id}:{reference}"


def task_of(visit: Visit, intent_id: IntentId, reference: str) -> Task | None:
    """The task that one receipt opened, if it did."""
    names = {task_id_of(kind, intent_id, reference) for kind in RECEIPT_TASKS}
    return next((task for task in visit.tasks if task.id in names), None)


def given_back(visit: Visit, intent_id: IntentId, reference: str) -> Money:
    """What of one payment a provider gave back for us, or was asked to."""
    ours = (each for each in visit.refunds if (each.intent_id, each.reference) == (intent_id, reference))
    return sum((each.amount for each in ours if each.state is not RefundState.REFUSED), ZERO)


def left_of(visit: Visit, charge: Charge, receipt: Receipt) -> Money:
    """What of a payment is neither gone nor asked back."""
    if receipt.is_reversed:
        return ZERO
    return receipt.amount - max(receipt.returned, given_back(visit, charge.intent_id, receipt.reference))


def missed(visit: Visit, intent_id: IntentId, reference: str) -> Money:
    """What of a payment went back although nobody owed it: each time is a task of its own."""
    name = task_id_of(TaskKind.REVERSED, intent_id, reference)
    return sum((task.amount for task in visit.tasks if task.id == name or task.id.startswith(f"{name}:")), ZERO)


def is_accepted(visit: Visit, charge: Charge, receipt: Receipt) -> bool:
    task = task_of(visit, charge.intent_id, receipt.reference)
    return task is not None and task.decision is Decision.RELEASED


def still_to_give_back(visit: Visit) -> Money:
    """Money that buys this visit, has not gone back, and for which no refund is asked yet."""
    settling = sum(
        (
            charge.asked_of(receipt) - missed(visit, charge.intent_id, receipt.reference)
            for charge in visit.charges
            for receipt in charge.receipts
            if receipt.reference == charge.settled_by and not receipt.is_reversed
        ),
        ZERO,
    )
    accepted = sum(
        (
            receipt.amount - missed(visit, charge.intent_id, receipt.reference)
            for charge in visit.charges
            for receipt in charge.receipts
            if not receipt.is_reversed
            and receipt.reference != charge.settled_by
            and is_accepted(visit, charge, receipt)
        ),
        ZERO,
    )
    asked = sum((task.amount for task in visit.tasks if task.kind is TaskKind.REFUND_DUE), ZERO)
    return max(settling + accepted - asked, ZERO)
