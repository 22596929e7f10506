"""Beside the payment lists: taking money at the counter, in cash or on a card machine."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QWidget

from panel.model.money import MoneyProps
from panel.model.payments import PendingRow, Tender, TenderProps, derive_tender
from panel.views.parts import button, chip, column, label, row, rule
from shared.kernel.ids import IntentId
from shared.kernel.money import ZERO

TENDER_TEXTS = {Tender.CASH: "Dinheiro", Tender.CARD: "Cartão"}
ASKED = {Tender.CASH: "VALOR ENTREGUE PELO CLIENTE", Tender.CARD: "VALOR APROVADO NA MAQUININHA"}
AMOUNT_LETTERS_MAX = 14
AUTHORISATION_LETTERS_MAX = 12


class TenderForm(QWidget):
    """`confirmed` with the row that was paid in full and how; `releaseAsked` and `courtesyAsked` with the row to let in
    without money.
    """

    confirmed = Signal(object, object)
    releaseAsked = Signal(object)
    courtesyAsked = Signal(object)

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
        self._change = label("hero", "tenderChange")
        self._typed, self._authorisation, self._printed = QLineEdit(), QLineEdit(), QWidget()
        self._tenders = {
            each: chip(TENDER_TEXTS[each], f"tender-{each}", partial(self._choose, each)) for each in Tender
        }
        self._confirm_button = button("Confirmar recebimento", "confirmTender", self._confirm, kind="primary")
        self._release = button("Liberar sem pagamento…", "release", self._ask_release, kind="quiet")
        self._courtesy = button("Cortesia…", "courtesy", self._ask_courtesy, kind="quiet")
        self._money = self._make_money()
        top = column(self._label, self._customer, spacing=2)
        due = column(label("section", text="A RECEBER"), self._amount, spacing=2)
        free = row(self._release, self._courtesy, spacing=8)
        self.setLayout(column(top, due, rule(), self._why_not, self._money, 0, free, margins=20, spacing=16))

    def show_props(self, props: MoneyProps) -> None:
        self._props, self._row = props, props.pending
        if self._row is None:
            return
        if self._row.intent_id != self._shown:
            self._shown, self._tender = self._row.intent_id, Tender.CASH
            self._typed.clear()
            self._authorisation.clear()
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
        self._authorisation.setObjectName("tenderAuthorisation")
        self._authorisation.setAccessibleName("Autorização ou NSU")
        self._authorisation.setMaxLength(AUTHORISATION_LETTERS_MAX)
        self._authorisation.textChanged.connect(lambda _: self._refresh())
        self._authorisation.returnPressed.connect(self._confirm)
        self._printed.setLayout(
            column(label("section", text="AUTORIZAÇÃO OU NSU, SE HOUVER"), self._authorisation, spacing=6)
        )
        made = QWidget()
        made.setLayout(
            column(
                row(*self._tenders.values(), spacing=8),
                6,
                self._asked,
                self._typed,
                self._printed,
                self._says,
                self._change,
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
        has_change = said.change is not None and said.change > ZERO
        self._change.setText(str(said.change) if has_change else "")
        self._change.setVisible(has_change)
        self._printed.setVisible(self._tender is Tender.CARD)
        self._confirm_button.setEnabled(said.can_confirm and not props.is_busy)
        self._confirm_button.setToolTip("" if said.can_confirm else said.sentence)
        self._release.setEnabled(not props.why_not_release and not props.is_busy)
        self._release.setToolTip(props.why_not_release)
        self._courtesy.setEnabled(not props.why_not_release and not props.is_busy)
        self._courtesy.setToolTip(props.why_not_release)

    def _said(self, pending: PendingRow) -> TenderProps:
        return derive_tender(pending.amount, self._tender, self._typed.text(), self._authorisation.text())

    def _confirm(self) -> None:
        if self._row is None or not self._confirm_button.isEnabled():
            return
        said = self._said(self._row)
        if said.can_confirm:
            self.confirmed.emit(self._row, said)

    def _ask_release(self) -> None:
        if self._row is not None:
            self.releaseAsked.emit(self._row)

    def _ask_courtesy(self) -> None:
        if self._row is not None:
            self.courtesyAsked.emit(self._row)
