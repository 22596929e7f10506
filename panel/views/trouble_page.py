"""The safe page after a failure that nobody expected."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from panel.views.parts import button, card, column, label, row

WHAT_HAPPENED = "Senhas, pagamentos e impressões já gravados continuam gravados. O erro foi anotado para o suporte."
WHAT_TO_DO = "Volte e confira a última ação. Se ela não aparece, faça de novo."


class TroublePage(QWidget):
    def __init__(self, back: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("troublePage")
        box = card()
        box.setFixedWidth(560)
        box.setLayout(
            column(
                label("headline", text="Algo deu errado aqui"),
                label("", "troubleText", wraps=True, text=WHAT_HAPPENED),
                label("note", wraps=True, text=WHAT_TO_DO),
                row(0, button("Voltar ao balcão", "troubleBack", back, kind="primary")),
                margins=28,
                spacing=14,
            )
        )
        self.setLayout(column(0, row(0, box, 0), 0))
