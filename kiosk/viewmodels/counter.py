"""What the page of somebody who pays at the counter shows."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.model.counter import CounterProps, derive_counter
from kiosk.totem import Totem
from kiosk.viewmodels.props import Shown

QML_IMPORT_NAME = "Vez.Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made in Python")
class CounterViewModel(Shown[CounterProps], QObject):  # type: ignore[operator]  # the decorator is not typed
    labelChanged = Signal()
    amountChanged = Signal()
    isOpenChanged = Signal()
    canCancelChanged = Signal()

    def __init__(self, totem: Totem) -> None:
        super().__init__()
        self._totem = totem
        self._props = CounterProps()

    def fold(self) -> None:
        """Show what the scene says now."""
        self.show(derive_counter(self._totem.scene))

    @Property(str, notify=labelChanged)
    def label(self) -> str:
        return self._props.label

    @Property(str, notify=amountChanged)
    def amount(self) -> str:
        return self._props.amount

    @Property(bool, notify=isOpenChanged)
    def isOpen(self) -> bool:
        return self._props.is_open

    @Property(bool, notify=canCancelChanged)
    def canCancel(self) -> bool:
        return self._props.can_cancel

    @Slot()
    def cancel(self) -> None:
        self._totem.cancel()

    @Slot()
    def leave(self) -> None:
        self._totem.leave()
