"""What the page of the order shows, with its sheets for extras, name and priority."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.model.review import NO_GROUP, ExtraRow, GroupRow, LineRow, ReviewProps, derive_review
from kiosk.totem import Totem
from kiosk.viewmodels.props import Shown
from kiosk.viewmodels.rows_model import RowsModel
from shared.kernel.ids import ExtraId
from shared.visits.model import PriorityGroup

QML_IMPORT_NAME = "Vez.Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made in Python")
class ReviewViewModel(Shown[ReviewProps], QObject):  # type: ignore[operator]  # the decorator is not typed
    totalChanged = Signal()
    extrasSummaryChanged = Signal()
    hasExtrasChanged = Signal()
    firstNameChanged = Signal()
    isNameUpperChanged = Signal()
    priorityNameChanged = Signal()
    isWorkingChanged = Signal()
    noticeChanged = Signal()

    def __init__(self, totem: Totem) -> None:
        super().__init__()
        self._totem = totem
        self._props = ReviewProps()
        self._lines = RowsModel(LineRow, self)
        self._extras = RowsModel(ExtraRow, self)
        self._groups = RowsModel(GroupRow, self)
        self._models = {"lines": self._lines, "extras": self._extras, "groups": self._groups}

    def fold(self) -> None:
        """Show what the scene says now."""
        self.show(derive_review(self._totem.scene))

    @Property(RowsModel, constant=True)
    def lines(self) -> RowsModel:
        return self._lines

    @Property(RowsModel, constant=True)
    def extras(self) -> RowsModel:
        return self._extras

    @Property(RowsModel, constant=True)
    def groups(self) -> RowsModel:
        return self._groups

    @Property(str, notify=totalChanged)
    def total(self) -> str:
        return self._props.total

    @Property(str, notify=extrasSummaryChanged)
    def extrasSummary(self) -> str:
        return self._props.extras_summary

    @Property(bool, notify=hasExtrasChanged)
    def hasExtras(self) -> bool:
        return self._props.has_extras

    @Property(str, notify=firstNameChanged)
    def firstName(self) -> str:
        return self._props.first_name

    @Property(bool, notify=isNameUpperChanged)
    def isNameUpper(self) -> bool:
        return self._props.is_name_upper

    @Property(str, notify=priorityNameChanged)
    def priorityName(self) -> str:
        return self._props.priority_name

    @Property(bool, notify=isWorkingChanged)
    def isWorking(self) -> bool:
        return self._props.is_working

    @Property(str, notify=noticeChanged)
    def notice(self) -> str:
        return self._props.notice

    @Slot(str, int)
    def changeExtra(self, key: str, by: int) -> None:
        self._totem.change_extra(ExtraId(key), by)

    @Slot(str)
    def writeName(self, written: str) -> None:
        self._totem.write_name(written)

    @Slot(str)
    def choosePriority(self, key: str) -> None:
        self._totem.choose_priority(None if key == NO_GROUP else PriorityGroup(key))

    @Slot()
    def back(self) -> None:
        self._totem.back_to_services()
