"""What can be done with the chosen turn now, and otherwise why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from panel.model.calling import CallPlan, CannotCall, NextUp
from panel.model.wording import TURNS
from shared.people.model import Operator, Permission
from shared.people.permissions import may
from shared.visits.model import TurnState
from shared.visits.serving import TurnRef


class Action(StrEnum):
    CALL_NEXT = "callNext"
    CALL_CHOSEN = "callChosen"
    RECALL = "recall"
    START = "start"
    COMPLETE = "complete"
    NO_SHOW = "noShow"
    SEND_BACK = "sendBack"
    CANCEL = "cancel"
    REPRINT = "reprint"


@dataclass(frozen=True, slots=True)
class Face:
    """How an action shows itself: its words, its key (in Qt's portable spelling) and its icon."""

    text: str
    key: str
    icon: str


FACES: Mapping[Action, Face] = MappingProxyType(
    {
        Action.CALL_NEXT: Face("Chamar próximo", "F2", "bell-ring"),
        Action.CALL_CHOSEN: Face("Chamar escolhido", "Shift+F2", "bell"),
        Action.RECALL: Face("Rechamar", "F3", "volume-2"),
        Action.START: Face("Iniciar", "F4", "play"),
        Action.COMPLETE: Face("Concluir", "F5", "check"),
        Action.NO_SHOW: Face("Não compareceu", "F6", "user-x"),
        Action.SEND_BACK: Face("Devolver à fila", "F8", "undo-2"),
        Action.CANCEL: Face("Cancelar", "F9", "ban"),
        Action.REPRINT: Face("Reimprimir", "Ctrl+P", "printer"),
    }
)


@dataclass(frozen=True, slots=True)
class Availability:
    """`why` is empty for what can be done; `is_passing` when it is only a matter of a moment."""

    is_enabled: bool
    why: str = ""
    is_passing: bool = False


YES = Availability(is_enabled=True)
BUSY = Availability(is_enabled=False, why="Aguarde: o último pedido ainda está sendo gravado.", is_passing=True)

_NEEDS: Mapping[Action, tuple[frozenset[TurnState], str]] = MappingProxyType(
    {
        Action.RECALL: (frozenset({TurnState.CALLED}), "Só para quem foi chamado"),
        Action.START: (frozenset({TurnState.CALLED}), "Só para quem foi chamado"),
        Action.COMPLETE: (frozenset({TurnState.IN_PROGRESS}), "Só para quem está em atendimento"),
        Action.NO_SHOW: (frozenset({TurnState.CALLED}), "Só para quem foi chamado"),
        Action.SEND_BACK: (frozenset({TurnState.CALLED}), "Só para quem foi chamado"),
        Action.CANCEL: (
            frozenset({TurnState.IN_QUEUE, TurnState.CALLED, TurnState.IN_PROGRESS, TurnState.EXPIRED}),
            "Só para o que ainda não terminou",
        ),
    }
)

_PERMISSIONS: Mapping[Action, tuple[Permission, str]] = MappingProxyType(
    {
        Action.RECALL: (Permission.SERVE, "Seu perfil não permite atender."),
        Action.START: (Permission.SERVE, "Seu perfil não permite atender."),
        Action.COMPLETE: (Permission.SERVE, "Seu perfil não permite atender."),
        Action.NO_SHOW: (Permission.SERVE, "Seu perfil não permite atender."),
        Action.SEND_BACK: (Permission.SERVE, "Seu perfil não permite atender."),
        Action.CANCEL: (Permission.CANCEL_PAID, "Só um supervisor pode cancelar uma senha paga."),
        Action.REPRINT: (Permission.REPRINT, "Seu perfil não permite reimprimir."),
    }
)


@dataclass(frozen=True, slots=True)
class ChosenTurn:
    """The turn that the actions are about, in the words of the action bar."""

    turn: TurnRef
    label: str
    customer: str
    service: str
    state: TurnState
    where: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """What the availability of every action depends on; `plan` is for calling the chosen one."""

    by: Operator
    following: NextUp | None
    chosen: ChosenTurn | None
    plan: CallPlan | None
    is_busy: bool = False


def derive_actions(situation: Situation) -> Mapping[Action, Availability]:
    """Every action, possible or with the reason why it is not."""
    if situation.is_busy:
        return dict.fromkeys(Action, BUSY)
    return {action: _availability(action, situation) for action in Action}


def _availability(action: Action, situation: Situation) -> Availability:
    if action is Action.CALL_NEXT:
        return _call_next(situation.following)
    chosen = situation.chosen
    if chosen is None:
        return _no("Escolha primeiro uma senha na fila ou um equipamento.")
    if action is Action.CALL_CHOSEN:
        return _call_chosen(chosen, situation.plan)
    permission, refusal = _PERMISSIONS[action]
    if not may(situation.by.role, permission):
        return _no(refusal)
    states, needed = _NEEDS.get(action, (frozenset(TurnState), ""))
    return YES if chosen.state in states else _no(f"{needed}. {_standing(chosen)}")


def _call_next(following: NextUp | None) -> Availability:
    if following is None:
        return _no("Ninguém na fila.")
    plan = following.plan
    return _no(plan.sentence) if isinstance(plan, CannotCall) else YES


def _call_chosen(chosen: ChosenTurn, plan: CallPlan | None) -> Availability:
    if plan is None:
        return _no(f"Só para quem está na fila ou não compareceu. {_standing(chosen)}")
    return _no(plan.sentence) if isinstance(plan, CannotCall) else YES


def _standing(chosen: ChosenTurn) -> str:
    return f"{chosen.label}: {TURNS[chosen.state].lower()}."


def _no(why: str) -> Availability:
    return Availability(is_enabled=False, why=why)
