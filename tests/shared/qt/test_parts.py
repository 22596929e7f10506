"""The parts on real windows: what a finger and a keyboard do, what a screen reader hears, and that nothing is cut."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.shared.qt.stage import Stage, show, spoken

CONTROLS = """
    property string heard: ""
    function hear(what: string) { heard += what + " " }
    color: Theme.page
    width: 1080
    height: 1920
"""
TAB_STOPS_MAX = 80

Show = Callable[[str], Stage]


@pytest.fixture
def show_parts(qapp: QApplication, tmp_path: Path) -> Iterator[Show]:
    stages: list[Stage] = []

    def show_source(body: str) -> Stage:
        page = tmp_path / "Page.qml"
        imports = "import QtQuick\nimport QtQuick.Layouts\nimport Vez.Look\nimport Vez.Parts\n"
        page.write_text(f"{imports}Rectangle {{ id: root\n{CONTROLS}\n{body}\n}}", encoding="utf-8")
        stages.append(show(page))
        return stages[-1]

    yield show_source
    for stage in stages:
        stage.close()


def heard(stage: Stage) -> str:
    return str(stage.root.property("heard")).strip()


@pytest.mark.parametrize("kind", ["Primary", "Secondary", "Quiet", "Danger", "Night"])
def test_a_button_answers_finger_and_keys(show_parts: Show, kind: str) -> None:
    stage = show_parts(
        f'BigButton {{ objectName: "pay"; text: "Pagar"; kind: BigButton.{kind}; onClicked: root.hear("paid") }}'
    )
    stage.click("pay")
    stage.press(Qt.Key.Key_Tab)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        stage.press(key)

    assert heard(stage) == "paid paid paid paid"
    assert spoken(stage.find("pay")) == ("Pagar", QAccessible.Role.Button)


def test_a_touch_is_a_click(show_parts: Show) -> None:
    stage = show_parts(
        'IconButton { objectName: "globe"; text: "Idioma"; iconName: "globe"; onClicked: root.hear("x") }'
    )
    device = QTest.createTouchDevice()
    point = stage.centre(stage.find("globe"))

    QTest.touchEvent(stage.view, device).press(0, point, stage.view).commit()
    QTest.touchEvent(stage.view, device).release(0, point, stage.view).commit()
    stage.settle()

    assert heard(stage) == "x"
    assert spoken(stage.find("globe")) == ("Idioma", QAccessible.Role.Button)


def test_a_disabled_button_does_nothing(show_parts: Show) -> None:
    stage = show_parts('BigButton { objectName: "pay"; text: "Pagar"; enabled: false; onClicked: root.hear("paid") }')

    stage.click("pay")

    assert heard(stage) == ""


def test_the_keyboard_focus_shows_and_the_finger_leaves_no_trace(show_parts: Show) -> None:
    stage = show_parts(
        'BigButton { objectName: "back"; text: "Voltar" } BigButton { y: 200; objectName: "pay"; text: "Pagar" }'
    )
    focus = QColor(stage.installed.theme.colours.focus)
    stage.click("back")
    assert not has_ring(stage, "back", focus)

    stage.press(Qt.Key.Key_Tab)

    assert has_ring(stage, "pay", focus)
    assert not has_ring(stage, "back", focus)


def has_ring(stage: Stage, name: str, colour: QColor) -> bool:
    below = stage.find(name).mapToScene(stage.find(name).boundingRect().bottomLeft()).toPoint()
    frame = stage.view.grabWindow()
    return any(frame.pixelColor(below.x() + 60, below.y() + dy) == colour for dy in range(12))


def test_a_pressed_button_changes_at_once(show_parts: Show) -> None:
    stage = show_parts('BigButton { x: 100; y: 100; objectName: "pay"; text: "Pagar"; kind: BigButton.Secondary }')
    button = stage.find("pay")
    inside = (round(button.x()) + 20, round(button.y()) + 10)
    before = stage.view.grabWindow().pixelColor(*inside)

    QTest.mousePress(
        stage.view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, stage.centre(stage.find("pay"))
    )
    stage.settle()

    assert stage.view.grabWindow().pixelColor(*inside) != before


CARD = """
ServiceCard {
    objectName: "card"; width: %d; iconName: "snowflake"; text: "Crioterapia"; description: "Corpo inteiro"
    price: "R$ 180,00"; minutes: "3 min"; waiting: "2 na fila"; isChosen: true; unavailableReason: "%s"
    onClicked: root.hear("card")
}
"""


@pytest.mark.parametrize("width", [430, 760, 1000])
def test_a_service_says_everything_in_any_width(show_parts: Show, width: int) -> None:
    stage = show_parts(CARD % (width, ""))

    stage.click("card")

    assert heard(stage) == "card"
    name = "Crioterapia, Corpo inteiro, R$ 180,00, 3 min · 2 na fila"
    assert spoken(stage.find("card")) == (name, QAccessible.Role.CheckBox)
    interface = QAccessible.queryAccessibleInterface(stage.find("card"))
    assert interface is not None
    assert interface.state().checked


def test_an_unavailable_service_says_why_and_cannot_be_touched(show_parts: Show) -> None:
    stage = show_parts(CARD % (430, "Em manutenção hoje"))

    stage.click("card")

    assert heard(stage) == ""
    assert "Em manutenção hoje" in spoken(stage.find("card"))[0]
    assert "Em manutenção hoje" in [text.property("text") for text in stage.of_type("QQuickText")]


def test_a_stepper_asks_and_stops_at_its_ends(show_parts: Show) -> None:
    stage = show_parts(
        'QuantityStepper { objectName: "towel"; name: "Toalha"; value: 1; to: 2; '
        "onStepped: by => { value += by; root.hear(value) } }"
    )
    stage.click("towelPlus")
    stage.click("towelPlus")
    stage.click("towelMinus")
    stage.click("towelMinus")
    stage.click("towelMinus")

    assert heard(stage) == "2 1 0"
    assert spoken(stage.find("towelPlus"))[0] == "Mais Toalha"
    assert spoken(stage.find("towel")) == ("Toalha: 0", QAccessible.Role.SpinBox)


def test_a_keypad_says_what_was_touched(show_parts: Show) -> None:
    stage = show_parts(
        "Keypad { width: 600; onTyped: digit => root.hear(digit); onErased: root.hear('erased'); "
        "onCleared: root.hear('cleared') }"
    )
    for key in ("4", "0", "9", "Erase", "Clear"):
        stage.click(f"key{key}")

    assert heard(stage) == "4 0 9 erased cleared"
    assert spoken(stage.find("keyErase"))[0] == "Apagar o último"


@pytest.mark.parametrize(("is_upper", "name"), [("false", "ção-ñ"), ("true", "ÇÃO-Ñ")])
def test_a_keyboard_has_the_accents_of_names(show_parts: Show, is_upper: str, name: str) -> None:
    stage = show_parts(
        f"Keyboard {{ width: 1000; isUpper: {is_upper}; onTyped: letter => root.heard += letter; "
        "onErased: root.heard += '<' }"
    )
    for key in ("ç", "ã", "o", "-", "ñ", "Space", "Erase"):
        stage.click(f"key{key}")

    assert stage.root.property("heard") == f"{name} <"


def test_a_field_takes_a_hardware_keyboard_and_shows_what_is_wrong(show_parts: Show) -> None:
    stage = show_parts('EntryField { objectName: "cpf"; width: 800; name: "CPF"; onTextEdited: root.hear(text) }')
    field = stage.find("cpf")
    plain_height = field.height()
    stage.click("cpf")
    stage.press(Qt.Key.Key_1)
    stage.press(Qt.Key.Key_2)

    field.setProperty("error", "Confira os números")
    stage.settle()

    assert heard(stage) == "1 12"
    assert field.implicitHeight() > plain_height
    assert spoken(field) == ("CPF. Confira os números", QAccessible.Role.EditableText)


SHEET = """
BigButton { objectName: "below"; text: "Embaixo"; onClicked: root.hear("below") }
Sheet {
    objectName: "extras"; title: "Quer levar junto?"; visible: true; isClosable: %s; onClosed: root.hear("closed")
    Repeater {
        model: 30
        BigButton {
            required property int index
            objectName: "extra" + index; text: "Extra " + index; onClicked: root.hear(index)
        }
    }
}
"""


def test_a_sheet_covers_the_page_until_it_is_closed(show_parts: Show) -> None:
    stage = show_parts(SHEET % "true")
    below = stage.find("below")
    stage.click("below")
    assert heard(stage) == ""

    stage.click("extrasClose")
    assert heard(stage) == "closed"

    QTest.mouseClick(stage.view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, stage.centre(below))
    assert heard(stage) == "closed below"


@pytest.mark.parametrize(("is_closable", "said"), [("true", "closed"), ("false", "")])
def test_escape_closes_only_a_sheet_that_may_be_closed(show_parts: Show, is_closable: str, said: str) -> None:
    stage = show_parts(SHEET % is_closable)

    stage.press(Qt.Key.Key_Escape)

    assert heard(stage) == said


def test_the_keyboard_stays_in_the_sheet_and_scrolls_it(show_parts: Show) -> None:
    stage = show_parts(SHEET % "true")
    visited: list[str] = []
    for _ in range(TAB_STOPS_MAX):
        stage.press(Qt.Key.Key_Tab)
        focused = stage.view.activeFocusItem()
        if focused.objectName() in visited:
            break
        visited.append(focused.objectName())
        bottom = focused.mapToScene(focused.boundingRect().bottomLeft()).y()
        top = focused.mapToScene(focused.boundingRect().topLeft()).y()
        assert top >= 0, focused.objectName()
        assert bottom <= stage.view.height(), focused.objectName()

    assert "below" not in visited
    assert {f"extra{index}" for index in range(30)} <= set(visited)


def test_a_banner_speaks_and_offers_one_action(show_parts: Show) -> None:
    stage = show_parts(
        'Banner { objectName: "offline"; width: 900; kind: Banner.Warning; title: "Sem internet"; '
        'text: "Pague no balcão."; actionText: "Pagar no balcão"; onActed: root.hear("acted") }'
    )
    stage.click("offlineAction")

    assert heard(stage) == "acted"
    assert spoken(stage.find("offline")) == ("Sem internet. Pague no balcão.", QAccessible.Role.AlertMessage)


@pytest.mark.parametrize(("remaining", "part"), [(1.0, 1.0), (0.5, 0.5), (0.0, 0.0), (7.0, 1.0), (-3.0, 0.0)])
def test_a_countdown_shows_the_part_that_is_left(show_parts: Show, remaining: float, part: float) -> None:
    stage = show_parts(f'CountdownBar {{ width: 800; text: "4:59"; remaining: {remaining} }}')
    accent = QColor(stage.installed.theme.colours.accent)
    row = stage.of_type("QQuickRectangle")
    track = next(item for item in row if item.width() == 800)
    y = round(track.mapToScene(track.boundingRect().center()).y())
    frame = stage.view.grabWindow()

    filled = sum(frame.pixelColor(x, y) == accent for x in range(800))

    assert filled == pytest.approx(800 * part, abs=3)


def test_a_long_label_keeps_to_its_place(show_parts: Show) -> None:
    stage = show_parts('LabelNumber { objectName: "label"; width: 500; text: "A042"; tallest: 80 }')
    label = stage.find("label")

    assert label.property("contentWidth") <= 500
    assert spoken(label)[0] == "A 0 4 2"


def test_a_page_scrolls_under_the_finger_and_says_that_there_is_more(show_parts: Show) -> None:
    stage = show_parts(
        'ScrollArea { objectName: "area"; anchors.fill: parent; '
        'Repeater { model: 60; Prose { required property int index; text: "Linha " + index } } }'
    )
    area = stage.find("area")

    assert area.property("hasMoreBelow")
    stage.view.resize(1080, 6000)
    stage.settle()
    assert not area.property("hasMoreBelow")


def test_the_bottom_bar_gives_long_sums_a_row_of_their_own(show_parts: Show) -> None:
    stage = show_parts(
        'BottomBar { objectName: "bar"; width: 1080; caption: "12 serviços"; amount: "R$ 1.270,00"; '
        'leading: BigButton { text: "Cancelar tudo e voltar" } '
        'trailing: BigButton { text: "Continuar"; Layout.fillWidth: true } }'
    )
    bar = stage.find("bar")
    assert bar.property("isStacked")
    stacked_height = bar.height()

    bar.setWidth(1900)
    stage.settle()

    assert not bar.property("isStacked")
    assert bar.implicitHeight() < stacked_height


def test_markup_in_a_name_is_shown_as_it_was_typed(show_parts: Show) -> None:
    stage = show_parts('LineCard { objectName: "line"; width: 900; text: "<b>Ana</b>" } Words { text: "Ana" }')
    typed, plain = (
        item.property("contentWidth") for item in sorted(stage.of_type("QQuickText"), key=shown, reverse=True)
    )

    assert typed > 2 * plain


def shown(item: QQuickItem) -> int:
    return len(str(item.property("text")))
