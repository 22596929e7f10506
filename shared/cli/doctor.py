"""Is this station well? Each finding is one plain sentence; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import assert_never

from shared.bootstrap import Core
from shared.journal import rows as journal_rows
from shared.payments.model import (
    ChargeRefused,
    PaymentProvider,
    ProviderHealthy,
    ProviderNonsense,
    ProviderUnreachable,
)
from shared.printing.model import JobState
from shared.store.database import integrity
from shared.store.gate import Durability

SKEW_MAX = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    is_well: bool
    sentence: str


def examine(core: Core) -> Iterator[Finding]:
    """Look at everything, the cheap things first."""
    yield _disk(core)
    yield _database(core)
    yield _driver(core)
    yield _chain(core)
    yield _projections(core)
    yield _conflicts(core)
    yield _catalogue(core)
    yield _printer(core)
    yield _papers(core)
    yield from _providers(core.world.providers.values())
    yield _tasks(core)


def _disk(core: Core) -> Finding:
    low = core.health.now().is_disk_low
    said = "O disco está quase cheio: a venda está parada. Libere espaço." if low else "Há espaço no disco."
    return Finding("disk", not low, said)


def _database(core: Core) -> Finding:
    found = integrity(core.database)
    if found == "ok":
        return Finding("database", is_well=True, sentence="O banco de dados está íntegro.")
    return Finding("database", is_well=False, sentence=f"O banco de dados está danificado ({found}). Restaure a cópia.")


def _driver(core: Core) -> Finding:
    is_wal = core.database.durability is Durability.WAL
    said = "SQLite com gravação segura e leitura simultânea." if is_wal else "SQLite antigo: modo seguro, mais lento."
    return Finding("sqlite", is_well=True, sentence=said)


def _chain(core: Core) -> Finding:
    with core.database.snapshot() as read:
        broken = core.journal.check_chains(read)
    if broken is None:
        return Finding("journal", is_well=True, sentence="O diário está completo e sem alterações.")
    said = f"O diário foi alterado ou perdeu um registro (número {broken.at.seq}). Restaure a última cópia."
    return Finding("journal", is_well=False, sentence=said)


def _projections(core: Core) -> Finding:
    with core.database.snapshot() as read:
        differing = core.book.differing(read)
    if not differing:
        return Finding("projections", is_well=True, sentence="As visitas conferem com o diário.")
    return Finding("projections", is_well=False, sentence=f"{len(differing)} visita(s) não conferem com o diário.")


def _conflicts(core: Core) -> Finding:
    with core.database.snapshot() as read:
        found = journal_rows.conflicts(read)
    said = f"{len(found)} decisão(ões) em conflito esperam por uma pessoa." if found else "Não há conflitos."
    return Finding("conflicts", not found, said)


def _catalogue(core: Core) -> Finding:
    is_there = any(service.is_offered for service in core.catalogue.read().services)
    said = "O catálogo tem serviços à venda." if is_there else "Nada está à venda: importe um catálogo (vez import)."
    return Finding("catalogue", is_there, said)


def _printer(core: Core) -> Finding:
    trouble = core.health.now().printer_trouble
    said = f"A impressora não está pronta ({trouble})." if trouble else "A impressora está pronta, pelo que se sabe."
    return Finding("printer", trouble is None, said)


def _papers(core: Core) -> Finding:
    waiting = [job for job in core.papers.waiting() if job.state in {JobState.UNCERTAIN, JobState.FAILED}]
    said = f"{len(waiting)} papel(éis) esperam por uma pessoa." if waiting else "Nenhum papel espera por uma pessoa."
    return Finding("papers", not waiting, said)


def _providers(providers: Iterable[PaymentProvider]) -> Iterator[Finding]:
    known = list(providers)
    if not known:
        yield Finding("provider", is_well=True, sentence="Sem chave de provedor: só o balcão recebe pagamentos.")
    for provider in known:
        yield _provider(provider)


def _provider(provider: PaymentProvider) -> Finding:
    checked = provider.check()
    match checked:
        case ProviderHealthy(skew) if skew is not None and abs(skew) > SKEW_MAX:
            seconds = int(abs(skew).total_seconds())
            return Finding("clock", is_well=False, sentence=f"O relógio está errado em {seconds} s. Acerte a hora.")
        case ProviderHealthy():
            return Finding("provider", is_well=True, sentence=f"O provedor {provider.name} responde e aceita a chave.")
        case ChargeRefused(code, detail):
            said = f"O provedor {provider.name} recusou a chave ({code}: {detail}). Verifique a chave."
            return Finding("provider", is_well=False, sentence=said)
        case ProviderUnreachable(cause) | ProviderNonsense(cause):
            said = f"O provedor {provider.name} não responde ({cause}). Verifique a internet."
            return Finding("provider", is_well=False, sentence=said)
        case _:
            assert_never(checked)


def _tasks(core: Core) -> Finding:
    count = len(core.board.tasks())
    said = f"{count} decisão(ões) sobre dinheiro esperam por uma pessoa." if count else "Nenhuma decisão pendente."
    return Finding("tasks", count == 0, said)
