"""Which visit, turn or machine a person means, in the words that stand on paper and screens."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from shared.cli.endings import NotDone
from shared.kernel.ids import EquipmentId, VisitId
from shared.visits.model import Turn, TurnState, Visit
from shared.visits.outcomes import NoSuchVisit, VisitHeld
from shared.visits.ticket import visit_state

if TYPE_CHECKING:
    from shared.bootstrap import Core

UNFINISHED = frozenset({TurnState.IN_QUEUE, TurnState.CALLED, TurnState.IN_PROGRESS})
NAMED_MAX = 3
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


def visit_named(
    core: Core, name: str, day: str | None = None, states: Collection[TurnState] = frozenset(TurnState)
) -> Visit:
    """The visit with this id, or with this label on one business day. NotDone where several could be meant.

    Without a day it is today's, or one of yesterday that can still be served; then one with a turn in `states`.
    """
    if _ID.fullmatch(name):
        return _known(core.board.visit(VisitId(name)), name)
    label, chosen = name.upper(), day_of(core, day)
    found = [visit for visit in _served_on(core, chosen, is_named=day is not None) if visit.label == label]
    fit = [visit for visit in found if any(turn.state in states for turn in visit.turns)] or found
    if not fit:
        raise NotDone(f"Não há a senha {label} em {chosen:%d/%m/%Y}. Confira a senha, ou diga o dia com --day.")
    if len(fit) > 1:
        raise NotDone(_which(label, fit))
    return fit[0]


def _served_on(core: Core, day: date, *, is_named: bool) -> Iterator[Visit]:
    """The visits of a day; where nobody named it, also those of the day before that the desk still shows."""
    if not is_named:
        lately = {turn.visit_id for turn in core.board.expired()}
        for visit in visits_of(core, day - timedelta(days=1)):
            if visit.id in lately or any(turn.state in UNFINISHED for turn in visit.turns):
                yield visit
    yield from visits_of(core, day)


def _which(label: str, visits: Sequence[Visit]) -> str:
    from shared.cli.words import VISITS

    each = [
        f"de {visit.business_day:%d/%m/%Y} ({VISITS[visit_state(visit)]}, código {visit.id})"
        for visit in visits[:NAMED_MAX]
    ]
    return f"Há mais de uma senha {label}: {' e '.join(each)}. Diga o dia com --day, ou o código no lugar da senha."


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

    if named is not None:
        return EquipmentId(named)
    for view in core.board.equipment():
        is_able = turn.service_id in view.equipment.services
        if is_able and view.occupant is None and view.equipment.status is EquipmentStatus.AVAILABLE:
            return view.equipment.id
    raise NotDone(f"Nenhum equipamento está livre para {turn.name}. Espere um terminar, ou veja: vez queue")


def _known(found: Visit | NoSuchVisit | VisitHeld, name: str) -> Visit:
    from shared.cli.refusals import why_not

    if isinstance(found, NoSuchVisit):
        raise NotDone(f"Não há uma visita com o código {name} nesta estação. Confira o código.")
    if isinstance(found, VisitHeld):
        raise NotDone(why_not(found))
    return found
