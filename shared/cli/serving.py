"""What an operator does with one turn, asked for in a shell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shared.bootstrap import Core
from shared.cli.endings import NotDone
from shared.cli.finding import machine_for, turn_meant, visit_named
from shared.cli.refusals import why_not
from shared.cli.saying import say_json
from shared.cli.station import signed_in
from shared.cli.visit_json import turn_json
from shared.cli.words import TURNS
from shared.kernel.ids import TurnId
from shared.people.model import Operator
from shared.visits.model import TurnState, Visit
from shared.visits.serving import Served, Serving, TurnRef

CALLABLE = frozenset({TurnState.IN_QUEUE, TurnState.EXPIRED})


@dataclass(frozen=True, slots=True)
class Asked:
    """Which turn, and who asks."""

    label: str
    day: str | None
    service: str | None
    by: str


@dataclass(frozen=True, slots=True)
class Deed:
    """`states` are those of the turns that are meant when several could be."""

    states: frozenset[TurnState]
    do: Callable[[Serving, TurnRef, Operator], Served]


START = Deed(frozenset({TurnState.CALLED}), lambda desk, turn, by: desk.start(turn, by))
COMPLETE = Deed(frozenset({TurnState.IN_PROGRESS}), lambda desk, turn, by: desk.complete(turn, by))
NO_SHOW = Deed(frozenset({TurnState.CALLED}), lambda desk, turn, by: desk.no_show(turn, by))


def send_back(reason: str) -> Deed:
    """Back to its old place in the queue."""
    return Deed(frozenset({TurnState.CALLED}), lambda desk, turn, by: desk.send_back(turn, reason, by))


def serve(core: Core, asked: Asked, deed: Deed, *, as_json: bool) -> None:
    """Do it and say how the turn stands now. NotDone with the reason when it is refused."""
    visit = visit_named(core, asked.label, asked.day, deed.states)
    turn = turn_meant(visit, asked.service, deed.states)
    by = signed_in(core, asked.by)
    _say(core, deed.do(core.serving, TurnRef(visit.id, turn.id), by), turn.id, as_json=as_json)


def call(core: Core, asked: Asked, onto: str | None, override: str | None, *, as_json: bool) -> None:
    """Call a turn onto a machine and say which. NotDone with the reason when it is refused."""
    visit = visit_named(core, asked.label, asked.day, CALLABLE)
    turn = turn_meant(visit, asked.service, CALLABLE)
    machine = machine_for(core, turn, onto)
    by = signed_in(core, asked.by)
    served = core.serving.call(TurnRef(visit.id, turn.id), machine, by, override)
    _say(core, served, turn.id, as_json=as_json)


def _say(core: Core, served: Served, turn_id: TurnId, *, as_json: bool) -> None:
    if not isinstance(served, Visit):
        raise NotDone(why_not(served))
    turn = served.turn(turn_id)
    assert turn is not None, "a turn that was served is in its visit"
    if as_json:
        say_json({"label": served.label, "visit_id": served.id, **turn_json(turn)})
        return
    views = core.board.equipment()
    machine = next((view.equipment for view in views if view.equipment.id == turn.equipment_id), None)
    where = f" ({machine.name}, {machine.place})" if machine else ""
    print(f"{served.label}  {turn.name}: {TURNS[turn.state]}{where}")
