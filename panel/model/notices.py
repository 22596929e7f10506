"""One calm line about what just happened: done, refused (by whom, and what to do), or broken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from panel.model.shop import ShopRules
from panel.model.wording import VISITS, clock_time
from shared.catalog.model import EquipmentUnknown
from shared.checkout.outcomes import NothingToPrint, NotWantedAnyMore, StillToComeOut
from shared.kernel.ids import EquipmentId, OperatorId
from shared.reconciliation.model import NoSuchDifference, NothingToAnswer
from shared.visits import outcomes
from shared.visits.by_hand_words import ByHandRefusal, explain_by_hand
from shared.visits.model import Turn, TurnState, Visit
from shared.visits.refusals import StateRefusal, TurnRefusal, explain
from shared.visits.serving import TurnRef
from shared.webhooks.model import NoSuchWebhook


class NoticeLevel(StrEnum):
    DONE = "done"
    REFUSED = "refused"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Notice:
    level: NoticeLevel
    text: str


Missing = (
    outcomes.NoSuchVisit
    | outcomes.NoSuchEquipment
    | outcomes.NoSuchService
    | outcomes.NoSuchCharge
    | outcomes.NoSuchTask
    | EquipmentUnknown
    | outcomes.NoTicket
    | NothingToPrint
    | NotWantedAnyMore
    | StillToComeOut
    | NoSuchWebhook
    | NoSuchDifference
    | NothingToAnswer
)
Undecidable = (
    outcomes.AlreadyDecided
    | outcomes.NotReleasable
    | outcomes.RefundUnderWay
    | outcomes.OnlyByHand
    | outcomes.NotAnAnswer
)
Unfit = (
    outcomes.VisitHeld
    | outcomes.NotPermitted
    | outcomes.AlreadyPaid
    | outcomes.VisitEnded
    | outcomes.ReasonNeeded
    | Undecidable
)
DeskRefusal = Missing | ByHandRefusal | Unfit
Refusal = TurnRefusal | DeskRefusal


@dataclass(frozen=True, slots=True)
class Witness:
    """What is known after a refusal: the visit as it stands now, and names for its ids."""

    visit: Visit | None = None
    turn: TurnRef | None = None
    operators: Mapping[OperatorId, str] = field(default_factory=dict)
    equipment: Mapping[EquipmentId, str] = field(default_factory=dict)


NOBODY = Witness()


def done(text: str) -> Notice:
    return Notice(NoticeLevel.DONE, text)


def trouble(text: str) -> Notice:
    return Notice(NoticeLevel.TROUBLE, text)


def refused(refusal: Refusal, shop: ShopRules, seen: Witness = NOBODY) -> Notice:
    """Why it was not done and, where somebody else was faster, who that was."""
    if not isinstance(refusal, TurnRefusal):
        return Notice(NoticeLevel.REFUSED, _desk(refusal))
    story = _who_did_it(seen, shop) if isinstance(refusal, StateRefusal) else ""
    return Notice(NoticeLevel.REFUSED, f"{explain(refusal)} {story}".strip())


def _desk(refusal: DeskRefusal) -> str:
    if isinstance(refusal, ByHandRefusal):
        return explain_by_hand(refusal)
    return _missing(refusal) if isinstance(refusal, Missing) else _unfit(refusal)


def _who_did_it(seen: Witness, shop: ShopRules) -> str:
    turn = seen.visit.turn(seen.turn.turn_id) if seen.visit and seen.turn else None
    who = seen.operators.get(turn.operator_id, "") if turn and turn.operator_id else ""
    if turn is None or not who:
        return ""
    when = _moment(turn, shop)
    where = seen.equipment.get(turn.equipment_id, "") if turn.equipment_id else ""
    return ", ".join(part for part in (f"Foi {who}", when, where) if part) + "."


def _moment(turn: Turn, shop: ShopRules) -> str:
    moments = {
        TurnState.CALLED: turn.recalled_at or turn.called_at,
        TurnState.IN_PROGRESS: turn.started_at,
        TurnState.COMPLETED: turn.ended_at,
        TurnState.EXPIRED: turn.ended_at,
        TurnState.CANCELLED: turn.ended_at,
    }
    at = moments.get(turn.state)
    return f"às {clock_time(at, shop.zone)}" if at else ""


def _missing(refusal: Missing) -> str:
    match refusal:
        case outcomes.NoSuchVisit() | outcomes.NoSuchCharge() | outcomes.NoSuchTask() | outcomes.NoSuchService():
            return "Isto não existe mais nesta estação: veja a lista de novo."
        case outcomes.NoSuchEquipment() | EquipmentUnknown():
            return "Este equipamento não existe mais no catálogo."
        case outcomes.NoTicket() | NothingToPrint():
            return "Não há nada para isto: a senha ainda não foi emitida ou o papel já saiu da lista."
        case NotWantedAnyMore():
            return "Esta senha já terminou ou já tem o seu papel: nada vai ser impresso de novo."
        case StillToComeOut():
            return "O papel ainda vai sair: veja a impressora; nada foi mandado de novo."
        case NoSuchWebhook():
            return "Este aviso já foi conferido por outra pessoa."
        case NoSuchDifference() | NothingToAnswer():
            return "Esta diferença já foi resolvida, ou os dois lados já conferem."
        case _:
            assert_never(refusal)


def _unfit(refusal: Unfit) -> str:
    match refusal:
        case outcomes.NotPermitted():
            return "Seu perfil não permite isto: chame um supervisor."
        case outcomes.ReasonNeeded():
            return "Informe o motivo."
        case outcomes.VisitHeld():
            return "Uma versão mais nova do programa mudou esta senha; atualize esta estação para mexer nela."
        case outcomes.AlreadyPaid():
            return "Esta senha já está paga e emitida: nada foi cobrado de novo."
        case outcomes.VisitEnded(state):
            return f"Esta visita já terminou: {VISITS[state].lower()}."
        case (
            outcomes.AlreadyDecided()
            | outcomes.NotReleasable()
            | outcomes.RefundUnderWay()
            | outcomes.OnlyByHand()
            | outcomes.NotAnAnswer()
        ):
            return _undecidable(refusal)
        case _:
            assert_never(refusal)


def _undecidable(refusal: Undecidable) -> str:
    match refusal:
        case outcomes.AlreadyDecided():
            return "Outra pessoa já decidiu isto: veja a história da senha."
        case outcomes.NotReleasable():
            return "Este dinheiro não libera uma senha: devolva ou fique com ele."
        case outcomes.RefundUnderWay():
            return "O provedor já está devolvendo este dinheiro: espere a resposta dele."
        case outcomes.OnlyByHand():
            return "O provedor não pode devolver este dinheiro: devolva no balcão e registre."
        case outcomes.NotAnAnswer():
            return "Esta decisão não se responde assim: veja as opções dela."
        case _:
            assert_never(refusal)
