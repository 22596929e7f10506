"""View models, by what they emit; list models, by what they keep in place."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QModelIndex, QObject, Signal
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from kiosk.viewmodels.props import Shown
from kiosk.viewmodels.rows_model import FIRST_ROLE, RowsModel


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Props:
    title: str = ""
    can_go: bool = False
    rows: tuple[Row, ...] = ()


class Sample(Shown[Props], QObject):
    titleChanged = Signal()
    canGoChanged = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._props = Props()
        self.rows = RowsModel(Row, self)
        self._models = {"rows": self.rows}


@pytest.fixture
def sample(qapp: object) -> Sample:
    return Sample()


def emitted(sample: Sample, props: Props) -> tuple[int, int]:
    title, can_go = QSignalSpy(sample.titleChanged), QSignalSpy(sample.canGoChanged)
    sample.show(props)
    return title.count(), can_go.count()


def test_only_what_changed_is_emitted(sample: Sample) -> None:
    assert emitted(sample, Props("a")) == (1, 0)
    assert emitted(sample, Props("a", can_go=True)) == (0, 1)
    assert emitted(sample, Props("a", can_go=True)) == (0, 0)
    assert emitted(sample, Props("b", can_go=False)) == (1, 1)


def test_rows_go_to_their_model(sample: Sample) -> None:
    sample.show(Props(rows=(Row("one"), Row("two"))))

    assert [sample.rows.data(sample.rows.index(at)) for at in range(2)] == [None, None]
    assert [sample.rows.data(sample.rows.index(at), FIRST_ROLE) for at in range(2)] == ["one", "two"]


def test_a_row_that_changes_stays_in_its_place(qapp: object) -> None:
    rows = RowsModel(Row)
    rows.show((Row("one"), Row("two")))
    changed, reset = QSignalSpy(rows.dataChanged), QSignalSpy(rows.modelReset)

    rows.show((Row("one"), Row("two", is_chosen=True)))

    assert (changed.count(), reset.count()) == (1, 0)
    first, last, roles = changed.at(0)
    assert (first.row(), last.row(), roles) == (1, 1, [FIRST_ROLE + 1])


def test_the_same_rows_say_nothing(qapp: object) -> None:
    rows = RowsModel(Row)
    rows.show((Row("one"),))
    changed, reset = QSignalSpy(rows.dataChanged), QSignalSpy(rows.modelReset)

    rows.show((Row("one"),))

    assert (changed.count(), reset.count()) == (0, 0)


def test_the_model_keeps_what_qt_expects_of_models(qapp: object) -> None:
    rows = RowsModel(Row)
    tester = QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal)

    for shown in ((Row("one"), Row("two")), (Row("two"),), (), (Row("three"),)):
        rows.show(shown)
        assert rows.rowCount() == len(shown)

    assert tester.model() is rows
    assert rows.rowCount(rows.index(0)) == 0
    assert rows.data(QModelIndex()) is None
    assert [bytes(name.data()) for name in rows.roleNames().values()] == [b"key", b"isChosen"]
