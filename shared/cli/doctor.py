"""Is this station well? Each finding is one plain sentence; nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from shared.bootstrap import Core
from shared.catalog.stock_rows import drifted
from shared.cli import comparing, surroundings
from shared.cli.endings import explain
from shared.cli.findings import Finding
from shared.cli.payment_pages import held_text
from shared.journal import rows as journal_rows
from shared.payments import refund_rows, second_rows
from shared.payments import rows as intent_rows
from shared.printing.model import JobState
from shared.store.database import integrity
from shared.store.failures import StoreFailure
from shared.store.gate import Durability

RESTORE = "Feche o totem e o painel e volte à última cópia (vez restore)."
NAMED_MAX = 5
NEEDS_A_PERSON = frozenset({JobState.UNCERTAIN, JobState.FAILED, JobState.BLOCKED})

Look = Callable[[Core], Iterable[Finding]]


def examine(core: Core) -> Iterator[Finding]:
    """Look at everything, the cheap things first. What cannot be looked at is a finding, too."""
    for name, look in LOOKS.items():
        try:
            yield from look(core)
        except StoreFailure as failure:
            yield Finding(name, is_well=False, sentence=str(failure))
        except OSError as error:
            yield Finding(name, is_well=False, sentence=explain(error))
        except ValueError:
            yield Finding(name, is_well=False, sentence=f"O banco de dados tem dados que não se leem. {RESTORE}")


def _database(core: Core) -> Iterator[Finding]:
    if integrity(core.database) == "ok":
        yield Finding("database", is_well=True, sentence="O banco de dados está íntegro.")
    else:
        yield Finding("database", is_well=False, sentence=f"O banco de dados está danificado. {RESTORE}")


def _sqlite(core: Core) -> Iterator[Finding]:
    is_wal = core.database.durability is Durability.WAL
    said = "O SQLite grava com segurança e lê ao mesmo tempo." if is_wal else "O SQLite é antigo: seguro, mais lento."
    yield Finding("sqlite", is_well=True, sentence=said)


def _journal(core: Core) -> Iterator[Finding]:
    with core.database.snapshot() as read:
        broken = core.journal.check_chains(read)
    if broken is None:
        yield Finding("journal", is_well=True, sentence="O diário está completo e sem alterações.")
    else:
        said = f"O diário foi alterado ou perdeu o registro número {broken.at.seq}. {RESTORE}"
        yield Finding("journal", is_well=False, sentence=said)


def _projections(core: Core) -> Iterator[Finding]:
    with core.database.snapshot() as read:
        differing = core.book.differing(read)
        differences = core.reconciliation.differing(read)
    if not differing:
        yield Finding("projections", is_well=True, sentence="As visitas conferem com o diário.")
    else:
        said = f"{_counted(len(differing), 'visita não confere', 'visitas não conferem')} com o diário. {RESTORE}"
        yield Finding("projections", is_well=False, sentence=said)
    if differences:
        counted = _counted(
            len(differences), "diferença com o provedor não confere", "diferenças com o provedor não conferem"
        )
        yield Finding("projections", is_well=False, sentence=f"{counted} com o diário. {RESTORE}")


def _conflicts(core: Core) -> Iterator[Finding]:
    with core.database.snapshot() as read:
        count = len(journal_rows.conflicts(read))
    said = (
        f"{_counted(count, 'decisão em conflito espera', 'decisões em conflito esperam')} por uma pessoa. "
        "Confira as visitas no painel."
    )
    yield Finding("conflicts", count == 0, said if count else "Não há conflitos.")


def _stock(core: Core) -> Iterator[Finding]:
    with core.database.snapshot() as read:
        found = drifted(read)
    said = f"O estoque não confere com os movimentos: {', '.join(found)}. Conte as peças e avise o suporte."
    yield Finding("stock", not found, said if found else "O estoque confere com os movimentos.")


def _catalogue(core: Core) -> Iterator[Finding]:
    is_there = any(service.is_offered for service in core.catalogue.read().services)
    said = "O catálogo tem serviços à venda." if is_there else "Nada está à venda. Importe um catálogo com: vez import"
    yield Finding("catalogue", is_there, said)


def _operators(core: Core) -> Iterator[Finding]:
    people = len(core.operators.list())
    said = f"{_counted(people, 'atendente pode', 'atendentes podem')} entrar no painel."
    nobody = "Nenhum atendente pode entrar no painel. Importe um arquivo com atendentes: vez import"
    yield Finding("operators", people > 0, said if people else nobody)


def _papers(core: Core) -> Iterator[Finding]:
    count = sum(job.state in NEEDS_A_PERSON for job in core.papers.waiting())
    said = f"{_counted(count, 'papel espera', 'papéis esperam')} por uma pessoa. Veja com: vez printer list"
    yield Finding("papers", count == 0, said if count else "Nenhum papel espera por uma pessoa.")


def _tasks(core: Core) -> Iterator[Finding]:
    count = len(core.board.tasks())
    said = (
        f"{_counted(count, 'decisão sobre dinheiro espera', 'decisões sobre dinheiro esperam')} por um supervisor. "
        "Veja com: vez payments"
    )
    yield Finding("tasks", count == 0, said if count else "Nenhuma decisão sobre dinheiro está pendente.")


def _charges(core: Core) -> Iterator[Finding]:
    """Rows that a broken disk or another hand spoiled: what they are about is watched by nobody."""
    with core.database.snapshot() as read:
        spoiled = [each for rows in (intent_rows, refund_rows, second_rows) for each in rows.unreadable(read)]
    named = ", ".join(spoiled[:NAMED_MAX]) + ("…" if len(spoiled) > NAMED_MAX else "")
    said = (
        f"{_counted(len(spoiled), 'cobrança ou devolução não se lê', 'cobranças ou devoluções não se leem')}: {named}. "
        "Confira no provedor e avise o suporte com uma cópia (vez backup)."
    )
    yield Finding("charges", not spoiled, said if spoiled else "Todas as cobranças e devoluções se leem.")


def _held(core: Core) -> Iterator[Finding]:
    held = core.held.list()
    yield Finding("held", not held, held_text(held) if held else "Esta versão do Vez lê todas as visitas.")


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


LOOKS: Mapping[str, Look] = MappingProxyType(
    {
        "disk": surroundings.disk,
        "sqlite": _sqlite,
        "database": _database,
        "journal": _journal,
        "projections": _projections,
        "conflicts": _conflicts,
        "stock": _stock,
        "catalogue": _catalogue,
        "operators": _operators,
        "printer": surroundings.printer,
        "papers": _papers,
        "provider": surroundings.providers,
        "webhooks": surroundings.webhooks,
        "reconciliation": comparing.reconciliation,
        "tasks": _tasks,
        "charges": _charges,
        "held": _held,
    }
)
"""By the name under which it is reported that something could not be looked at."""
