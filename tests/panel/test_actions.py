import pytest

from panel.model.actions import FACES, Action, ChosenTurn, Situation, derive_actions
from panel.model.calling import CallNow, CallPlan, CannotCall, Machine, NextUp
from panel.model.queues import QueueRow
from shared.kernel.ids import EquipmentId, ServiceId, TurnId, VisitId
from shared.people.model import Operator
from shared.visits.model import TurnState
from shared.visits.serving import TurnRef
from tests.panel.making import ANA, BRUNO, NOW

REF = TurnRef(VisitId("v"), TurnId("t"))
ROW = QueueRow(REF, ServiceId("crio"), "Crio", 1, "A1", "Marina", "", NOW, "")
NOW_PLAN = CallNow(ROW, Machine(EquipmentId("m"), "Crio 1", "", 1))
CAN_BE_CALLED = frozenset({TurnState.IN_QUEUE, TurnState.EXPIRED})

ALLOWED = {
    TurnState.IN_QUEUE: {Action.CALL_CHOSEN, Action.CANCEL, Action.REPRINT},
    TurnState.CALLED: {
        Action.RECALL,
        Action.START,
        Action.NO_SHOW,
        Action.SEND_BACK,
        Action.CANCEL,
        Action.REPRINT,
    },
    TurnState.IN_PROGRESS: {Action.COMPLETE, Action.CANCEL, Action.REPRINT},
    TurnState.COMPLETED: {Action.REPRINT},
    TurnState.EXPIRED: {Action.CALL_CHOSEN, Action.CANCEL, Action.REPRINT},
    TurnState.CANCELLED: {Action.REPRINT},
}


def situation(state: TurnState, by: Operator = BRUNO, *, is_busy: bool = False) -> Situation:
    plan: CallPlan | None = NOW_PLAN if state in CAN_BE_CALLED else None
    return Situation(by, None, ChosenTurn(REF, "A1", "Marina", "Crio", state), plan, is_busy)


@pytest.mark.parametrize("state", list(TurnState))
def test_what_can_be_done_follows_from_the_turns_state(state: TurnState) -> None:
    actions = derive_actions(situation(state))
    assert {action for action, can in actions.items() if can.is_enabled} == ALLOWED[state]


@pytest.mark.parametrize("state", list(TurnState))
def test_whatever_cannot_be_done_says_why(state: TurnState) -> None:
    for can in derive_actions(situation(state, ANA)).values():
        assert can.is_enabled is (can.why == "")


def test_cancelling_is_for_supervisors() -> None:
    assert derive_actions(situation(TurnState.CALLED))[Action.CANCEL].is_enabled
    refused = derive_actions(situation(TurnState.CALLED, ANA))[Action.CANCEL]
    assert refused.why == "Só um supervisor pode cancelar uma senha paga."


def test_a_reason_names_who_and_how_they_stand() -> None:
    why = derive_actions(situation(TurnState.IN_PROGRESS))[Action.START].why
    assert why == "Só para quem foi chamado. A1: em atendimento."


def test_without_a_choice_only_the_next_can_be_called() -> None:
    actions = derive_actions(Situation(ANA, NextUp(ROW, NOW_PLAN), None, None))
    assert [action for action, can in actions.items() if can.is_enabled] == [Action.CALL_NEXT]


@pytest.mark.parametrize(
    ("following", "why"),
    [(None, "Ninguém na fila."), (NextUp(ROW, CannotCall("Nenhum livre.")), "Nenhum livre.")],
)
def test_why_the_next_cannot_be_called(following: NextUp | None, why: str) -> None:
    assert derive_actions(Situation(ANA, following, None, None))[Action.CALL_NEXT].why == why


def test_a_chosen_one_who_cannot_be_called_says_why() -> None:
    chosen = ChosenTurn(REF, "A1", "Marina", "Crio", TurnState.IN_QUEUE)
    actions = derive_actions(Situation(ANA, None, chosen, CannotCall("Nenhum livre.")))
    assert actions[Action.CALL_CHOSEN].why == "Nenhum livre."


def test_nothing_can_be_done_while_something_is_being_done() -> None:
    actions = derive_actions(situation(TurnState.CALLED, is_busy=True))
    assert not any(can.is_enabled for can in actions.values())
    assert all(can.is_passing for can in actions.values())


def test_every_action_has_its_own_key() -> None:
    assert len({face.key for face in FACES.values()}) == len(Action)
