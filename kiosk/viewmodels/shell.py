"""Which page is shown, and whether somebody is still there."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.model.shell import ShellProps, derive_shell
from kiosk.totem import Totem
from kiosk.viewmodels.props import Shown

QML_IMPORT_NAME = "Vez.Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made in Python")
class ShellViewModel(Shown[ShellProps], QObject):  # type: ignore[operator]  # the decorator is not typed
    pageChanged = Signal()
    isWarningChanged = Signal()
    isLeavingChanged = Signal()
    timeLeftChanged = Signal()
    remainingChanged = Signal()

    def __init__(self, totem: Totem) -> None:
        super().__init__()
        self._totem = totem
        self._props = ShellProps()

    def fold(self) -> None:
        """Show what the scene says now."""
        self.show(derive_shell(self._totem.scene))

    @Property(str, notify=pageChanged)
    def page(self) -> str:
        return self._props.page

    @Property(bool, notify=isWarningChanged)
    def isWarning(self) -> bool:
        return self._props.is_warning

    @Property(bool, notify=isLeavingChanged)
    def isLeaving(self) -> bool:
        return self._props.is_leaving

    @Property(str, notify=timeLeftChanged)
    def timeLeft(self) -> str:
        return self._props.time_left

    @Property(float, notify=remainingChanged)
    def remaining(self) -> float:
        return self._props.remaining

    @Slot()
    def stay(self) -> None:
        self._totem.stay()
