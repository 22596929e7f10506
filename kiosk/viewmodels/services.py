"""What the page of the services shows."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.model.services import ServiceRow, ServicesProps, derive_services
from kiosk.totem import Totem
from kiosk.viewmodels.props import Shown
from kiosk.viewmodels.rows_model import RowsModel
from shared.kernel.ids import ServiceId

QML_IMPORT_NAME = "Vez.Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made in Python")
class ServicesViewModel(Shown[ServicesProps], QObject):  # type: ignore[operator]  # the decorator is not typed
    totalChanged = Signal()
    countChanged = Signal()
    canContinueChanged = Signal()
    noticeChanged = Signal()

    def __init__(self, totem: Totem) -> None:
        super().__init__()
        self._totem = totem
        self._props = ServicesProps()
        self._rows = RowsModel(ServiceRow, self)
        self._models = {"rows": self._rows}

    def fold(self) -> None:
        """Show what the scene says now."""
        self.show(derive_services(self._totem.scene))

    @Property(RowsModel, constant=True)
    def rows(self) -> RowsModel:
        return self._rows

    @Property(str, notify=totalChanged)
    def total(self) -> str:
        return self._props.total

    @Property(str, notify=countChanged)
    def count(self) -> str:
        return self._props.count

    @Property(bool, notify=canContinueChanged)
    def canContinue(self) -> bool:
        return self._props.can_continue

    @Property(str, notify=noticeChanged)
    def notice(self) -> str:
        return self._props.notice

    @Slot(str)
    def toggle(self, key: str) -> None:
        self._totem.toggle_service(ServiceId(key))

    @Slot()
    def goOn(self) -> None:
        self._totem.to_review()

    @Slot()
    def cancel(self) -> None:
        self._totem.cancel()
