"""QR codes: decoded from the pixels back to exactly the text, on their own and on a page."""

from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from shared.qt.qr_image import (
    MODULE_PX_MIN,
    QUIET_MODULES,
    QrModules,
    QrProvider,
    QrSpaceTooSmall,
    QrTextTooLong,
    draw_qr,
    fit_qr,
    qr_modules,
)
from shared.qt.tokens import Contrast, Look, Preferences, ScreenMetrics
from tests.shared.qt.stage import LANDSCAPE, PORTRAIT, show

PIX = (
    "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865406270.00"
    "5802BR5913Studio Gelado6009Sao Paulo62070503***63041D3D"
)
AWKWARD = 'https://pay.example/a%20b?x=1&y=2#frag+ment/ção \\ "quoted" %25 *** {}'
PAGE = """
import QtQuick
import Vez.Look
import Vez.Parts

Rectangle {
    color: Theme.page

    QrCode {
        objectName: "qr"
        anchors.centerIn: parent
        width: %s
        height: width
        name: "Pix"
        payload: %s
    }
}
"""


def decoded(image: QImage) -> list[str]:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = Image.frombuffer(
        "L", (grey.width(), grey.height()), bytes(grey.constBits()), "raw", "L", grey.bytesPerLine(), 1
    )
    return [code.text for code in zxingcpp.read_barcodes(pixels)]


@pytest.mark.parametrize("payload", [PIX, AWKWARD, "A042", "x" * 600])
def test_a_code_says_what_it_was_given(qapp: QApplication, payload: str) -> None:
    image = draw_qr(payload, 4)

    assert isinstance(image, QImage)
    assert decoded(image) == [payload]


@given(payload=st.text(st.characters(min_codepoint=33, max_codepoint=0x24F), min_size=1, max_size=120))
def test_any_text_is_read_back(payload: str) -> None:
    image = draw_qr(payload, 3)

    assert isinstance(image, QImage)
    assert decoded(image) == [payload]


@pytest.mark.parametrize("module_px", [2, 5, 11])
def test_modules_are_whole_pixels_inside_a_quiet_zone(qapp: QApplication, module_px: int) -> None:
    modules = qr_modules(PIX)
    image = draw_qr(PIX, module_px)
    assert isinstance(modules, QrModules)
    assert isinstance(image, QImage)

    assert image.size() == QSize(modules.side, modules.side) * module_px
    quiet = QUIET_MODULES * module_px
    assert image.pixelColor(quiet - 1, quiet) == QColor("white")
    assert image.pixelColor(quiet, quiet) == QColor("black")
    assert image.pixelColor(image.width() - quiet, quiet) == QColor("white")
    for x, y in ((quiet, quiet), (image.width() // 2, image.height() // 2)):
        left, top = x - x % module_px, y - y % module_px
        module = {image.pixelColor(left + dx, top + dy).name() for dx in range(module_px) for dy in range(module_px)}
        assert len(module) == 1


def test_the_largest_code_that_fits_is_drawn(qapp: QApplication) -> None:
    modules = qr_modules(PIX)
    assert isinstance(modules, QrModules)

    image = fit_qr(PIX, 10 * modules.side + modules.side - 1)

    assert isinstance(image, QImage)
    assert image.width() == 10 * modules.side


def test_too_little_space_is_said_with_what_it_takes(qapp: QApplication) -> None:
    modules = qr_modules(PIX)
    assert isinstance(modules, QrModules)

    assert fit_qr(PIX, modules.side) == QrSpaceTooSmall(MODULE_PX_MIN * modules.side)
    assert QrProvider().requestImage("A042", QSize(), QSize(10, 10)).size() == QSize(1, 1)


def test_too_much_text_is_refused(qapp: QApplication) -> None:
    assert draw_qr("x" * 4000, 4) == QrTextTooLong()
    assert fit_qr("x" * 4000, 4000) == QrTextTooLong()
    assert QrProvider().requestImage("x" * 4000, QSize(), QSize(900, 900)).isNull()


@pytest.mark.parametrize("payload", [PIX, AWKWARD])
@pytest.mark.parametrize("contrast", Contrast)
@pytest.mark.parametrize("screen", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_a_page_shows_the_code(
    qapp: QApplication, tmp_path: Path, payload: str, contrast: Contrast, screen: ScreenMetrics
) -> None:
    page = tmp_path / "Page.qml"
    page.write_text(PAGE % ("731.5", qml_string(payload)), encoding="utf-8")
    stage = show(page, Look(screen, Preferences(contrast)))

    assert stage.find("qr").property("isShown")
    assert decoded(stage.view.grabWindow()) == [payload]
    stage.close()


def test_a_page_without_room_says_that_it_shows_no_code(qapp: QApplication, tmp_path: Path) -> None:
    page = tmp_path / "Page.qml"
    page.write_text(PAGE % ("90", qml_string(PIX)), encoding="utf-8")
    stage = show(page)
    assert not stage.find("qr").property("isShown")

    stage.find("qr").setWidth(400)
    stage.settle()

    assert stage.find("qr").property("isShown")
    stage.close()


def qml_string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
