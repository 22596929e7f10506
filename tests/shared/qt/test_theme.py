"""Sizes in millimetres, contrast of every declared pair, and the same tokens in QML and in widgets."""

import re
from dataclasses import fields, replace
from itertools import product
from math import atan, degrees

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPalette
from PySide6.QtQml import QQmlEngine
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from shared.qt.colours import (
    CALM,
    HIGH,
    PART_CONTRAST_MIN,
    PART_PAIRS,
    TEXT_CONTRAST_MIN,
    TEXT_PAIRS,
    Colours,
    colours_for,
    contrast_ratio,
)
from shared.qt.parts import install_parts
from shared.qt.theme import Theme, text_font
from shared.qt.tokens import (
    CAPITAL_MIN_DEGREES,
    READING_MM,
    TOUCH_MIN_MM,
    Contrast,
    Look,
    Preferences,
    ScreenMetrics,
    TextSize,
    TextStyle,
    TypeScale,
)
from shared.qt.widgets_style import widgets_palette, widgets_style_sheet
from tests.shared.qt.desk import show_desk

SCREENS = [
    ScreenMetrics(1080, 1920, 21.5),
    ScreenMetrics(1080, 1920, 24.0),
    ScreenMetrics(1080, 1920, 32.0),
    ScreenMetrics(1920, 1080, 27.0),
    ScreenMetrics(3840, 2160, 55.0, reading_mm=3000.0),
]
THEMES = [CALM, HIGH]


@pytest.mark.parametrize("colours", THEMES, ids=["calm", "high"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_can_be_read_on_its_ground(colours: Colours, text: str, ground: str) -> None:
    assert contrast_ratio(getattr(colours, text), getattr(colours, ground)) >= TEXT_CONTRAST_MIN


@pytest.mark.parametrize("colours", THEMES, ids=["calm", "high"])
@pytest.mark.parametrize(("part", "ground"), PART_PAIRS)
def test_a_part_shows_on_its_ground(colours: Colours, part: str, ground: str) -> None:
    assert contrast_ratio(getattr(colours, part), getattr(colours, ground)) >= PART_CONTRAST_MIN


def test_contrast_is_that_of_wcag() -> None:
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast_ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast_ratio("#ffffff", "#777777") == contrast_ratio("#777777", "#ffffff")


def test_high_contrast_text_reaches_the_enhanced_level() -> None:
    assert min(contrast_ratio(getattr(HIGH, text), getattr(HIGH, ground)) for text, ground in TEXT_PAIRS) >= 7.0


def test_every_colour_that_carries_words_is_in_a_pair() -> None:
    paired = {name for pair in (*TEXT_PAIRS, *PART_PAIRS) for name in pair}
    decoration, under_black = {"hairline", "veil", "scrim"}, {"stamp"}

    assert {field.name for field in fields(Colours)} - paired == decoration | under_black


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_touch_targets_are_never_smaller_than_a_finger(screen: ScreenMetrics) -> None:
    look = Look(screen, Preferences())

    assert screen.at_least(look.space.touch) / screen.px_per_mm >= TOUCH_MIN_MM
    assert look.space.control >= TOUCH_MIN_MM


def test_millimetres_are_those_of_the_screen() -> None:
    assert 1 / ScreenMetrics(1080, 1920, 24.0).px_per_mm == pytest.approx(0.277, abs=0.001)
    assert ScreenMetrics(1080, 1920, 24.0).at_least(20) == 73
    assert ScreenMetrics(1080, 1920, 32.0).at_least(20) == 55


@pytest.mark.parametrize("size", [(0, 1920, 24.0), (1080, -1, 24.0), (1080, 1920, 0.0)])
def test_a_screen_without_a_size_is_refused(size: tuple[int, int, float]) -> None:
    with pytest.raises(ValueError, match="a screen has a size"):
        ScreenMetrics(*size)


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_the_smallest_capital_is_tall_enough_for_the_eye(qtbot: QtBot, screen: ScreenMetrics) -> None:
    install_parts(QQmlEngine(), Look(screen, Preferences()))

    for contrast, size, style in product(Contrast, TextSize, styles()):
        font = text_font(Look(screen, Preferences(contrast, size)), style)
        capital_mm = QFontMetricsF(font).capHeight() / screen.px_per_mm
        assert degrees(atan(capital_mm / screen.reading_mm)) >= CAPITAL_MIN_DEGREES - 0.01


def test_text_grows_with_the_chosen_size() -> None:
    look = Look(SCREENS[1], Preferences())
    sizes = [
        replace(look, preferences=Preferences(text_size=size)).text_px(look.type.body)
        for size in (TextSize.NORMAL, TextSize.LARGE, TextSize.LARGEST)
    ]

    assert sizes == sorted(set(sizes))
    assert sizes[-1] >= 1.4 * sizes[0]


def test_a_display_across_the_room_gets_larger_text() -> None:
    near = ScreenMetrics(1920, 1080, 43.0)
    far = replace(near, reading_mm=5 * READING_MM)

    assert far.capital_min_mm == pytest.approx(5 * near.capital_min_mm)


def test_reduced_motion_leaves_no_duration() -> None:
    motion = Look(SCREENS[0], Preferences(is_motion_reduced=True)).motion

    assert (motion.quick, motion.calm, motion.slow, motion.breath) == (0, 0, 0, 0)


def test_the_theme_follows_what_a_customer_asks_for(qtbot: QtBot) -> None:
    engine = QQmlEngine()
    installed = install_parts(engine, Look(SCREENS[1], Preferences()))
    theme = installed.theme
    calm_body = theme.property("body").pixelSize()

    with qtbot.waitSignal(theme.changed):
        theme.show(Look(SCREENS[1], Preferences(Contrast.HIGH, TextSize.LARGEST, is_motion_reduced=True)))

    assert theme.property("page") == QColor(HIGH.page)
    assert theme.property("body").pixelSize() > calm_body
    assert theme.property("body").family() == "Atkinson Hyperlegible Next"
    assert theme.property("isStill")
    with qtbot.assertNotEmitted(theme.changed):
        theme.show(theme.look)


def test_every_colour_reaches_qml(qtbot: QtBot) -> None:
    theme = Theme()

    for field in fields(Colours):
        name = re.sub(r"_(\w)", lambda match: match[1].upper(), field.name)
        if field.name != "stamp":
            assert theme.property(name) == QColor(getattr(theme.colours, field.name)), name


@pytest.mark.parametrize("contrast", Contrast)
def test_the_desk_is_drawn_in_the_tokens(qtbot: QtBot, contrast: Contrast) -> None:
    desk = show_desk(contrast)
    qtbot.addWidget(desk)
    colours = colours_for(contrast)
    buttons = {button.text(): button for button in desk.findChildren(QPushButton)}

    assert desk.grab().toImage().pixelColor(3, 3) == QColor(colours.page)
    assert fill(buttons["Chamar"]) == QColor(colours.accent)
    assert fill(buttons["Rechamar"]) == QColor(colours.surface)
    assert fill(buttons["Iniciar"]) == QColor(colours.disabled)
    assert edge(buttons["Cancelar senha"]) == QColor(colours.danger)


def test_a_focused_button_of_the_desk_shows_it(qtbot: QtBot) -> None:
    desk = show_desk(Contrast.CALM)
    qtbot.addWidget(desk)
    button = next(button for button in desk.findChildren(QPushButton) if button.text() == "Rechamar")
    with qtbot.waitActive(desk):
        desk.activateWindow()
    assert edge(button) == QColor(CALM.outline)

    button.setFocus(Qt.FocusReason.TabFocusReason)

    assert edge(button) == QColor(CALM.focus)


@pytest.mark.parametrize("colours", THEMES, ids=["calm", "high"])
def test_the_black_marks_of_the_desk_show(colours: Colours) -> None:
    assert contrast_ratio("#000000", colours.stamp) >= TEXT_CONTRAST_MIN
    assert widgets_palette(colours).color(QPalette.ColorRole.Window) == QColor(colours.page)


@pytest.mark.parametrize(("asked", "given"), [(9, 14), (15, 15), (16, 16), (90, 20)])
def test_the_text_of_the_desk_stays_legible(qapp: QApplication, asked: int, given: int) -> None:
    sheet = widgets_style_sheet(CALM, asked)

    assert f"font-size: {given}px" in sheet
    assert "$" not in sheet


def styles() -> list[TextStyle]:
    return [getattr(TypeScale(), field.name) for field in fields(TypeScale)]


def fill(button: QPushButton) -> QColor:
    return button.grab().toImage().pixelColor(button.width() // 2, 5)


def edge(button: QPushButton) -> QColor:
    return button.grab().toImage().pixelColor(button.width() // 2, 0)
