"""The colours as QML properties; `Theme` adds sizes, type and motion."""

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtGui import QColor
from PySide6.QtQml import QmlAnonymous

from shared.qt.colours import Colours

QML_IMPORT_NAME = "Vez.Look"
QML_IMPORT_MAJOR_VERSION = 1


@QmlAnonymous
class ColourProperties(QObject):
    """What `Theme` inherits; one property per colour that QML draws with."""

    coloursChanged = Signal()

    def __init__(self, colours: Colours, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._colours = colours

    @property
    def colours(self) -> Colours:
        return self._colours

    def paint(self, colours: Colours) -> None:
        if colours != self._colours:
            self._colours = colours
            self.coloursChanged.emit()

    @Property(QColor, notify=coloursChanged)
    def page(self) -> QColor:
        return QColor(self._colours.page)

    @Property(QColor, notify=coloursChanged)
    def surface(self) -> QColor:
        return QColor(self._colours.surface)

    @Property(QColor, notify=coloursChanged)
    def well(self) -> QColor:
        return QColor(self._colours.well)

    @Property(QColor, notify=coloursChanged)
    def ink(self) -> QColor:
        return QColor(self._colours.ink)

    @Property(QColor, notify=coloursChanged)
    def muted(self) -> QColor:
        return QColor(self._colours.muted)

    @Property(QColor, notify=coloursChanged)
    def outline(self) -> QColor:
        return QColor(self._colours.outline)

    @Property(QColor, notify=coloursChanged)
    def hairline(self) -> QColor:
        return QColor(self._colours.hairline)

    @Property(QColor, notify=coloursChanged)
    def accent(self) -> QColor:
        return QColor(self._colours.accent)

    @Property(QColor, notify=coloursChanged)
    def accentPressed(self) -> QColor:
        return QColor(self._colours.accent_pressed)

    @Property(QColor, notify=coloursChanged)
    def accentInk(self) -> QColor:
        return QColor(self._colours.accent_ink)

    @Property(QColor, notify=coloursChanged)
    def tint(self) -> QColor:
        return QColor(self._colours.tint)

    @Property(QColor, notify=coloursChanged)
    def tintInk(self) -> QColor:
        return QColor(self._colours.tint_ink)

    @Property(QColor, notify=coloursChanged)
    def warm(self) -> QColor:
        return QColor(self._colours.warm)

    @Property(QColor, notify=coloursChanged)
    def warmTint(self) -> QColor:
        return QColor(self._colours.warm_tint)

    @Property(QColor, notify=coloursChanged)
    def danger(self) -> QColor:
        return QColor(self._colours.danger)

    @Property(QColor, notify=coloursChanged)
    def dangerInk(self) -> QColor:
        return QColor(self._colours.danger_ink)

    @Property(QColor, notify=coloursChanged)
    def dangerTint(self) -> QColor:
        return QColor(self._colours.danger_tint)

    @Property(QColor, notify=coloursChanged)
    def warning(self) -> QColor:
        return QColor(self._colours.warning)

    @Property(QColor, notify=coloursChanged)
    def warningTint(self) -> QColor:
        return QColor(self._colours.warning_tint)

    @Property(QColor, notify=coloursChanged)
    def success(self) -> QColor:
        return QColor(self._colours.success)

    @Property(QColor, notify=coloursChanged)
    def successTint(self) -> QColor:
        return QColor(self._colours.success_tint)

    @Property(QColor, notify=coloursChanged)
    def disabled(self) -> QColor:
        return QColor(self._colours.disabled)

    @Property(QColor, notify=coloursChanged)
    def disabledInk(self) -> QColor:
        return QColor(self._colours.disabled_ink)

    @Property(QColor, notify=coloursChanged)
    def focus(self) -> QColor:
        return QColor(self._colours.focus)

    @Property(QColor, notify=coloursChanged)
    def night(self) -> QColor:
        return QColor(self._colours.night)

    @Property(QColor, notify=coloursChanged)
    def nightDeep(self) -> QColor:
        return QColor(self._colours.night_deep)

    @Property(QColor, notify=coloursChanged)
    def nightSurface(self) -> QColor:
        return QColor(self._colours.night_surface)

    @Property(QColor, notify=coloursChanged)
    def nightInk(self) -> QColor:
        return QColor(self._colours.night_ink)

    @Property(QColor, notify=coloursChanged)
    def nightMuted(self) -> QColor:
        return QColor(self._colours.night_muted)

    @Property(QColor, notify=coloursChanged)
    def nightAccent(self) -> QColor:
        return QColor(self._colours.night_accent)

    @Property(QColor, notify=coloursChanged)
    def nightButton(self) -> QColor:
        return QColor(self._colours.night_button)

    @Property(QColor, notify=coloursChanged)
    def nightButtonInk(self) -> QColor:
        return QColor(self._colours.night_button_ink)

    @Property(QColor, notify=coloursChanged)
    def veil(self) -> QColor:
        return QColor(self._colours.veil)

    @Property(QColor, notify=coloursChanged)
    def scrim(self) -> QColor:
        return QColor(self._colours.scrim)
