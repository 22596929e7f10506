"""Visits for a person: the list, and each of them whole."""

from __future__ import annotations

from collections.abc import Sequence

from shared.bootstrap import Core
from shared.cli.saying import clock_time, say_table
from shared.cli.visit_json import customer_name
from shared.cli.words import CHARGES, DECISIONS, JOBS, TASKS, TURNS, VISITS
from shared.visits.model import Visit
from shared.visits.narration import METHODS
from shared.visits.priority import name as priority_name
from shared.visits.ticket import visit_state

LIST_HEADINGS = ("hora", "senha", "estado", "total", "serviços")


def print_list(core: Core, visits: Sequence[Visit]) -> None:
    """The list, oldest first."""
    zone = core.settings.shop.zone
    lines = [
        (
            clock_time(visit.opened_at, zone),
            visit.label,
            VISITS[visit_state(visit)],
            visit.total,
            ", ".join(line.name for line in visit.lines),
        )
        for visit in visits
    ]
    say_table(LIST_HEADINGS, lines, nothing="Nenhuma visita neste dia.")


def print_whole(core: Core, visit: Visit) -> None:
    """Everything about one visit."""
    zone = core.settings.shop.zone
    names = {view.equipment.id: view.equipment.name for view in core.board.equipment()}
    print(f"Senha {visit.label}  {VISITS[visit_state(visit)]}  {visit.total}")
    print(f"Aberta em {visit.opened_at.astimezone(zone):%d/%m/%Y %H:%M}  código {visit.id}")
    print("  ".join(part for part in (customer_name(core, visit), priority_name(visit.priority)) if part))
    turns = [
        (turn.name, TURNS[turn.state], names.get(turn.equipment_id, "") if turn.equipment_id else "")
        for turn in visit.turns
    ]
    _section("Vezes", ("serviço", "estado", "equipamento"), turns)
    _section("Extras", ("extra", "peças", "total"), [(each.name, each.quantity, each.total) for each in visit.extras])
    money = [
        (METHODS[charge.method], charge.amount, CHARGES[charge.state], clock_time(charge.expires_at, zone))
        for charge in visit.charges
    ]
    _section("Pagamentos", ("forma", "valor", "estado", "vence"), money)
    tasks = [
        (TASKS[task.kind], task.amount, DECISIONS[task.decision] if task.decision else "a decidir")
        for task in visit.tasks
    ]
    _section("Decisões sobre dinheiro", ("motivo", "valor", "decisão"), tasks)
    papers = [(job.id, JOBS[job.state], job.trouble or "") for job in core.papers.jobs_of(visit.id)]
    _section("Papéis", ("código", "estado", "problema"), papers)
    _section("Anotações", (), [(note,) for note in core.board.notes(visit.id)])
    _section("História", (), [(line,) for line in core.board.history(visit.id)])


def _section(title: str, headings: Sequence[str], lines: Sequence[Sequence[object]]) -> None:
    if not lines:
        return
    print(f"\n{title}")
    if headings:
        say_table(headings, lines, nothing="")
    else:
        print("\n".join(str(line[0]) for line in lines))
