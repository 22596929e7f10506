"""What is owed back for services that were cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shared.kernel.ids import TurnId
from shared.kernel.money import ZERO
from shared.visits.ledger import Source, asked_back, still_to_give_back, task_id_of, with_task
from shared.visits.model import Task, TaskKind, TurnState, Visit


def owe_refund(visit: Visit, turn_id: TurnId, at: datetime) -> Visit:
    """One task for a turn that was cancelled by itself."""
    return _owe(visit, f"refund_due:{turn_id}", (turn_id,), at)


def owe_together(visit: Visit, turn_ids: Sequence[TurnId], at: datetime) -> Visit:
    """One task for the turns that were cancelled with their ticket."""
    return _owe(visit, "refund_due:visit", turn_ids, at)


def _owe(visit: Visit, task_id: str, turn_ids: Sequence[TurnId], at: datetime) -> Visit:
    """The frozen price of turns that were cancelled, but never more than the visit still holds.

    Extras are handed out with the first service that is completed. With none, all that the visit holds is owed once
    its last turn is cancelled: the extras too.
    """
    prices = sum((line.price for line in visit.lines if line.turn_id in turn_ids), ZERO)
    held = still_to_give_back(visit)
    owed = held if has_nothing_left(visit) else min(prices, held)
    if owed <= ZERO:
        return visit
    return with_task(visit, Task(task_id, TaskKind.REFUND_DUE, owed, at))


def owe_cancelled(visit: Visit, source: Source, at: datetime) -> Visit:
    """Money came, or came again, after turns were cancelled: what of them is not asked back yet is owed from it."""
    charge, receipt = source
    cancelled = {turn.id for turn in visit.turns if turn.state is TurnState.CANCELLED}
    prices = sum((line.price for line in visit.lines if line.turn_id in cancelled), ZERO)
    held = still_to_give_back(visit)
    owed = held if has_nothing_left(visit) else min(prices - asked_back(visit), held)
    if owed <= ZERO:
        return visit
    name = f"{task_id_of(TaskKind.REFUND_DUE, charge.intent_id, receipt.reference)}~{receipt.restored}"
    return with_task(visit, Task(name, TaskKind.REFUND_DUE, owed, at))


def has_nothing_left(visit: Visit) -> bool:
    """A released ticket of which nothing is left to be served: money that comes now buys nothing."""
    return visit.ticket is not None and all(turn.state is TurnState.CANCELLED for turn in visit.turns)
