"""The safe page after a failure that nobody expected."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from panel.views.parts import button, card, column, label, row

WHAT_HAPPENED = (
    "O programa encontrou um erro e parou o que estava fazendo. O que já estava gravado continua gravado: "
    "senhas, pagamentos e impressões. O erro foi anotado para o suporte."
)
WHAT_TO_DO = "Volte ao balcão e confira se a última ação aparece; se não aparecer, repita-a."


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
