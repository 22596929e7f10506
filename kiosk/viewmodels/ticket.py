"""What the page of the ticket shows."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.model.ticket import TicketProps, TurnRow, derive_ticket
from kiosk.totem import Totem
from kiosk.viewmodels.props import Shown
from kiosk.viewmodels.rows_model import RowsModel

QML_IMPORT_NAME = "Vez.Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made in Python")
class TicketViewModel(Shown[TicketProps], QObject):  # type: ignore[operator]  # the decorator is not typed
    labelChanged = Signal()
    titleChanged = Signal()
    subtitleChanged = Signal()
    paperChanged = Signal()
    paperWarningChanged = Signal()
    calledNameChanged = Signal()
    calledToChanged = Signal()
    calledWhereChanged = Signal()
    isOverChanged = Signal()

    def __init__(self, totem: Totem) -> None:
        super().__init__()
        self._totem = totem
        self._props = TicketProps()
        self._rows = RowsModel(TurnRow, self)
        self._models = {"rows": self._rows}

    def fold(self) -> None:
        """Show what the scene says now."""
        self.show(derive_ticket(self._totem.scene))

    @Property(RowsModel, constant=True)
    def rows(self) -> RowsModel:
        return self._rows

    @Property(str, notify=labelChanged)
    def label(self) -> str:
        return self._props.label

    @Property(str, notify=titleChanged)
    def title(self) -> str:
        return self._props.title

    @Property(str, notify=subtitleChanged)
    def subtitle(self) -> str:
        return self._props.subtitle

    @Property(str, notify=paperChanged)
    def paper(self) -> str:
        return self._props.paper

    @Property(str, notify=paperWarningChanged)
    def paperWarning(self) -> str:
        return self._props.paper_warning

    @Property(str, notify=calledNameChanged)
    def calledName(self) -> str:
        return self._props.called_name

    @Property(str, notify=calledToChanged)
    def calledTo(self) -> str:
        return self._props.called_to

    @Property(str, notify=calledWhereChanged)
    def calledWhere(self) -> str:
        return self._props.called_where

    @Property(bool, notify=isOverChanged)
    def isOver(self) -> bool:
        return self._props.is_over

    @Slot()
    def leave(self) -> None:
        self._totem.leave()
