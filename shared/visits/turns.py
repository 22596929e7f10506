"""Each turn of a ticket on its own: what a fact makes of its visit, and what may be decided about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from shared.catalog.model import Equipment, EquipmentStatus, Service
from shared.journal.model import AlreadyTrue, Invalid
from shared.kernel.ids import OperatorId, TurnId
from shared.visits import facts, owing, refusals
from shared.visits.model import (
    FINAL_TURNS,
    RUNNING_TURNS,
    PriorityGroup,
    Turn,
    TurnState,
    Visit,
)
from shared.visits.moves import CALLABLE, OPEN_TURNS, TRANSFERABLE, move, others

CALL_TIMEOUT = timedelta(minutes=3)
RECALLS_MAX = 1


def evolve_turn(visit: Visit, fact: facts.TurnFact) -> Visit | Invalid | AlreadyTrue:
    """The visit after something happened to one of its turns; no other turn moves.

    Histories of several stations fold to the same turn because the journal's order is the same everywhere. What the
    merged history *means* is decided here:

    - Two calls of one turn: the first in the order holds, the other is invalid, so that a person sees it.
    - Two turns of one visit called at once without a reason: likewise. The rule of one place outlives a merge.
    - A start is a fact about the world. It wins over a call onto other equipment, and over a return, an expiry, a
      transfer or a lost call that the order puts before it. Only a turn that runs elsewhere or has ended does not
      start again.
    - A call, return, expiry or transfer that the order puts after a start is invalid: the customer is on the machine.
    - An expiry does not say which call it ends. When a return elsewhere comes before it, the turn expires from the
      queue; it stays in sight and can be called again.
    """
    turn = visit.turn(fact.turn_id)
    if turn is None:
        return Invalid("the visit has no such turn")
    moved = move(visit, turn, fact)
    if not isinstance(moved, Turn):
        return moved
    changed = replace(visit, turns=tuple(moved if each.id == turn.id else each for each in visit.turns))
    if isinstance(fact, facts.TurnCancelled):
        return owing.owe_refund(changed, fact.turn_id, fact.at)
    return changed


@dataclass(frozen=True, slots=True)
class Load:
    """How many turns are called or running at once, and how many may be (None: any)."""

    running: int
    capacity: int | None


@dataclass(frozen=True, slots=True)
class CallContext:
    """What a call must know from outside its visit.

    `occupied_by` is the label of the visit whose turn is called onto this equipment or runs on it.
    """

    equipment: Equipment
    occupied_by: str | None
    service: Load
    operator: Load


def decide_call(
    visit: Visit, turn_id: TurnId, onto: CallContext, by: OperatorId, now: datetime, override: str | None = None
) -> facts.TurnCalled | refusals.CallRefusal:
    """Call one turn. `override` is why the customer may be in two places at once; kept only when it was needed."""
    turn = _queued_turn(visit, turn_id)
    if not isinstance(turn, Turn):
        return turn
    if turn.state not in CALLABLE:
        return refusals.NotWaiting(turn.state)
    reason = None if override is None else override.strip()
    if reason == "":
        return refusals.ReasonMissing()
    running = others(visit, turn, RUNNING_TURNS)
    refusal = (
        _equipment_refusal(turn, onto)
        or _place_refusal(turn, running, is_overridden=reason is not None)
        or _capacity_refusal(onto)
    )
    if refusal is not None:
        return refusal
    return facts.TurnCalled(turn.id, turn.service_id, onto.equipment.id, by, reason if running else None, now)


def _queued_turn(
    visit: Visit, turn_id: TurnId
) -> Turn | refusals.NoSuchTurn | refusals.TicketNotQueued | refusals.TicketCancelled:
    if visit.ticket is None:
        return refusals.TicketNotQueued()
    if visit.ticket.cancelled_at is not None:
        return refusals.TicketCancelled()
    turn = visit.turn(turn_id)
    if turn is None:
        return refusals.NoSuchTurn()
    return refusals.TicketNotQueued() if turn.joined_at is None else turn


def _equipment_refusal(
    turn: Turn, onto: CallContext
) -> refusals.WrongEquipment | refusals.EquipmentUnavailable | refusals.EquipmentBusy | None:
    equipment = onto.equipment
    if turn.service_id not in equipment.services:
        return refusals.WrongEquipment(equipment.name, turn.name)
    if equipment.status is not EquipmentStatus.AVAILABLE:
        return refusals.EquipmentUnavailable(equipment.name, equipment.status)
    return None if onto.occupied_by is None else refusals.EquipmentBusy(equipment.name, onto.occupied_by)


def _place_refusal(
    turn: Turn, running: tuple[Turn, ...], *, is_overridden: bool
) -> refusals.SameServiceRunning | refusals.AlreadyElsewhere | None:
    if any(other.service_id == turn.service_id for other in running):
        return refusals.SameServiceRunning(turn.name)
    return refusals.AlreadyElsewhere(running[0].name) if running and not is_overridden else None


def _capacity_refusal(onto: CallContext) -> refusals.ServiceFull | refusals.OperatorFull | None:
    service, operator = onto.service.capacity, onto.operator.capacity
    if service is not None and onto.service.running >= service:
        return refusals.ServiceFull(service)
    if operator is not None and onto.operator.running >= operator:
        return refusals.OperatorFull(operator)
    return None


def decide_recall(
    visit: Visit, turn_id: TurnId, by: OperatorId, now: datetime
) -> facts.TurnRecalled | refusals.NoSuchTurn | refusals.NotCalled:
    """Call again a customer who did not hear it. It counts as the recall that time would have made."""
    turn = _called_turn(visit, turn_id)
    return facts.TurnRecalled(turn.id, by, now) if isinstance(turn, Turn) else turn


def decide_start(
    visit: Visit, turn_id: TurnId, by: OperatorId, now: datetime
) -> facts.TurnStarted | refusals.NoSuchTurn | refusals.NotCalled:
    """The customer came: the turn runs on the equipment it was called onto. Any operator may start it."""
    turn = _called_turn(visit, turn_id)
    if not isinstance(turn, Turn):
        return turn
    assert turn.equipment_id is not None, "a called turn has equipment"
    return facts.TurnStarted(turn.id, turn.service_id, turn.equipment_id, by, now)


def decide_complete(
    visit: Visit, turn_id: TurnId, by: OperatorId, now: datetime
) -> facts.TurnCompleted | refusals.NoSuchTurn | refusals.NotRunning:
    turn = visit.turn(turn_id)
    if turn is None:
        return refusals.NoSuchTurn()
    if turn.state is not TurnState.IN_PROGRESS:
        return refusals.NotRunning(turn.state)
    return facts.TurnCompleted(turn.id, by, now)


def decide_return(
    visit: Visit, turn_id: TurnId, by: OperatorId, reason: str, now: datetime
) -> facts.TurnReturned | refusals.NoSuchTurn | refusals.NotCalled:
    """Give a called turn its old place in the queue back. `reason` may be blank."""
    turn = _called_turn(visit, turn_id)
    return facts.TurnReturned(turn.id, by, reason.strip(), now) if isinstance(turn, Turn) else turn


def decide_no_show(
    visit: Visit, turn_id: TurnId, by: OperatorId, now: datetime
) -> facts.TurnExpired | refusals.NoSuchTurn | refusals.NotCalled:
    """The customer did not come: the turn expires without waiting for the timeout."""
    turn = _called_turn(visit, turn_id)
    return facts.TurnExpired(turn.id, by, now) if isinstance(turn, Turn) else turn


def _called_turn(visit: Visit, turn_id: TurnId) -> Turn | refusals.NoSuchTurn | refusals.NotCalled:
    turn = visit.turn(turn_id)
    if turn is None:
        return refusals.NoSuchTurn()
    return turn if turn.state is TurnState.CALLED else refusals.NotCalled(turn.state)


def decide_cancel_turn(
    visit: Visit, turn_id: TurnId, by: OperatorId, reason: str, now: datetime
) -> facts.TurnCancelled | refusals.NoSuchTurn | refusals.TurnEnded | refusals.ReasonMissing:
    """End one turn for good, even while it runs; the rest of the ticket stays. Settled money becomes a refund task."""
    turn = visit.turn(turn_id)
    if turn is None:
        return refusals.NoSuchTurn()
    if turn.state not in OPEN_TURNS:
        return refusals.TurnEnded(turn.state)
    if not reason.strip():
        return refusals.ReasonMissing()
    return facts.TurnCancelled(turn.id, by, reason.strip(), now)


def decide_transfer(
    visit: Visit, turn_id: TurnId, to: Service, by: OperatorId, reason: str, now: datetime
) -> facts.TurnTransferred | refusals.TransferRefusal:
    """Move a turn that does not run to the queue of `to`; it keeps the time it has waited. `reason` may be blank.

    What was paid stays as it is: a difference in price is settled between people.
    """
    turn = _queued_turn(visit, turn_id)
    if not isinstance(turn, Turn):
        return turn
    if turn.state not in TRANSFERABLE:
        return refusals.NotTransferable(turn.state)
    if turn.service_id == to.id:
        return refusals.SameService(to.name)
    if not to.is_offered:
        return refusals.ServiceWithdrawn(to.name)
    if any(other.service_id == to.id for other in others(visit, turn, OPEN_TURNS)):
        return refusals.AlreadyInService(to.name)
    return facts.TurnTransferred(turn.id, to.id, to.name, to.minutes, by, reason.strip(), now)


def decide_priority_change(
    visit: Visit, group: PriorityGroup | None, by: OperatorId, reason: str, now: datetime
) -> facts.PriorityChanged | refusals.TicketCancelled | refusals.VisitOver | refusals.SamePriority:
    """Give the visit another priority group, or none. It moves all its waiting turns. `reason` may be blank."""
    if visit.ticket is not None and visit.ticket.cancelled_at is not None:
        return refusals.TicketCancelled()
    has_ended = visit.ticket is not None and all(turn.state in FINAL_TURNS for turn in visit.turns)
    if has_ended or visit.abandoned_at is not None:
        return refusals.VisitOver()
    if visit.priority == group:
        return refusals.SamePriority(group)
    return facts.PriorityChanged(group, by, reason.strip(), now)


def decide_overdue(
    visit: Visit, now: datetime, timeout: timedelta = CALL_TIMEOUT, recalls_max: int = RECALLS_MAX
) -> tuple[facts.TurnRecalled | facts.TurnExpired, ...]:
    """What time alone does to called turns that were not started: recalled once per timeout, then expired.

    At most one fact per turn, so that a station that was off calls once more before it gives a turn up. A call that
    lies ahead (the clock was set back) counts as overdue.
    """
    due: list[facts.TurnRecalled | facts.TurnExpired] = []
    for turn in visit.turns:
        called_at = turn.recalled_at or turn.called_at
        if turn.state is not TurnState.CALLED or called_at is None or abs(now - called_at) < timeout:
            continue
        has_recalls_left = turn.calls <= recalls_max
        due.append((facts.TurnRecalled if has_recalls_left else facts.TurnExpired)(turn.id, None, now))
    return tuple(due)


def decide_day_over(visit: Visit, day: date, began: datetime, now: datetime) -> tuple[facts.TurnExpired, ...]:
    """End the waiting of turns that joined before the business day that is `day` and that `began` then.

    A visit of `day` itself or a later one (the clock was set back) is left alone, and so are called and running turns,
    and a turn that joined only after `day` began, because its visit was paid late or let in. What expires can be called
    again. Given back or transferred after that it expires anew: it is called from the list, not from the queue.
    """
    if visit.business_day >= day:
        return ()
    return tuple(
        facts.TurnExpired(turn.id, None, now)
        for turn in visit.turns
        if turn.state is TurnState.IN_QUEUE and turn.joined_at is not None and turn.joined_at < began
    )
