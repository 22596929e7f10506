"""What happened to a visit, in plain Portuguese, for its history at the desk."""

from __future__ import annotations

from collections.abc import Callable

from shared.journal.model import Fact, Unreadable
from shared.kernel.money import ZERO
from shared.kernel.ways import CHECK_ON_TERMINAL, Method
from shared.visits import facts, priority
from shared.visits.by_hand import STATEMENT
from shared.visits.facts import MoneyReturned, RefundAsked, RefundDone, RefundFact, RefundRefused
from shared.visits.model import Decision, EndReason, ReleaseKind, Tender, Turn, TurnState, Visit

Name = Callable[[str], str]
"""The name of an operator or of equipment by its id; the id itself when it is not known any more."""

METHODS = {
    Method.PIX: "Pix",
    Method.CARD: "cartão",
    Method.BOLETO: "boleto",
    Method.TERMINAL: "maquininha",
    Method.OWN_PIX: "Pix da loja",
    Method.COUNTER: "balcão",
}
"""The methods as they stand inside a sentence."""
_ENDS = {
    EndReason.CUSTOMER: "o cliente desistiu",
    EndReason.TIMEOUT: "o prazo terminou",
    EndReason.REFUSED: "o provedor recusou",
    EndReason.REPLACED: "outra forma de pagar foi escolhida",
    EndReason.OPERATOR: "um atendente encerrou",
}
_RELEASES = {
    ReleaseKind.UNPAID: "Liberada por",
    ReleaseKind.COURTESY: "Cortesia de",
    ReleaseKind.OWN_PIX: "Comprovante do Pix da loja visto e liberado por",
}
_DECISIONS = {
    Decision.RELEASED: "liberado",
    Decision.REFUNDED: "devolvido",
    Decision.KEPT: "mantido",
    Decision.RECEIVED: "recebido",
    Decision.MISSING: "não está no extrato",
}


def narrate(fact: Fact | Unreadable, visit: Visit, name: Name) -> str:
    """One sentence without its time; `visit`, as it stood before, gives the names of its services."""
    if isinstance(fact, Unreadable):
        return "Um programa mais novo registrou algo que este não sabe ler"
    if isinstance(fact, facts.ChargeFact):
        return _money(fact, visit, name)
    if isinstance(fact, RefundFact):
        return _refund(fact, name)
    if isinstance(fact, facts.PaperFact):
        return _paper(fact, name)
    if isinstance(fact, facts.TurnFact):
        return f"{_service(visit, fact.turn_id)}: {_turn(fact, visit, name)}"
    return _visit(fact, name)


def _service(visit: Visit, turn_id: str) -> str:
    ordered = next((line.name for line in visit.lines if line.turn_id == turn_id), "")
    return next((turn.name for turn in visit.turns if turn.id == turn_id), ordered)


def _money(fact: facts.ChargeFact, visit: Visit, name: Name) -> str:
    match fact:
        case facts.ChargeIntended(_, method, _, amount):
            return f"Pagamento pedido: {amount} por {METHODS[method]}"
        case facts.ChargeOpened(intent_id, charge_id):
            charge = visit.charge(intent_id)
            is_own = charge is not None and charge.method is Method.OWN_PIX
            return f"Código Pix da loja mostrado: {charge_id}" if is_own else "O provedor criou a cobrança"
        case facts.ChargeCreationUnknown():
            return "O provedor não respondeu se criou a cobrança; será consultado"
        case facts.ChargeFailed(_, cause):
            return f"O provedor recusou a cobrança ({cause})"
        case facts.ChargeVoidAsked(_, reason):
            return f"Cancelamento da cobrança pedido: {_ENDS[reason]}"
        case facts.ChargeVoided():
            return "A cobrança não pode mais ser paga"
        case facts.ChargeExpired():
            return "O prazo da cobrança terminou; o provedor continua sendo consultado"
        case facts.ChargeNoticed(_, said):
            return _machine(said)
        case facts.MoneyReceived() | facts.MoneyReversed() | facts.MoneyRestored():
            return _moved(fact, name)


def _moved(fact: facts.MoneyReceived | facts.MoneyReversed | facts.MoneyRestored, name: Name) -> str:
    match fact:
        case facts.MoneyReceived():
            return _received(fact, name)
        case facts.MoneyReversed():
            return "O dinheiro foi devolvido"
        case facts.MoneyRestored():
            return "O dinheiro que tinha voltado está de novo aqui"


def _machine(said: str | None) -> str:
    if said == CHECK_ON_TERMINAL:
        return "O resultado está só na maquininha: confira nela"
    return f"A maquininha informou: {said}" if said else "A maquininha espera o cliente"


def _received(fact: facts.MoneyReceived, name: Name) -> str:
    taken = fact.taken
    if taken is None:
        return f"Dinheiro recebido: {fact.amount}"
    match taken.tender:
        case Tender.CASH:
            change = f", troco {taken.change}" if taken.change > ZERO else ", sem troco"
            return f"{name(taken.by)} recebeu {fact.amount} em dinheiro: entregues {taken.handed}{change}"
        case Tender.CARD_MACHINE:
            code = f" (autorização {taken.authorisation})" if taken.authorisation else ""
            return f"{name(taken.by)} recebeu {fact.amount} na maquininha avulsa{code}"
        case Tender.STATEMENT:
            reference = fact.reference.removeprefix(STATEMENT)
            return f"{name(taken.by)} achou {fact.amount} no extrato da loja ({reference})"


def _refund(fact: RefundFact, name: Name) -> str:
    match fact:
        case MoneyReturned(_, _, total):
            return f"O provedor mostra uma parte devolvida: {total} ao todo"
        case RefundAsked(_, _, _, _, amount, by, reason):
            return f"{name(by)} pediu ao provedor que devolva {amount}{_because(reason)}"
        case RefundDone():
            return "O provedor devolveu o dinheiro"
        case RefundRefused(_, cause):
            return f"O provedor recusou a devolução{_because(cause)}"


def _paper(fact: facts.PaperFact, name: Name) -> str:
    match fact:
        case facts.TicketPrinting():
            return "Ticket enviado à impressora"
        case facts.TicketPrintFailed():
            return "O ticket não saiu da impressora"
        case facts.TicketQueued(is_printed):
            return "Entrou na fila" if is_printed else "Entrou na fila sem papel"
        case facts.TicketReprinted(_, by):
            return f"{name(by)} pediu a 2ª via"


def _turn(fact: facts.TurnFact, visit: Visit, name: Name) -> str:
    match fact:
        case facts.TurnCalled(_, _, equipment_id, by, override):
            reason = f" (mesmo em outro lugar: {override})" if override else ""
            return f"chamada por {name(by)} para {name(equipment_id)}{reason}"
        case facts.TurnRecalled(_, by):
            return f"chamada de novo por {name(by)}" if by else "chamada de novo"
        case facts.TurnStarted(_, _, equipment_id, by):
            return f"começou em {name(equipment_id)} com {name(by)}"
        case facts.TurnCompleted(_, by):
            return f"concluída por {name(by)}"
        case facts.TurnReturned(_, by, reason):
            return f"devolvida à fila por {name(by)}{_because(reason)}"
        case facts.TurnExpired(_, by):
            return f"não compareceu, segundo {name(by)}" if by else _out_of_time(visit.turn(fact.turn_id))
        case facts.TurnCancelled(_, by, reason):
            return f"cancelada por {name(by)}{_because(reason)}"
        case facts.TurnTransferred(_, _, service, _, by, reason):
            return f"transferida para {service} por {name(by)}{_because(reason)}"


def _out_of_time(turn: Turn | None) -> str:
    """Time alone expires a call that nobody answered, and at the end of the day whoever was not called."""
    is_waiting = turn is not None and turn.state is TurnState.IN_QUEUE
    return "o dia terminou antes da sua vez" if is_waiting else "não compareceu a tempo"


def _visit(fact: Fact, name: Name) -> str:
    match fact:
        case facts.VisitOpened():
            return "Visita aberta no totem"
        case facts.VisitAbandoned(reason):
            return f"Encerrada sem pagamento: {_ENDS[reason]}"
        case facts.VisitReleased(by, reason, kind=kind):
            return f"{_RELEASES[kind]} {name(by)}{_because(reason)}"
        case facts.VisitCancelled(by, reason):
            return f"Cancelada por {name(by)}{_because(reason)}"
        case facts.TaskDecided(_, decision, by, note):
            return f"{name(by)} decidiu sobre o dinheiro: {_DECISIONS[decision]}{_because(note)}"
        case facts.PriorityChanged(group, by, reason):
            return f"{name(by)} mudou a prioridade para {priority.name(group)}{_because(reason)}"
        case facts.NoteAdded(_, by):
            return f"{name(by)} anotou algo"
        case _:
            return fact.KIND


def _because(reason: str) -> str:
    return f": {reason}" if reason else ""
