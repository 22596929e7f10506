"""The desk's window: sign-in, then the pages beside their rail; a safe page when something broke."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from panel.desk.money import MoneyDesk
from panel.desk.papers import PaperDesk
from panel.desk.serving import ServingDesk
from panel.desk.session import Session
from panel.desk.sign_in import SignInDesk
from panel.model.wording import ROLES, clock_time, counted
from panel.views.frame import RAIL_WIDTH, NavButton, NoticeStrip, StatusLine
from panel.views.papers_page import PapersPage
from panel.views.parts import MARGIN, button, column, label, row
from panel.views.payments_page import PaymentsPage
from panel.views.queue_page import QueuePage
from panel.views.sign_in_page import SignInPage
from panel.views.trouble_page import TroublePage
from shared.qt.colours import Colours

SIZE_MIN = (1340, 680)


@dataclass(frozen=True, slots=True)
class Desks:
    """The view models behind the pages."""

    session: Session
    sign_in: SignInDesk
    serving: ServingDesk
    money: MoneyDesk
    papers: PaperDesk


@dataclass(frozen=True, slots=True)
class PageFace:
    """How a page shows itself in the rail; its key is Ctrl and its number."""

    name: str
    title: str
    icon: str


PAGES = (
    PageFace("navQueue", "Fila", "list"),
    PageFace("navPayments", "Pagamentos", "wallet"),
    PageFace("navPapers", "Impressões", "printer"),
)


class DeskPage(QWidget):
    """Rail, header, the page that was chosen, and the line at the bottom."""

    def __init__(self, desks: Desks, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("deskPage")
        self._desks = desks
        self._title = label("pageTitle", "pageTitle")
        self._clock = label("clock", "clock")
        self._operator = label("operator", "operatorName", wraps=True)
        self._role = label("railName", "operatorRole")
        self._notice = NoticeStrip(colours)
        self._notice.dismissed.connect(partial(desks.session.say, None))
        self._status = StatusLine(colours)
        self._nav = [
            NavButton(face.title, f"Ctrl+{number}", face.icon, face.name, colours)
            for number, face in enumerate(PAGES, start=1)
        ]
        self._stack = QStackedWidget()
        self._pages: tuple[QWidget, ...] = (
            QueuePage(desks.serving, desks.session, colours),
            PaymentsPage(desks.money, colours),
            PapersPage(desks.papers, colours),
        )
        for page in self._pages:
            self._stack.addWidget(page)
        self._lay_out()
        for at, made in enumerate(self._nav):
            made.clicked.connect(partial(self._open, at))
            QShortcut(QKeySequence(f"Ctrl+{at + 1}"), self).activated.connect(partial(self._open, at))
        session = desks.session
        session.noticeChanged.connect(lambda: self._notice.show_notice(session.notice))
        session.operatorChanged.connect(self._show_operator)
        session.snapshotChanged.connect(self._show_counts)
        session.snapshotChanged.connect(self._show_time)
        session.ticked.connect(self._show_time)
        self._open(0)

    def _lay_out(self) -> None:
        out = button("Sair", "signOut", self._desks.session.sign_out, kind="rail")
        out.setToolTip("Sair do balcão")
        brand = label("brand", text="Vez")
        brand.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        for each in (self._operator, self._role):
            each.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        rail = QWidget()
        rail.setObjectName("rail")
        rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rail.setFixedWidth(RAIL_WIDTH)
        foot = column(self._operator, self._role, 8, out, margins=(8, 0, 8, 14))
        rail.setLayout(column(18, brand, 14, *self._nav, 0, foot))
        header = row(self._title, 24, self._notice, 16, self._clock, margins=(MARGIN, 0, MARGIN, 0))
        header.setStretch(2, 1)
        head = QWidget()
        head.setFixedHeight(64)
        head.setLayout(header)
        body = QWidget()
        body.setLayout(column(self._stack, margins=(MARGIN, 0, MARGIN, 0)))
        main = column(head, body, self._status)
        main.setStretch(1, 1)
        layout = row(rail, main)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _open(self, at: int, *_: object) -> None:
        if at != self._stack.currentIndex():
            self._desks.session.say(None)
        self._stack.setCurrentIndex(at)
        self._nav[at].setChecked(True)
        self._title.setText(PAGES[at].title)
        self._pages[at].setFocus()

    def _show_operator(self) -> None:
        operator = self._desks.session.operator
        if operator is not None:
            self._operator.setText(operator.name)
            self._role.setText(ROLES[operator.role])
            self._open(0)

    def _show_counts(self) -> None:
        money, papers = self._desks.money.props, self._desks.papers.props
        if money is None or papers is None:
            return
        self._nav[1].show_count(money.to_do, counted(money.to_do, "coisa a resolver", "coisas a resolver"))
        self._nav[2].show_count(papers.to_do, counted(papers.to_do, "papel espera", "papéis esperam"))

    def _show_time(self) -> None:
        session = self._desks.session
        self._clock.setText(clock_time(session.now(), session.rules.zone))
        self._status.show_items(session.status())


class DeskWindow(QMainWindow):
    def __init__(self, desks: Desks, colours: Colours) -> None:
        super().__init__()
        self._desks = desks
        self.setWindowTitle(f"Vez — {desks.session.rules.name}")
        self.setMinimumSize(*SIZE_MIN)
        self._sign_in = SignInPage(desks.sign_in, desks.session.rules.name, colours)
        self._desk = DeskPage(desks, colours)
        self._trouble = TroublePage(self._leave_trouble)
        self._stack = QStackedWidget()
        for page in (self._sign_in, self._desk, self._trouble):
            self._stack.addWidget(page)
        self.setCentralWidget(self._stack)
        desks.session.operatorChanged.connect(self._show_who)
        self._show_who()

    def show_trouble(self, _: object = None) -> None:
        """Something broke that nobody expected: say so, keep everything, offer the way back."""
        self._stack.setCurrentWidget(self._trouble)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._desks.session.sign_out()
        super().closeEvent(event)

    def _leave_trouble(self) -> None:
        self._desks.session.refresh()
        self._show_who()

    def _show_who(self) -> None:
        is_signed_in = self._desks.session.operator is not None
        self._stack.setCurrentWidget(self._desk if is_signed_in else self._sign_in)
        if not is_signed_in:
            self._sign_in.setFocus()
