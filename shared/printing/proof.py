"""The request at the end of a paper that makes the printer say it got there."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from shared.printing.profiles import Proof

PROCESS_ID_REQUEST = b"\x1d(H\x06\x0000"
"""GS ( H with its fixed parameters; four printable characters follow (Epson TM: T20X, T20III, T88)."""

PAPER_STATUS_REQUEST = b"\x1dr\x01"
"""GS r 1: answered when the printer reaches it, so after all that was sent before."""

PROCESS_ID_LENGTH = 4
_ALPHABET = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"


@dataclass(frozen=True, slots=True)
class ProcessIdExpected:
    """The printer will repeat these four characters when the paper is complete."""

    id: bytes


@dataclass(frozen=True, slots=True)
class PaperStatusExpected:
    """The printer will answer its paper status when it has worked through the paper."""


Expected = ProcessIdExpected | PaperStatusExpected


def request(content: bytes, proof: Proof) -> bytes:
    """What to add to `content`. The same content always gets the same id, another content another one."""
    match proof:
        case Proof.PROCESS_ID:
            digest = hashlib.sha256(content).digest()[:PROCESS_ID_LENGTH]
            return PROCESS_ID_REQUEST + bytes(_ALPHABET[byte % len(_ALPHABET)] for byte in digest)
        case Proof.PAPER_STATUS:
            return PAPER_STATUS_REQUEST
        case Proof.NONE:
            return b""


def expected(data: bytes) -> Expected | None:
    """What the printer will answer at the end of `data`, read from its last bytes."""
    if data[:-PROCESS_ID_LENGTH].endswith(PROCESS_ID_REQUEST):
        return ProcessIdExpected(data[-PROCESS_ID_LENGTH:])
    return PaperStatusExpected() if data.endswith(PAPER_STATUS_REQUEST) else None
