"""`vez payments`: what is still to be paid, what providers said by themselves, and where their lists differ."""

from __future__ import annotations

from typing import Annotated

import typer

from shared.cli.saying import AsJson, say_json
from shared.cli.station import By, station

app = typer.Typer(
    invoke_without_command=True,
    rich_markup_mode=None,
    help="O que está por pagar, os avisos dos provedores, e o que não bate com eles.",
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


@app.command()
def differences(as_json: AsJson = False) -> None:
    """Mostra os pagamentos que não batem com as listas dos provedores, e até quando elas foram conferidas."""
    with station() as core:
        from shared.cli import difference_pages

        difference_pages.show(core, as_json=as_json)


@app.command()
def compare(as_json: AsJson = False) -> None:
    """Confere agora as listas de pagamentos de todos os provedores, e mostra o que não bate."""
    with station() as core:
        from shared.cli import difference_pages

        difference_pages.compare(core, as_json=as_json)


@app.command()
def answer(
    difference_id: Annotated[str, typer.Argument(metavar="DIFERENÇA", help="O código da diferença.")],
    by: By,
    note: Annotated[str, typer.Option("--note", metavar="NOTA", help="O que era este pagamento.")] = "",
    as_json: AsJson = False,
) -> None:
    """Registra o que era um pagamento que não bate. Ele volta só se algo nele mudar."""
    with station() as core:
        from shared.cli import difference_pages

        difference_pages.answer(core, difference_id, note, by, as_json=as_json)
