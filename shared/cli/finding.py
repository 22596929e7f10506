"""Which visit, turn or machine a person means, in the words that stand on paper and screens."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from shared.cli.endings import NotDone
from shared.kernel.ids import EquipmentId, VisitId
from shared.visits.model import Turn, TurnState, Visit
from shared.visits.outcomes import NoSuchVisit, VisitHeld

if TYPE_CHECKING:
    from shared.bootstrap import Core

_ID = re.compile(r"[0-9a-f]{32}")


def day_of(core: Core, written: str | None) -> date:
    """The business day that `--day` names; today's when it is left out."""
    from shared.kernel.day import business_day

    if written is None:
        shop = core.settings.shop
        return business_day(core.clock.now(), shop.zone, shop.cutoff)
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise NotDone(f'O dia "{written}" não serve. Escreva-o como 2026-11-22.') from None


def visits_of(core: Core, day: date) -> tuple[Visit, ...]:
    """The visits of one business day, oldest first."""
    from shared.kernel.day import starts_at

    shop = core.settings.shop
    found = core.board.visits_since(starts_at(day, shop.zone, shop.cutoff))
    return tuple(visit for visit in found if visit.business_day == day)


def visit_named(core: Core, name: str, day: str | None = None) -> Visit:
    """The visit with this label on one business day, or with this id."""
    if _ID.fullmatch(name):
        return _known(core.board.visit(VisitId(name)), name)
    label, chosen = name.upper(), day_of(core, day)
    found = [visit for visit in visits_of(core, chosen) if visit.label == label]
    if not found:
        raise NotDone(f"Não há a senha {label} em {chosen:%d/%m/%Y}. Confira a senha, ou diga o dia com --day.")
    return found[-1]


def turn_meant(visit: Visit, service: str | None, states: Collection[TurnState]) -> Turn:
    """The turn of one service; without a service, the only one that is in one of `states`, or the only one."""
    turns = [turn for turn in visit.turns if service in {None, turn.service_id}]
    fit = [turn for turn in turns if turn.state in states] or turns
    names = ", ".join(turn.service_id for turn in visit.turns)
    if not visit.turns:
        raise NotDone(f"A senha {visit.label} ainda não tem ticket: falta o pagamento. Veja: vez payments")
    if not fit:
        raise NotDone(f'A senha {visit.label} não tem o serviço "{service}". Os dela são: {names}.')
    if len(fit) > 1:
        raise NotDone(f"A senha {visit.label} tem mais de um serviço. Diga qual com --service: {names}.")
    return fit[0]


def machine_for(core: Core, turn: Turn, named: str | None) -> EquipmentId:
    """The machine that was named, or else the first that is free for this turn."""
    from shared.catalog.model import EquipmentStatus

    able = [view for view in core.board.equipment() if turn.service_id in view.equipment.services]
    if named is not None:
        return EquipmentId(named)
    for view in able:
        if view.occupant is None and view.equipment.status is EquipmentStatus.AVAILABLE:
            return view.equipment.id
    raise NotDone(f"Nenhum equipamento está livre para {turn.name}. Espere um terminar, ou veja: vez queue")


def _known(found: Visit | NoSuchVisit | VisitHeld, name: str) -> Visit:
    from shared.cli.refusals import why_not

    if isinstance(found, NoSuchVisit):
        raise NotDone(f"Não há uma visita com o código {name} nesta estação. Confira o código.")
    if isinstance(found, VisitHeld):
        raise NotDone(why_not(found))
    return found
