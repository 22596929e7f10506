"""Papers that are not out yet, and what a person should do about each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from panel.model.shop import ShopRules
from panel.model.wording import ago, clock_time
from shared.kernel.ids import PrintJobId, VisitId
from shared.people.model import Permission, Role
from shared.people.permissions import may
from shared.printing.model import JobState, PrintJob, TestPrintout, Trouble

JOBS: Mapping[JobState, str] = MappingProxyType(
    {
        JobState.QUEUED: "Na fila",
        JobState.SENDING: "Imprimindo",
        JobState.BLOCKED: "Parada",
        JobState.SENT: "Enviada",
        JobState.CONFIRMED: "Impressa",
        JobState.UNCERTAIN: "Incerta",
        JobState.FAILED: "Falhou",
        JobState.CANCELLED: "Cancelada",
    }
)

TROUBLES: Mapping[Trouble, str] = MappingProxyType(
    {
        Trouble.ABSENT: "A impressora não foi encontrada: confira o cabo e se está ligada.",
        Trouble.NO_PERMISSION: "O sistema não deixa usar a impressora: chame o suporte.",
        Trouble.BUSY: "Outro programa está usando a impressora: feche-o.",
        Trouble.PAPER_END: "Acabou o papel: coloque uma bobina nova.",
        Trouble.COVER_OPEN: "A tampa está aberta: feche-a.",
        Trouble.ERROR: "A impressora está com defeito: desligue-a e ligue-a de novo.",
        Trouble.OFFLINE: "A impressora está fora de linha: aperte o botão dela.",
        Trouble.DISCONNECTED: "A impressora foi desconectada: confira o cabo.",
        Trouble.NO_DRIVER: "Falta o acesso USB à impressora neste computador: chame o suporte.",
    }
)


class PaperNeed(StrEnum):
    """Who must act."""

    NOBODY = "nobody"
    PRINTER = "printer"
    JUDGE = "judge"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper. `advice` says what a person does about it."""

    job_id: PrintJobId
    visit_id: VisitId | None
    label: str
    what: str
    need: PaperNeed
    state_text: str
    advice: str
    since: datetime
    asked: str

    def age(self, now: datetime) -> str:
        return ago(now - self.since)


_NEEDS: Mapping[JobState, PaperNeed] = MappingProxyType(
    {
        JobState.BLOCKED: PaperNeed.PRINTER,
        JobState.UNCERTAIN: PaperNeed.JUDGE,
        JobState.FAILED: PaperNeed.AGAIN,
    }
)
_ORDER = (PaperNeed.JUDGE, PaperNeed.AGAIN, PaperNeed.PRINTER, PaperNeed.NOBODY)


def derive_papers(jobs: tuple[PrintJob, ...], printer: str, shop: ShopRules) -> tuple[PaperRow, ...]:
    """What needs a person first, then oldest first. `printer` is what is the matter with it, as a sentence."""
    rows = [_row(job, printer, shop) for job in jobs]
    return tuple(sorted(rows, key=lambda row: (_ORDER.index(row.need), row.since, row.job_id)))


def papers_for_a_person(rows: tuple[PaperRow, ...]) -> int:
    """How many papers wait for somebody."""
    return sum(row.need is not PaperNeed.NOBODY for row in rows)


def trouble_text(trouble: str | None) -> str:
    """A printer's trouble as a sentence; a word that is not known is shown as it is."""
    if not trouble:
        return ""
    try:
        return TROUBLES[Trouble(trouble)]
    except ValueError:
        return trouble


def may_print(role: Role) -> bool:
    return may(role, Permission.REPRINT)


def _row(job: PrintJob, printer: str, shop: ShopRules) -> PaperRow:
    idle = PaperNeed.PRINTER if printer else PaperNeed.NOBODY
    need = _NEEDS.get(job.state, idle)
    return PaperRow(
        job_id=job.id,
        visit_id=job.visit_id,
        label="Teste" if isinstance(job.printout, TestPrintout) else job.printout.label,
        what=_what(job),
        need=need,
        state_text=JOBS[job.state],
        advice=_advice(need, trouble_text(job.trouble) or printer),
        since=job.created_at,
        asked=clock_time(job.created_at, shop.zone),
    )


def _what(job: PrintJob) -> str:
    printout = job.printout
    if isinstance(printout, TestPrintout):
        return "Página de teste"
    name = f" de {printout.customer_name}" if printout.customer_name else ""
    return f"2ª via da senha{name}" if printout.is_reprint else f"Senha{name}"


def _advice(need: PaperNeed, trouble: str) -> str:
    match need:
        case PaperNeed.NOBODY:
            return "Sai sozinha."
        case PaperNeed.PRINTER:
            return f"{trouble or 'A impressora espera por alguém.'} Depois continua sozinha."
        case PaperNeed.JUDGE:
            return "A impressora sumiu no meio. Olhe o papel: saiu inteiro?"
        case PaperNeed.AGAIN:
            return f"{trouble or 'Não foi possível imprimir.'} Depois mande imprimir de novo."
