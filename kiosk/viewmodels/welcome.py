"""What the welcome page shows."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.model.welcome import WelcomeProps, derive_welcome
from kiosk.totem import Totem
from kiosk.viewmodels.props import Shown

QML_IMPORT_NAME = "Vez.Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made in Python")
class WelcomeViewModel(Shown[WelcomeProps], QObject):  # type: ignore[operator]  # the decorator is not typed
    shopNameChanged = Signal()

    def __init__(self, totem: Totem) -> None:
        super().__init__()
        self._totem = totem
        self._props = WelcomeProps()

    def fold(self) -> None:
        """Show what the scene says now."""
        self.show(derive_welcome(self._totem.scene))

    @Property(str, notify=shopNameChanged)
    def shopName(self) -> str:
        return self._props.shop_name

    @Slot()
    def start(self) -> None:
        self._totem.start()
