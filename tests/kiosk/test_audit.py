"""The audit itself: each kind of bad layout is found, and a good one is not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, QUrl
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickWindow

from tests.driving.qml import Screen
from tests.kiosk.audit import layout_faults
from tests.kiosk.booth import PORTRAIT

HEAD = """
import QtQuick
import QtQuick.Templates as T

Window {
    width: 1000
    height: 1000
    visible: true

    component Key: T.AbstractButton {
        width: 200
        height: 200
        Accessible.role: Accessible.Button
        Accessible.name: objectName
    }
"""
GOOD = 'Key { objectName: "key"; x: 100 } Text { x: 400; text: "words" }'


def screen_with(engine: QQmlEngine, items: str) -> Screen:
    component = QQmlComponent(engine)
    component.setData((HEAD + items + "}").encode(), QUrl("file:///audited.qml"))
    window = component.create()
    assert isinstance(window, QQuickWindow), component.errorString()
    QObject.setParent(window, engine)
    return Screen(window)


@pytest.fixture
def engine(qapp: object) -> QQmlEngine:
    return QQmlEngine()


def test_a_good_page_has_no_faults(engine: QQmlEngine) -> None:
    screen = screen_with(engine, GOOD)
    screen.next_frame()

    assert layout_faults(screen, PORTRAIT) == []


@pytest.mark.parametrize(
    ("items", "fault"),
    [
        ('Key { objectName: "key"; height: 20 }', "less than"),
        ("Key { }", "no objectName"),
        ('Key { objectName: "key"; Accessible.name: "" }', "no accessible name"),
        ('Key { objectName: "key"; x: 900 }', "past the side"),
        ('Key { objectName: "key"; y: 900 }', "past the edge"),
        ('Key { objectName: "key"; x: 790 }', "stands in the margin"),
        ('Text { text: "a long line"; width: 20; elide: Text.ElideRight }', "truncated"),
        ('Text { text: "two words"; width: 60; height: 5; wrapMode: Text.Wrap }', "does not fit"),
        ('Text { text: "unbreakable"; width: 30; wrapMode: Text.Wrap }', "breaks a word"),
        ('Key { objectName: "key"; contentItem: Item { Text { y: 190; text: "words" } } }', "spills over"),
        ('Key { objectName: "one" } Key { objectName: "two"; x: 100 }', "'one' and 'two' overlap"),
        ('Text { text: "one" } Text { text: "two" }', "'one' and 'two' overlap"),
    ],
)
def test_a_fault_is_found(engine: QQmlEngine, items: str, fault: str) -> None:
    screen = screen_with(engine, items)
    screen.next_frame()

    assert fault in "\n".join(layout_faults(screen, PORTRAIT))
