"""The equipment board: who is on what, for how long still, and what is free."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from panel.model.queues import name_of
from panel.model.shop import ShopRules
from panel.model.wording import stopwatch
from shared.catalog.model import Equipment, EquipmentStatus
from shared.kernel.ids import CustomerId, EquipmentId, OperatorId, ServiceId
from shared.visits.model import TurnState
from shared.visits.serving import TurnRef
from shared.visits.views import EquipmentView, Occupant


class MachineState(StrEnum):
    FREE = "free"
    CALLED = "called"
    LATE = "late"
    RUNNING = "running"
    OVERTIME = "overtime"
    CLEANING = "cleaning"
    OUT_OF_ORDER = "out_of_order"


class MachineFilter(StrEnum):
    ALL = "all"
    BUSY = "busy"
    MINE = "mine"
    FREE = "free"


STATE_TEXTS: Mapping[MachineState, str] = MappingProxyType(
    {
        MachineState.FREE: "Livre",
        MachineState.CALLED: "Chamado",
        MachineState.LATE: "Não chegou",
        MachineState.RUNNING: "Em uso",
        MachineState.OVERTIME: "Passou do tempo",
        MachineState.CLEANING: "Limpeza",
        MachineState.OUT_OF_ORDER: "Fora de uso",
    }
)

FILTER_TEXTS: Mapping[MachineFilter, str] = MappingProxyType(
    {
        MachineFilter.ALL: "Todos",
        MachineFilter.BUSY: "Em uso",
        MachineFilter.MINE: "Meus",
        MachineFilter.FREE: "Livres",
    }
)

BUSY = frozenset({MachineState.CALLED, MachineState.LATE, MachineState.RUNNING, MachineState.OVERTIME})

_BY_STATUS = {
    EquipmentStatus.AVAILABLE: MachineState.FREE,
    EquipmentStatus.CLEANING: MachineState.CLEANING,
    EquipmentStatus.OUT_OF_ORDER: MachineState.OUT_OF_ORDER,
}


@dataclass(frozen=True, slots=True)
class EquipmentRow:
    """One machine in a line. `timer` runs while it is occupied; `done` is the part of the time that has passed, 0–1."""

    equipment_id: EquipmentId
    name: str
    place: str
    status: EquipmentStatus
    state: MachineState
    state_text: str
    turn: TurnRef | None = None
    label: str = ""
    customer: str = ""
    service: str = ""
    operator: str = ""
    timer: str = ""
    timer_meaning: str = ""
    done: float | None = None
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class BoardNames:
    """Names for what the board shows by id; `me` is who is signed in."""

    customers: Mapping[CustomerId, str]
    operators: Mapping[OperatorId, str]
    services: Mapping[ServiceId, str]
    me: OperatorId | None = None


def derive_equipment(
    views: Iterable[EquipmentView], names: BoardNames, now: datetime, shop: ShopRules
) -> tuple[EquipmentRow, ...]:
    """Every machine of the catalogue, and whatever is still occupied."""
    return tuple(
        _row(view.equipment, names)
        if view.occupant is None
        else _occupied(view.equipment, view.occupant, names, now, shop)
        for view in views
        if view.equipment.is_listed or view.occupant is not None
    )


def pick(rows: Iterable[EquipmentRow], chosen: MachineFilter) -> tuple[EquipmentRow, ...]:
    """The rows that a filter lets through."""
    match chosen:
        case MachineFilter.ALL:
            return tuple(rows)
        case MachineFilter.BUSY:
            return tuple(row for row in rows if row.state in BUSY)
        case MachineFilter.MINE:
            return tuple(row for row in rows if row.is_mine)
        case MachineFilter.FREE:
            return tuple(row for row in rows if row.state is MachineState.FREE)


def _row(machine: Equipment, names: BoardNames) -> EquipmentRow:
    state = _BY_STATUS[machine.status]
    return EquipmentRow(
        equipment_id=machine.id,
        name=machine.name,
        place=machine.place,
        status=machine.status,
        state=state,
        state_text=STATE_TEXTS[state],
        service=", ".join(names.services[each] for each in machine.services if each in names.services),
    )


def _occupied(
    machine: Equipment, occupant: Occupant, names: BoardNames, now: datetime, shop: ShopRules
) -> EquipmentRow:
    state, timer, meaning, done = _timing(occupant, now, shop)
    is_mine = names.me is not None and occupant.operator_id == names.me
    return EquipmentRow(
        equipment_id=machine.id,
        name=machine.name,
        place=machine.place,
        status=machine.status,
        state=state,
        state_text=STATE_TEXTS[state],
        turn=TurnRef(occupant.visit_id, occupant.turn_id),
        label=occupant.label,
        customer=name_of(occupant.customer_id, names.customers),
        service=occupant.service_name,
        operator="Você" if is_mine else names.operators.get(occupant.operator_id, "") if occupant.operator_id else "",
        timer=timer,
        timer_meaning=meaning,
        done=done,
        is_mine=is_mine,
    )


def _timing(occupant: Occupant, now: datetime, shop: ShopRules) -> tuple[MachineState, str, str, float | None]:
    if occupant.state is TurnState.CALLED or occupant.started_at is None:
        called_for = now - occupant.called_at
        state = MachineState.LATE if called_for >= shop.call_patience else MachineState.CALLED
        return state, stopwatch(called_for), "chamado há", None
    elapsed = now - occupant.started_at
    planned = timedelta(minutes=occupant.minutes)
    if elapsed < planned:
        return MachineState.RUNNING, stopwatch(planned - elapsed), "restam", max(elapsed / planned, 0.0)
    if not occupant.minutes:
        return MachineState.RUNNING, stopwatch(elapsed), "em uso há", None
    return MachineState.OVERTIME, f"+{stopwatch(elapsed - planned)}", "além do tempo", 1.0
