"""Lines to ESC/POS bytes, with python-escpos. One new encoder per paper: reuse would carry its code page over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, assert_never

from shared.printing import proof
from shared.printing.lines import Align, Cut, Feed, Line, Pair, Qr, Rule, Text
from shared.printing.profiles import CutWay, PrinterProfile, QrWay

if TYPE_CHECKING:
    from PIL.Image import Image

CODE_PAGE = "CP850"
RULE, HEAVY_RULE = "─", "═"
RASTER_ROWS_MAX = 255
TEAR_FEED_LINES = 5
QR_CORRECTION_M = 1


def warm_up() -> None:
    """Load python-escpos now, so that the first customer does not wait the second that it takes."""
    _new_encoder("default")


def encode(lines: Iterable[Line], profile: PrinterProfile) -> bytes:
    """The bytes that print `lines` on a printer of `profile`, from ESC @ to the request for proof."""
    encoder = _new_encoder(profile.library_name)
    encoder.hw("INIT")
    encoder.charcode(CODE_PAGE)
    for line in lines:
        _add(encoder, line, profile)
    content: bytes = encoder.output
    return content + proof.request(content, profile.proof)


def _new_encoder(library_name: str) -> Any:
    from escpos.printer import Dummy  # slow to import, and it configures logging when nobody has

    return Dummy(profile=library_name)


def _add(encoder: Any, line: Line, profile: PrinterProfile) -> None:
    match line:
        case Text():
            _write(encoder, line)
        case Pair():
            _write(encoder, line.as_text(profile.columns))
        case Rule():
            _write(encoder, Text((HEAVY_RULE if line.is_heavy else RULE) * profile.columns))
        case Feed():
            encoder.print_and_feed(line.lines)
        case Qr():
            _add_qr(encoder, line.data, profile)
        case Cut():
            _cut(encoder, profile.cut)
        case _:
            assert_never(line)


def _write(encoder: Any, text: Text) -> None:
    encoder.set(
        align=text.align.value,
        bold=text.bold,
        underline=int(text.underline),
        custom_size=True,
        width=text.width,
        height=text.height,
    )
    encoder.textln(text.content)


def _add_qr(encoder: Any, data: str, profile: PrinterProfile) -> None:
    modules = _modules(data)
    size = max(1, min(profile.qr_module_dots, profile.dots // len(modules)))
    match profile.qr:
        case QrWay.NATIVE:
            encoder.set(align=Align.CENTER.value)
            encoder.qr(data, ec=QR_CORRECTION_M, size=size, native=True)
        case QrWay.RASTER:
            encoder.set(align=Align.LEFT.value)  # the picture carries its own margin: not every printer centres one
            encoder.image(_picture(modules, size, profile.dots), fragment_height=RASTER_ROWS_MAX)


def _modules(data: str) -> list[list[bool]]:
    import qrcode

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(data)
    code.make(fit=True)
    modules: list[list[bool]] = code.get_matrix()
    return modules


def _picture(modules: list[list[bool]], size: int, dots: int) -> Image:
    """The code in black on white at `size` dots per module, with white to its left so that it stands in the middle."""
    from PIL import Image

    across = len(modules)
    small = Image.new("1", (across, across), 1)
    small.putdata([not dark for row in modules for dark in row])
    code = small.resize((across * size, across * size), Image.Resampling.NEAREST)
    left = (dots - code.width) // 2
    picture = Image.new("1", (left + code.width, code.height), 1)
    picture.paste(code, (left, 0))
    return picture


def _cut(encoder: Any, way: CutWay) -> None:
    match way:
        case CutWay.AT_CUTTER:
            encoder.cut(feed=False)  # GS V 66 0: the printer itself feeds to its cutter
        case CutWay.AFTER_FEED:
            encoder.cut(mode="FULL")
        case CutWay.TORN:
            encoder.print_and_feed(TEAR_FEED_LINES)
