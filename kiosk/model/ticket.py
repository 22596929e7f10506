"""The page of the ticket: the label, its paper, and how each service stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from kiosk.model.services import FALLBACK_ICON
from kiosk.model.state import Scene
from kiosk.model.words import minutes, translate, unbroken, whole_minutes
from shared.visits.model import FINAL_TURNS, PaperState, Ticket, TurnState, Visit, VisitState
from shared.visits.ticket import visit_state
from shared.visits.views import TurnProgress

OVER = frozenset({VisitState.COMPLETED, VisitState.CANCELLED})


@dataclass(frozen=True, slots=True)
class TurnRow:
    """`status` is where it stands, `detail` what that means in time or place."""

    key: str
    name: str
    icon_name: str
    status: str
    detail: str
    is_called: bool
    is_over: bool


@dataclass(frozen=True, slots=True)
class TicketProps:
    """`called_to` is empty unless a turn of this ticket is called now."""

    label: str = ""
    title: str = ""
    subtitle: str = ""
    paper: str = ""
    paper_warning: str = ""
    called_name: str = ""
    called_to: str = ""
    called_where: str = ""
    rows: tuple[TurnRow, ...] = ()
    is_over: bool = False


def derive_ticket(scene: Scene) -> TicketProps:
    visit = scene.shop.visit
    if visit is None or visit.ticket is None:
        return TicketProps()
    called = next((each for each in scene.shop.progress if each.state is TurnState.CALLED), None)
    title, subtitle = _headline(scene, visit, called)
    is_over = visit_state(visit) in OVER
    return TicketProps(
        label=visit.label,
        title=title,
        subtitle=subtitle,
        paper="" if is_over else _paper(visit.ticket),
        paper_warning="" if is_over else _paper_warning(visit.ticket),
        called_name=called.service_name if called else "",
        called_to=(called.equipment_name or called.service_name) if called else "",
        called_where=called.where if called else "",
        rows=tuple(_row(scene, each) for each in scene.shop.progress),
        is_over=is_over,
    )


def is_without_paper(visit: Visit) -> bool:
    return visit.ticket is not None and (visit.ticket.is_unprinted or visit.ticket.paper is PaperState.ERROR)


def is_called(progress: tuple[TurnProgress, ...]) -> bool:
    return any(each.state is TurnState.CALLED for each in progress)


def _headline(scene: Scene, visit: Visit, called: TurnProgress | None) -> tuple[str, str]:
    if called is not None:
        return translate("Ticket", "Chegou a sua vez!"), translate("Ticket", "Esperamos por você.")
    state = visit_state(visit)
    if state is VisitState.CANCELLED:
        return translate("Ticket", "Esta senha foi cancelada"), translate("Ticket", "Fale com o balcão.")
    if state is VisitState.COMPLETED:
        return translate("Ticket", "Tudo concluído"), translate("Ticket", "Obrigado pela visita. Até a próxima!")
    name = scene.shop.first_name
    title = translate("Ticket", "Tudo certo, %1!").replace("%1", name) if name else translate("Ticket", "Tudo certo!")
    return title, translate("Ticket", "Pagamento recebido. Aguarde a chamada.")


def _paper(ticket: Ticket) -> str:
    match ticket.paper:
        case PaperState.NONE | PaperState.PRINTING:
            return translate("Ticket", "Sua senha está saindo na impressora") if not ticket.is_unprinted else ""
        case PaperState.PRINTED:
            return translate("Ticket", "Retire sua senha na impressora")
        case PaperState.ERROR:
            return ""
        case _:
            assert_never(ticket.paper)


def _paper_warning(ticket: Ticket) -> str:
    if ticket.paper is PaperState.ERROR or ticket.is_unprinted:
        return translate("Ticket", "Sua senha já vale assim mesmo. Anote o número ou tire uma foto desta tela.")
    return ""


def _row(scene: Scene, turn: TurnProgress) -> TurnRow:
    icons = {service.id: service.icon for service in scene.shop.catalog.services}
    status, detail = _standing(turn)
    return TurnRow(
        key=turn.turn_id,
        name=turn.service_name,
        icon_name=icons.get(turn.service_id) or FALLBACK_ICON,
        status=status,
        detail=detail,
        is_called=turn.state is TurnState.CALLED,
        is_over=turn.state in FINAL_TURNS,
    )


def _standing(turn: TurnProgress) -> tuple[str, str]:
    at = " · ".join(part for part in (turn.equipment_name, turn.where) if part)
    match turn.state:
        case TurnState.IN_QUEUE:
            return _place(turn.place), _wait(turn)
        case TurnState.CALLED:
            return translate("Ticket", "É a sua vez"), at
        case TurnState.IN_PROGRESS:
            return translate("Ticket", "Em atendimento"), at
        case TurnState.COMPLETED:
            return translate("Ticket", "Concluído"), ""
        case TurnState.EXPIRED:
            return translate("Ticket", "Chamamos e ninguém veio"), translate("Ticket", "Fale com o balcão")
        case TurnState.CANCELLED:
            return translate("Ticket", "Cancelado"), ""
        case _:
            assert_never(turn.state)


def _place(place: int | None) -> str:
    if place is None:
        return translate("Ticket", "Entrando na fila")
    return unbroken(translate("Ticket", "%1º da fila").replace("%1", str(place)))


def _wait(turn: TurnProgress) -> str:
    if turn.place is None:
        return turn.where
    if turn.wait is None:
        return translate("Ticket", "Sem previsão de espera")
    wait = whole_minutes(turn.wait)
    if not wait:
        return translate("Ticket", "Já vamos chamar")
    return unbroken(translate("Ticket", "Cerca de %1").replace("%1", minutes(wait)))
