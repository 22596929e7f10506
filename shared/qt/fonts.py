"""Registers the two typefaces that the apps ship with."""

from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from PySide6.QtGui import QFontDatabase

from shared.qt.tokens import ATKINSON, INTER

WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600, "Bold": 700, "ExtraBold": 800}
STEMS = {INTER.family: "Inter", ATKINSON.family: "AtkinsonHyperlegibleNext"}


class FontMissing(Exception):
    """A font of the installation cannot be read: the program was not copied whole; install it again."""


FONTS = files("resources").joinpath("fonts")


@lru_cache(maxsize=1)
def load_fonts(folder: Traversable = FONTS) -> None:
    """Make every weight of both families known to Qt, once; needs a QGuiApplication. FontMissing names the file."""
    for family, stem in STEMS.items():
        for style in WEIGHTS:
            _register(folder.joinpath(f"{stem}-{style}.ttf"), family)


def _register(file: Traversable, family: str) -> None:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise FontMissing(f"the font file {file.name} cannot be read: {error.strerror}") from error
    font_id = QFontDatabase.addApplicationFontFromData(data)
    families = QFontDatabase.applicationFontFamilies(font_id) if font_id >= 0 else []
    if family not in families:
        raise FontMissing(f"the font file {file.name} does not hold {family}")
