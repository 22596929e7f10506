"""Asks what each payment was that differs from a provider's list, one after the other."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from panel.model.differences import DifferenceProps, DifferenceRow
from panel.views.forms import Form, ReasonField
from panel.views.parts import button, label

SENTENCE = "A resposta fica em seu nome. Ela não mexe em dinheiro nem na senha."
NOTES = ("Outra venda da loja", "Devolvido ao cliente", "Achado no extrato")


class DifferenceForm(Form):
    """`answer` takes one with its note, and says whether it could be taken now; the last one closes the form."""

    def __init__(self, parent: QWidget, props: DifferenceProps, answer: Callable[[DifferenceRow, str], bool]) -> None:
        super().__init__(parent, "differenceForm", "O que era este pagamento?", SENTENCE)
        self._rows = props.rows
        self._answer = answer
        self._at = 0
        self._place = label("note", "differencePlace")
        self._line = label("strong", "differenceLine", wraps=True)
        self._advice = label("note", "differenceAdvice", wraps=True)
        self._reference = label("note", "differenceReference", wraps=True)
        self._reference.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._note = ReasonField(NOTES, self._refresh, self._finish, "a resposta")
        self._confirm = button("Registrar", "formConfirm", self._finish, kind="primary")
        for each in (self._place, self._line, self._reference, self._advice, self._note):
            self.body.addWidget(each)
        self.add_button(button("Pular", "differenceSkip", self._go_on, kind="quiet"))
        self.add_button(self._confirm)
        self._show()

    def _show(self) -> None:
        row = self._rows[self._at]
        self._place.setText(f"{self._at + 1} de {len(self._rows)}")
        self._line.setText(row.line)
        self._advice.setText(row.advice)
        self._reference.setText(f"Identificador: {row.reference}")
        self._note.clear()
        self._refresh()
        self._note.setFocus()

    def _refresh(self) -> None:
        self._confirm.setEnabled(bool(self._note.reason))
        self._confirm.setToolTip("" if self._note.reason else "Escreva primeiro o que era.")

    def _finish(self) -> None:
        note = self._note.reason
        if note and self._answer(self._rows[self._at], note):
            self._go_on()

    def _go_on(self) -> None:
        self._at += 1
        if self._at < len(self._rows):
            self._show()
        else:
            self.accept()
