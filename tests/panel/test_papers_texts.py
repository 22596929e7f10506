import pytest

from panel.model.health import Level
from panel.model.paper_page import PaperInputs, derive_paper_page
from panel.model.papers import JOBS, TROUBLES, PaperNeed, derive_papers, papers_for_a_person, trouble_text
from panel.model.queues import derive_book
from panel.model.shop import ShopRules
from panel.model.snapshot import DeskSnapshot
from shared.checkout.health import HealthView
from shared.checkout.rows import Condition
from shared.kernel.ids import PrintJobId, VisitId
from shared.kernel.money import Money
from shared.printing.model import JobState, PrintJob, Printout, TestPrintout, TicketPrintout, Trouble
from tests.panel.making import BRUNO, NOW, minutes

SHOP = ShopRules()
TICKET = TicketPrintout("Loja", "A042", "Marina", (), (), Money(0), "Pix", NOW, "VEZ:1")
TEST = TestPrintout("Loja", NOW)


def job(state: JobState, printout: Printout = TICKET, trouble: str | None = None, ago: float = 3) -> PrintJob:
    at = NOW - minutes(ago)
    return PrintJob(PrintJobId(f"{state}{ago}"), VisitId("v"), printout, state, 1, 0, trouble, at, at)


@pytest.mark.parametrize(
    ("state", "need"),
    [
        (JobState.QUEUED, PaperNeed.NOBODY),
        (JobState.SENDING, PaperNeed.NOBODY),
        (JobState.BLOCKED, PaperNeed.PRINTER),
        (JobState.UNCERTAIN, PaperNeed.JUDGE),
        (JobState.FAILED, PaperNeed.AGAIN),
    ],
)
def test_who_must_act_for_a_paper(state: JobState, need: PaperNeed) -> None:
    (row,) = derive_papers((job(state),), "", SHOP)
    assert row.need is need
    assert row.advice


def test_a_queued_paper_waits_for_a_person_while_the_printer_is_in_trouble() -> None:
    (row,) = derive_papers((job(JobState.QUEUED),), TROUBLES[Trouble.PAPER_END], SHOP)
    assert row.need is PaperNeed.PRINTER
    assert row.advice == "Acabou o papel: coloque uma bobina nova. Depois continua sozinha."


def test_what_only_a_person_can_judge_comes_first() -> None:
    jobs = (job(JobState.QUEUED, ago=9), job(JobState.BLOCKED), job(JobState.FAILED), job(JobState.UNCERTAIN, ago=1))
    rows = derive_papers(jobs, "", SHOP)
    assert [row.need for row in rows] == [PaperNeed.JUDGE, PaperNeed.AGAIN, PaperNeed.PRINTER, PaperNeed.NOBODY]
    assert papers_for_a_person(rows) == 3


def test_what_the_paper_is() -> None:
    copy = TicketPrintout("Loja", "A042", None, (), (), Money(0), "Pix", NOW, "VEZ:1", is_reprint=True)
    rows = derive_papers(
        (job(JobState.FAILED), job(JobState.FAILED, copy, ago=2), job(JobState.FAILED, TEST, ago=1)), "", SHOP
    )
    assert [(row.label, row.what) for row in rows] == [
        ("A042", "Senha de Marina"),
        ("A042", "2ª via da senha"),
        ("Teste", "Página de teste"),
    ]
    assert rows[0].age(NOW) == "há 3 min"


def test_every_state_and_trouble_has_words() -> None:
    assert set(JOBS) == set(JobState)
    assert set(TROUBLES) == set(Trouble)
    assert trouble_text("paper_end").startswith("Acabou o papel")
    assert trouble_text("algo novo") == "algo novo"
    assert trouble_text(None) == ""


def test_the_page_says_how_the_printer_is() -> None:
    def page(printer: Condition | None) -> tuple[str, Level]:
        snapshot = DeskSnapshot(NOW, derive_book((), (), {}, SHOP), health=HealthView({}, printer, is_disk_low=False))
        props = derive_paper_page(PaperInputs(snapshot, BRUNO, NOW), SHOP)
        return props.printer, props.printer_level

    assert page(None) == ("A impressora ainda não foi verificada.", Level.UNKNOWN)
    assert page(Condition(None, NOW)) == ("A impressora está pronta.", Level.GOOD)
    assert page(Condition("cover_open", NOW)) == ("A tampa está aberta: feche-a.", Level.BAD)
