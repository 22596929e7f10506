"""One ticket in full: what was ordered, where each turn stands, the money, the papers, the story."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from panel.model.papers import JOBS
from panel.model.queues import name_of
from panel.model.shop import ShopRules
from panel.model.snapshot import TicketReading
from panel.model.wording import DASH, TURNS, VISITS, begun, clock_time
from shared.kernel.ids import CustomerId, EquipmentId, OperatorId
from shared.kernel.money import ZERO
from shared.printing.model import PrintJob, TestPrintout
from shared.visits import priority
from shared.visits.model import Charge, ChargeState, Refund, RefundState, Turn, TurnState, Visit
from shared.visits.narration import METHODS
from shared.visits.outcomes import NoSuchVisit, VisitHeld
from shared.visits.serving import TurnRef
from shared.visits.ticket import is_partially_in_progress, visit_state

CHARGES: Mapping[ChargeState, str] = {
    ChargeState.CREATING: "sendo criado",
    ChargeState.AWAITING: "aguardando",
    ChargeState.PAID: "pago",
    ChargeState.FAILED: "recusado",
    ChargeState.VOIDING: "sendo cancelado",
    ChargeState.VOIDED: "cancelado",
    ChargeState.EXPIRED: "expirado",
}


REFUNDS: Mapping[RefundState, str] = {
    RefundState.ASKED: "em andamento",
    RefundState.DONE: "devolvida",
    RefundState.REFUSED: "recusada",
}


@dataclass(frozen=True, slots=True)
class TurnLine:
    """One service of the ticket and where it stands."""

    turn: TurnRef
    service: str
    state: TurnState
    state_text: str
    detail: str
    price: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of two parts: what, and how it is."""

    what: str
    how: str


@dataclass(frozen=True, slots=True)
class TicketProps:
    label: str
    customer: str
    state_text: str
    opened: str
    priority: str
    turns: tuple[TurnLine, ...]
    ordered: tuple[Fact, ...]
    total: str
    payment: tuple[Fact, ...]
    papers: tuple[Fact, ...]
    history: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TicketUnreadable:
    """There is nothing to show, and why."""

    sentence: str


@dataclass(frozen=True, slots=True)
class TicketNames:
    customers: Mapping[CustomerId, str]
    operators: Mapping[OperatorId, str]
    equipment: Mapping[EquipmentId, str]


def derive_ticket(reading: TicketReading, names: TicketNames, shop: ShopRules) -> TicketProps | TicketUnreadable:
    """The ticket's page, or why it cannot be shown."""
    match reading.visit:
        case Visit():
            return _props(reading.visit, reading, names, shop)
        case NoSuchVisit():
            return TicketUnreadable("Esta senha não existe nesta estação.")
        case VisitHeld():
            return TicketUnreadable("Uma versão mais nova do programa mudou esta senha; atualize esta estação.")
        case _:
            assert_never(reading.visit)


def _props(visit: Visit, reading: TicketReading, names: TicketNames, shop: ShopRules) -> TicketProps:
    state = VISITS[visit_state(visit)]
    return TicketProps(
        label=visit.label,
        customer=name_of(visit.customer_id, names.customers),
        state_text=f"{state}, com outro serviço por vir" if is_partially_in_progress(visit) else state,
        opened=clock_time(visit.opened_at, shop.zone),
        priority=priority.name(visit.priority) if visit.priority else "",
        turns=tuple(_turn_line(visit, turn, names, shop) for turn in visit.turns),
        ordered=_ordered(visit),
        total=str(visit.total),
        payment=_payment(visit, names, shop),
        papers=tuple(_paper(job, shop) for job in reading.papers),
        history=reading.history,
        notes=reading.notes,
    )


def _turn_line(visit: Visit, turn: Turn, names: TicketNames, shop: ShopRules) -> TurnLine:
    price = next((str(line.price) for line in visit.lines if line.turn_id == turn.id), DASH)
    return TurnLine(
        turn=TurnRef(visit.id, turn.id),
        service=turn.name,
        state=turn.state,
        state_text=TURNS[turn.state],
        detail=_turn_detail(turn, names, shop),
        price=price,
    )


def _turn_detail(turn: Turn, names: TicketNames, shop: ShopRules) -> str:
    where = names.equipment.get(turn.equipment_id, "") if turn.equipment_id else ""
    who = names.operators.get(turn.operator_id, "") if turn.operator_id else ""
    since = {
        TurnState.IN_QUEUE: _at("desde", turn.joined_at, shop),
        TurnState.CALLED: _at("às", turn.recalled_at or turn.called_at, shop),
        TurnState.IN_PROGRESS: _at("desde", turn.started_at, shop),
        TurnState.COMPLETED: _at("às", turn.ended_at, shop),
        TurnState.EXPIRED: _at("às", turn.ended_at, shop),
        TurnState.CANCELLED: _at("às", turn.ended_at, shop),
    }[turn.state]
    calls = f"{turn.calls}ª chamada" if turn.state is TurnState.CALLED and turn.calls > 1 else ""
    reason = turn.reason if turn.state is TurnState.CANCELLED and turn.reason else ""
    return " · ".join(part for part in (where, since, calls, who, reason) if part)


def _at(word: str, moment: datetime | None, shop: ShopRules) -> str:
    return f"{word} {clock_time(moment, shop.zone)}" if moment else ""


def _ordered(visit: Visit) -> tuple[Fact, ...]:
    services = () if visit.turns else tuple(Fact(line.name, str(line.price)) for line in visit.lines)
    extras = tuple(Fact(f"{extra.quantity} × {extra.name}", str(extra.total)) for extra in visit.extras)
    return (*services, *extras)


def _payment(visit: Visit, names: TicketNames, shop: ShopRules) -> tuple[Fact, ...]:
    refunds = tuple(_refund(refund, shop) for refund in visit.refunds)
    charges = (*(_charge(charge, shop) for charge in visit.charges), *refunds)
    if visit.release is None:
        return charges
    by = names.operators.get(visit.release.by, "um atendente")
    at = clock_time(visit.release.at, shop.zone)
    return (*charges, Fact("Liberada sem pagamento", f"{by}, {at}: {visit.release.reason}"))


def _charge(charge: Charge, shop: ShopRules) -> Fact:
    state = CHARGES[charge.state]
    paid_at = next((receipt.paid_at or receipt.noticed_at for receipt in charge.receipts), None)
    when = f" às {clock_time(paid_at, shop.zone)}" if paid_at and charge.state is ChargeState.PAID else ""
    gone = "; dinheiro devolvido" if any(receipt.is_reversed for receipt in charge.receipts) else _part(charge)
    return Fact(f"{begun(METHODS[charge.method])} {charge.amount}", f"{state}{when}{gone}")


def _part(charge: Charge) -> str:
    returned = sum((receipt.returned for receipt in charge.receipts), ZERO)
    return f"; {returned} devolvidos" if returned.centavos else ""


def _refund(refund: Refund, shop: ShopRules) -> Fact:
    why = f": {refund.trouble}" if refund.state is RefundState.REFUSED and refund.trouble else ""
    at = clock_time(refund.asked_at, shop.zone)
    return Fact(f"Devolução pelo provedor {refund.amount}", f"{REFUNDS[refund.state]}, pedida às {at}{why}")


def _paper(job: PrintJob, shop: ShopRules) -> Fact:
    what = "Página de teste" if isinstance(job.printout, TestPrintout) else _copy(is_reprint=job.printout.is_reprint)
    return Fact(what, f"{JOBS[job.state].lower()} às {clock_time(job.updated_at, shop.zone)}")


def _copy(*, is_reprint: bool) -> str:
    return "Senha, 2ª via" if is_reprint else "Senha"
