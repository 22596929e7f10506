"""Commands that make a station: set it up, import what it sells, keep its provider's key."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from shared.cli.endings import NotDone
from shared.cli.station import given, home, make_ready, station

_IN_AN_ADDRESS = re.compile(r"[A-Za-z0-9_-]+")
KEY_VARIABLE = "VEZ_KEY"
PROVIDERS = ("asaas", "bank_pix", "bank_pix_app", "mercado_pago")
BANK_WEBHOOK = "bank_pix_webhook"
WEBHOOKS = ("asaas_webhook", BANK_WEBHOOK, "mercado_pago_webhook")
"""What a provider proves itself with when it calls us."""
NAMES = (*PROVIDERS, *WEBHOOKS)
SECRET_MIN = 16
"""Letters of a secret that anybody on the internet may try to guess."""


def setup(
    example: Annotated[bool, typer.Option("--example", help="Com a loja de exemplo e o simulador.")] = False,
) -> None:
    """Cria a estação na pasta VEZ_HOME e diz o que falta fazer. Pode ser repetido: não troca nada que já existe."""
    from shared.cli import new_station

    if example:
        new_station.set_up_example()
    else:
        new_station.set_up_empty()


def import_(
    file: Annotated[Path, typer.Argument(metavar="ARQUIVO", help="Arquivo TOML com o catálogo e os atendentes.")],
) -> None:
    """Importa um catálogo; importar de novo só muda o que mudou."""
    with station(may_be_new=True) as core:
        from shared.cli import new_station

        print(new_station.import_file(core, file))


def key(
    provider: Annotated[str, typer.Argument(metavar="PROVEDOR", help=f"Um destes: {', '.join(NAMES)}.")],
) -> None:
    """Guarda no cofre do sistema a chave de um provedor, ou a senha com que ele avisa: de VEZ_KEY, ou perguntada."""
    from pydantic import SecretStr

    from shared.config import Paths
    from shared.keys import KeyPlace, Keys

    if provider not in NAMES:
        raise NotDone(f'O provedor "{provider}" não existe. Os que existem: {", ".join(NAMES)}.')
    value = given("a chave", KEY_VARIABLE).strip()
    if not value:
        raise NotDone("A chave está vazia. Copie-a da conta do provedor e tente de novo.")
    if not (value.isascii() and value.isprintable()):
        raise NotDone(
            "A chave tem uma quebra de linha ou um sinal estranho. Copie-a inteira, sozinha, e tente de novo."
        )
    if provider in WEBHOOKS and len(value) < SECRET_MIN:
        raise NotDone(f"Esta senha é curta demais: qualquer um pode tentar. Use {SECRET_MIN} letras ou mais.")
    if provider == BANK_WEBHOOK and not _IN_AN_ADDRESS.fullmatch(value):
        raise NotDone("Esta senha vai no endereço que o banco chama: use só letras sem acento, números, - e _.")
    make_ready(Paths.of(home()))
    place = Keys(home()).set(provider, SecretStr(value))
    where = "no cofre do sistema" if place is KeyPlace.KEYRING else "no arquivo keys.json, que só o dono lê"
    who = "o receptor de avisos para que a use" if provider in WEBHOOKS else "o totem e o painel para que a usem"
    print(f"Chave guardada {where}. Feche e abra {who}.")
