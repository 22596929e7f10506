"""The command that takes a station back to a copy, and says what a person has to do after it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shared.cli.endings import NotDone
from shared.cli.station import home, make_ready, settings_in, station

if TYPE_CHECKING:
    from shared.bootstrap import Core
    from shared.config import Paths, Settings
    from shared.store.restore import Unfit


def restore(
    file: Annotated[Path, typer.Argument(metavar="ARQUIVO", help="A cópia, como vez backup a gravou.")],
) -> None:
    """Põe uma cópia no lugar do banco de dados, que fica guardado. Feche antes o totem e o painel."""
    from shared.config import Paths
    from shared.jobs import DUTIES
    from shared.store.leases import Leases
    from shared.webhooks.doors import WEBHOOKS

    paths = Paths.of(home())
    if not file.is_file():
        raise NotDone(f"Não há um arquivo {file}. Confira o nome e a pasta.")
    if paths.database.exists() and file.samefile(paths.database):
        raise NotDone(f"{file} é o próprio banco de dados desta estação. Escolha uma cópia.")
    make_ready(paths)
    settings = settings_in(paths)
    leases = Leases(paths.home)
    if not leases.hold(DUTIES):
        raise NotDone("O totem ou o painel desta estação está aberto. Feche os dois e tente de novo.")
    if not leases.hold(WEBHOOKS):
        raise NotDone("O receptor de avisos (vez webhooks) desta estação está aberto. Feche-o e tente de novo.")
    try:
        aside = _replace(file, paths, settings)
        with station() as core:
            for sentence in _account(core, file, aside):
                print(sentence)
    finally:
        leases.release(WEBHOOKS)
        leases.release(DUTIES)


def _replace(file: Path, paths: Paths, settings: Settings) -> Path | None:
    """Put the copy in place; where the file that was there is now, if there was one."""
    from shared.kernel.clock import SystemClock
    from shared.store import restore

    prepared = restore.prepare(file, paths.database)
    if isinstance(prepared, restore.Unfit):
        raise NotDone(_why_not(file, prepared))
    was_there = paths.database.exists()
    at = SystemClock().now().astimezone(settings.shop.zone)
    aside = paths.home / f"vez-replaced-{at:%Y%m%d-%H%M%S}.sqlite"
    try:
        if aside.exists():
            raise NotDone(f"{aside} já existe, e uma cópia não apaga outra. Espere um segundo e tente de novo.")
        restore.put_in_place(prepared, paths.database, aside)
    finally:
        restore.discard(prepared)
    return aside if was_there else None


def _why_not(file: Path, unfit: Unfit) -> str:
    from shared.store.restore import Unfit

    match unfit:
        case Unfit.NEWER:
            return f"{file} é de uma versão mais nova do Vez. Instale a versão mais nova; nada mudou."
        case Unfit.FOREIGN:
            return f"{file} não é um banco de dados do Vez. Escolha outra cópia; nada mudou."
        case Unfit.DAMAGED:
            return f"{file} está danificado ou não é um banco de dados. Escolha outra cópia; nada mudou."


def _account(core: Core, file: Path, aside: Path | None) -> Iterator[str]:
    from shared.bootstrap import label_day
    from shared.checkout.restoration import last_event_at
    from shared.visits.label_rows import last_number
    from shared.visits.opening import label_text

    today = label_day(core.settings, core.clock.now())
    with core.database.snapshot() as read:
        until = last_event_at(read)
        label = label_text(today.letter, last_number(read, today.counter) + 1)
    yield f"A estação voltou à cópia {file}."
    if until is not None:
        yield f"O último registro dela é de {until.astimezone(core.settings.shop.zone):%d/%m/%Y %H:%M}."
    if aside is not None:
        yield f"O banco de dados anterior está guardado em {aside}. Para voltar a ele: vez restore {aside}"
    yield f"A próxima senha é {label}: o salto evita repetir as que foram entregues depois da cópia."
    papers = len(core.papers.waiting())
    if papers:
        yield f"Papéis que só uma pessoa sabe se saíram: {papers}. Responda com: vez printer list"
    yield "Confira na conta do provedor os Pix recebidos depois da cópia: a estação não sabe deles."
    yield "Para conferir tudo: vez doctor"
