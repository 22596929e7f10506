"""A list model over frozen rows: a row that changes keeps its delegate, so a finger on it is not lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtQml import QmlElement, QmlUncreatable

QML_IMPORT_NAME = "Vez.Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

FIRST_ROLE = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


@QmlElement
@QmlUncreatable("the view models make them")
class RowsModel(QAbstractListModel):  # type: ignore[operator]  # the decorator is not typed
    """Rows are frozen dataclasses of one type with a field `key`; each field is a role in camelCase."""

    def __init__(self, row_type: type, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names = [each.name for each in fields(row_type)]
        self._rows: tuple[Any, ...] = ()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        at = role - FIRST_ROLE
        if not index.isValid() or not 0 <= at < len(self._names):
            return None
        return getattr(self._rows[index.row()], self._names[at])

    def roleNames(self) -> dict[int, QByteArray]:
        return {FIRST_ROLE + at: QByteArray(camel(name).encode()) for at, name in enumerate(self._names)}

    def show(self, rows: Sequence[Any]) -> None:
        """Show `rows` from now on; what kept its key and place is changed where it stands."""
        wanted = tuple(rows)
        if [row.key for row in wanted] != [row.key for row in self._rows]:
            self._move_to(wanted)
            return
        for at, (before, after) in enumerate(zip(self._rows, wanted, strict=True)):
            if before != after:
                self._replace(at, before, after)

    def _replace(self, at: int, before: Any, after: Any) -> None:
        self._rows = (*self._rows[:at], after, *self._rows[at + 1 :])
        roles = [
            FIRST_ROLE + place
            for place, name in enumerate(self._names)
            if getattr(before, name) != getattr(after, name)
        ]
        self.dataChanged.emit(self.index(at), self.index(at), roles)

    def _move_to(self, wanted: tuple[Any, ...]) -> None:
        self.beginResetModel()
        self._rows = wanted
        self.endResetModel()


def camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)
