"""One ticket in full, beside the queue: its services, money, papers, story and notes."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QListView, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from panel.model.actions import FACES, Action
from panel.model.serving import ServingProps
from panel.model.ticket import Fact, TicketProps, TicketUnreadable, TurnLine
from panel.models.lists import turn_model
from panel.models.rows import ROW_ROLE
from panel.views.action_bar import show_availability
from panel.views.buttons import KeyButton
from panel.views.painting import NOTE_PX, RIGHT, TEXT_PX, Weight, draw_pill, draw_text, font, text_width
from panel.views.parts import button, column, label, row, rule
from panel.views.tables import Choosing, Index, RowDelegate, set_up_list
from shared.qt.colours import Colours
from shared.visits.model import TurnState
from shared.visits.serving import TurnRef

TURN_HEIGHT = 56
FACTS_MAX = 60
NOTE_LETTERS_MAX = 300


class TurnDelegate(RowDelegate):
    def __init__(self, colours: Colours, parent: QWidget) -> None:
        super().__init__(colours, TURN_HEIGHT, parent)

    def draw_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        line: TurnLine = index.data(ROW_ROLE)
        ink, ground = self._state_colours(line.state)
        upper = QRect(area.left(), area.top() + 8, area.width(), 22)
        lower = QRect(area.left(), area.top() + 30, area.width(), 20)
        left = draw_pill(painter, area.right() + 1, upper.center().y(), line.state_text, ink, ground)
        name = upper.adjusted(0, 0, left - upper.right() - 8, 0)
        draw_text(painter, name, line.service, font(TEXT_PX, Weight.STRONG), self.colours.ink)
        price = font(NOTE_PX)
        draw_text(painter, lower, line.price, price, self.colours.muted, RIGHT)
        rest = lower.adjusted(0, 0, -text_width(line.price, price) - 8, 0)
        draw_text(painter, rest, line.detail, price, self.colours.muted)

    def _state_colours(self, state: TurnState) -> tuple[str, str]:
        colours = self.colours
        return {
            TurnState.IN_QUEUE: (colours.muted, colours.well),
            TurnState.CALLED: (colours.warm, colours.warm_tint),
            TurnState.IN_PROGRESS: (colours.accent_ink, colours.accent),
            TurnState.COMPLETED: (colours.success, colours.success_tint),
            TurnState.EXPIRED: (colours.warning, colours.warning_tint),
            TurnState.CANCELLED: (colours.danger, colours.danger_tint),
        }[state]


class FactsBlock(QWidget):
    """A titled list of `what … how` lines; hidden while it is empty."""

    def __init__(self, title: str, name: str, *, is_story: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self._is_story = is_story
        self._facts: tuple[Fact, ...] = ()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self.setLayout(column(label("section", text=title), self._grid, spacing=6))
        self.hide()

    def show_facts(self, facts: tuple[Fact, ...]) -> None:
        if facts == self._facts:
            return
        self._facts = facts
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for at, fact in enumerate(facts[-FACTS_MAX:]):
            self._add(at, fact)
        self.setVisible(bool(facts))

    def _add(self, at: int, fact: Fact) -> None:
        what = label("note" if self._is_story else "", text=fact.what, wraps=True)
        what.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._grid.addWidget(what, at, 0)
        if fact.how:
            how = label("note", text=fact.how, wraps=len(fact.how) > 24)
            how.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(how, at, 1)


class TicketPanel(QFrame):
    """`chosen` with the turn a person selects in it, `done` with an action, `noted` with a note's words."""

    chosen = Signal(object)
    done = Signal(object)
    noted = Signal(str)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._turns = turn_model(self)
        self._list = QListView()
        self._list.setModel(self._turns)
        set_up_list(self._list, TurnDelegate(colours, self._list), "turns")
        self._list.setAccessibleName("Serviços da senha")
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._choosing = Choosing(self._list, self._turns, self._choose)
        self._label = label("bigLabel", "ticketLabel")
        self._customer = label("strong", "ticketCustomer", wraps=True)
        self._state = label("note", "ticketState", wraps=True)
        self._priority = label("tag", "ticketPriority")
        self._empty = label("note", "ticketEmpty", wraps=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._empty.setContentsMargins(13, 14, 13, 14)
        self._empty.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._total = label("strong", "ticketTotal")
        self._ordered = FactsBlock("EXTRAS", "ticketOrdered")
        self._payment = FactsBlock("PAGAMENTO", "ticketPayment")
        self._papers = FactsBlock("PAPÉIS", "ticketPapers")
        self._history = FactsBlock("HISTÓRIA", "ticketHistory", is_story=True)
        self._notes = FactsBlock("NOTAS", "ticketNotes")
        self._note = QLineEdit()
        self._note.setObjectName("note")
        self._note.setPlaceholderText("Nova anotação")
        self._note.setMaxLength(NOTE_LETTERS_MAX)
        self._note.returnPressed.connect(self._add_note)
        self._buttons = {action: self._button(action, colours) for action in (Action.REPRINT, Action.CANCEL)}
        self._body = self._make_body()
        self.setLayout(column(self._empty, self._body))

    def _button(self, action: Action, colours: Colours) -> KeyButton:
        face = FACES[action]
        made = KeyButton(face.text, face.key, face.icon, colours)
        made.setObjectName(action)
        made.clicked.connect(lambda: self.done.emit(action))
        return made

    def _make_body(self) -> QWidget:
        head = row(self._label, 0, self._priority, spacing=8)
        top = column(head, self._customer, self._state, margins=(13, 10, 13, 8), spacing=2)
        total = row(label("", text="Total"), 0, self._total, margins=(13, 8, 13, 0))
        add = row(self._note, button("Anotar", "addNote", self._add_note), spacing=8)
        story = column(
            self._ordered,
            self._payment,
            self._papers,
            self._notes,
            add,
            self._history,
            margins=(13, 12, 13, 12),
            spacing=16,
        )
        inside = QWidget()
        inside_layout: QVBoxLayout = column(self._list, total, story, 0)
        inside.setLayout(inside_layout)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        buttons = row(*self._buttons.values(), margins=(12, 8, 12, 6), spacing=8)
        body = QWidget()
        body.setLayout(column(top, rule(), scroll, rule(), buttons, margins=(1, 0, 1, 4)))
        return body

    def show_props(self, props: ServingProps) -> None:
        ticket = props.ticket
        self._body.setVisible(isinstance(ticket, TicketProps))
        self._empty.setVisible(not isinstance(ticket, TicketProps))
        self._empty.setText(
            ticket.sentence if isinstance(ticket, TicketUnreadable) else "Escolha uma senha para ver tudo sobre ela."
        )
        for action, made in self._buttons.items():
            show_availability(made, props.actions[action], FACES[action])
        if isinstance(ticket, TicketProps):
            self._show_ticket(ticket, props.chosen.turn if props.chosen else None)

    def _show_ticket(self, ticket: TicketProps, chosen: TurnRef | None) -> None:
        self._label.setText(ticket.label)
        self._customer.setText(ticket.customer)
        self._state.setText(f"{ticket.state_text} · aberta às {ticket.opened}")
        self._priority.setText(ticket.priority)
        self._priority.setVisible(bool(ticket.priority))
        self._turns.show(ticket.turns, self._turns.now)
        self._list.setFixedHeight(TURN_HEIGHT * len(ticket.turns))
        self._choosing.select(chosen)
        self._total.setText(ticket.total)
        self._ordered.show_facts(ticket.ordered)
        self._payment.show_facts(ticket.payment)
        self._papers.show_facts(ticket.papers)
        self._notes.show_facts(tuple(Fact(note, "") for note in ticket.notes))
        self._history.show_facts(tuple(Fact(line, "") for line in reversed(ticket.history)))

    def _choose(self, found: TurnLine) -> None:
        self.chosen.emit(found.turn)

    def _add_note(self) -> None:
        text = self._note.text().strip()
        if text:
            self._note.clear()
            self.noted.emit(text)
