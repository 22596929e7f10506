"""Why the core said no, and what to do: one sentence for every refusal that a command can meet."""

from __future__ import annotations

from typing import assert_never

from shared.checkout.outcomes import NothingToPrint, NotWantedAnyMore, StillToComeOut
from shared.cli.words import VISITS
from shared.reconciliation.model import NoSuchDifference, NothingToAnswer
from shared.visits import outcomes
from shared.visits.by_hand_words import ByHandRefusal, explain_by_hand
from shared.visits.refusals import AlreadyElsewhere, TurnRefusal, explain
from shared.webhooks.model import NoSuchWebhook

Missing = (
    outcomes.NoSuchVisit
    | outcomes.NoSuchCharge
    | outcomes.NoSuchTask
    | outcomes.NoSuchEquipment
    | outcomes.NoSuchService
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
    outcomes.NotPermitted
    | outcomes.VisitHeld
    | outcomes.VisitEnded
    | outcomes.AlreadyPaid
    | outcomes.ReasonNeeded
    | Undecidable
)
Refusal = TurnRefusal | Missing | ByHandRefusal | Unfit


def why_not(refusal: Refusal) -> str:
    """The refusal, for whoever asked."""
    if isinstance(refusal, AlreadyElsewhere):
        return f"{explain(refusal)} Use --override."
    if isinstance(refusal, TurnRefusal):
        return explain(refusal)
    if isinstance(refusal, ByHandRefusal):
        return explain_by_hand(refusal)
    return _missing(refusal) if isinstance(refusal, Missing) else _unfit(refusal)


def _missing(refusal: Missing) -> str:
    match refusal:
        case outcomes.NoSuchVisit() | outcomes.NoSuchCharge() | outcomes.NoSuchTask():
            return "Isto não existe mais nesta estação. Veja a lista de novo."
        case outcomes.NoSuchEquipment(equipment_id):
            return f'O equipamento "{equipment_id}" não existe. Confira o código no arquivo do catálogo.'
        case outcomes.NoSuchService(service_id):
            return f'O serviço "{service_id}" não existe. Confira o código no arquivo do catálogo.'
        case outcomes.NoTicket():
            return "Esta visita ainda não tem ticket: falta o pagamento."
        case NothingToPrint():
            return "Não há papel para isto: a senha ainda não foi emitida, ou este papel já foi decidido."
        case NotWantedAnyMore():
            return "Esta senha já terminou ou já tem o seu papel: nada vai ser impresso de novo."
        case StillToComeOut():
            return "O papel ainda vai sair: nada foi mandado de novo. Veja a fila da impressora com: vez printer"
        case NoSuchWebhook():
            return "Este aviso não espera por uma pessoa. Veja a lista com: vez payments webhooks"
        case NoSuchDifference() | NothingToAnswer():
            return "Esta diferença não espera por uma pessoa. Veja a lista com: vez payments differences"
        case _:
            assert_never(refusal)


def _unfit(refusal: Unfit) -> str:
    match refusal:
        case outcomes.NotPermitted():
            return "O perfil deste atendente não permite isto. Chame um supervisor."
        case outcomes.VisitHeld():
            return "Uma versão mais nova do Vez mudou esta visita. Atualize esta estação para mexer nela."
        case outcomes.VisitEnded(state):
            return f"Esta visita já terminou: {VISITS[state]}."
        case outcomes.AlreadyPaid():
            return "Esta senha já está paga: nada foi cobrado de novo."
        case outcomes.ReasonNeeded():
            return "Falta o motivo. Diga por quê."
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
            return "Outra pessoa já decidiu isto. Veja a história com: vez visit"
        case outcomes.NotReleasable():
            return "Este dinheiro não libera uma senha: devolva ou fique com ele."
        case outcomes.RefundUnderWay():
            return "O provedor já está devolvendo este dinheiro: espere a resposta dele."
        case outcomes.OnlyByHand():
            return "O provedor não pode devolver este dinheiro: devolva no balcão e registre."
        case outcomes.NotAnAnswer():
            return "Esta decisão não se responde assim. Veja as decisões com: vez payments"
        case _:
            assert_never(refusal)
