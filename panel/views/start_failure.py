"""What is shown instead of the desk when the station cannot be opened."""

from PySide6.QtWidgets import QDialog

from panel.views.parts import button, column, label, row

WIDTH = 560


class StartFailure(QDialog):
    """One plain sentence: what is wrong and what to do. Accepted to try again."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.setObjectName("startFailure")
        self.setWindowTitle("Vez")
        self.setFixedWidth(WIDTH)
        again = button("Tentar de novo", "startAgain", self.accept, kind="primary")
        self.setLayout(
            column(
                label("headline", text="O painel não pode abrir", wraps=True),
                label("", "startSentence", text=sentence, wraps=True),
                label("note", text="O Vez não apagou nada. Corrija e tente de novo.", wraps=True),
                row(
                    0,
                    button("Fechar", "startClose", self.reject, kind="quiet"),
                    again,
                    spacing=8,
                ),
                margins=28,
                spacing=14,
            )
        )
        again.setFocus()
