"""The look as QML sees it: `import Vez.Look`, then `Theme.ink`, `Theme.body`, `8 * Theme.mm`."""

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtGui import QFont
from PySide6.QtQml import QmlElement, QmlSingleton

from shared.qt.colour_properties import ColourProperties
from shared.qt.colours import colours_for
from shared.qt.tokens import Contrast, Look, Preferences, ScreenMetrics, TextStyle
from shared.qt.widgets_style import widgets_palette, widgets_style_sheet

__all__ = ["DEFAULT_LOOK", "Theme", "widgets_palette", "widgets_style_sheet"]

QML_IMPORT_NAME = "Vez.Look"
QML_IMPORT_MAJOR_VERSION = 1

DEFAULT_LOOK = Look(ScreenMetrics(1080, 1920, 24.0), Preferences())


def text_font(look: Look, style: TextStyle) -> QFont:
    """The font of one role of text on one screen."""
    font = QFont(look.typeface.family)
    size_px = look.text_px(style)
    font.setPixelSize(size_px)
    font.setWeight(QFont.Weight(style.weight))
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, size_px * style.tracking_em)
    if style.is_tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


@QmlElement
@QmlSingleton
class Theme(ColourProperties):
    """One per engine. Python gives it a `Look`; every binding in QML follows."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(colours_for(DEFAULT_LOOK.preferences.contrast), parent)
        self._look = DEFAULT_LOOK

    @property
    def look(self) -> Look:
        return self._look

    def show(self, look: Look) -> None:
        """Draw everything in `look` from now on."""
        if look != self._look:
            self._look = look
            self.paint(colours_for(look.preferences.contrast))
            self.changed.emit()

    @Property(QFont, notify=changed)
    def caption(self) -> QFont:
        return text_font(self._look, self._look.type.caption)

    @Property(QFont, notify=changed)
    def body(self) -> QFont:
        return text_font(self._look, self._look.type.body)

    @Property(QFont, notify=changed)
    def strong(self) -> QFont:
        return text_font(self._look, self._look.type.strong)

    @Property(QFont, notify=changed)
    def button(self) -> QFont:
        return text_font(self._look, self._look.type.button)

    @Property(QFont, notify=changed)
    def title(self) -> QFont:
        return text_font(self._look, self._look.type.title)

    @Property(QFont, notify=changed)
    def figures(self) -> QFont:
        return text_font(self._look, self._look.type.figures)

    @Property(QFont, notify=changed)
    def field(self) -> QFont:
        return text_font(self._look, self._look.type.field)

    @Property(QFont, notify=changed)
    def total(self) -> QFont:
        return text_font(self._look, self._look.type.total)

    @Property(QFont, notify=changed)
    def headline(self) -> QFont:
        return text_font(self._look, self._look.type.headline)

    @Property(QFont, notify=changed)
    def display(self) -> QFont:
        return text_font(self._look, self._look.type.display)

    @Property(float, notify=changed)
    def mm(self) -> float:
        return self._look.metrics.px_per_mm

    @Property(int, notify=changed)
    def touch(self) -> int:
        return self._look.metrics.at_least(self._look.space.touch)

    @Property(int, notify=changed)
    def control(self) -> int:
        return self._look.metrics.at_least(self._look.space.control)

    @Property(int, notify=changed)
    def hair(self) -> int:
        return self._look.px(self._look.space.hair)

    @Property(int, notify=changed)
    def stroke(self) -> int:
        return self._look.px(self._look.space.stroke)

    @Property(int, notify=changed)
    def boldStroke(self) -> int:
        return self._look.px(self._look.space.bold_stroke)

    @Property(int, notify=changed)
    def tight(self) -> int:
        return self._look.px(self._look.space.tight)

    @Property(int, notify=changed)
    def small(self) -> int:
        return self._look.px(self._look.space.small)

    @Property(int, notify=changed)
    def medium(self) -> int:
        return self._look.px(self._look.space.medium)

    @Property(int, notify=changed)
    def large(self) -> int:
        return self._look.px(self._look.space.large)

    @Property(int, notify=changed)
    def huge(self) -> int:
        return self._look.px(self._look.space.huge)

    @Property(int, notify=changed)
    def margin(self) -> int:
        return self._look.px(self._look.space.margin)

    @Property(int, notify=changed)
    def radiusSmall(self) -> int:
        return self._look.px(self._look.space.radius_small)

    @Property(int, notify=changed)
    def radius(self) -> int:
        return self._look.px(self._look.space.radius)

    @Property(int, notify=changed)
    def radiusLarge(self) -> int:
        return self._look.px(self._look.space.radius_large)

    @Property(int, notify=changed)
    def icon(self) -> int:
        return self._look.capitals_px(self._look.space.icon_capitals)

    @Property(int, notify=changed)
    def cardMin(self) -> int:
        return self._look.capitals_px(self._look.space.card_capitals)

    @Property(int, notify=changed)
    def quick(self) -> int:
        return self._look.motion.quick

    @Property(int, notify=changed)
    def calm(self) -> int:
        return self._look.motion.calm

    @Property(int, notify=changed)
    def slow(self) -> int:
        return self._look.motion.slow

    @Property(int, notify=changed)
    def breath(self) -> int:
        return self._look.motion.breath

    @Property(bool, notify=changed)
    def isStill(self) -> bool:
        return self._look.preferences.is_motion_reduced

    @Property(bool, notify=changed)
    def isHighContrast(self) -> bool:
        return self._look.preferences.contrast is Contrast.HIGH
