from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from panel.models.difference import altered, appeared, reordered, spans, vanished
from panel.models.rows import NOW_ROLE, ROW_ROLE, Column, RowsModel
from tests.panel.making import NOW


@dataclass(frozen=True, slots=True)
class Line:
    key: int
    words: str


COLUMNS: tuple[Column[Line], ...] = (
    Column("Chave", lambda line, _: str(line.key), tip=lambda line: line.words),
    Column("Palavras", lambda line, _: line.words),
    Column("Tempo", lambda line, now: f"{line.key} {now:%M:%S}", is_right=True, is_timed=True),
)

lines = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from(["a", "b", "c"])), max_size=12, unique_by=lambda pair: pair[0]
).map(lambda pairs: tuple(Line(*pair) for pair in pairs))


def model() -> RowsModel[Line]:
    return RowsModel(COLUMNS, lambda line: line.key)


def watched(rows: tuple[Line, ...]) -> tuple[RowsModel[Line], QAbstractItemModelTester]:
    made = model()
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    made.show(rows, NOW)
    return made, tester


def of(*keys: int) -> tuple[Line, ...]:
    return tuple(Line(key, "a") for key in keys)


@given(old=lines, new=lines)
def test_any_list_becomes_any_other(old: tuple[Line, ...], new: tuple[Line, ...]) -> None:
    made, _tester = watched(old)
    made.show(new, NOW)
    assert tuple(made.rows) == new


@given(old=lines, new=lines)
def test_what_was_selected_stays_selected_while_it_is_there(old: tuple[Line, ...], new: tuple[Line, ...]) -> None:
    made, _tester = watched(old)
    selection = QItemSelectionModel(made)
    for at, line in enumerate(old):
        if line.key % 2:
            selection.select(made.index(at, 0), QItemSelectionModel.SelectionFlag.Select)
    made.show(new, NOW)
    kept = {made.rows[index.row()].key for index in selection.selectedIndexes()}
    assert kept == {line.key for line in new if line.key % 2} & {line.key for line in old}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (of(1, 2, 3), of(2, 3), ["removed 0-0"]),
        (of(1, 2, 3, 4), of(1, 4), ["removed 1-2"]),
        (of(1, 3), of(1, 2, 3), ["inserted 1-1"]),
        (of(1, 2, 3), of(3, 1, 2), ["reordered"]),
        (of(1, 2), (Line(1, "a"), Line(2, "b")), ["changed 1-1"]),
        (of(1, 2), of(1, 2), []),
        ((), of(1, 2), ["inserted 0-1"]),
    ],
)
def test_only_what_differs_is_signalled(
    qtbot: QtBot, old: tuple[Line, ...], new: tuple[Line, ...], expected: list[str]
) -> None:
    made, _tester = watched(old)
    heard: list[str] = []
    made.rowsRemoved.connect(lambda _, first, last: heard.append(f"removed {first}-{last}"))
    made.rowsInserted.connect(lambda _, first, last: heard.append(f"inserted {first}-{last}"))
    made.layoutChanged.connect(lambda: heard.append("reordered"))
    made.dataChanged.connect(lambda first, last: heard.append(f"changed {first.row()}-{last.row()}"))
    made.show(new, NOW)
    assert heard == expected


def test_a_second_touches_only_running_columns(qtbot: QtBot) -> None:
    made, _tester = watched(of(1, 2, 3))
    heard: list[tuple[int, int]] = []

    def hear(first: QModelIndex, last: QModelIndex) -> None:
        heard.append((first.column(), last.column()))

    made.dataChanged.connect(hear)
    made.show(of(1, 2, 3), NOW + timedelta(seconds=1))
    assert heard == [(2, 2)]
    assert made.index(0, 2).data() == "1 00:01"


def test_cells_say_what_they_are(qtbot: QtBot) -> None:
    made, _tester = watched(of(7))
    cell = made.index(0, 2)
    assert cell.data(ROW_ROLE) == Line(7, "a")
    assert cell.data(NOW_ROLE) == NOW
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "Tempo: 7 00:00"
    assert cell.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert made.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "a"
    assert made.headerData(1, Qt.Orientation.Horizontal) == "Palavras"
    assert not made.flags(cell) & Qt.ItemFlag.ItemIsEditable
    assert made.position(7) == 0
    assert made.position(8) is None
    assert made.row(5) is None


def test_rows_need_keys_of_their_own(qtbot: QtBot) -> None:
    with pytest.raises(AssertionError, match="own key"):
        model().show((Line(1, "a"), Line(1, "b")), datetime.now(NOW.tzinfo))


def test_differences_as_spans() -> None:
    assert [(each.first, each.last, len(each)) for each in spans([0, 1, 2, 5, 7, 8])] == [
        (0, 2, 3),
        (5, 5, 1),
        (7, 8, 2),
    ]
    assert [each.first for each in vanished("abcd", "bd")] == [2, 0]
    assert [each.first for each in appeared("bd", "abcd")] == [0, 2]
    assert reordered("abc", "abc") is None
    assert reordered("abc", "cab") == (2, 0, 1)
    assert [each.first for each in altered("abc", "axc")] == [1]
