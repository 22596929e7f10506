"""Commands that only look: the day's visits, one visit, the queues."""

from __future__ import annotations

from typing import Annotated

import typer

from shared.cli.saying import AsJson, say_json
from shared.cli.station import station

Day = Annotated[
    str | None, typer.Option("--day", metavar="DIA", help="O dia da loja, como 2026-11-22; sem isto, hoje.")
]


def visits(day: Day = None, as_json: AsJson = False) -> None:
    """Lista as visitas de um dia."""
    with station() as core:
        from shared.cli import finding, visit_json, visit_pages

        found = finding.visits_of(core, finding.day_of(core, day))
        if as_json:
            say_json([visit_json.summary(visit) for visit in found])
        else:
            visit_pages.print_list(core, found)


def visit(
    name: Annotated[str, typer.Argument(metavar="SENHA", help="A senha (A042) ou o código da visita.")],
    day: Day = None,
    as_json: AsJson = False,
) -> None:
    """Mostra tudo de uma visita: história, vezes, dinheiro e papéis."""
    with station() as core:
        from shared.cli import finding, visit_json, visit_pages

        found = finding.visit_named(core, name, day)
        if as_json:
            say_json(visit_json.whole(core, found))
        else:
            visit_pages.print_whole(core, found)


def queue(
    service: Annotated[str | None, typer.Argument(metavar="[SERVIÇO]", help="Só a fila deste serviço.")] = None,
    as_json: AsJson = False,
) -> None:
    """Mostra a fila de cada serviço, e por que cada um está no seu lugar."""
    with station() as core:
        from shared.cli import queue_pages

        views = queue_pages.views_of(core, service)
        if as_json:
            say_json(queue_pages.items(views))
        else:
            queue_pages.print_queues(core, views)
