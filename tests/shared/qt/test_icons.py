"""Icons: each draws, in exactly the colour and size that is asked for."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication

from shared.qt.icons import ICONS, SIDE_PX_DEFAULT, IconProvider, draw_icon, icon_names, widget_icon

NEEDED = """
    accessibility arrow-left arrow-right ban banknote bell bell-ring check circle-check clock contrast credit-card
    delete droplets flame footprints globe hand hand-helping heart-pulse info keyboard life-buoy list lock log-out
    map-pin minus play plus pointer printer qr-code refresh-cw rotate-ccw snowflake sparkles square ticket
    triangle-alert user user-x wallet waves wind x zap
"""


def ink_of(image: QImage) -> set[str]:
    """The colours of the fully covered pixels."""
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {colour.name() for colour in pixels if colour.alpha() == 255}


def test_the_icons_of_the_pages_are_there() -> None:
    assert set(NEEDED.split()) - icon_names() == set()


@pytest.mark.parametrize("name", sorted(icon_names()))
def test_an_icon_draws_in_the_colour_it_is_given(qapp: QApplication, name: str) -> None:
    image = draw_icon(name, "#ff00ff", 72)

    assert image is not None
    assert image.size() == QSize(72, 72)
    assert ink_of(image) == {"#ff00ff"}


@pytest.mark.parametrize("name", ["", "no-such-icon", "../fonts/OFL-Inter", "Snowflake", "snowflake.svg"])
def test_what_is_no_icon_is_not_drawn(qapp: QApplication, name: str) -> None:
    assert draw_icon(name, "#000000", 24) is None


def test_a_page_gets_the_pixels_it_asks_for(qapp: QApplication) -> None:
    provider = IconProvider()

    image = provider.requestImage("snowflake/0b5b5d", QSize(), QSize(55, 55))

    assert image.size() == QSize(55, 55)
    assert ink_of(image) == {"#0b5b5d"}
    assert provider.requestImage("snowflake/0b5b5d", QSize(), QSize()).width() == SIDE_PX_DEFAULT


@pytest.mark.parametrize("request_id", ["snowflake", "snowflake/teal", "snowflake/0b5b5", "nothing/0b5b5d"])
def test_a_request_that_makes_no_sense_gets_nothing(qapp: QApplication, request_id: str) -> None:
    assert IconProvider().requestImage(request_id, QSize(), QSize(24, 24)).isNull()


def test_a_widget_shows_a_disabled_icon_in_another_colour(qapp: QApplication) -> None:
    icon = widget_icon("bell", "#ffffff", "#4f5a5f", 40)

    normal = icon.pixmap(QSize(40, 40), QIcon.Mode.Normal).toImage()
    disabled = icon.pixmap(QSize(40, 40), QIcon.Mode.Disabled).toImage()
    assert (ink_of(normal), ink_of(disabled)) == ({"#ffffff"}, {"#4f5a5f"})
    with pytest.raises(KeyError):
        widget_icon("no-such-icon", "#ffffff", "#4f5a5f", 40)


def test_an_icon_before_text_keeps_its_distance(qapp: QApplication) -> None:
    image = widget_icon("square", "#000000", "#000000", 40, before_text=True).pixmap(QSize(40, 40)).toImage()
    columns = {x for x in range(40) for y in range(40) if image.pixelColor(x, y).alpha() > 0}
    rows = {y for x in range(40) for y in range(40) if image.pixelColor(x, y).alpha() > 0}

    assert max(columns) < 32
    assert min(rows) + max(rows) == pytest.approx(39, abs=1)
    assert QColor(image.pixelColor(39, 20)).alpha() == 0


def test_the_licence_lies_beside_the_icons() -> None:
    text = ICONS.joinpath("LICENSE.txt").read_text(encoding="utf-8")

    assert "ISC License" in text
    assert "Cole Bemis" in text


def test_every_icon_takes_its_colour_from_outside() -> None:
    for path in Path(str(ICONS)).glob("*.svg"):
        assert 'stroke="currentColor"' in path.read_text(encoding="utf-8"), path.name
