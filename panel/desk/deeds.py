"""Each action on a turn as work for the database lane, with the words that say that it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from panel.model.actions import Action, ChosenTurn
from panel.ports import CounterOutcome, Reprinted, Shop
from shared.people.model import Operator
from shared.visits.serving import Served

Outcome = Served | CounterOutcome | Reprinted


@dataclass(frozen=True, slots=True)
class Deed:
    """`work` asks the core; `text` is told when it agreed."""

    name: str
    work: Callable[[], Outcome]
    text: str


@dataclass(frozen=True, slots=True)
class CancelQuestion:
    """What to end, and why: one service, or the whole ticket, whose open `services` are named."""

    chosen: ChosenTurn
    services: tuple[str, ...]


def deed_for(action: Action, chosen: ChosenTurn, shop: Shop, by: Operator) -> Deed | None:
    """What the action does to the chosen turn; None for actions that ask something first."""
    turn, who, serving = chosen.turn, chosen.label, shop.serving
    match action:
        case Action.RECALL:
            return Deed(action, lambda: serving.call_again(turn, by), f"{who} chamado de novo.")
        case Action.START:
            return Deed(action, lambda: serving.start(turn, by), f"{who} começou: {chosen.service}.")
        case Action.COMPLETE:
            return Deed(action, lambda: serving.complete(turn, by), f"{who} terminou: {chosen.service}.")
        case Action.NO_SHOW:
            text = f"{who} não compareceu; continua na lista para ser chamado de novo."
            return Deed(action, lambda: serving.no_show(turn, by), text)
        case Action.SEND_BACK:
            return Deed(action, lambda: serving.send_back(turn, "", by), f"{who} voltou ao seu lugar na fila.")
        case Action.REPRINT:
            text = f"2ª via de {who} mandada para a impressora."
            return Deed(action, lambda: shop.papers.reprint(turn.visit_id, by), text)
        case Action.CALL_NEXT | Action.CALL_CHOSEN | Action.CANCEL:
            return None
        case _:
            assert_never(action)


def cancelling(question: CancelQuestion, reason: str, shop: Shop, by: Operator, *, is_whole_ticket: bool) -> Deed:
    """End one service, or the whole ticket, for good."""
    chosen, turn = question.chosen, question.chosen.turn
    if is_whole_ticket:
        return Deed(
            Action.CANCEL,
            lambda: shop.counter.cancel_visit(turn.visit_id, reason, by),
            f"Senha {chosen.label} cancelada. O que foi pago está em Pagamentos, para devolver.",
        )
    return Deed(
        Action.CANCEL,
        lambda: shop.serving.cancel_turn(turn, reason, by),
        f"{chosen.service} de {chosen.label} cancelado. O valor está em Pagamentos, para devolver.",
    )
