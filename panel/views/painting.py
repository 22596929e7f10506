"""What the desk's delegates and own widgets draw with: fonts, shapes for bands and levels, pills, icons."""

from enum import IntEnum
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPixmap, QPolygonF

from shared.qt.colours import Colours
from shared.qt.icons import draw_icon
from shared.qt.tokens import INTER
from shared.visits.bands import WaitBand

SMALL_PX = 13
NOTE_PX = 14
TEXT_PX = 15
TITLE_PX = 18
LABEL_PX = 20

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


class Weight(IntEnum):
    NORMAL = 400
    MEDIUM = 500
    STRONG = 600
    BOLD = 700
    EXTRA = 800


@lru_cache(maxsize=64)
def font(size_px: int, weight: Weight = Weight.NORMAL) -> QFont:
    """Inter at a size, always with digits of one width."""
    made = QFont(INTER.family)
    made.setPixelSize(size_px)
    made.setWeight(QFont.Weight(weight))
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def text_width(text: str, of: QFont) -> int:
    return QFontMetrics(of).horizontalAdvance(text)


def draw_text(painter: QPainter, area: QRect, text: str, of: QFont, colour: str, side: Qt.AlignmentFlag = LEFT) -> None:
    """One line of text, cut with an ellipsis where it does not fit."""
    painter.setFont(of)
    painter.setPen(QColor(colour))
    fitting = QFontMetrics(of).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, side | Qt.TextFlag.TextSingleLine, fitting)


def fill(painter: QPainter, area: QRectF | QRect, colour: str, radius: float = 0.0) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(area), radius, radius)


def band_colours(band: WaitBand, colours: Colours) -> tuple[str, str]:
    """The ink and the ground of a waiting band."""
    return {
        WaitBand.OK: (colours.success, colours.success_tint),
        WaitBand.ATTENTION: (colours.warning, colours.warning_tint),
        WaitBand.CRITICAL: (colours.warm, colours.warm_tint),
        WaitBand.OVER: (colours.danger, colours.danger_tint),
    }[band]


def draw_band_shape(painter: QPainter, centre: QPointF, band: WaitBand, colour: str, side: float = 10.0) -> None:
    """Each band has its own shape: circle, triangle, square, diamond."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawPath(_band_path(centre, band, side / 2))
    painter.restore()


def _band_path(centre: QPointF, band: WaitBand, half: float) -> QPainterPath:
    x, y = centre.x(), centre.y()
    path = QPainterPath()
    match band:
        case WaitBand.OK:
            path.addEllipse(centre, half, half)
        case WaitBand.ATTENTION:
            corners = [QPointF(x, y - half), QPointF(x + half * 1.15, y + half), QPointF(x - half * 1.15, y + half)]
            path.addPolygon(QPolygonF(corners))
            path.closeSubpath()
        case WaitBand.CRITICAL:
            path.addRect(QRectF(x - half * 0.92, y - half * 0.92, half * 1.84, half * 1.84))
        case WaitBand.OVER:
            reach = half * 1.25
            corners = [QPointF(x, y - reach), QPointF(x + reach, y), QPointF(x, y + reach), QPointF(x - reach, y)]
            path.addPolygon(QPolygonF(corners))
            path.closeSubpath()
    return path


def draw_wait(painter: QPainter, area: QRect, text: str, band: WaitBand, colours: Colours) -> None:
    """A pill with the band's shape and the running wait, at the right end of the area."""
    ink, ground = band_colours(band, colours)
    of = font(TEXT_PX, Weight.STRONG)
    width = min(area.width(), wait_width(text))
    pill = QRect(area.right() - width + 1, area.center().y() - 14, width, 29)
    fill(painter, pill, ground, 9)
    draw_band_shape(painter, QPointF(pill.left() + 17, pill.center().y() + 0.5), band, ink)
    draw_text(painter, pill.adjusted(28, 0, -11, 0), text, of, ink, RIGHT)


def wait_width(text: str) -> int:
    """How wide the pill of a wait is."""
    of = font(TEXT_PX, Weight.STRONG)
    return max(text_width(text, of), text_width("00:00", of)) + 42


def draw_pill(painter: QPainter, right: int, middle: int, text: str, ink: str, ground: str) -> int:
    """A small pill of words that ends at `right`; returns where it begins."""
    of = font(SMALL_PX, Weight.STRONG)
    width = text_width(text, of) + 18
    pill = QRect(right - width, middle - 12, width, 24)
    fill(painter, pill, ground, 12)
    draw_text(painter, pill, text, of, ink, CENTRE)
    return pill.left()


@lru_cache(maxsize=512)
def icon_pixmap(name: str, colour: str, side: int, ratio: float) -> QPixmap:
    """A Lucide icon of `side` logical pixels, sharp on a screen with this pixel ratio; KeyError for unknown names."""
    image = draw_icon(name, colour, round(side * ratio))
    if image is None:
        raise KeyError(name)
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def draw_icon_at(painter: QPainter, centre: QPointF, name: str, colour: str, side: int) -> None:
    """An icon centred on a point; a name that the catalogue has and the program lacks becomes a plain mark."""
    ratio = painter.device().devicePixelRatioF()
    try:
        pixmap = icon_pixmap(name, colour, side, ratio)
    except KeyError:
        pixmap = icon_pixmap("sparkles", colour, side, ratio)
    painter.drawPixmap(QPointF(centre.x() - side / 2, centre.y() - side / 2), pixmap)
