"""Payments that differ from a provider's own list: shown only when there is any."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from panel.model.differences import DifferenceProps
from panel.views.parts import button, column, label, row


class DifferenceCard(QFrame):
    """`resolveAsked` with what is to be answered."""

    resolveAsked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setObjectName("differenceCard")
        self._props: DifferenceProps | None = None
        self._title = label("strong", "differenceTitle", wraps=True)
        self._lines = label("note", "differenceLines", wraps=True)
        self._resolve = button("Resolver", "resolveDifferences", self._ask)
        text = column(self._title, self._lines, spacing=2)
        layout = row(text, self._resolve, margins=(13, 10, 13, 10), spacing=12)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.hide()

    def show_props(self, props: DifferenceProps, *, is_busy: bool) -> None:
        self._props = props
        self.setVisible(bool(props.rows))
        self._title.setText(props.title)
        self._lines.setText("\n".join(props.lines))
        self._resolve.setEnabled(not props.why_not and not is_busy)
        self._resolve.setToolTip(props.why_not)

    def _ask(self) -> None:
        if self._props is not None:
            self.resolveAsked.emit(self._props)
