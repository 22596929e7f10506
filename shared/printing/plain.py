"""Text as every receipt printer can show it: one cell per character, code page 850, nothing that commands it."""

from __future__ import annotations

import unicodedata

CODE_PAGE = "cp850"
CELL_WIDTH_UNKNOWN = "?"

_ASCII_FORMS = str.maketrans(
    {
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2015": "-",
        "\u2018": "'",
        "\u2019": "'",
        "\u201a": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u2022": "*",
        "\u2026": "...",
        "\u20ac": "EUR",
        "\u2122": "TM",
        "\u2212": "-",
        "\u0141": "L",
        "\u0142": "l",
        "\u0110": "D",
        "\u0111": "d",
        "\u0152": "OE",
        "\u0153": "oe",
        "\u1e9e": "SS",
    }
)


def plain(text: str) -> str:
    """Make `text` printable: composed (NFC), typographic signs in ASCII, white space as single blanks.

    Control characters and signs without a printable form (emoji, joiners) are dropped; a foreign letter loses its
    accent, or becomes "?" when nothing printable is left of it.
    """
    composed = unicodedata.normalize("NFC", text).translate(_ASCII_FORMS)
    return " ".join("".join(_cell(char) for char in composed).split())


def _cell(char: str) -> str:
    category = unicodedata.category(char)
    if char.isspace():
        return " "
    if category.startswith("C"):
        return ""
    if _is_on_page(char):
        return char
    stripped = "".join(part for part in unicodedata.normalize("NFKD", char) if _is_on_page(part))
    if stripped:
        return stripped
    return CELL_WIDTH_UNKNOWN if category[0] in "LN" else ""


def _is_on_page(char: str) -> bool:
    try:
        return char.isprintable() and len(char.encode(CODE_PAGE)) == 1
    except UnicodeEncodeError:
        return False
