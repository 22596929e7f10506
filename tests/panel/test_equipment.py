import pytest

from panel.model.equipment import BoardNames, EquipmentRow, MachineFilter, MachineState, derive_equipment, pick
from panel.model.shop import ShopRules
from shared.catalog.model import EquipmentStatus
from shared.kernel.ids import CustomerId, ServiceId
from shared.visits.views import EquipmentView, Occupant
from tests.panel.making import ANA, BOOTS, BRUNO, CRYO, NOW, machine, occupant

NAMES = BoardNames(
    customers={CustomerId("A1"): "Marina"},
    operators={ANA.id: "Ana", BRUNO.id: "Bruno"},
    services={ServiceId("crio"): "Crio", ServiceId("botas"): "Botas"},
    me=ANA.id,
)


def rows(*views: EquipmentView) -> tuple[EquipmentRow, ...]:
    return derive_equipment(views, NAMES, NOW, ShopRules())


@pytest.mark.parametrize(
    ("who", "state", "timer", "meaning", "done"),
    [
        (occupant("A1", called=1.2), MachineState.CALLED, "1:12", "chamado há", None),
        (occupant("A1", called=3), MachineState.LATE, "3:00", "chamado há", None),
        (occupant("A1", started=4), MachineState.RUNNING, "6:00", "restam", 0.4),
        (occupant("A1", started=10), MachineState.OVERTIME, "+0:00", "além do tempo", 1.0),
        (occupant("A1", started=72), MachineState.OVERTIME, "+1 h 02", "além do tempo", 1.0),
        (occupant("A1", started=4, planned=0), MachineState.RUNNING, "4:00", "em uso há", None),
        (occupant("A1", started=-1), MachineState.RUNNING, "11:00", "restam", 0.0),
    ],
)
def test_a_machine_that_is_used_shows_its_clock(
    who: Occupant, state: MachineState, timer: str, meaning: str, done: float | None
) -> None:
    (row,) = rows(machine("Crio 1", occupant=who))
    assert (row.state, row.timer, row.timer_meaning, row.done) == (state, timer, meaning, done)
    assert (row.label, row.customer, row.operator, row.is_mine) == ("A1", "Marina", "Você", True)


@pytest.mark.parametrize(
    ("status", "state", "said"),
    [
        (EquipmentStatus.AVAILABLE, MachineState.FREE, "Livre"),
        (EquipmentStatus.CLEANING, MachineState.CLEANING, "Limpeza"),
        (EquipmentStatus.OUT_OF_ORDER, MachineState.OUT_OF_ORDER, "Fora de uso"),
    ],
)
def test_a_machine_without_anybody_shows_how_it_is(status: EquipmentStatus, state: MachineState, said: str) -> None:
    (row,) = rows(machine("Crio 1", CRYO, BOOTS, status=status))
    assert (row.state, row.state_text, row.service, row.turn) == (state, said, "Crio, Botas", None)


def test_a_machine_that_left_the_catalogue_is_shown_only_while_it_is_used() -> None:
    assert rows(machine("Velha", is_listed=False)) == ()
    assert len(rows(machine("Velha", is_listed=False, occupant=occupant("A1")))) == 1


def test_filters_let_through_what_they_say() -> None:
    board = rows(
        machine("1"),
        machine("2", occupant=occupant("A1")),
        machine("3", occupant=occupant("A2", started=1, by=BRUNO)),
        machine("4", status=EquipmentStatus.CLEANING),
    )
    names = {each: [row.name for row in pick(board, each)] for each in MachineFilter}
    assert names == {
        MachineFilter.ALL: ["1", "2", "3", "4"],
        MachineFilter.BUSY: ["2", "3"],
        MachineFilter.MINE: ["2"],
        MachineFilter.FREE: ["1"],
    }
