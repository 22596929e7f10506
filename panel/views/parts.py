"""What every page is put together from: labels by role, cards, plain buttons and chips, rows and columns."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

GAP = 12
MARGIN = 16


def label(role: str = "", name: str = "", *, wraps: bool = False, text: str = "") -> QLabel:
    """A label whose look is its role. Texts are never markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    if role:
        made.setProperty("role", role)
    if name:
        made.setObjectName(name)
    return made


def restyle(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties that the style sheet looks at."""
    if all(widget.property(name) == value for name, value in properties.items()):
        return
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def card(*, role: str = "card") -> QFrame:
    made = QFrame()
    made.setProperty("role", role)
    return made


def rule() -> QFrame:
    """A hairline between parts of a card."""
    made = QFrame()
    made.setProperty("role", "line")
    return made


def column(
    *parts: QWidget | QLayout | int, margins: int | tuple[int, int, int, int] = 0, spacing: int = 0
) -> QVBoxLayout:
    """Parts below one another; a number is free space, 0 stretches."""
    made = QVBoxLayout()
    _fill(made, parts, margins, spacing)
    return made


def row(*parts: QWidget | QLayout | int, margins: int | tuple[int, int, int, int] = 0, spacing: int = 0) -> QHBoxLayout:
    """Parts side by side; a number is free space, 0 stretches."""
    made = QHBoxLayout()
    _fill(made, parts, margins, spacing)
    return made


def _fill(
    layout: QVBoxLayout | QHBoxLayout,
    parts: tuple[QWidget | QLayout | int, ...],
    margins: int | tuple[int, int, int, int],
    spacing: int,
) -> None:
    edges = (margins,) * 4 if isinstance(margins, int) else margins
    layout.setContentsMargins(*edges)
    layout.setSpacing(spacing)
    for part in parts:
        if isinstance(part, QWidget):
            layout.addWidget(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        elif part:
            layout.addSpacing(part)
        else:
            layout.addStretch(1)


def button(text: str, name: str, clicked: Callable[[], object], *, kind: str = "") -> QPushButton:
    made = QPushButton(text)
    made.setObjectName(name)
    made.setAutoDefault(False)
    if kind:
        made.setProperty("kind", kind)
    made.clicked.connect(lambda: clicked())
    return made


def chip(text: str, name: str, clicked: Callable[[], object], *, kind: str = "chip") -> QPushButton:
    """A button that stays down while what it stands for is chosen."""
    made = button(text, name, clicked, kind=kind)
    made.setCheckable(True)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made
