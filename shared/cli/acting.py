"""Commands that serve customers and take their money: each names who acts and checks their PIN."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from shared.cli.saying import AsJson
from shared.cli.station import By, station
from shared.cli.viewing import Day

if TYPE_CHECKING:
    from shared.cli.serving import Deed

Label = Annotated[str, typer.Argument(metavar="SENHA", help="A senha (A042) ou o código da visita.")]
Service = Annotated[
    str | None, typer.Option("--service", metavar="SERVIÇO", help="O código do serviço, quando a senha tem vários.")
]
Reason = Annotated[str, typer.Option("--reason", metavar="MOTIVO", help="Por quê.")]


def call(
    label: Label,
    by: By,
    day: Day = None,
    service: Service = None,
    onto: Annotated[
        str | None, typer.Option("--onto", metavar="EQUIPAMENTO", help="O equipamento; sem isto, o primeiro livre.")
    ] = None,
    override: Annotated[
        str | None, typer.Option("--override", metavar="MOTIVO", help="Por que chamar quem está em outro lugar.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Chama um serviço de uma senha para um equipamento."""
    with station() as core:
        from shared.cli import serving

        serving.call(core, serving.Asked(label, day, service, by), onto, override, as_json=as_json)


def start(label: Label, by: By, day: Day = None, service: Service = None, as_json: AsJson = False) -> None:
    """O cliente chegou: começa o serviço."""
    from shared.cli.serving import START

    _serve(START, (label, day, service, by), as_json=as_json)


def complete(label: Label, by: By, day: Day = None, service: Service = None, as_json: AsJson = False) -> None:
    """O serviço terminou."""
    from shared.cli.serving import COMPLETE

    _serve(COMPLETE, (label, day, service, by), as_json=as_json)


def send_back(
    label: Label, by: By, day: Day = None, service: Service = None, reason: Reason = "", as_json: AsJson = False
) -> None:
    """Devolve uma senha chamada ao seu lugar na fila."""
    from shared.cli.serving import send_back as deed

    _serve(deed(reason), (label, day, service, by), as_json=as_json)


def no_show(label: Label, by: By, day: Day = None, service: Service = None, as_json: AsJson = False) -> None:
    """O cliente chamado não compareceu; pode ser chamado de novo depois."""
    from shared.cli.serving import NO_SHOW

    _serve(NO_SHOW, (label, day, service, by), as_json=as_json)


def pay(
    label: Label,
    amount: Annotated[
        str, typer.Option("--amount", metavar="VALOR", help='O valor entregue, em reais, como "200,00".')
    ],
    by: By,
    day: Day = None,
    card: Annotated[bool, typer.Option("--card", help="Na maquininha avulsa; sem isto, em dinheiro.")] = False,
    authorisation: Annotated[str, typer.Option("--authorisation", help="Com --card: o código da maquininha.")] = "",
    as_json: AsJson = False,
) -> None:
    """Recebe uma senha no balcão e diz o troco."""
    with station() as core:
        from shared.cli import counter, finding

        paid = counter.tendered(amount, authorisation, is_card=card)
        counter.confirm(core, finding.visit_named(core, label, day), paid, by, as_json=as_json)


def release(label: Label, by: By, day: Day = None, reason: Reason = "", as_json: AsJson = False) -> None:
    """Libera uma senha sem pagamento, ou pelo comprovante de um Pix da loja."""
    with station() as core:
        from shared.cli import finding, letting_in

        letting_in.release(core, finding.visit_named(core, label, day), reason, by, as_json=as_json)


def courtesy(label: Label, by: By, day: Day = None, reason: Reason = "", as_json: AsJson = False) -> None:
    """Dá uma senha de cortesia: ninguém paga, e fica registrado quem deu."""
    with station() as core:
        from shared.cli import finding, letting_in

        letting_in.give_courtesy(core, finding.visit_named(core, label, day), reason, by, as_json=as_json)


def found(
    label: Label,
    reference: Annotated[str, typer.Option("--reference", help="O identificador do Pix no extrato.")],
    by: By,
    day: Day = None,
    amount: Annotated[str | None, typer.Option("--amount", help="O valor no extrato; sem isto, o da senha.")] = None,
    as_json: AsJson = False,
) -> None:
    """O Pix da loja de uma senha está no extrato: vira dinheiro recebido."""
    with station() as core:
        from shared.cli import finding, letting_in

        letting_in.find(core, finding.visit_named(core, label, day), (reference, amount), by, as_json=as_json)


def not_found(label: Label, by: By, day: Day = None, reason: Reason = "", as_json: AsJson = False) -> None:
    """O Pix da loja de uma senha não está no extrato: fica como perda."""
    with station() as core:
        from shared.cli import finding, letting_in

        letting_in.miss(core, finding.visit_named(core, label, day), reason, by, as_json=as_json)


def forget(label: Label, by: By, day: Day = None, as_json: AsJson = False) -> None:
    """Apaga nome, CPF e telefone do cliente de uma senha, também dos papéis e das anotações."""
    with station() as core:
        from shared.cli import finding, forgetting

        forgetting.forget(core, finding.visit_named(core, label, day), by, as_json=as_json)


def _serve(deed: Deed, asked: tuple[str, str | None, str | None, str], *, as_json: bool) -> None:
    with station() as core:
        from shared.cli import serving

        serving.serve(core, serving.Asked(*asked), deed, as_json=as_json)
