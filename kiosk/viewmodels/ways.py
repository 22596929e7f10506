"""The ways to pay that can be chosen now, for every page that offers them."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.model.ways import WayRow, WaysProps, derive_ways
from kiosk.totem import Totem
from kiosk.viewmodels.props import Shown
from kiosk.viewmodels.rows_model import RowsModel
from shared.kernel.ways import Method

QML_IMPORT_NAME = "Vez.Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made in Python")
class WaysViewModel(Shown[WaysProps], QObject):  # type: ignore[operator]  # the decorator is not typed
    countChanged = Signal()
    canSwitchChanged = Signal()
    isFreeChanged = Signal()
    onlyKeyChanged = Signal()
    onlyTextChanged = Signal()
    onlyIconChanged = Signal()

    def __init__(self, totem: Totem) -> None:
        super().__init__()
        self._totem = totem
        self._props = WaysProps()
        self._rows = RowsModel(WayRow, self)
        self._models = {"rows": self._rows}

    def fold(self) -> None:
        """Show what the scene says now."""
        self.show(derive_ways(self._totem.scene))

    @Property(RowsModel, constant=True)
    def rows(self) -> RowsModel:
        return self._rows

    @Property(int, notify=countChanged)
    def count(self) -> int:
        return self._props.count

    @Property(bool, notify=canSwitchChanged)
    def canSwitch(self) -> bool:
        return self._props.can_switch

    @Property(bool, notify=isFreeChanged)
    def isFree(self) -> bool:
        return self._props.is_free

    @Property(str, notify=onlyKeyChanged)
    def onlyKey(self) -> str:
        return self._props.only_key

    @Property(str, notify=onlyTextChanged)
    def onlyText(self) -> str:
        return self._props.only_text

    @Property(str, notify=onlyIconChanged)
    def onlyIcon(self) -> str:
        return self._props.only_icon

    @Slot(str)
    def pay(self, key: str) -> None:
        self._totem.pay(Method(key))
