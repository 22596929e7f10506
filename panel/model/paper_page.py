"""The print page from one snapshot."""

from dataclasses import dataclass
from datetime import datetime

from panel.model.health import Level
from panel.model.papers import PaperRow, derive_papers, may_print, papers_for_a_person, trouble_text
from panel.model.shop import ShopRules
from panel.model.snapshot import DeskSnapshot
from panel.model.wording import counted
from shared.kernel.ids import PrintJobId
from shared.people.model import Operator


@dataclass(frozen=True, slots=True)
class PaperInputs:
    snapshot: DeskSnapshot
    by: Operator
    now: datetime
    chosen: PrintJobId | None = None
    is_busy: bool = False


@dataclass(frozen=True, slots=True)
class PaperProps:
    title: str
    rows: tuple[PaperRow, ...]
    now: datetime
    chosen: PaperRow | None
    printer: str
    printer_level: Level
    why_not: str
    is_busy: bool
    to_do: int


def derive_paper_page(inputs: PaperInputs, shop: ShopRules) -> PaperProps:
    """The page at one moment."""
    health = inputs.snapshot.health
    trouble = trouble_text(health.printer_trouble) if health else ""
    rows = derive_papers(inputs.snapshot.papers, trouble, shop)
    is_known = health is not None and health.printer is not None
    waiting = papers_for_a_person(rows)
    return PaperProps(
        title=f"{counted(waiting, 'papel espera', 'papéis esperam')} por você"
        if waiting
        else "Nenhum papel espera por você",
        rows=rows,
        now=inputs.now,
        chosen=next((row for row in rows if row.job_id == inputs.chosen), None),
        printer=trouble or ("A impressora está pronta." if is_known else "A impressora ainda não foi verificada."),
        printer_level=Level.BAD if trouble else Level.GOOD if is_known else Level.UNKNOWN,
        why_not="" if may_print(inputs.by.role) else "Seu perfil não permite mexer nas impressões.",
        is_busy=inputs.is_busy,
        to_do=waiting,
    )
