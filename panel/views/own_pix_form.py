"""Beside the payment lists: a Pix to the shop's own key, which only a person can see."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from panel.model.money import MoneyProps
from panel.model.payments import PendingRow
from panel.views.parts import button, column, label, rule

LOOK = "Peça para ver no aplicativo do banco, não num print: este valor exato, hoje, e a loja como quem recebe."


class OwnPixForm(QWidget):
    """`releaseAsked` with the row whose receipt was seen, `courtesyAsked` with the row to let in for nothing."""

    releaseAsked = Signal(object)
    courtesyAsked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._row: PendingRow | None = None
        self._label = label("bigLabel", "ownPixLabel")
        self._customer = label("note", "ownPixCustomer", wraps=True)
        self._amount = label("amount", "ownPixAmount")
        self._txid = label("strong", "ownPixTxid", wraps=True)
        self._txid.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._why_not = label("note", "ownPixWhyNot", wraps=True)
        self._release = button("Vi o comprovante: liberar…", "releaseOwnPix", self._ask_release, kind="primary")
        self._courtesy = button("Cortesia…", "courtesyOwnPix", self._ask_courtesy, kind="quiet")
        top = column(self._label, self._customer, spacing=2)
        due = column(label("section", text="VALOR NO COMPROVANTE"), self._amount, spacing=2)
        named = column(label("section", text="IDENTIFICADOR"), self._txid, spacing=2)
        look = label("", "ownPixLook", text=LOOK, wraps=True)
        parts = (top, due, named, rule(), look, self._why_not, self._release, 0, self._courtesy)
        self.setLayout(column(*parts, margins=20, spacing=16))

    def show_props(self, props: MoneyProps) -> None:
        self._row = props.pending
        if self._row is None:
            return
        self._label.setText(self._row.label)
        self._customer.setText(f"{self._row.customer} · {self._row.method_text} · aberto às {self._row.opened}")
        self._amount.setText(str(self._row.amount))
        self._txid.setText(self._row.txid)
        self._why_not.setText(props.why_not_release)
        self._why_not.setVisible(bool(props.why_not_release))
        for each in (self._release, self._courtesy):
            each.setEnabled(not props.why_not_release and not props.is_busy)
            each.setToolTip(props.why_not_release)

    def _ask_release(self) -> None:
        if self._row is not None:
            self.releaseAsked.emit(self._row)

    def _ask_courtesy(self) -> None:
        if self._row is not None:
            self.courtesyAsked.emit(self._row)
