"""The grammar under a BR Code (EMV QRCPS, merchant-presented mode): id, length and value, closed by a CRC."""

from __future__ import annotations

from binascii import crc_hqx
from dataclasses import dataclass

CRC_ID = "63"
CRC_HEAD = "6304"
VALUE_MAX = 99
_HEAD = 4


@dataclass(frozen=True, slots=True)
class Malformed:
    """The text is not a sequence of whole objects; `at` is where it stops being one."""

    at: int
    why: str


def parse(text: str) -> dict[str, str] | Malformed:
    """Split one level into its objects, in order. Lengths count characters; an id stands once per level."""
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        head = text[at : at + _HEAD]
        if len(head) < _HEAD or not (head.isascii() and head.isdigit()):
            return Malformed(at, "an object must begin with two digits of id and two of length")
        number, length = head[:2], int(head[2:])
        value = text[at + _HEAD : at + _HEAD + length]
        if not length or len(value) < length:
            return Malformed(at, f"object {number} does not have the length it names")
        if number in found:
            return Malformed(at, f"object {number} stands twice")
        found[number] = value
        at += _HEAD + length
    return found


def write(number: str, value: str) -> str:
    """One object. ValueError when the value is empty or longer than 99 characters."""
    if not 1 <= len(value) <= VALUE_MAX:
        raise ValueError(f"object {number} cannot hold {len(value)} characters")
    return f"{number}{len(value):02d}{value}"


def seal(body: str) -> str:
    """Close a code with its CRC."""
    return f"{body}{CRC_HEAD}{crc(body + CRC_HEAD)}"


def is_sealed(text: str) -> bool:
    """Whether the last four characters are the CRC of all before them.

    Producers disagree about the bytes of text that is not ASCII (some use ISO-8859-1, some UTF-8): either passes.
    """
    return any(_matches(text, encoding) for encoding in ("utf-8", "latin-1"))


def crc(text: str, encoding: str = "utf-8") -> str:
    """CRC-16/CCITT-FALSE as four upper-case hexadecimal digits."""
    return f"{crc_hqx(text.encode(encoding), 0xFFFF):04X}"


def _matches(text: str, encoding: str) -> bool:
    try:
        return crc(text[:-4], encoding) == text[-4:]
    except UnicodeEncodeError:
        return False
