"""Before the desk: who is it? A name and a PIN, by keys or by touching the digits."""

from functools import partial

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QGridLayout, QListView, QPushButton, QWidget

from panel.desk.sign_in import SignInDesk
from panel.model.sign_in import PersonRow
from panel.models.lists import person_model
from panel.models.rows import ROW_ROLE
from panel.views.marks import PinDots
from panel.views.painting import CENTRE, NOTE_PX, TEXT_PX, Weight, draw_text, fill, font
from panel.views.parts import button, card, column, label, restyle, row
from panel.views.tables import Choosing, Index, RowDelegate, set_up_list
from shared.qt.colours import Colours

ROW_HEIGHT = 64
KEYS = (("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9"))


class PersonDelegate(RowDelegate):
    def __init__(self, colours: Colours, parent: QWidget) -> None:
        super().__init__(colours, ROW_HEIGHT, parent)

    def draw_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        person: PersonRow = index.data(ROW_ROLE)
        disc = QRectF(area.left() + 4, area.center().y() - 19, 40, 40)
        fill(painter, disc, self.colours.tint, 20)
        draw_text(painter, disc.toRect(), person.initials, font(TEXT_PX, Weight.BOLD), self.colours.tint_ink, CENTRE)
        left = area.left() + 58
        upper = QRect(left, area.top() + 11, area.right() - left, 22)
        lower = QRect(left, area.top() + 33, area.right() - left, 20)
        draw_text(painter, upper, person.name, font(TEXT_PX + 1, Weight.STRONG), self.colours.ink)
        draw_text(painter, lower, person.role, font(NOTE_PX), self.colours.muted)


class SignInPage(QWidget):
    def __init__(self, desk: SignInDesk, shop_name: str, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("signInPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk = desk
        self._model = person_model(self)
        self._people = QListView()
        self._people.setModel(self._model)
        set_up_list(self._people, PersonDelegate(colours, self._people), "people")
        self._people.setAccessibleName("Atendentes")
        self._people.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._choosing = Choosing(self._people, self._model, lambda found: desk.choose(found.operator_id))
        self._prompt = label("headline", "signInPrompt")
        self._prompt.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._message = label("note", "signInMessage", wraps=True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._message.setMinimumHeight(40)
        self._dots = PinDots(colours)
        self._digits = {digit: self._digit(digit) for digit in "1234567890"}
        self._erase = button("Apagar", "pinErase", desk.erase, kind="erase")
        self._enter = button("Entrar", "pinEnter", desk.enter, kind="enter")
        self._lay_out(shop_name)
        desk.changed.connect(self.show_props)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_props(self) -> None:
        props = self._desk.props
        self._model.show(props.people, self._model.now)
        self._choosing.select(props.chosen)
        self._prompt.setText(props.prompt)
        self._message.setText(props.message)
        restyle(self._message, role="bad" if props.is_message_bad else "note")
        self._dots.show_typed(props.typed)
        for made in (*self._digits.values(), self._erase):
            made.setEnabled(props.can_type)
        self._enter.setEnabled(props.can_enter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits go to the PIN, arrows to the names, wherever the pointer is."""
        key, text = event.key(), event.text()
        if text in self._digits and text:
            self._desk.type_digit(text)
        elif key == Qt.Key.Key_Backspace:
            self._desk.erase()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._desk.enter()
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._step(-1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        if self._model.rows:
            at = self._people.currentIndex().row()
            target = min(max(at + by, 0), len(self._model.rows) - 1) if at >= 0 else 0
            self._desk.choose(self._model.rows[target].operator_id)

    def _digit(self, digit: str) -> QPushButton:
        return button(digit, f"digit{digit}", partial(self._desk.type_digit, digit), kind="key")

    def _lay_out(self, shop_name: str) -> None:
        keys = QGridLayout()
        keys.setSpacing(10)
        for at, line in enumerate(KEYS):
            for across, digit in enumerate(line):
                keys.addWidget(self._digits[digit], at, across)
        keys.addWidget(self._erase, 3, 0)
        keys.addWidget(self._digits["0"], 3, 1)
        keys.addWidget(self._enter, 3, 2)
        for made in (*self._digits.values(), self._erase, self._enter):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        pad = column(self._prompt, self._dots, self._message, 4, keys, 0, margins=(32, 30, 32, 28), spacing=8)
        holder = QWidget()
        holder.setFixedWidth(388)
        holder.setLayout(pad)
        edge = QFrame()
        edge.setFixedWidth(1)
        edge.setProperty("role", "edge")
        box = card()
        names = label("cardTitle", text="Quem está no balcão?")
        names.setContentsMargins(16, 22, 16, 12)
        box.setLayout(row(column(names, self._people, margins=(8, 0, 8, 12)), edge, holder, margins=1))
        box.setFixedSize(780, 512)
        brand = column(label("brandBig", text="Vez"), label("onNight", "shopName", text=shop_name), spacing=2)
        self.setLayout(column(0, row(0, column(brand, 26, box), 0), 0))
