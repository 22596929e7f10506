"""The bar under the queue: what is chosen, and everything that can be done with it, each with its key."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton

from panel.model.actions import FACES, Action, Availability, ChosenTurn, Face
from panel.model.wording import TURNS
from panel.views.buttons import KeyButton
from panel.views.parts import column, label, row
from shared.qt.colours import Colours

IN_BAR = (Action.CALL_CHOSEN, Action.RECALL, Action.START, Action.COMPLETE, Action.NO_SHOW, Action.SEND_BACK)


class ActionBar(QFrame):
    """`done` with the action whose button was pressed."""

    done = Signal(object)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._chosen = label("strong", "chosenTurn")
        self._state = label("note", "chosenState")
        self._buttons: dict[Action, QPushButton] = {}
        for action in IN_BAR:
            face = FACES[action]
            made = KeyButton(face.text, face.key, face.icon, colours)
            made.setObjectName(action)
            made.clicked.connect(partial(self._press, action))
            self._buttons[action] = made
        caption = row(self._chosen, self._state, 0, spacing=10)
        self.setLayout(column(caption, row(*self._buttons.values(), spacing=8), margins=(14, 8, 14, 12), spacing=8))

    def _press(self, action: Action, *_: object) -> None:
        self.done.emit(action)

    def show_chosen(self, chosen: ChosenTurn | None) -> None:
        if chosen is None:
            self._chosen.setText("Escolha uma senha")
            self._state.setText("na fila ou nos equipamentos")
            return
        self._chosen.setText(f"{chosen.label}  {chosen.customer}")
        state = TURNS[chosen.state].lower()
        self._state.setText(" · ".join(part for part in (chosen.service, state, chosen.where) if part))

    def show_actions(self, actions: Mapping[Action, Availability]) -> None:
        for action, made in self._buttons.items():
            show_availability(made, actions[action], FACES[action])


def show_availability(button: QPushButton, availability: Availability, face: Face) -> None:
    """Enable a button, or say on it why it is not."""
    button.setEnabled(availability.is_enabled)
    button.setToolTip(availability.why or f"{face.text} ({face.key})")
    button.setAccessibleDescription(availability.why)
