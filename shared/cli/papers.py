"""`vez printer`: papers that are not out, the printer itself, and what a person says about both."""

from __future__ import annotations

from typing import Annotated

import typer

from shared.cli import usage
from shared.cli.acting import Label
from shared.cli.endings import NotDone
from shared.cli.saying import AsJson
from shared.cli.station import By, station
from shared.cli.viewing import Day

app = typer.Typer(
    cls=usage.Group,
    invoke_without_command=True,
    rich_markup_mode=None,
    help="A impressora e os papéis que ainda não saíram.",
)
Job = Annotated[str, typer.Argument(metavar="PAPEL", help="O código do papel, como em: vez printer list")]


@app.callback()
def printer(context: typer.Context, as_json: AsJson = False) -> None:
    """A impressora e os papéis que ainda não saíram; sem subcomando, a lista deles."""
    if context.invoked_subcommand is None:
        waiting(as_json)
    elif as_json:
        raise NotDone(f"Ponha --json no fim, depois de: vez printer {context.invoked_subcommand}")


@app.command("list", cls=usage.Command)
def waiting(as_json: AsJson = False) -> None:
    """Lista os papéis que ainda não saíram."""
    with station() as core:
        from shared.cli import paper_desk

        paper_desk.show_waiting(core, as_json=as_json)


@app.command(cls=usage.Command)
def status(as_json: AsJson = False) -> None:
    """Diz como está a impressora."""
    with station() as core:
        from shared.cli import paper_desk

        paper_desk.show_status(core, as_json=as_json)


@app.command("test", cls=usage.Command)
def print_test(by: By, as_json: AsJson = False) -> None:
    """Imprime uma página de teste."""
    with station() as core:
        from shared.cli import paper_desk

        paper_desk.print_test(core, by, as_json=as_json)


@app.command(cls=usage.Command)
def reprint(
    label: Label,
    by: By,
    day: Day = None,
    as_json: AsJson = False,
) -> None:
    """Imprime de novo o ticket de uma senha (2ª VIA)."""
    with station() as core:
        from shared.cli import finding, paper_desk

        paper_desk.reprint(core, finding.visit_named(core, label, day), by, as_json=as_json)


@app.command(cls=usage.Command)
def resolve(
    job: Job,
    came_out: Annotated[bool, typer.Option("--came-out/--not-out", help="O papel saiu inteiro, ou não saiu.")],
    by: By,
    as_json: AsJson = False,
) -> None:
    """Diz se um papel incerto saiu; se não saiu, ele é impresso de novo."""
    with station() as core:
        from shared.cli import paper_desk

        paper_desk.resolve(core, job, by, came_out=came_out, as_json=as_json)


@app.command(cls=usage.Command)
def retry(job: Job, by: By, as_json: AsJson = False) -> None:
    """Imprime de novo um papel que falhou."""
    with station() as core:
        from shared.cli import paper_desk

        paper_desk.retry(core, job, by, as_json=as_json)
