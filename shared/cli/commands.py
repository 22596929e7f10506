"""The commands of `vez`. Reading works beside running apps; acting names who acts, by PIN."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr

from shared.bootstrap import Core, build_core
from shared.catalog.model import CatalogFault
from shared.cli.doctor import examine
from shared.config import ConfigFault, Paths, load_settings, prepare, vez_home
from shared.kernel.day import business_day, starts_at
from shared.kernel.ids import OperatorId, PrintJobId, VisitId
from shared.kernel.money import Money
from shared.keys import Keys
from shared.logs import configure_logs
from shared.people.model import Operator, OperatorFault, SignedIn
from shared.store.failures import StoreFailure
from shared.visits.model import Visit
from shared.visits.ticket import visit_state

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Vez: totem, fila e pagamentos."
)
AsJson = Annotated[bool, typer.Option("--json", help="Escreve JSON, para programas.")]
By = Annotated[str, typer.Option("--by", help="Quem faz: o código do atendente.")]
Pin = Annotated[str, typer.Option("--pin", prompt="PIN", hide_input=True, envvar="VEZ_PIN", help="O PIN de quem faz.")]


def main() -> None:
    """Run the command; environment failures are one sentence on standard error and status 2."""
    try:
        app()
    except StoreFailure as failure:
        print(failure, file=sys.stderr)
        sys.exit(2)


@contextmanager
def station() -> Iterator[Core]:
    """The station in `VEZ_HOME`, without its background work."""
    home = vez_home()
    settings = load_settings(home)
    if isinstance(settings, ConfigFault):
        raise _stopped(settings.sentence)
    fault = prepare(Paths.of(home))
    if fault is not None:
        raise _stopped(fault.sentence)
    configure_logs(Paths.of(home).logs, settings.log.level, "vez")
    core = build_core(home, settings)
    try:
        yield core
    finally:
        core.close()


def _stopped(sentence: str) -> typer.Exit:
    print(sentence, file=sys.stderr)
    return typer.Exit(2)


def _say(rows: Sequence[dict[str, object]], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, default=_plain))
        return
    for row in rows:
        print("  ".join(f"{value}" for value in row.values() if value not in (None, "")))


def _plain(value: object) -> object:
    match value:
        case Money(centavos):
            return centavos
        case datetime() | date():
            return value.isoformat()
        case StrEnum():
            return value.value
        case _:
            return str(value)


def _signed_in(core: Core, by: str, pin: str) -> Operator:
    match core.operators.sign_in(OperatorId(by), pin):
        case SignedIn(operator):
            return operator
        case refusal:
            raise _stopped(f"PIN recusado; espere {int(refusal.locked_for_seconds)} s e tente de novo.")


@app.command("import")
def import_(file: Annotated[Path, typer.Argument(help="Arquivo TOML com catálogo e, se houver, atendentes.")]) -> None:
    """Importa um catálogo; importar de novo só muda o que mudou."""
    with station() as core:
        catalogue = core.catalogue.import_file(file)
        if isinstance(catalogue, CatalogFault):
            raise _stopped(catalogue.sentence)
        operators = core.operators.import_file(file)
        if isinstance(operators, OperatorFault):
            raise _stopped(operators.sentence)
        print("Catálogo importado.")


@app.command()
def key(
    provider: Annotated[str, typer.Argument(help="O provedor: asaas.")],
    value: Annotated[str, typer.Option("--value", prompt="Chave", hide_input=True, envvar="VEZ_KEY")],
) -> None:
    """Guarda a chave de um provedor de pagamentos no cofre do sistema."""
    home = vez_home()
    fault = prepare(Paths.of(home))
    if fault is not None:
        raise _stopped(fault.sentence)
    Keys(home).set(provider, SecretStr(value))
    print("Chave guardada.")


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Examina a estação: banco, diário, impressora, provedor, relógio, disco."""
    with station() as core:
        findings = list(examine(core))
    if as_json:
        print(json.dumps([dataclasses.asdict(each) for each in findings], ensure_ascii=False))
    else:
        for each in findings:
            print(f"{'ok  ' if each.is_well else 'ERRO'}  {each.sentence}")
    if not all(each.is_well for each in findings):
        raise typer.Exit(1)


@app.command()
def visits(label: str | None = None, as_json: AsJson = False) -> None:
    """Lista as visitas de hoje, ou só a de uma senha."""
    with station() as core:
        shop = core.settings.shop
        today = business_day(core.clock.now(), shop.zone, shop.cutoff)
        found = core.board.visits_since(starts_at(today, shop.zone, shop.cutoff))
    _say([_visit_row(visit) for visit in found if label in (None, visit.label)], as_json=as_json)


def _visit_row(visit: Visit) -> dict[str, object]:
    return {
        "label": visit.label,
        "state": visit_state(visit),
        "total": visit.total,
        "services": ", ".join(line.name for line in visit.lines),
        "opened_at": visit.opened_at,
        "id": visit.id,
    }


@app.command()
def queue(as_json: AsJson = False) -> None:
    """Mostra a fila de cada serviço e por que cada um está no seu lugar."""
    with station() as core:
        rows: list[dict[str, object]] = [
            {"service": view.service.name, "place": item.place, "label": item.label, "reason": item.reason}
            for view in core.board.queues()
            for item in view.items
        ]
    _say(rows, as_json=as_json)


@app.command()
def payments(as_json: AsJson = False) -> None:
    """Mostra o que está por pagar e as decisões sobre dinheiro que esperam por uma pessoa."""
    with station() as core:
        pending: list[dict[str, object]] = [
            {"kind": "pending", "label": each.label, "method": each.method, "state": each.state, "amount": each.amount}
            for each in core.board.pending_payments()
        ]
        tasks: list[dict[str, object]] = [
            {"kind": each.kind, "label": each.label, "amount": each.amount, "opened_at": each.opened_at}
            for each in core.board.tasks()
        ]
    _say([*pending, *tasks], as_json=as_json)


@app.command()
def printer(
    reprint: Annotated[str | None, typer.Option(help="Código da visita cujo papel sai de novo (2ª VIA).")] = None,
    came_out: Annotated[str | None, typer.Option(help="Código do papel incerto que saiu.")] = None,
    not_out: Annotated[str | None, typer.Option(help="Código do papel incerto que não saiu.")] = None,
    by: By = "",
    pin: Annotated[str, typer.Option(envvar="VEZ_PIN")] = "",
    as_json: AsJson = False,
) -> None:
    """Mostra os papéis que não saíram; com uma opção, decide sobre um deles."""
    with station() as core:
        if reprint or came_out or not_out:
            operator = _signed_in(core, by, pin)
            if reprint:
                core.papers.reprint(VisitId(reprint), operator)
            if came_out:
                core.papers.resolve_uncertain(PrintJobId(came_out), operator, came_out=True)
            if not_out:
                core.papers.resolve_uncertain(PrintJobId(not_out), operator, came_out=False)
        rows: list[dict[str, object]] = [
            {"id": job.id, "state": job.state, "trouble": job.trouble, "visit": job.visit_id}
            for job in core.papers.waiting()
        ]
    _say(rows, as_json=as_json)


@app.command()
def simulator(
    port: Annotated[int, typer.Option(help="Porta local; 0 escolhe uma livre.")] = 8808,
    port_file: Annotated[Path | None, typer.Option(help="Arquivo que recebe a porta, quando ela atende.")] = None,
    auto_pay: Annotated[float | None, typer.Option(help="Paga cada Pix novo depois destes segundos.")] = None,
) -> None:
    """Inicia o provedor de pagamentos de mentira, para experimentar sem dinheiro."""
    from shared.payments.simulator.server import serve

    serve(port, port_file, None if auto_pay is None else timedelta(seconds=auto_pay))
