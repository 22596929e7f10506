"""What providers said by themselves and could not be checked: shown only when there is any."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from panel.model.webhooks import WebhookProps
from panel.views.parts import button, column, label, row


class WebhookCard(QFrame):
    """`replayAsked` with what is to be checked once more."""

    replayAsked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setObjectName("webhookCard")
        self._props: WebhookProps | None = None
        self._title = label("strong", "webhookTitle", wraps=True)
        self._lines = label("note", "webhookLines", wraps=True)
        self._replay = button("Conferir de novo", "replayWebhooks", self._ask)
        text = column(self._title, self._lines, spacing=2)
        layout = row(text, self._replay, margins=(13, 10, 13, 10), spacing=12)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.hide()

    def show_props(self, props: WebhookProps, *, is_busy: bool) -> None:
        self._props = props
        self.setVisible(bool(props.ids))
        self._title.setText(props.title)
        self._lines.setText("\n".join(props.lines))
        self._replay.setEnabled(not props.why_not and not is_busy)
        self._replay.setToolTip(props.why_not)

    def _ask(self) -> None:
        if self._props is not None:
            self.replayAsked.emit(self._props)
