"""Every page at the sizes of real desks: nothing outside its window, nothing cut."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from panel.model.actions import FACES
from panel.model.notices import Notice, NoticeLevel
from panel.views.equipment_view import ICONS
from panel.views.frame import NOTICE_ICONS
from panel.views.queue_view import FLAG_ICONS
from panel.views.window import PAGES
from shared.qt.icons import icon_names
from tests.fakes.own_pix import own_pix_settings
from tests.fakes.shop import BRUNO, Shop
from tests.panel.gallery import busy_afternoon
from tests.panel.post import LARGE, SMALL, Post

CUT_WITH_A_TIP = {"nextWhy", "nextCustomer", "nextNote"}
TARGET_PX_MIN = 24
"""WCAG 2.2, 2.5.8."""


@pytest.fixture(scope="module", params=[SMALL, LARGE], ids=["1366x768", "1920x1080"])
def afternoon(
    request: pytest.FixtureRequest, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Post]:
    """One busy shop for all looks at it: looking changes nothing."""
    shop = Shop(tmp_path_factory.mktemp("layout") / "home", settings=own_pix_settings())
    busy_afternoon(shop)
    at = Post(shop, request.param)
    yield at
    at.leaves()
    shop.closes()


@pytest.fixture
def post(afternoon: Post) -> Post:
    afternoon.panel.desks.session.sign_out()
    afternoon.settles()
    return afternoon


def seen(post: Post) -> list[QWidget]:
    kinds: tuple[type[QWidget], ...] = (QLabel, QAbstractButton, QLineEdit)
    found = [each for kind in kinds for each in post.desk.top.findChildren(kind)]
    return [each for each in found if each.isVisible() and not each.visibleRegion().isEmpty()]


def faults(post: Post) -> list[str]:
    """What a person could not read or hit, in words."""
    return [fault for widget in seen(post) for fault in (*_misplaced(widget), *_cut(widget))]


def _misplaced(widget: QWidget) -> Iterator[str]:
    window = widget.window()
    place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    if not window.rect().contains(place) and not _is_scrolled(widget):
        yield f"{_name(widget)} is outside the window"
    if isinstance(widget, QAbstractButton) and min(widget.width(), widget.height()) < TARGET_PX_MIN:
        yield f"{_name(widget)} is too small to hit"


def _cut(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLineEdit) or widget.objectName() in CUT_WITH_A_TIP:
        return
    if isinstance(widget, QLabel) and widget.wordWrap():
        if widget.heightForWidth(widget.width()) > widget.height() + 1:
            yield f"{_name(widget)} loses lines"
    elif widget.sizeHint().width() > widget.width() + 1:
        yield f"{_name(widget)} is cut: {widget.width()} of {widget.sizeHint().width()}"


def _name(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return f"{widget.objectName() or type(widget).__name__} {words!r}"


def _is_scrolled(widget: QWidget) -> bool:
    up: QWidget | None = widget
    while up is not None:
        if up.objectName() == "qt_scrollarea_viewport":
            return True
        up = up.parentWidget()
    return False


def test_sign_in_fits(post: Post) -> None:
    assert faults(post) == []


def test_the_queue_page_fits_whatever_is_chosen(post: Post) -> None:
    post.sits_down(BRUNO)
    assert faults(post) == []
    for view, words in (
        ("services", "Crioterapia"),
        ("queue", "A009"),
        ("equipment", "Bota A"),
        ("equipment", "Maca 1"),
    ):
        post.desk.click_row(view, words)
        post.settles()
        assert faults(post) == [], words


def test_the_ticket_fits(post: Post) -> None:
    post.sits_down(BRUNO)
    post.desk.click_row("equipment", "Bota A")
    post.settles()
    if post.desk.has("tabTicket"):
        post.desk.click("tabTicket")
    assert faults(post) == []


def test_a_long_notice_fits(post: Post) -> None:
    post.sits_down(BRUNO)
    long = "Esta vez não está esperando: foi chamada. Foi Maria Aparecida dos Santos, às 12:00, Bota de compressão B."
    post.panel.desks.session.say(Notice(NoticeLevel.REFUSED, f"{long} {long}"))
    post.settles()
    assert faults(post) == []


def test_the_other_pages_fit(post: Post) -> None:
    post.sits_down(BRUNO)
    post.desk.click("navPayments")
    assert faults(post) == []
    for words in ("Helena", "Rafaela"):
        post.desk.click_row("pending", words)
        post.settles()
        assert faults(post) == [], words
    for task in post.desk.rows("tasks"):
        post.desk.click_row("tasks", task)
        post.settles()
        assert faults(post) == [], task
    post.desk.click("navPapers")
    post.desk.click_row("papers", "Incerta")
    post.settles()
    assert faults(post) == []


def test_questions_fit(post: Post) -> None:
    post.sits_down(BRUNO)
    post.desk.click_row("services", "Crioterapia")
    post.settles()
    post.desk.click("callNext")
    assert faults(post) == []
    post.desk.click("formBack")
    post.desk.click_row("equipment", "Bota A")
    post.settles()
    if post.desk.has("tabTicket"):
        post.desk.click("tabTicket")
    post.desk.click("cancel")
    assert faults(post) == []
    post.desk.click("formBack")
    post.desk.click("navPayments")
    for words, asks in (("Helena", "courtesy"), ("Rafaela", "releaseOwnPix")):
        post.desk.click_row("pending", words)
        post.settles()
        post.desk.click(asks)
        assert faults(post) == [], asks
        post.desk.click("formBack")


def test_every_icon_that_is_named_can_be_drawn() -> None:
    named = {face.icon for face in FACES.values()} | {page.icon for page in PAGES} | set(NOTICE_ICONS.values())
    named |= set(FLAG_ICONS.values()) | set(ICONS.values()) | {"list", "user-x", "x", "sparkles"}
    assert named <= icon_names()
