"""The driver itself: a touch on nothing fails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickWindow

from tests.driving.qml import CannotTouch, Screen
from tests.driving.waiting import NeverHappened, wait_until

WINDOW = b"""
import QtQuick
import QtQuick.Templates as T

Window {
    id: root

    property int touches: 0

    width: 400
    height: 400
    visible: true

    component Key: T.AbstractButton {
        width: 60
        height: 60
        onClicked: root.touches += 1
    }

    Key { objectName: "plain" }
    Key { objectName: "hidden"; x: 70; visible: false }
    Key { objectName: "clear"; x: 140; opacity: 0 }
    Key { objectName: "disabled"; x: 210; enabled: false }
    Key { objectName: "tiny"; x: 280; width: 2 }
    Key { objectName: "outside"; x: 390 }
    Key { objectName: "twice"; y: 70 }
    Key { objectName: "twice"; y: 140 }
    Key { objectName: "covered"; x: 70; y: 70 }

    MouseArea {
        objectName: "cover"
        x: 60
        y: 70
        width: 80
        height: 60
    }

    Flickable {
        y: 200
        width: 100
        height: 200
        clip: true
        contentHeight: 400

        Key { objectName: "above" }
        Key { objectName: "below"; y: 330 }
    }

    Text {
        objectName: "words"
        x: 200
        y: 300
        text: "R$\xc2\xa01,00"
    }
}
"""


@pytest.fixture
def screen(qapp: object) -> Iterator[Screen]:
    engine = QQmlEngine()
    component = QQmlComponent(engine)
    component.setData(WINDOW, QUrl("file:///driven.qml"))
    window = component.create()
    assert isinstance(window, QQuickWindow), component.errorString()
    yield Screen(window)
    window.close()


def touches(screen: Screen) -> object:
    return screen.window.property("touches")


def test_a_touch_and_a_click_arrive(screen: Screen) -> None:
    screen.touch("plain")
    screen.click("plain")

    assert touches(screen) == 2


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nowhere", "0 items"),
        ("hidden", "0 items"),
        ("clear", "0 items"),
        ("disabled", "disabled"),
        ("tiny", "only 2"),
        ("outside", "outside"),
        ("twice", "2 items"),
        ("covered", "covered by cover"),
        ("below", "scrolled away"),
    ],
)
def test_what_a_finger_would_miss_cannot_be_touched(screen: Screen, name: str, why: str) -> None:
    with pytest.raises(CannotTouch, match=why):
        screen.touch(name)

    assert touches(screen) == 0


def test_a_page_is_dragged_until_the_place_is_in_sight(screen: Screen) -> None:
    screen.reveal("below")
    screen.touch("below")
    screen.reveal("above")
    screen.touch("above")

    assert touches(screen) == 2


def test_words_are_read_as_people_read_them(screen: Screen) -> None:
    assert screen.says("R$ 1,00")
    assert not screen.says("R$ 2,00")
    assert screen.text("words") == "R$\u00a01,00"


def test_what_never_happens_is_not_waited_for_forever(qapp: object) -> None:
    with pytest.raises(NeverHappened, match="the sun"):
        wait_until(lambda: False, "the sun at night", seconds=0.05)
