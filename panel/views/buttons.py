"""Buttons that the desk paints itself: with the key that does the same, or with the number that chooses them."""

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

from panel.views.painting import (
    CENTRE,
    LEFT,
    NOTE_PX,
    RIGHT,
    SMALL_PX,
    TEXT_PX,
    TITLE_PX,
    Weight,
    draw_icon_at,
    draw_text,
    fill,
    font,
    text_width,
)
from shared.qt.colours import Colours


class KeyButton(QPushButton):
    """A button with an icon, its words, and under them the key that does the same."""

    def __init__(self, text: str, key: str, icon: str, colours: Colours, *, is_primary: bool = False) -> None:
        super().__init__(text)
        self._key = key
        self._icon = icon
        self._colours = colours
        self._is_primary = is_primary
        self._words = font(TEXT_PX + 2 if is_primary else TEXT_PX, Weight.STRONG)
        self._keys = font(SMALL_PX, Weight.MEDIUM)
        self.setProperty("kind", "primary" if is_primary else "action")
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{text} ({key})")

    def sizeHint(self) -> QSize:
        words = max(text_width(self.text(), self._words), text_width(self._key, self._keys))
        return QSize(words + 54, 64 if self._is_primary else 56)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        words, keys = self._inks(option)
        left = (self.width() - self.sizeHint().width()) // 2 + 13
        draw_icon_at(painter, QPointF(left + 10, self.height() / 2), self._icon, words, 21)
        area = QRect(left + 29, 0, self.width() - left - 29, self.height())
        middle = self.height() // 2
        draw_text(painter, QRect(area.left(), middle - 21, area.width(), 22), self.text(), self._words, words, LEFT)
        draw_text(painter, QRect(area.left(), middle + 2, area.width(), 18), self._key, self._keys, keys, LEFT)

    def _inks(self, option: QStyleOptionButton) -> tuple[str, str]:
        if not self.isEnabled():
            faded = self._colours.disabled_ink if self._is_primary else self._colours.outline
            return faded, faded
        if self._is_primary:
            return self._colours.accent_ink, self._colours.night_muted
        return self._colours.ink, self._colours.muted


class ChoiceButton(QPushButton):
    """One of several answers: its number as a key cap, its name, and something about it."""

    def __init__(self, name: str, about: str, key: str, colours: Colours) -> None:
        super().__init__(name)
        self._about = about
        self._key = key
        self._colours = colours
        self.setProperty("kind", "machine")
        self.setAutoDefault(False)
        self.setAccessibleName(", ".join(part for part in (key, name, about) if part))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._colours
        ink, soft = (colours.ink, colours.muted) if self.isEnabled() else (colours.outline, colours.outline)
        cap = QRect(12, self.height() // 2 - 18, 36, 36)
        fill(painter, cap, colours.tint if self.isEnabled() else colours.well, 9)
        cap_ink = colours.tint_ink if self.isEnabled() else colours.outline
        draw_text(painter, cap, self._key, font(TITLE_PX, Weight.BOLD), cap_ink, CENTRE)
        area = self.rect().adjusted(62, 0, -16, 0)
        draw_text(painter, area, self._about, font(NOTE_PX), soft, RIGHT)
        draw_text(painter, area, self.text(), font(TITLE_PX - 1, Weight.STRONG), ink, LEFT)
