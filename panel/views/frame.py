"""What surrounds every page: the rail to move between them, the line for notices, the line for the world outside."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QWidget

from panel.model.health import Level, StatusItem
from panel.model.notices import Notice, NoticeLevel
from panel.views.marks import Badge
from panel.views.painting import (
    CENTRE,
    NOTE_PX,
    SMALL_PX,
    Weight,
    draw_band_shape,
    draw_icon_at,
    draw_text,
    fill,
    font,
    icon_pixmap,
    text_width,
)
from panel.views.parts import button, label, restyle, row
from shared.qt.colours import Colours
from shared.qt.icons import widget_icon
from shared.visits.bands import WaitBand

RAIL_WIDTH = 92
NOTICE_ICONS = {
    NoticeLevel.DONE: "circle-check",
    NoticeLevel.REFUSED: "info",
    NoticeLevel.TROUBLE: "triangle-alert",
}
LEVEL_SHAPES = {
    Level.GOOD: WaitBand.OK,
    Level.UNKNOWN: WaitBand.CRITICAL,
    Level.WARNING: WaitBand.ATTENTION,
    Level.BAD: WaitBand.OVER,
}


class NavButton(QAbstractButton):
    """One page in the rail: icon, name, and how much there waits for a person."""

    def __init__(self, text: str, key: str, icon: str, name: str, colours: Colours) -> None:
        super().__init__()
        self._icon = icon
        self._colours = colours
        self.setText(text)
        self.setObjectName(name)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setToolTip(f"{text} ({key})")
        self.setFixedSize(RAIL_WIDTH, 72)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._badge = Badge(colours)
        self._badge.setParent(self)
        self._badge.move(RAIL_WIDTH // 2 + 8, 6)

    def show_count(self, number: int, meaning: str) -> None:
        self._badge.show_number(number)
        self.setAccessibleDescription(meaning if number else "")

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._colours
        if self.isChecked() or self.underMouse() or self.hasFocus():
            fill(painter, self.rect().adjusted(8, 3, -8, -3), colours.night_surface, 12)
        if self.hasFocus():
            painter.setPen(colours.night_accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(9, 4, -9, -4), 11, 11)
        ink = colours.night_ink if self.isChecked() else colours.night_muted
        if self.isChecked():
            fill(painter, QRect(0, 20, 4, self.height() - 40), colours.night_accent, 2)
        draw_icon_at(painter, QPointF(self.width() / 2, 27), self._icon, ink, 24)
        words = font(SMALL_PX, Weight.STRONG)
        draw_text(painter, QRect(0, 42, self.width(), 22), self.text(), words, ink, CENTRE)


class NoticeStrip(QFrame):
    """One calm line; `dismissed` when a person closes it."""

    dismissed = Signal()

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self.setObjectName("notice")
        self.setProperty("role", "notice")
        self._icon = label()
        self._text = label("strong", "noticeText", wraps=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        close = button("", "noticeClose", self.dismissed.emit, kind="icon")
        close.setIcon(widget_icon("x", colours.ink, colours.outline, 18))
        close.setAccessibleName("Fechar aviso")
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = row(self._icon, self._text, close, margins=(14, 2, 6, 2), spacing=10)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setFixedHeight(48)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.show_notice(None)

    def show_notice(self, notice: Notice | None) -> None:
        self.setVisible(notice is not None)
        if notice is None:
            return
        colour = {
            NoticeLevel.DONE: self._colours.success,
            NoticeLevel.REFUSED: self._colours.warning,
            NoticeLevel.TROUBLE: self._colours.danger,
        }[notice.level]
        self._icon.setPixmap(icon_pixmap(NOTICE_ICONS[notice.level], colour, 22, self.devicePixelRatioF()))
        self._text.setText(notice.text)
        self.setAccessibleName(notice.text)
        restyle(self, level=notice.level.value)


class StatusChip(QWidget):
    """One thing of the world outside, by shape, colour and words."""

    def __init__(self, item: StatusItem, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self._item = item
        self.setObjectName(f"status{item.name.capitalize()}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_item(item)

    @property
    def item(self) -> StatusItem:
        return self._item

    def show_item(self, item: StatusItem) -> None:
        self._item = item
        self.setToolTip(item.detail)
        self.setAccessibleName(item.text)
        self.setFixedSize(text_width(item.text, font(NOTE_PX, Weight.MEDIUM)) + 24, 24)
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = self._colours
        colour, ink = {
            Level.GOOD: (colours.success, colours.muted),
            Level.UNKNOWN: (colours.outline, colours.muted),
            Level.WARNING: (colours.warning, colours.warning),
            Level.BAD: (colours.danger, colours.danger),
        }[self._item.level]
        draw_band_shape(painter, QPointF(7, self.height() / 2 + 0.5), LEVEL_SHAPES[self._item.level], colour, 9)
        words = font(NOTE_PX, Weight.MEDIUM)
        draw_text(painter, QRect(20, 0, self.width() - 20, self.height()), self._item.text, words, ink)


class StatusLine(QWidget):
    """Provider, printer, database, age; and what else there is to say now."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self._chips: dict[str, StatusChip] = {}
        self._layout = row(0, margins=(16, 0, 16, 0), spacing=22)
        self.setLayout(self._layout)
        self.setFixedHeight(32)

    def show_items(self, items: Sequence[StatusItem]) -> None:
        for gone in self._chips.keys() - {item.name for item in items}:
            chip = self._chips.pop(gone)
            chip.hide()
            self._layout.removeWidget(chip)
            chip.deleteLater()
        for item in items:
            if item.name not in self._chips:
                self._chips[item.name] = StatusChip(item, self._colours)
                self._layout.insertWidget(self._layout.count() - 1, self._chips[item.name])
            elif self._chips[item.name].item != item:
                self._chips[item.name].show_item(item)
