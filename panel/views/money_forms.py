"""Beside the list of decisions: deciding about money that came out wrong, or that is still to be found."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QPushButton, QScrollArea, QWidget

from panel.model.money import MoneyProps
from panel.model.payments import read_amount
from panel.model.tasks import Option, TaskRow
from panel.views.parts import button, column, label, row, rule
from shared.kernel.money import ZERO, Money
from shared.visits.model import Decision

AMOUNT_LETTERS_MAX = 14
NOTE_LETTERS_MAX = 300
NOTE_HEIGHT = 60


class DecisionForm(QWidget):
    """`decided` with the task, the option that was taken, and the note; `found` with the task, the payment's name in
    the statement, and how much it is.
    """

    decided = Signal(object, object, str)
    found = Signal(object, str, object)

    def __init__(self) -> None:
        super().__init__()
        self._props: MoneyProps | None = None
        self._task: TaskRow | None = None
        self._label = label("bigLabel", "taskLabel")
        self._title = label("strong", "taskKind")
        self._amount = label("amount", "taskAmount")
        self._story = label("", "taskStory", wraps=True)
        self._refund = label("strong", "taskRefund", wraps=True)
        self._why_not = label("note", "taskWhyNot", wraps=True)
        self._note = QPlainTextEdit()
        self._note.setObjectName("taskNote")
        self._note.setTabChangesFocus(True)
        self._note.setFixedHeight(NOTE_HEIGHT)
        self._note.textChanged.connect(self._refresh)
        self._note_title = label("section", "taskNoteTitle")
        self._txid = label("strong", "taskTxid", wraps=True)
        self._txid.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._found_amount = QLineEdit()
        self._found_amount.setObjectName("foundAmount")
        self._found_amount.setAccessibleName("Valor no extrato")
        self._found_amount.setProperty("role", "amount")
        self._found_amount.setMaxLength(AMOUNT_LETTERS_MAX)
        self._found_amount.textChanged.connect(self._refresh)
        self._search = QWidget()
        searched = column(label("section", text="IDENTIFICADOR NO CÓDIGO"), self._txid, spacing=2)
        amount = column(label("section", text="VALOR NO EXTRATO"), self._found_amount, spacing=6)
        self._search.setLayout(column(searched, amount, spacing=10))
        self._options: list[OptionCard] = []
        self._room = column(spacing=8)
        note = column(self._note_title, self._note, spacing=6)
        top = column(self._label, self._title, spacing=2)
        parts = (top, self._amount, self._story, self._refund, rule(), self._why_not, self._search, note, self._room, 0)
        inside = QWidget()
        inside.setLayout(column(*parts, margins=(20, 16, 20, 16), spacing=10))
        self.setLayout(column(_scrolling(inside)))

    def show_props(self, props: MoneyProps) -> None:
        self._props, task = props, props.task
        if task is None:
            return
        shown = self._task
        is_other = shown is None or (task.visit_id, task.task_id) != (shown.visit_id, shown.task_id)
        if is_other:
            self._note.clear()
            self._found_amount.setText(f"{task.amount.reais}".replace(".", ","))
        if is_other or (shown is not None and task.options != shown.options):
            self._make_options(task.options)
        self._task = task
        self._label.setText(task.label)
        self._title.setText(task.title)
        self._amount.setText(str(task.amount))
        self._story.setText(task.story.replace("R$ ", "R$\u00a0"))
        self._refund.setText(task.refund_text)
        self._refund.setVisible(bool(task.refund_text))
        self._search.setVisible(task.is_search)
        self._txid.setText(task.txid)
        self._note_title.setText("IDENTIFICADOR NO EXTRATO, OU NOTA" if task.is_search else "NOTA")
        hint = "O do Pix achado; ou até que dia procurou" if task.is_search else "O que foi combinado ou feito"
        self._note.setPlaceholderText(hint)
        self._refresh()

    def _make_options(self, options: tuple[Option, ...]) -> None:
        for old in self._options:
            self._room.removeWidget(old)
            old.deleteLater()
        self._options = [OptionCard(option, partial(self._decide, option)) for option in options]
        for offered in self._options:
            self._room.addWidget(offered)

    def _refresh(self) -> None:
        if self._props is None:
            return
        self._why_not.setText(self._props.why_not_decide)
        self._why_not.setVisible(bool(self._props.why_not_decide))
        for offered in self._options:
            why = self._props.why_not_decide or self._missing(offered.option)
            offered.allow(is_allowed=not why and not self._props.is_busy, why=why)

    def _missing(self, option: Option) -> str:
        """What is still to be written before this can be decided."""
        if option.needs_note and not self._note.toPlainText().strip():
            is_found = option.decision is Decision.RECEIVED
            return "Escreva primeiro o identificador do extrato." if is_found else "Escreva primeiro a nota."
        if option.decision is Decision.RECEIVED and self._amount_found() is None:
            return "Digite o valor do extrato, como 159,00."
        return ""

    def _amount_found(self) -> Money | None:
        amount = read_amount(self._found_amount.text())
        return amount if amount is not None and amount > ZERO else None

    def _decide(self, option: Option) -> None:
        if self._task is None:
            return
        note, amount = self._note.toPlainText().strip()[:NOTE_LETTERS_MAX], self._amount_found()
        if option.decision is not Decision.RECEIVED:
            self.decided.emit(self._task, option, note)
        elif amount is not None:
            self.found.emit(self._task, note, amount)


class OptionCard(QFrame):
    """One decision: its button, and what it means. The advised one stands out."""

    def __init__(self, option: Option, decide: partial[None]) -> None:
        super().__init__()
        self.option = option
        self.setProperty("role", "well")
        kind = "primary" if option.is_advised else ""
        self._button: QPushButton = button(option.text, f"decide-{option.name}", decide, kind=kind)
        meaning = label("note", text=option.meaning, wraps=True)
        parts: list[QWidget] = [meaning, self._button]
        if option.is_advised:
            tag = label("tag", text="Recomendado")
            parts_layout = column(row(tag, 0), *parts, margins=10, spacing=6)
        else:
            parts_layout = column(*parts, margins=10, spacing=6)
        self.setLayout(parts_layout)

    def allow(self, *, is_allowed: bool, why: str) -> None:
        self._button.setEnabled(is_allowed)
        self._button.setToolTip(why)


def _scrolling(inside: QWidget) -> QScrollArea:
    """A low screen shows the rest by scrolling; the keyboard's focus brings it into sight."""
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setWidget(inside)
    return made
