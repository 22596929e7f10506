"""The card above the queue: who is next, why, and one button to call them."""

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from panel.model.actions import FACES, Action
from panel.model.queues import FLAG_TEXTS, Wait
from panel.model.serving import ServingProps
from panel.views.buttons import KeyButton
from panel.views.painting import draw_wait, wait_width
from panel.views.parts import column, label, restyle, row
from shared.qt.colours import Colours


class WaitPill(QWidget):
    """A running wait with its band's shape; empty without one."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self._wait: Wait | None = None
        self.setFixedHeight(30)

    def show_wait(self, wait: Wait | None) -> None:
        if wait != self._wait:
            self._wait = wait
            self.setAccessibleName(f"Espera {wait.text}" if wait else "")
            self.setFixedWidth(wait_width(wait.text) if wait else 0)
            self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        if self._wait is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_wait(painter, QRect(0, 0, self.width(), self.height()), self._wait.text, self._wait.band, self._colours)


class NextCardView(QFrame):
    """`called` when the button is pressed."""

    called = Signal()

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setProperty("role", "next")
        face = FACES[Action.CALL_NEXT]
        self._label = label("hero", "nextLabel")
        self._customer = label("strong", "nextCustomer")
        self._why = label("", "nextWhy")
        self._note = label("note", "nextNote")
        self._target = label("note", "nextTarget")
        self._wait = WaitPill(colours)
        self.button = KeyButton(face.text, face.key, face.icon, colours, is_primary=True)
        self.button.setObjectName(Action.CALL_NEXT)
        self.button.clicked.connect(self.called)
        for each in (self._customer, self._why, self._note, self._target):
            each.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        state = row(self._wait, self._note, spacing=10)
        state.setStretch(1, 1)
        words = column(self._customer, self._why, 4, state, spacing=2)
        self._why.setWordWrap(True)
        self._head = QWidget()
        self._head.setLayout(column(0, label("section", text="PRÓXIMO"), self._label, 0))
        right = column(0, self.button, 4, self._target, 0)
        self._target.setWordWrap(True)
        layout = row(self._head, 18, column(0, words, 0), 14, right, margins=(18, 6, 14, 6))
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.setFixedHeight(124)

    def show_props(self, props: ServingProps) -> None:
        following = props.following
        restyle(self, isEmpty=not following.label)
        self._head.setVisible(bool(following.label))
        self._label.setText(following.label)
        who = " · ".join(part for part in (following.customer, following.service) if part)
        self._customer.setText(who)
        self._why.setText(following.why)
        self._why.setToolTip(following.why)
        flags = [FLAG_TEXTS[flag] for flag in following.flags if flag.value != "priority"]
        self._note.setText(" · ".join(part for part in (following.note, *flags) if part))
        self._customer.setVisible(bool(who))
        self._wait.show_wait(following.wait)
        self._wait.setVisible(following.wait is not None)
        self._target.setVisible(bool(following.target))
        self._target.setText(following.target)
        self._target.setToolTip(following.target)
