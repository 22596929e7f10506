"""QR codes as images: whole pixels per module and the quiet zone that ISO/IEC 18004 asks for."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

PROVIDER_ID = "qr"
QUIET_MODULES = 4
"""ISO/IEC 18004: four light modules on every side."""
MODULE_PX_MIN = 2
MODULE_PX_MAX = 64
PAYLOADS_KEPT = 16
_GREY = {True: b"\x00", False: b"\xff"}


@dataclass(frozen=True, slots=True)
class QrModules:
    """A code as square modules, quiet zone included: one grey byte each, row by row."""

    side: int
    grey: bytes


@dataclass(frozen=True, slots=True)
class QrTextTooLong:
    """No QR code holds so much text."""


@dataclass(frozen=True, slots=True)
class QrSpaceTooSmall:
    """The code needs at least this many pixels on a side."""

    side_px_min: int


@lru_cache(maxsize=PAYLOADS_KEPT)
def qr_modules(payload: str) -> QrModules | QrTextTooLong:
    """Takes 20 to 70 ms the first time: a lane that obtains a payload calls this, and drawing finds it ready."""
    import qrcode  # brings Pillow: 0.1 s that the start of a screen does not wait for
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.exceptions import DataOverflowError

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_MODULES)
    code.add_data(payload)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError):
        return QrTextTooLong()
    matrix = code.get_matrix()
    return QrModules(len(matrix), b"".join(_GREY[bool(is_dark)] for row in matrix for is_dark in row))


def draw_qr(payload: str, module_px: int) -> QImage | QrTextTooLong:
    """Black on white in every theme, for phone cameras; each module is `module_px` square."""
    modules = qr_modules(payload)
    if isinstance(modules, QrTextTooLong):
        return modules
    small = QImage(modules.grey, modules.side, modules.side, modules.side, QImage.Format.Format_Grayscale8)
    side_px = modules.side * min(max(module_px, 1), MODULE_PX_MAX)
    return small.scaled(side_px, side_px, mode=Qt.TransformationMode.FastTransformation)


def fit_qr(payload: str, side_px: int) -> QImage | QrTextTooLong | QrSpaceTooSmall:
    """The largest code of whole-pixel modules that fits into `side_px`, quiet zone included."""
    modules = qr_modules(payload)
    if isinstance(modules, QrTextTooLong):
        return modules
    module_px = side_px // modules.side
    if module_px < MODULE_PX_MIN:
        return QrSpaceTooSmall(modules.side * MODULE_PX_MIN)
    return draw_qr(payload, module_px)


class QrProvider(QQuickImageProvider):
    """`image://qr/<percent-encoded payload>`: the largest code that fits the Image's `sourceSize`.

    A layout passes through sizes that hold no code: those get one white pixel. Text that no code holds is an error.
    """

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002 - Qt's name
        match fit_qr(unquote(id), min(requestedSize.width(), requestedSize.height())):
            case QImage() as image:
                return image
            case QrSpaceTooSmall():
                blank = QImage(1, 1, QImage.Format.Format_Grayscale8)
                blank.fill(Qt.GlobalColor.white)
                return blank
            case QrTextTooLong():
                return QImage()
