"""The QML parts that both apps build their screens from; README.md beside this file lists them."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtQml import QQmlEngine

from shared.qt import icons, qr_image
from shared.qt.fonts import load_fonts
from shared.qt.icons import IconProvider
from shared.qt.qr_image import QrProvider
from shared.qt.theme import Theme
from shared.qt.tokens import Look

IMPORT_PATH = Path(__file__).parent
"""Add this to an engine or to qmllint: `import Vez.Parts` resolves below it."""


@dataclass(frozen=True, slots=True)
class InstalledParts:
    """Keep it as long as the engine: Qt holds the image providers by plain pointers."""

    theme: Theme
    icons: IconProvider
    qr: QrProvider


def install_parts(engine: QQmlEngine, look: Look) -> InstalledParts:
    """Fonts, image providers, import path and the theme of one engine; FontMissing if the installation is broken."""
    load_fonts()
    providers = IconProvider(), QrProvider()
    engine.addImageProvider(icons.PROVIDER_ID, providers[0])
    engine.addImageProvider(qr_image.PROVIDER_ID, providers[1])
    engine.addImportPath(str(IMPORT_PATH))
    theme = engine.singletonInstance("Vez.Look", "Theme")
    if not isinstance(theme, Theme):
        raise TypeError("the module Vez.Look was registered twice")
    theme.show(look)
    return InstalledParts(theme, *providers)
