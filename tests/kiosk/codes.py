"""Reads back the codes that a screen shows, by other code than wrote them."""

from __future__ import annotations

from pathlib import Path

import zxingcpp
from PIL import Image
from PySide6.QtGui import QImage


def codes_in(image: QImage, folder: Path) -> list[str]:
    """The texts of all codes in the picture."""
    path = folder / "screen.png"
    assert image.save(str(path))
    with Image.open(path) as picture:
        return [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))]
