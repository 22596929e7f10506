"""PySide6 6.12.0 on Python 3.11 loses a reference of True or None per call until the interpreter aborts (PYSIDE-3474).

The pin in pyproject.toml keeps that release away; these tests say so should another release do the same.
"""

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import (
    QAbstractListModel,
    QIdentityProxyModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtQml import QJSEngine, QJSValue, QQmlEngine

CALLS = 3_000
# Whatever else runs meanwhile may drop a few references; a loss per call is a hundred times as many.
LOST_MAX = CALLS // 100

SHARED_VALUES = (None, True, False)
# Held until the process ends, so that a loss is counted here and does not abort the interpreter first.
RESERVE = [value for value in SHARED_VALUES for _ in range(20 * CALLS)]


class Teller(QObject):
    told = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.heard = 0

    @Slot()
    def hear(self) -> None:
        self.heard += 1

    @Slot(result=bool)
    def answer(self) -> bool:
        self.heard += 1
        return True


class NothingToShow(QAbstractListModel):
    """A model that knows no role: `data` answers None, as models do for every role they leave to the view."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 1

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        self.asked += 1
        return None


def lost_references(act: Callable[[], None]) -> dict[object, int]:
    act()
    before = [sys.getrefcount(value) for value in SHARED_VALUES]
    act()
    after = [sys.getrefcount(value) for value in SHARED_VALUES]
    lost = {value: b - a for value, b, a in zip(SHARED_VALUES, before, after, strict=True)}
    return {value: count for value, count in lost.items() if count > LOST_MAX}


def test_emitting_a_signal_keeps_every_reference(qapp: QObject) -> None:
    teller = Teller()
    heard: list[int] = []
    teller.told.connect(lambda told: heard.append(1 if told else 0))

    def emit() -> None:
        for number in range(CALLS):
            teller.told.emit(number % 2 == 0)

    assert lost_references(emit) == {}
    assert len(heard) == 2 * CALLS


def test_a_slot_called_by_qt_keeps_every_reference(qapp: QObject) -> None:
    source, teller = QObject(), Teller()
    source.objectNameChanged.connect(teller.hear)

    def rename() -> None:
        for number in range(CALLS):
            source.setObjectName(f"name {number}")

    assert lost_references(rename) == {}
    assert teller.heard == 2 * CALLS


@pytest.mark.parametrize("slot", ["hear", "answer"])
def test_a_slot_called_by_qml_keeps_every_reference(qapp: QObject, slot: str) -> None:
    engine, teller = QJSEngine(), Teller()
    QQmlEngine.setObjectOwnership(teller, QQmlEngine.ObjectOwnership.CppOwnership)
    loop = engine.evaluate(f"(teller => {{ for (let i = 0; i < {CALLS}; ++i) teller.{slot}() }})")
    assert isinstance(loop, QJSValue)

    def call() -> None:
        loop.call([engine.newQObject(teller)])

    assert lost_references(call) == {}
    assert teller.heard == 2 * CALLS


def test_a_model_that_answers_none_keeps_every_reference(qapp: QObject) -> None:
    model, view = NothingToShow(), QIdentityProxyModel()
    view.setSourceModel(model)

    def ask() -> None:
        for _ in range(CALLS):
            view.data(view.index(0, 0))

    assert lost_references(ask) == {}
    assert model.asked == 2 * CALLS
