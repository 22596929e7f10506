"""A table model over frozen rows. Nothing is edited in it: rows come whole, and only what differs is signalled."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from panel.models.difference import altered, appeared, reordered, vanished

R = TypeVar("R")

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROW_ROLE = Role.UserRole
"""The frozen row itself, for delegates."""
NOW_ROLE = Role.UserRole + 1
"""The moment that running times are shown for."""

NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column. `text` gets the row and the moment; `is_timed` columns change with every second. `tip` explains."""

    title: str
    text: Callable[[R, datetime], str]
    is_right: bool = False
    is_timed: bool = False
    tip: Callable[[R], str] | None = None


class RowsModel(QAbstractTableModel, Generic[R]):
    """Rows are told apart by `key`, which must be unique."""

    def __init__(
        self, columns: Sequence[Column[R]], key: Callable[[R], Hashable], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._key = key
        self._rows: list[R] = []
        self._keys: list[Hashable] = []
        self._shown: Sequence[R] | None = None
        self._now = datetime.fromtimestamp(0, UTC)
        self._is_updating = False

    @property
    def rows(self) -> Sequence[R]:
        return self._rows

    @property
    def now(self) -> datetime:
        """The moment that running times are shown for."""
        return self._now

    @property
    def is_updating(self) -> bool:
        """Selections that move now were moved by the model, not by a person."""
        return self._is_updating

    def row(self, position: int) -> R | None:
        return self._rows[position] if 0 <= position < len(self._rows) else None

    def position(self, key: Hashable) -> int | None:
        """Where the row with this key is."""
        return self._keys.index(key) if key in self._keys else None

    def show(self, rows: Sequence[R], now: datetime) -> None:
        """Become these rows at this moment."""
        if now != self._now:
            self._now = now
            self._tell_time()
        if rows is self._shown:
            return
        self._shown = rows
        keys = [self._key(row) for row in rows]
        self._is_updating = True
        if keys != self._keys:
            assert len(set(keys)) == len(keys), "every row has its own key"
            self._remove(keys)
            self._reorder(keys)
            self._insert(rows, keys)
        self._alter(rows)
        self._is_updating = False

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        column = self._columns[index.column()]
        if role == Role.DisplayRole:
            return column.text(row, self._now)
        if role == Role.AccessibleTextRole:
            return f"{column.title}: {column.text(row, self._now)}" if column.title else column.text(row, self._now)
        if role == Role.TextAlignmentRole:
            return _alignment(column.is_right)
        if role == Role.ToolTipRole:
            return column.tip(row) if column.tip else None
        if role == ROW_ROLE:
            return row
        return self._now if role == NOW_ROLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Role.DisplayRole:
            return self._columns[section].title
        return _alignment(self._columns[section].is_right) if role == Role.TextAlignmentRole else None

    def _remove(self, keys: Sequence[Hashable]) -> None:
        for span in vanished(self._keys, keys):
            self.beginRemoveRows(NO_PARENT, span.first, span.last)
            del self._rows[span.first : span.last + 1]
            del self._keys[span.first : span.last + 1]
            self.endRemoveRows()

    def _reorder(self, keys: Sequence[Hashable]) -> None:
        known = frozenset(self._keys)
        order = reordered(self._keys, [key for key in keys if key in known])
        if order is None:
            return
        self.layoutAboutToBeChanged.emit()
        target = {old: new for new, old in enumerate(order)}
        before = self.persistentIndexList()
        after = [self.index(target[index.row()], index.column()) for index in before]
        self._rows = [self._rows[old] for old in order]
        self._keys = [self._keys[old] for old in order]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _insert(self, rows: Sequence[R], keys: Sequence[Hashable]) -> None:
        for span in appeared(self._keys, keys):
            self.beginInsertRows(NO_PARENT, span.first, span.last)
            self._rows[span.first : span.first] = rows[span.first : span.last + 1]
            self._keys[span.first : span.first] = keys[span.first : span.last + 1]
            self.endInsertRows()

    def _alter(self, rows: Sequence[R]) -> None:
        changed = altered(self._rows, rows)
        self._rows = list(rows)
        for span in changed:
            self.dataChanged.emit(self.index(span.first, 0), self.index(span.last, len(self._columns) - 1))

    def _tell_time(self) -> None:
        if not self._rows:
            return
        for at, column in enumerate(self._columns):
            if column.is_timed:
                self.dataChanged.emit(self.index(0, at), self.index(len(self._rows) - 1, at), [Role.DisplayRole])


def _alignment(is_right: bool) -> Qt.AlignmentFlag:  # noqa: FBT001 - of the one column that asks
    side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
