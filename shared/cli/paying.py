"""`vez payments`: what is still to be paid, and what providers said by themselves that came to nothing."""

from __future__ import annotations

from typing import Annotated

import typer

from shared.cli.saying import AsJson, say_json
from shared.cli.station import By, station

app = typer.Typer(
    invoke_without_command=True, rich_markup_mode=None, help="O que está por pagar, e os avisos dos provedores."
)


@app.callback()
def payments(context: typer.Context, as_json: AsJson = False) -> None:
    """O que está por pagar, e as decisões sobre dinheiro que esperam por uma pessoa."""
    if context.invoked_subcommand is not None:
        return
    with station() as core:
        from shared.cli import payment_pages

        if as_json:
            say_json(payment_pages.payments(core))
        else:
            payment_pages.print_payments(core)


@app.command()
def webhooks(as_json: AsJson = False) -> None:
    """Mostra os últimos avisos dos provedores, e os que esperam por uma pessoa."""
    with station() as core:
        from shared.cli import webhook_pages

        webhook_pages.show(core, as_json=as_json)


@app.command()
def replay(
    by: By,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[AVISO]...", help="Códigos de avisos; sem isto, todos os que esperam."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Trata de novo os avisos que esperam por uma pessoa: o provedor é consultado outra vez."""
    with station() as core:
        from shared.cli import webhook_pages

        webhook_pages.replay(core, names or [], by, as_json=as_json)
