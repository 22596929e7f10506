"""What a fact makes of the one turn it names."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from shared.journal.model import AlreadyTrue, Invalid
from shared.kernel.ids import ServiceId
from shared.visits import facts
from shared.visits.model import FINAL_TURNS, RUNNING_TURNS, Turn, TurnState, Visit

CALLABLE = frozenset({TurnState.IN_QUEUE, TurnState.EXPIRED})
STARTABLE = frozenset({TurnState.IN_QUEUE, TurnState.CALLED, TurnState.EXPIRED})
TRANSFERABLE = frozenset({TurnState.IN_QUEUE, TurnState.CALLED, TurnState.EXPIRED})
OPEN_TURNS = frozenset(TurnState) - FINAL_TURNS

_MAY_FOLLOW: dict[type[facts.TurnFact], frozenset[TurnState]] = {
    facts.TurnCalled: CALLABLE,
    facts.TurnRecalled: frozenset({TurnState.CALLED}),
    facts.TurnStarted: STARTABLE,
    facts.TurnCompleted: frozenset({TurnState.IN_PROGRESS}),
    facts.TurnReturned: frozenset({TurnState.CALLED}),
    facts.TurnExpired: frozenset({TurnState.IN_QUEUE, TurnState.CALLED}),
    facts.TurnCancelled: OPEN_TURNS,
    facts.TurnTransferred: TRANSFERABLE,
}


def move(visit: Visit, turn: Turn, fact: facts.TurnFact) -> Turn | Invalid | AlreadyTrue:
    """The turn of `visit` after `fact`. A turn that is called or runs has equipment, operator and `called_at`."""
    if _is_so_already(turn, fact):
        return AlreadyTrue()
    if turn.state not in _MAY_FOLLOW[type(fact)]:
        return Invalid(f"{fact.KIND} cannot follow {turn.state}")
    return _moved(visit, turn, fact)


def others(visit: Visit, turn: Turn, states: frozenset[TurnState]) -> tuple[Turn, ...]:
    """The visit's other turns that are in one of `states`."""
    return tuple(other for other in visit.turns if other.id != turn.id and other.state in states)


def _moved(visit: Visit, turn: Turn, fact: facts.TurnFact) -> Turn | Invalid:
    match fact:
        case facts.TurnCalled():
            return _called(visit, turn, fact)
        case facts.TurnRecalled(_, _, at):
            return replace(turn, recalled_at=at, calls=turn.calls + 1)
        case facts.TurnStarted():
            return _started(_in_service(visit, turn, fact.service_id), fact)
        case facts.TurnCompleted(_, _, at):
            return replace(turn, state=TurnState.COMPLETED, ended_at=at)
        case facts.TurnReturned(_, _, reason):
            return _back_in_queue(turn, reason)
        case facts.TurnExpired(_, _, at):
            return replace(turn, state=TurnState.EXPIRED, ended_at=at)
        case facts.TurnCancelled(_, _, reason, at):
            return replace(turn, state=TurnState.CANCELLED, ended_at=at, reason=reason)
        case facts.TurnTransferred():
            return _transferred(visit, turn, fact)
        case _:
            assert_never(fact)


def _is_so_already(turn: Turn, fact: facts.TurnFact) -> bool:
    match fact:
        case facts.TurnCalled(_, _, equipment_id, by):
            return turn.state in RUNNING_TURNS and (turn.equipment_id, turn.operator_id) == (equipment_id, by)
        case facts.TurnRecalled(_, _, at):
            return turn.state is TurnState.CALLED and turn.recalled_at == at
        case facts.TurnStarted(_, _, equipment_id):
            has_started = turn.state in {TurnState.IN_PROGRESS, TurnState.COMPLETED}
            return has_started and turn.equipment_id == equipment_id
        case facts.TurnCompleted():
            return turn.state is TurnState.COMPLETED
        case facts.TurnReturned():
            return turn.state is TurnState.IN_QUEUE
        case facts.TurnExpired():
            return turn.state is TurnState.EXPIRED
        case facts.TurnCancelled():
            return turn.state is TurnState.CANCELLED
        case facts.TurnTransferred(_, service_id):
            return turn.state in OPEN_TURNS and turn.service_id == service_id
        case _:
            assert_never(fact)


def _called(visit: Visit, turn: Turn, fact: facts.TurnCalled) -> Turn | Invalid:
    if visit.ticket is None or visit.ticket.cancelled_at is not None:
        return Invalid("there is no ticket to call")
    if turn.joined_at is None:
        return Invalid("the ticket is not in the queue yet")
    if fact.service_id != turn.service_id:
        return Invalid("the turn has gone to another service")
    running = others(visit, turn, RUNNING_TURNS)
    if any(other.service_id == turn.service_id for other in running):
        return Invalid("the visit is called in this service already")
    if running and fact.override_reason is None:
        return Invalid("the visit is called elsewhere already")
    has_expired = turn.state is TurnState.EXPIRED
    return replace(
        turn,
        state=TurnState.CALLED,
        equipment_id=fact.equipment_id,
        operator_id=fact.by,
        called_at=fact.at,
        recalled_at=None,
        ended_at=None,
        calls=1,
        reactivations=turn.reactivations + has_expired,
        override_reason=fact.override_reason,
        reason=None,
    )


def _started(turn: Turn, fact: facts.TurnStarted) -> Turn:
    return replace(
        turn,
        state=TurnState.IN_PROGRESS,
        equipment_id=fact.equipment_id,
        operator_id=fact.by,
        called_at=turn.called_at or fact.at,
        started_at=fact.at,
        ended_at=None,
        reason=None,
    )


def _in_service(visit: Visit, turn: Turn, service_id: ServiceId) -> Turn:
    """The turn in the service it really runs in, though a transfer elsewhere was put before its start."""
    if turn.service_id == service_id:
        return turn
    ordered = next((line for line in visit.lines if line.turn_id == turn.id and line.service_id == service_id), None)
    if ordered is None:
        return replace(turn, service_id=service_id)
    return replace(turn, service_id=service_id, name=ordered.name, minutes=ordered.minutes)


def _back_in_queue(turn: Turn, reason: str) -> Turn:
    return replace(
        turn,
        state=TurnState.IN_QUEUE,
        equipment_id=None,
        operator_id=None,
        called_at=None,
        recalled_at=None,
        ended_at=None,
        calls=0,
        override_reason=None,
        reason=reason or None,
    )


def _transferred(visit: Visit, turn: Turn, fact: facts.TurnTransferred) -> Turn | Invalid:
    if any(other.service_id == fact.service_id for other in others(visit, turn, OPEN_TURNS)):
        return Invalid("the visit has a turn in that service already")
    waiting = _back_in_queue(turn, fact.reason)
    return replace(waiting, service_id=fact.service_id, name=fact.name, minutes=fact.minutes)
