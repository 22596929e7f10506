"""The shipped fonts: every weight is there, has the letters that are needed, and a broken copy is said loudly."""

from itertools import pairwise, product
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QRawFont
from PySide6.QtWidgets import QApplication

from shared.qt.fonts import FONTS, WEIGHTS, FontMissing, load_fonts
from shared.qt.theme import DEFAULT_LOOK, text_font
from shared.qt.tokens import ATKINSON, INTER, Typeface

TYPEFACES = [INTER, ATKINSON]
FACES = list(product(TYPEFACES, WEIGHTS.values()))
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789ÁÂÃÀÉÊÍÓÔÕÚÜÇÑáâãàéêíóôõúüçñ"
SIGNS = "R$.,:;!?¿¡-–—−×·•…%/()+ªº°'\"“”€"


def font_of(typeface: Typeface, weight: int) -> QFont:
    font = QFont(typeface.family)
    font.setPixelSize(100)
    font.setWeight(QFont.Weight(weight))
    return font


@pytest.fixture(autouse=True)
def loaded(qapp: QApplication) -> None:
    load_fonts()


@pytest.mark.parametrize(("typeface", "weight"), FACES)
def test_each_weight_is_a_font_of_its_own(typeface: Typeface, weight: int) -> None:
    raw = QRawFont.fromFont(font_of(typeface, weight))

    assert raw.familyName() == typeface.family
    assert raw.weight() == weight


@pytest.mark.parametrize("typeface", TYPEFACES)
def test_bolder_text_is_wider(typeface: Typeface) -> None:
    widths = [QFontMetricsF(font_of(typeface, weight)).horizontalAdvance("Crioterapia") for weight in WEIGHTS.values()]

    assert all(lighter < bolder for lighter, bolder in pairwise(widths))


@pytest.mark.parametrize(("typeface", "weight"), FACES)
def test_no_letter_of_the_three_languages_is_missing(typeface: Typeface, weight: int) -> None:
    raw = QRawFont.fromFont(font_of(typeface, weight))

    assert [letter for letter in LETTERS + SIGNS if not raw.supportsCharacter(ord(letter))] == []


@pytest.mark.parametrize("typeface", TYPEFACES)
def test_the_height_of_capitals_is_what_the_tokens_say(typeface: Typeface) -> None:
    assert QRawFont.fromFont(font_of(typeface, 400)).capHeight() / 100 == pytest.approx(typeface.capital_em, abs=0.005)


def test_figures_have_one_width() -> None:
    metrics = QFontMetricsF(text_font(DEFAULT_LOOK, DEFAULT_LOOK.type.figures))

    assert {metrics.horizontalAdvance(digit * 4) for digit in "0123456789"} == {metrics.horizontalAdvance("0000")}


def test_loading_twice_registers_once() -> None:
    families = QFontDatabase.families()

    load_fonts()

    assert QFontDatabase.families() == families


def test_a_missing_font_is_named(tmp_path: Path) -> None:
    with pytest.raises(FontMissing, match=r"Inter-Regular\.ttf cannot be read"):
        load_fonts(tmp_path)


def test_a_damaged_font_is_named(tmp_path: Path) -> None:
    (tmp_path / "Inter-Regular.ttf").write_bytes(b"not a font")

    with pytest.raises(FontMissing, match=r"Inter-Regular\.ttf does not hold Inter"):
        load_fonts(tmp_path)


def test_the_licences_lie_beside_the_fonts() -> None:
    for name in ("OFL-Inter.txt", "OFL-AtkinsonHyperlegibleNext.txt"):
        assert "SIL Open Font License, Version 1.1" in FONTS.joinpath(name).read_text(encoding="utf-8")
