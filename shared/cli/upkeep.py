"""Commands for the station itself: examine it, copy it, and play with a payment provider that takes no money."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shared.cli.endings import NotDone, explain
from shared.cli.saying import AsJson, say_json
from shared.cli.station import station

if TYPE_CHECKING:
    from shared.cli.findings import Finding

NOT_WELL_STATUS = 1
SIMULATOR_PORT = 8765


def doctor(as_json: AsJson = False) -> None:
    """Examina a estação: banco, diário, estoque, impressora, provedor, relógio, disco. Sai com 1 se algo vai mal."""
    findings = _findings()
    if as_json:
        say_json([dataclasses.asdict(each) for each in findings])
    else:
        for each in findings:
            print(f"{'ok  ' if each.is_well else 'ERRO'}  {each.sentence}")
    if not all(each.is_well for each in findings):
        raise typer.Exit(NOT_WELL_STATUS)


def _findings() -> list[Finding]:
    from shared.cli.findings import Finding
    from shared.store.failures import StoreFailure

    try:
        with station() as core:
            from shared.cli.doctor import examine

            return list(examine(core))
    except NotDone as refused:
        return [Finding("station", is_well=False, sentence=refused.sentence)]
    except StoreFailure as failure:
        return [Finding("database", is_well=False, sentence=str(failure))]
    except OSError as error:
        return [Finding("station", is_well=False, sentence=explain(error))]


def backup(
    file: Annotated[
        Path | None, typer.Argument(metavar="[ARQUIVO]", help="Sem isto, um novo na pasta backups.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Grava uma cópia inteira e conferida do banco de dados, mesmo com o Vez aberto."""
    with station() as core:
        from shared.store.backup import back_up

        named = f"vez-{core.clock.now().astimezone(core.settings.shop.zone):%Y%m%d-%H%M%S}.sqlite"
        to = (file or core.paths.backups / named).absolute()
        if to.exists():
            raise NotDone(f"{to} já existe, e uma cópia não apaga outra. Escolha outro nome.")
        if not to.parent.exists():
            raise NotDone(f"A pasta {to.parent} não existe. Crie-a, ou escolha outra.")
        back_up(core.database, to)
    size = to.stat().st_size
    if as_json:
        say_json({"file": str(to), "bytes": size})
    else:
        print(f"Cópia gravada em {to} ({size // 1024} kB).")


def simulator(
    port: Annotated[
        int, typer.Option(metavar="PORTA", help="Porta local; 0 escolhe uma livre.", min=0, max=65535)
    ] = SIMULATOR_PORT,
    port_file: Annotated[
        Path | None, typer.Option(metavar="ARQUIVO", help="Arquivo que recebe a porta, quando ela atende.")
    ] = None,
    auto_pay: Annotated[
        float | None, typer.Option(metavar="SEGUNDOS", help="Paga cada Pix novo depois destes segundos.", min=0)
    ] = None,
) -> None:
    """Abre um provedor de pagamentos de mentira neste computador, para experimentar sem dinheiro."""
    from shared.payments.simulator.server import serve

    try:
        serve(port, port_file, None if auto_pay is None else timedelta(seconds=auto_pay))
    except OSError as error:
        if error.filename is not None:
            raise
        raise NotDone(f"A porta {port} já está em uso. Feche o outro programa, ou use outra com --port.") from error
