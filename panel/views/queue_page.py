"""The page that stays open all day: queues, who is next, machines, and every action on a turn."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from panel.desk.deeds import CancelQuestion
from panel.desk.serving import ServingDesk
from panel.desk.session import Session
from panel.model.actions import FACES, Action
from panel.model.calling import AskFirst
from panel.views.action_bar import ActionBar, show_availability
from panel.views.equipment_view import EquipmentBoard
from panel.views.forms import CallForm, CancelForm
from panel.views.next_view import NextCardView
from panel.views.parts import GAP, card, chip, column, label, row, rule
from panel.views.queue_view import QueueCard
from panel.views.services_view import ServicesCard
from panel.views.ticket_view import TicketPanel
from shared.qt.colours import Colours

SERVICES_PX = 258
NARROW_SIDE_PX = 348
WIDE_SIDE_PX = 776
WIDE_PX = 1560
"""From this width on, equipment and ticket stand side by side."""


class QueuePage(QWidget):
    def __init__(self, desk: ServingDesk, session: Session, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("queuePage")
        self._desk = desk
        self._session = session
        self._colours = colours
        self._services = ServicesCard(colours)
        self._next = NextCardView(colours)
        self._queue = QueueCard(colours, session.rules)
        self._board = EquipmentBoard(colours)
        self._ticket = TicketPanel(colours)
        self._bar = ActionBar(colours)
        self._side = SideCards(self._board, self._ticket)
        self._lay_out()
        self._connect()

    def show_props(self) -> None:
        props = self._desk.props
        if props is None:
            return
        chosen = props.chosen.turn if props.chosen else None
        self._services.show_props(props)
        self._next.show_props(props)
        self._queue.show_props(props, self._session.now(), chosen)
        self._board.show_props(props)
        self._ticket.show_props(props)
        self._side.show_label(props.chosen.label if props.chosen else "")
        self._bar.show_chosen(props.chosen)
        self._bar.show_actions(props.actions)
        show_availability(self._next.button, props.actions[Action.CALL_NEXT], FACES[Action.CALL_NEXT])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.set_wide(is_wide=self.width() >= WIDE_PX)

    def _lay_out(self) -> None:
        self._services.setFixedWidth(SERVICES_PX)
        centre = column(self._next, self._queue, spacing=GAP)
        work = row(centre, self._side, spacing=GAP)
        work.setStretch(0, 1)
        right = column(work, self._bar, spacing=GAP)
        right.setStretch(0, 1)
        layout = row(self._services, right, spacing=GAP)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setFocusProxy(self._queue)

    def _connect(self) -> None:
        desk = self._desk
        desk.changed.connect(self.show_props)
        desk.asked.connect(self._ask)
        self._services.chosen.connect(desk.show_queue)
        self._queue.chosen.connect(lambda turn: desk.point_at(None, turn))
        self._queue.opened.connect(self._side.open_ticket)
        self._board.pointed.connect(desk.point_at)
        self._board.opened.connect(self._side.open_ticket)
        self._board.filtered.connect(desk.show_machines)
        self._board.statusSet.connect(desk.set_status)
        self._ticket.chosen.connect(desk.choose)
        self._ticket.done.connect(desk.do)
        self._ticket.noted.connect(desk.add_note)
        self._bar.done.connect(desk.do)
        self._next.called.connect(lambda: desk.do(Action.CALL_NEXT))
        for action in Action:
            shortcut = QShortcut(QKeySequence(FACES[action].key), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(partial(desk.do, action))
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.activated.connect(self._side.open_board)

    def _ask(self, question: AskFirst | CancelQuestion) -> None:
        form: CallForm | CancelForm
        if isinstance(question, AskFirst):
            form = CallForm(self.window(), question, self._colours, partial(self._desk.call, question.row))
        else:
            form = CancelForm(self.window(), question, partial(self._cancel, question))
        self._session.operatorChanged.connect(form.reject)
        form.open()

    def _cancel(self, question: CancelQuestion, reason: str, is_whole_ticket: bool) -> None:  # noqa: FBT001 - a form's answer
        self._desk.cancel(question, reason, is_whole_ticket=is_whole_ticket)


class SideCards(QWidget):
    """Equipment and the chosen ticket: two tabs of one card, or two cards where there is room."""

    def __init__(self, board: QWidget, ticket: QWidget) -> None:
        super().__init__()
        self._board = board
        self._ticket = ticket
        self._is_wide: bool | None = None
        self._tabs = (
            chip("Equipamentos", "tabBoard", self.open_board, kind="tab"),
            chip("Senha", "tabTicket", self.open_ticket, kind="tab"),
        )
        self._stack = QStackedWidget()
        self._narrow = card()
        self._narrow.setLayout(
            column(row(*self._tabs, 0, margins=(13, 2, 13, 0), spacing=18), rule(), self._stack, margins=1)
        )
        self._wide_board, self._wide_board_body = _titled("Equipamentos")
        self._wide_ticket, self._wide_ticket_body = _titled("Senha")
        self.setLayout(row(self._narrow, self._wide_board, self._wide_ticket, spacing=GAP))
        for each in (self._wide_board, self._wide_ticket):
            each.setFixedWidth((WIDE_SIDE_PX - GAP) // 2)
        self.set_wide(is_wide=False)
        self.open_board()

    def set_wide(self, *, is_wide: bool) -> None:
        if is_wide == self._is_wide:
            return
        self._is_wide = is_wide
        if is_wide:
            for body, widget in ((self._wide_board_body, self._board), (self._wide_ticket_body, self._ticket)):
                self._stack.removeWidget(widget)
                body.addWidget(widget)
                widget.show()
        else:
            self._stack.addWidget(self._board)
            self._stack.addWidget(self._ticket)
        self._narrow.setVisible(not is_wide)
        self._wide_board.setVisible(is_wide)
        self._wide_ticket.setVisible(is_wide)
        self.setFixedWidth(WIDE_SIDE_PX if is_wide else NARROW_SIDE_PX)

    def show_label(self, text: str) -> None:
        self._tabs[1].setText(f"Senha {text}".strip())
        self._tabs[1].setEnabled(bool(text))
        if not text:
            self.open_board()

    def open_board(self) -> None:
        self._open(self._board, at=0)

    def open_ticket(self) -> None:
        self._open(self._ticket, at=1)

    def _open(self, widget: QWidget, *, at: int) -> None:
        for number, tab in enumerate(self._tabs):
            tab.setChecked(number == at)
        if not self._is_wide:
            self._stack.setCurrentWidget(widget)


def _titled(text: str) -> tuple[QFrame, QVBoxLayout]:
    made = card()
    title = label("cardTitle", text=text)
    title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    title.setContentsMargins(13, 10, 13, 10)
    body = column()
    made.setLayout(column(title, rule(), body, margins=1))
    return made, body
