"""What is owed back for services that were cancelled."""

from __future__ import annotations

from datetime import datetime

from shared.kernel.ids import TurnId
from shared.kernel.money import ZERO
from shared.visits import facts
from shared.visits.ledger import still_to_give_back, with_task
from shared.visits.model import Task, TaskKind, TurnState, Visit


def owe_refund(visit: Visit, turn_id: TurnId, at: datetime) -> Visit:
    """One task per cancelled turn: its frozen price, but never more than the visit still holds.

    With the last of them nothing is left that the money buys, so that all of it is owed: the extras too.
    """
    price = next((line.price for line in visit.lines if line.turn_id == turn_id), ZERO)
    held = still_to_give_back(visit)
    owed = held if has_nothing_left(visit) else min(price, held)
    if owed <= ZERO:
        return visit
    return with_task(visit, Task(f"refund_due:{turn_id}", TaskKind.REFUND_DUE, owed, at))


def owe_cancelled(visit: Visit, fact: facts.MoneyReceived) -> Visit:
    """Turns of a released ticket that were cancelled before their money came are owed back."""
    for turn in visit.turns:
        if turn.state is TurnState.CANCELLED:
            visit = owe_refund(visit, turn.id, fact.at)
    return visit


def has_nothing_left(visit: Visit) -> bool:
    """A released ticket of which nothing is left to be served: money that comes now buys nothing."""
    return visit.ticket is not None and all(turn.state is TurnState.CANCELLED for turn in visit.turns)
