"""Small pictures of a number: digits typed, things that wait."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from panel.views.painting import CENTRE, SMALL_PX, Weight, draw_text, fill, font
from shared.qt.colours import Colours


class PinDots(QWidget):
    """How many digits of a PIN were typed, never which."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self._typed = 0
        self.setObjectName("pinDots")
        self.setFixedHeight(36)

    @property
    def typed(self) -> int:
        return self._typed

    def show_typed(self, typed: int) -> None:
        if typed != self._typed:
            self._typed = typed
            self.setAccessibleName(f"{typed} dígitos")
            self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = max(self._typed, 4)
        left = self.width() / 2 - (places - 1) * 14
        for place in range(places):
            is_filled = place < self._typed
            painter.setPen(QPen(QColor(self._colours.accent if is_filled else self._colours.outline), 2))
            painter.setBrush(QColor(self._colours.accent) if is_filled else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(left + place * 28, self.height() / 2), 7, 7)


class Badge(QWidget):
    """A number that wants attention; nothing at zero."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self._number = 0
        self.setFixedSize(26, 20)

    def show_number(self, number: int) -> None:
        if number != self._number:
            self._number = number
            self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        if not self._number:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill(painter, self.rect(), self._colours.night_accent, 10)
        text = str(self._number) if self._number < 100 else "99+"
        draw_text(
            painter,
            self.rect(),
            text,
            font(SMALL_PX, Weight.BOLD),
            self._colours.night_deep,
            CENTRE,
        )
