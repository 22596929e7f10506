"""A paper as a picture: 203 dots per inch, ink on warm white, on a table."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from shared.printing.virtual.paper import (
    CELL_HEIGHT,
    CELL_WIDTH,
    Item,
    Paper,
    PrintedCode,
    PrintedLine,
    PrintedPicture,
    Span,
)

DOTS_PER_INCH = 203
PAPER = (252, 250, 244)
INK = (38, 36, 42)
TABLE = (226, 222, 214)
SIDE_MARGIN = 36
TOP_MARGIN, BOTTOM_MARGIN = 56, 72
TABLE_MARGIN = 40
SHADOW_BLUR, SHADOW_DROP, SHADOW_STRENGTH = 14, 8, 70
TOOTH = 12
HEIGHT_MAX = 20_000
PNG_COMPRESSION = 2

FONT_SIZE = 20  # JetBrains Mono advances 0.6 em: 12 dots, the cell of a printer's font A
BASELINE = 19
REGULAR, BOLD = "JetBrainsMono-Medium.ttf", "JetBrainsMono-Bold.ttf"
STROKES = {"─": ((11, 13),), "═": ((8, 10), (14, 16))}


def draw(paper: Paper, dots: int) -> Image.Image:
    """The picture of `paper` as a printer with `dots` printable dots per line leaves it."""
    height = min(HEIGHT_MAX, TOP_MARGIN + sum(_advance(item) for item in paper.items) + BOTTOM_MARGIN)
    ink = Image.new("L", (dots + 2 * SIDE_MARGIN, height), 0)
    top = TOP_MARGIN
    for item in paper.items:
        mark = _mark(item)
        if mark is not None:
            picture, align = mark
            ink.paste(picture, (SIDE_MARGIN + _indent(picture.width, dots, align), top))
        top += _advance(item)
    return _on_table(ink, is_cut=paper.is_cut)


def png(paper: Paper, dots: int) -> bytes:
    """The same as a PNG file."""
    file = BytesIO()
    draw(paper, dots).save(file, "PNG", compress_level=PNG_COMPRESSION, dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    return file.getvalue()


def _advance(item: Item) -> int:
    match item:
        case PrintedLine():
            return item.advance
        case PrintedCode():
            return len(_modules(item)) * item.module_dots
        case PrintedPicture():
            return item.rows
        case _:
            return item.dots


def _mark(item: Item) -> tuple[Image.Image, str] | None:
    match item:
        case PrintedLine():
            return _line(item), item.align
        case PrintedCode():
            return _code(item), item.align
        case PrintedPicture():
            return Image.frombytes("1", (item.width, item.rows), item.bits).convert("L"), item.align
        case _:
            return None


def _indent(width: int, dots: int, align: str) -> int:
    return {"left": 0, "center": (dots - width) // 2, "right": dots - width}[align]


def _line(line: PrintedLine) -> Image.Image:
    height = max(span.style.height for span in line.spans) * CELL_HEIGHT
    picture = Image.new("L", (max(1, line.dots), height), 0)
    left = 0
    for span in line.spans:
        cells = _span(span)
        picture.paste(cells, (left, height - cells.height))
        left += span.dots
    return picture


@lru_cache(maxsize=64)
def _span(span: Span) -> Image.Image:
    style, text = span.style, span.text
    scale = style.height
    cells = Image.new("L", (len(text) * CELL_WIDTH * scale, CELL_HEIGHT * scale), 0)
    pen = ImageDraw.Draw(cells)
    font = _font(BOLD if style.bold else REGULAR, FONT_SIZE * scale)
    for at, char in enumerate(text):
        left = at * CELL_WIDTH * scale
        if char in STROKES:
            for above, below in STROKES[char]:
                pen.rectangle((left, above * scale, left + CELL_WIDTH * scale, below * scale - 1), fill=255)
        elif char != " ":
            pen.text((left, BASELINE * scale), char, fill=255, font=font, anchor="ls")
    if style.underline:
        pen.rectangle((0, (CELL_HEIGHT - 2) * scale, cells.width, (CELL_HEIGHT - 1) * scale - 1), fill=255)
    if style.width == scale:
        return cells
    return cells.resize((span.dots, cells.height), Image.Resampling.LANCZOS)


@lru_cache(maxsize=32)
def _font(file: str, size: int) -> ImageFont.FreeTypeFont:
    data = resources.files("resources").joinpath("fonts", "mono", file).read_bytes()
    return ImageFont.truetype(BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=8)
def _modules(code: PrintedCode) -> tuple[tuple[bool, ...], ...]:
    import qrcode
    from qrcode import constants

    levels = {
        "L": constants.ERROR_CORRECT_L,
        "M": constants.ERROR_CORRECT_M,
        "Q": constants.ERROR_CORRECT_Q,
        "H": constants.ERROR_CORRECT_H,
    }
    drawn = qrcode.QRCode(error_correction=levels[code.correction], border=0)
    drawn.add_data(code.payload)
    drawn.make(fit=True)
    return tuple(tuple(row) for row in drawn.get_matrix())


def _code(code: PrintedCode) -> Image.Image:
    modules = _modules(code)
    across = len(modules)
    small = Image.new("L", (across, across), 0)
    small.putdata([255 if dark else 0 for row in modules for dark in row])
    return small.resize((across * code.module_dots, across * code.module_dots), Image.Resampling.NEAREST)


def _on_table(ink: Image.Image, *, is_cut: bool) -> Image.Image:
    paper = Image.new("RGB", ink.size, PAPER)
    paper.paste(Image.new("RGB", ink.size, INK), mask=ink)
    shape = _shape(ink.size, is_cut=is_cut)
    size = (ink.width + 2 * TABLE_MARGIN, ink.height + 2 * TABLE_MARGIN)
    table = Image.new("RGB", size, TABLE)
    shadow = Image.new("L", size, 0)
    shadow.paste(shape.point(lambda value: value * SHADOW_STRENGTH // 255), (TABLE_MARGIN, TABLE_MARGIN + SHADOW_DROP))
    table.paste((0, 0, 0), mask=shadow.filter(ImageFilter.GaussianBlur(SHADOW_BLUR)))
    table.paste(paper, (TABLE_MARGIN, TABLE_MARGIN), mask=shape)
    return table


def _shape(size: tuple[int, int], *, is_cut: bool) -> Image.Image:
    """Straight edges where the cutter was, teeth where the paper was torn off or still hangs."""
    shape = Image.new("L", size, 255)
    if is_cut:
        return shape
    width, height = size
    teeth = Image.new("L", size, 255)
    pen = ImageDraw.Draw(teeth)
    for left in range(0, width, 2 * TOOTH):
        pen.polygon([(left, height), (left + TOOTH, height - TOOTH), (left + 2 * TOOTH, height)], fill=0)
    return ImageChops.multiply(shape, teeth)
