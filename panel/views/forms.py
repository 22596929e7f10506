"""Questions that an action asks first, one at a time: which machine, and why."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QDialog, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from panel.desk.deeds import CancelQuestion
from panel.model.calling import AskFirst, Machine
from panel.views.buttons import ChoiceButton
from panel.views.parts import button, chip, column, label, row
from shared.qt.colours import Colours

WIDTH = 580
ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
REASON_LETTERS_MAX = 200
OVERRIDE_REASONS = ("O cliente pediu", "Os serviços combinam", "Família atendida junto")
CANCEL_REASONS = ("O cliente desistiu", "Lançado por engano", "Equipamento com defeito")
RELEASE_REASONS = ("Pagou por outro meio", "Provedor fora do ar")
RECEIPT_REASONS = ("Vi no aplicativo do cliente", "Cliente conhecido, vi o comprovante")
COURTESY_REASONS = ("Falha nossa", "Convidado da loja", "Aniversário")


class Form(QDialog):
    """A titled question with one primary button. Esc leaves everything as it was."""

    def __init__(self, parent: QWidget, name: str, title: str, sentence: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(WIDTH)
        self.body: QVBoxLayout = column(spacing=10)
        self._buttons = row(0, button("Voltar", "formBack", self.reject, kind="quiet"), spacing=8)
        head = column(label("headline", "formTitle", text=title, wraps=True), spacing=4)
        if sentence:
            head.addWidget(label("note", "formSentence", text=sentence, wraps=True))
        self.setLayout(column(head, self.body, self._buttons, margins=24, spacing=18))

    def add_button(self, made: QPushButton) -> None:
        """Put a button at the right end."""
        self._buttons.addWidget(made)


class ReasonText(QPlainTextEdit):
    """A few words; Enter goes on instead of beginning a line."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class ReasonField(QWidget):
    """A reason in words, with the usual ones ready to be taken. `asked` names it with its article."""

    def __init__(
        self,
        reasons: tuple[str, ...],
        changed: Callable[[], None],
        entered: Callable[[], None],
        asked: str = "o motivo",
    ) -> None:
        super().__init__()
        self._text = ReasonText()
        self._text.entered.connect(entered)
        self._text.setObjectName("reason")
        self._text.setTabChangesFocus(True)
        self._text.setPlaceholderText(f"Escreva {asked}")
        self._text.setFixedHeight(76)
        self._text.textChanged.connect(self._limit)
        self._text.textChanged.connect(changed)
        taken = [
            button(reason, f"reason-{number}", partial(self._text.setPlainText, reason), kind="chip")
            for number, reason in enumerate(reasons)
        ]
        self.setLayout(
            column(
                label("section", text=asked.split()[-1].upper()),
                self._text,
                row(*taken, 0, spacing=6),
                spacing=6,
            )
        )
        self.setFocusProxy(self._text)

    @property
    def reason(self) -> str:
        return self._text.toPlainText().strip()

    def clear(self) -> None:
        self._text.clear()

    def _limit(self) -> None:
        if len(self._text.toPlainText()) > REASON_LETTERS_MAX:
            self._text.setPlainText(self._text.toPlainText()[:REASON_LETTERS_MAX])


class CallForm(Form):
    """Which free machine, by click or by its number; and why, for somebody who is elsewhere."""

    def __init__(
        self,
        parent: QWidget,
        question: AskFirst,
        colours: Colours,
        call: Callable[[Machine, str | None], None],
    ) -> None:
        row_ = question.row
        super().__init__(
            parent, "callForm", f"Chamar {row_.label} para…", f"{row_.customer} · {row_.service}. {row_.why}."
        )
        self._colours = colours
        self._call = call
        self._reason = (
            None if question.elsewhere is None else ReasonField(OVERRIDE_REASONS, self._refresh, self._take_first)
        )
        if self._reason is not None:
            self.body.addWidget(label("warning", "formElsewhere", text=question.elsewhere or "", wraps=True))
            self.body.addWidget(self._reason)
        self._by_key: dict[int, QPushButton] = {}
        self._machines = [self._machine_button(machine) for machine in question.machines]
        for made in self._machines:
            self.body.addWidget(made)
        self._refresh()
        (self._reason or self._machines[0]).setFocus()

    def _machine_button(self, machine: Machine) -> QPushButton:
        made = ChoiceButton(machine.name, machine.place, str(machine.key or ""), self._colours)
        made.setObjectName(f"machine-{machine.equipment_id}")
        made.clicked.connect(partial(self._take, machine))
        if machine.key is not None:
            self._by_key[machine.key] = made
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        made = self._by_key.get(int(event.text())) if event.text().isdecimal() else None
        if made is not None and made.isEnabled():
            made.click()
        elif event.key() in ENTER and isinstance(focused, QPushButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def _refresh(self) -> None:
        is_ready = self._reason is None or bool(self._reason.reason)
        for made in self._machines:
            made.setEnabled(is_ready)
            made.setToolTip("" if is_ready else "Escreva primeiro o motivo.")

    def _take_first(self) -> None:
        self._machines[0].click()

    def _take(self, machine: Machine, *_: object) -> None:
        self.accept()
        self._call(machine, self._reason.reason if self._reason else None)


class ReasonForm(Form):
    """Something that is only done with a reason."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        sentence: str,
        reasons: tuple[str, ...],
        confirm: str,
        done: Callable[[str], None],
    ) -> None:
        super().__init__(parent, "reasonForm", title, sentence)
        self._done = done
        self._confirm = button(confirm, "formConfirm", self._finish, kind="danger")
        self._reason = ReasonField(reasons, self._refresh, self._finish)
        self.body.addWidget(self._reason)
        self.add_button(self._confirm)
        self._refresh()
        self._reason.setFocus()

    def _refresh(self) -> None:
        self._confirm.setEnabled(bool(self._reason.reason))
        self._confirm.setToolTip("" if self._reason.reason else "Escreva primeiro o motivo.")

    def _finish(self) -> None:
        reason = self._reason.reason
        if reason:
            self.accept()
            self._done(reason)


class CancelForm(ReasonForm):
    """End one service or the whole ticket."""

    def __init__(self, parent: QWidget, question: CancelQuestion, cancel: Callable[[str, bool], None]) -> None:
        self._is_whole = False
        chosen = question.chosen
        super().__init__(
            parent,
            f"Cancelar {chosen.label}?",
            "O que foi pago vira uma devolução a fazer, em Pagamentos. Isto não se desfaz.",
            CANCEL_REASONS,
            "Cancelar de vez",
            lambda reason: cancel(reason, self._is_whole),
        )
        if len(question.services) > 1:
            self._add_scopes(chosen.service, question.services)

    def _add_scopes(self, service: str, services: tuple[str, ...]) -> None:
        group = QButtonGroup(self)
        one = chip(f"Só {service}", "scopeTurn", partial(self._set_whole, is_whole=False), kind="choice")
        whole = chip(
            f"A senha inteira: {', '.join(services)}",
            "scopeTicket",
            partial(self._set_whole, is_whole=True),
            kind="choice",
        )
        for at, made in enumerate((one, whole)):
            group.addButton(made)
            self.body.insertWidget(at, made)
        one.setChecked(True)

    def _set_whole(self, *, is_whole: bool) -> None:
        self._is_whole = is_whole
