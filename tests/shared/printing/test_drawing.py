from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from shared.printing import press
from shared.printing.profiles import EPSON_80, PROFILES, CutWay, PrinterProfile
from shared.printing.virtual.drawing import INK, PAPER, SIDE_MARGIN, TABLE_MARGIN, draw, png
from shared.printing.virtual.paper import read_papers
from tests.shared.printing.samples import TICKET


def picture_of(profile: PrinterProfile, code: str) -> Image.Image:
    data = press.build(replace(TICKET, code=code), profile)
    (paper,) = read_papers(data, has_cutter=profile.cut is not CutWay.TORN)
    return draw(paper, profile.dots)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
@pytest.mark.parametrize("code", ["A042", TICKET.code, "https://example.com/t/" + "7f3c" * 20])
def test_a_phone_reads_the_code_off_the_paper(profile: PrinterProfile, code: str) -> None:
    found = zxingcpp.read_barcodes(picture_of(profile, code))
    assert [each.text for each in found] == [code]


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
def test_ink_stays_inside_the_margins(profile: PrinterProfile) -> None:
    picture = picture_of(profile, TICKET.code)
    left = TABLE_MARGIN + SIDE_MARGIN
    right = left + profile.dots
    dark = picture.convert("L").point(lambda value: 255 if value < 100 else 0).getbbox()
    assert dark is not None
    assert left <= dark[0]
    assert dark[2] <= right


def test_the_picture_is_ink_on_paper_at_the_printers_resolution() -> None:
    (paper,) = read_papers(press.build(TICKET, EPSON_80))
    file = Image.open(BytesIO(png(paper, EPSON_80.dots)))
    assert round(file.info["dpi"][0]) == 203
    colours = {colour for _, colour in file.convert("RGB").getcolors(1 << 24) or []}
    assert {PAPER, INK} <= colours


def test_an_unfinished_paper_has_a_torn_edge() -> None:
    whole = press.build(TICKET, EPSON_80)
    (torn,) = read_papers(whole[: len(whole) // 2])
    picture = draw(torn, EPSON_80.dots)
    edge = {picture.getpixel((x, picture.height - TABLE_MARGIN - 3)) for x in range(TABLE_MARGIN, 200)}
    assert PAPER in edge
    assert len(edge) > 1
