"""Beside the payment lists: taking money at the counter, and deciding about money that came out wrong."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QLineEdit, QPlainTextEdit, QPushButton, QScrollArea, QWidget

from panel.model.money import MoneyProps
from panel.model.payments import PendingRow, Tender, TenderProps, derive_tender
from panel.model.tasks import Option, TaskRow
from panel.views.parts import button, chip, column, label, row, rule
from shared.kernel.ids import IntentId

TENDER_TEXTS = {Tender.CASH: "Dinheiro", Tender.CARD: "Cartão"}
ASKED = {Tender.CASH: "VALOR ENTREGUE PELO CLIENTE", Tender.CARD: "VALOR APROVADO NA MAQUININHA"}
AMOUNT_LETTERS_MAX = 14
NOTE_LETTERS_MAX = 300
NOTE_HEIGHT = 60


class TenderForm(QWidget):
    """`confirmed` with the row that was paid in full, `releaseAsked` with the row to let in without money."""

    confirmed = Signal(object)
    releaseAsked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._props: MoneyProps | None = None
        self._row: PendingRow | None = None
        self._shown: IntentId | None = None
        self._tender = Tender.CASH
        self._label = label("bigLabel", "tenderLabel")
        self._customer = label("note", "tenderCustomer", wraps=True)
        self._amount = label("amount", "tenderAmount")
        self._why_not = label("note", "tenderWhyNot", wraps=True)
        self._asked = label("section")
        self._says = label("note", "tenderSays", wraps=True)
        self._change = label("amount", "tenderChange")
        self._typed = QLineEdit()
        self._tenders = {
            each: chip(TENDER_TEXTS[each], f"tender-{each}", partial(self._choose, each)) for each in Tender
        }
        self._confirm_button = button("Confirmar recebimento", "confirmTender", self._confirm, kind="primary")
        self._release = button("Liberar sem pagamento…", "release", self._ask_release, kind="quiet")
        self._money = self._make_money()
        top = column(self._label, self._customer, spacing=2)
        due = column(label("section", text="A RECEBER"), self._amount, spacing=2)
        self.setLayout(column(top, due, rule(), self._why_not, self._money, 0, self._release, margins=20, spacing=16))

    def show_props(self, props: MoneyProps) -> None:
        self._props, self._row = props, props.pending
        if self._row is None:
            return
        if self._row.intent_id != self._shown:
            self._shown, self._tender = self._row.intent_id, Tender.CASH
            self._typed.clear()
        self._label.setText(self._row.label)
        self._customer.setText(f"{self._row.customer} · {self._row.method_text} · aberto às {self._row.opened}")
        self._amount.setText(str(self._row.amount))
        self._refresh()

    def _make_money(self) -> QWidget:
        group = QButtonGroup(self)
        for tender in self._tenders.values():
            tender.setProperty("kind", "segment")
            group.addButton(tender)
        self._typed.setObjectName("tenderTyped")
        self._typed.setProperty("role", "amount")
        self._typed.setPlaceholderText("0,00")
        self._typed.setMaxLength(AMOUNT_LETTERS_MAX)
        self._typed.textChanged.connect(lambda _: self._refresh())
        self._typed.returnPressed.connect(self._confirm)
        answer = row(self._says, 0, self._change)
        made = QWidget()
        made.setLayout(
            column(
                row(*self._tenders.values(), spacing=8),
                6,
                self._asked,
                self._typed,
                answer,
                self._confirm_button,
                spacing=8,
            )
        )
        return made

    def _choose(self, tender: Tender) -> None:
        self._tender = tender
        self._refresh()
        self._typed.setFocus()

    def _refresh(self) -> None:
        props, pending = self._props, self._row
        if props is None or pending is None:
            return
        said = self._said(pending)
        self._why_not.setText(props.why_not_confirm)
        self._why_not.setVisible(bool(props.why_not_confirm))
        self._money.setVisible(not props.why_not_confirm)
        self._asked.setText(ASKED[self._tender])
        self._tenders[self._tender].setChecked(True)
        self._says.setText(said.sentence)
        self._change.setText(str(said.change) if said.change and said.change.centavos else "")
        self._confirm_button.setEnabled(said.can_confirm and not props.is_busy)
        self._confirm_button.setToolTip("" if said.can_confirm else said.sentence)
        self._release.setEnabled(not props.why_not_release and not props.is_busy)
        self._release.setToolTip(props.why_not_release)

    def _said(self, pending: PendingRow) -> TenderProps:
        return derive_tender(pending.amount, self._tender, self._typed.text())

    def _confirm(self) -> None:
        if self._row is not None and self._confirm_button.isEnabled() and self._said(self._row).can_confirm:
            self.confirmed.emit(self._row)

    def _ask_release(self) -> None:
        if self._row is not None:
            self.releaseAsked.emit(self._row)


class DecisionForm(QWidget):
    """`decided` with the task, the option that was taken, and the note."""

    decided = Signal(object, object, str)

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
        self._note.setPlaceholderText("O que foi combinado ou feito")
        self._note.textChanged.connect(self._refresh)
        self._options: list[OptionCard] = []
        self._room = column(spacing=8)
        note = column(label("section", text="NOTA"), self._note, spacing=6)
        top = column(self._label, self._title, spacing=2)
        parts = (top, self._amount, self._story, self._refund, rule(), self._why_not, note, self._room, 0)
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
        if is_other or (shown is not None and task.options != shown.options):
            self._make_options(task.options)
        self._task = task
        self._label.setText(task.label)
        self._title.setText(task.title)
        self._amount.setText(str(task.amount))
        self._story.setText(task.story)
        self._refund.setText(task.refund_text)
        self._refund.setVisible(bool(task.refund_text))
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
        has_note = bool(self._note.toPlainText().strip())
        for offered in self._options:
            needs_note = offered.option.needs_note and not has_note
            why = self._props.why_not_decide or ("Escreva primeiro a nota." if needs_note else "")
            offered.allow(is_allowed=not why and not self._props.is_busy, why=why)

    def _decide(self, option: Option) -> None:
        if self._task is not None:
            self.decided.emit(self._task, option, self._note.toPlainText().strip()[:NOTE_LETTERS_MAX])


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
