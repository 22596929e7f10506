"""Lucide icons, drawn in any colour at exactly the pixels that a screen needs."""

import re
from functools import lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

PROVIDER_ID = "icon"
ICONS = files("resources").joinpath("icons")
SIDE_PX_DEFAULT = 64
SIDE_PX_MAX = 2048
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COLOUR = re.compile(r"#[0-9a-f]{6}")


@lru_cache(maxsize=1)
def icon_names() -> frozenset[str]:
    """The names that can be drawn; a catalogue may use these."""
    names = (entry.name for entry in ICONS.iterdir())
    return frozenset(name.removesuffix(".svg") for name in names if name.endswith(".svg"))


def draw_icon(name: str, colour: str, side_px: int) -> QImage | None:
    """`name` in `colour` (`#rrggbb`) on a transparent square; None if there is no such icon."""
    if not _NAME.fullmatch(name) or name not in icon_names():
        return None
    source = _source(name).replace("currentColor", colour)
    side = min(max(side_px, 1), SIDE_PX_MAX)
    image = QImage(QSize(side, side), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(source.encode())).render(painter)
    painter.end()
    return image


def widget_icon(name: str, colour: str, disabled_colour: str, side_px: int, *, before_text: bool = False) -> QIcon:
    """The icon for a widget, in both states; KeyError if there is no such icon.

    `before_text` leaves a fifth of the side free on the right: widget styles put words hard against an icon.
    """
    icon = QIcon()
    for mode, tone in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, disabled_colour)):
        drawn_px = side_px * 4 // 5 if before_text else side_px
        image = draw_icon(name, tone, drawn_px)
        if image is None:
            raise KeyError(name)
        icon.addPixmap(QPixmap.fromImage(image.copy(0, (drawn_px - side_px) // 2, side_px, side_px)), mode)
    return icon


class IconProvider(QQuickImageProvider):
    """`image://icon/<name>/<rrggbb>` at the `sourceSize` that the Image asks for."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002 - Qt's name
        name, _, colour = id.partition("/")
        side = requestedSize.width() if requestedSize.width() > 0 else SIDE_PX_DEFAULT
        tone = f"#{colour.lower()}"
        image = draw_icon(name, tone, side) if _COLOUR.fullmatch(tone) else None
        return image if image is not None else QImage()


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return ICONS.joinpath(f"{name}.svg").read_text(encoding="utf-8")
