"""The print page by real clicks, on the real core."""

from PySide6.QtCore import Qt

from shared.people.model import Operator
from shared.printing.model import JobState, TestPrintout, Trouble
from shared.visits.model import Visit
from tests.fakes.shop import ANA, Shop
from tests.panel.post import Post

CONTROL = Qt.KeyboardModifier.ControlModifier


def at_papers(post: Post, by: Operator = ANA) -> None:
    post.sits_down(by)
    post.desk.press(Qt.Key.Key_3, CONTROL)
    post.settles()
    assert post.desk.text("pageTitle") == "Impressões"


def uncertain(shop: Shop) -> Visit:
    shop.fake_printer.lost_after = 10
    visit = shop.gets_ticket()
    shop.fake_printer.lost_after, shop.fake_printer.trouble = None, None
    assert shop.jobs(visit) == [JobState.UNCERTAIN]
    return visit


def test_a_paper_that_came_out(post: Post, shop: Shop) -> None:
    visit = uncertain(shop)
    at_papers(post)
    assert post.desk.text("papersTitle") == "1 papel espera por você"
    post.desk.click_row("papers", visit.label)
    post.clicks("cameOut")
    assert shop.jobs(visit) == [JobState.CONFIRMED]
    assert post.desk.rows("papers") == []
    assert post.notice() == f"{visit.label}: o papel saiu."


def test_a_paper_that_did_not_come_out_is_printed_again(post: Post, shop: Shop) -> None:
    visit = uncertain(shop)
    at_papers(post)
    post.desk.click_row("papers", visit.label)
    post.clicks("notOut")
    shop.prints()
    assert visit.label in " ".join(shop.printed_labels())


def test_two_people_cannot_judge_one_paper(post: Post, shop: Shop) -> None:
    visit = uncertain(shop)
    at_papers(post)
    post.desk.click_row("papers", visit.label)
    shop.core.papers.resolve_uncertain(shop.job(visit).id, ANA, came_out=True)
    post.desk.click("notOut")
    post.settles()
    assert shop.jobs(visit) == [JobState.CONFIRMED]
    assert "Não há nada para isto" in post.notice()


def test_the_printers_trouble_is_told_with_what_to_do(post: Post, shop: Shop) -> None:
    shop.fake_printer.trouble = Trouble.COVER_OPEN
    visit = shop.gets_ticket()
    shop.core.print_duty.look()
    at_papers(post)
    assert post.desk.text("printerState") == "A tampa está aberta: feche-a."
    assert "A tampa está aberta: feche-a. Depois continua sozinha." in post.desk.rows("papers", 3)
    assert shop.visit(visit).ticket is not None


def test_a_test_page(post: Post, shop: Shop) -> None:
    at_papers(post)
    post.clicks("printTest")
    (job,) = shop.core.papers.waiting()
    assert isinstance(job.printout, TestPrintout)


def test_nothing_to_do_says_so(post: Post) -> None:
    at_papers(post)
    assert post.desk.text("papersTitle") == "Nenhum papel espera por você"
    assert not post.desk.has("cameOut")
