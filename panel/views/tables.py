"""Tables and lists of rows as the desk draws them: quiet, aligned, one selected row."""

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from panel.models.rows import RowsModel
from panel.views.painting import LEFT, RIGHT, TEXT_PX, Weight, draw_text, fill, font
from shared.qt.colours import Colours

R = TypeVar("R")

Index = QModelIndex | QPersistentModelIndex
PADDING = 12


class RowDelegate(QStyledItemDelegate):
    """Draws a cell on the ground of its row; tables with more than words draw more on top."""

    def __init__(self, colours: Colours, height: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.colours = colours
        self.height = height

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw_ground(painter, option, index)
        self.draw_cell(painter, option.rect.adjusted(PADDING, 0, -PADDING, 0), index)
        painter.restore()

    def draw_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        """The words of one cell."""
        is_right = bool(index.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight)
        weight = Weight.BOLD if index.column() == 0 else Weight.NORMAL
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        draw_text(painter, area, text, font(TEXT_PX, weight), self.colours.ink, RIGHT if is_right else LEFT)

    def draw_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Selection, pointer, and a hairline below."""
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_selected:
            fill(painter, option.rect, self.colours.tint)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            fill(painter, option.rect, self.colours.page)
        line = QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1)
        fill(painter, line, self.colours.hairline)
        if is_selected and index.column() == 0:
            bar = self.colours.focus if option.state & QStyle.StateFlag.State_HasFocus else self.colours.accent
            fill(painter, QRect(option.rect.left(), option.rect.top(), 4, option.rect.height()), bar)


class Choosing(Generic[R]):
    """Tells which row a person (not the model) selected, and selects rows without telling."""

    def __init__(self, view: QAbstractItemView, model: RowsModel[R], chosen: Callable[[R], None]) -> None:
        self._view = view
        self._model = model
        self._chosen = chosen
        self._is_quiet = False
        view.selectionModel().selectionChanged.connect(self._moved)

    def select(self, key: Hashable | None) -> None:
        """Select the row with this key; nothing when there is none."""
        position = None if key is None else self._model.position(key)
        if position == self._selected():
            return
        selection = self._view.selectionModel()
        self._is_quiet = True
        if position is None:
            selection.clear()
        else:
            index = self._model.index(position, 0)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            selection.setCurrentIndex(index, flags)
        self._is_quiet = False

    def _selected(self) -> int | None:
        indexes = self._view.selectionModel().selectedIndexes()
        return indexes[0].row() if indexes else None

    def _moved(self) -> None:
        selected = self._selected()
        row = None if selected is None else self._model.row(selected)
        if row is not None and not self._is_quiet and not self._model.is_updating:
            self._chosen(row)


def set_up_table(table: QTableView, delegate: RowDelegate, name: str, widths: Sequence[int], stretched: int) -> None:
    """One look for all tables: whole rows, one at a time, never edited. `widths` in pixels, by column."""
    _set_up(table, delegate, name)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setCornerButtonEnabled(False)
    table.setTabKeyNavigation(False)
    rows = table.verticalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(delegate.height)
    heads = table.horizontalHeader()
    heads.setHighlightSections(False)
    heads.setSectionsClickable(False)
    heads.setFixedHeight(32)
    heads.setMinimumSectionSize(30)
    for at, width in enumerate(widths):
        heads.setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed)
        table.setColumnWidth(at, width)
    heads.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)


def set_up_list(view: QListView, delegate: RowDelegate, name: str) -> None:
    """A list whose rows have one height."""
    _set_up(view, delegate, name)
    view.setUniformItemSizes(True)
    view.setResizeMode(QListView.ResizeMode.Adjust)


def _set_up(view: QAbstractItemView, delegate: RowDelegate, name: str) -> None:
    view.setObjectName(name)
    view.setItemDelegate(delegate)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setMouseTracking(True)
    view.setFrameShape(QAbstractItemView.Shape.NoFrame)
