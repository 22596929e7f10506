"""What a printer says back, told apart byte by byte (Epson ESC/POS; most makers follow it).

Three kinds of status share the pipe with the process ID, in no given order and perhaps from an earlier question.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from shared.printing.model import PrinterStatus, Trouble

PROCESS_ID_HEADER = b"7\x22"
PROCESS_ID_BYTES = 7
AUTOMATIC_BYTES = 4


class Query(IntEnum):
    """What DLE EOT asks about."""

    PRINTER = 1
    OFFLINE_CAUSE = 2
    ERROR_CAUSE = 3
    PAPER = 4

    @property
    def request(self) -> bytes:
        return bytes([0x10, 0x04, self])


@dataclass(frozen=True, slots=True)
class RealtimeStatus:
    """An answer to DLE EOT; which question it answers only the order tells."""

    bits: int


@dataclass(frozen=True, slots=True)
class PaperStatus:
    """An answer to GS r 1."""

    bits: int


@dataclass(frozen=True, slots=True)
class AutomaticStatus:
    """Four bytes that some printers send by themselves."""

    data: bytes


@dataclass(frozen=True, slots=True)
class ProcessId:
    """The echo of a process ID: the printing before it is complete."""

    id: bytes


Reply = RealtimeStatus | PaperStatus | AutomaticStatus | ProcessId


def read_replies(data: bytes) -> tuple[tuple[Reply, ...], bytes]:
    """The replies in `data`, and the beginning of one that is not complete yet. Noise is passed over."""
    replies: list[Reply] = []
    at = 0
    while at < len(data):
        size = _size(data[at : at + 2])
        if at + size > len(data):
            break
        reply = _reply(data[at : at + size])
        if reply is not None:
            replies.append(reply)
        at += size if reply is not None else 1
    return tuple(replies), data[at:]


def _size(start: bytes) -> int:
    if PROCESS_ID_HEADER.startswith(start):
        return PROCESS_ID_BYTES
    return AUTOMATIC_BYTES if start[0] & 0x93 == 0x10 else 1


def _reply(data: bytes) -> Reply | None:
    first = data[0]
    if data.startswith(PROCESS_ID_HEADER) and data.endswith(b"\x00"):
        return ProcessId(data[2:-1])
    if len(data) == AUTOMATIC_BYTES and all(byte & 0x90 == 0 for byte in data[1:]):
        return AutomaticStatus(data)
    if first & 0x93 == 0x12:
        return RealtimeStatus(first)
    return PaperStatus(first) if first & 0x90 == 0 else None


def realtime_trouble(printer: int, offline_cause: int, paper: int) -> Trouble | None:
    """What the three real-time answers say together; an open cover often looks like paper end too, so it goes first."""
    if offline_cause & 0x04:
        return Trouble.COVER_OPEN
    if paper & 0x60 or offline_cause & 0x20:
        return Trouble.PAPER_END
    if offline_cause & 0x40:
        return Trouble.ERROR
    return Trouble.OFFLINE if printer & 0x08 else None


def is_paper_low(paper: int) -> bool:
    """From the real-time answer about paper."""
    return bool(paper & 0x0C)


def port_trouble(port: int) -> Trouble | None:
    """What the printer class's GET_PORT_STATUS says (USB Printing Devices 1.1, 4.2.2); a healthy one is 0x18."""
    if port & 0x20:
        return Trouble.PAPER_END
    if not port & 0x08:
        return Trouble.ERROR
    return None if port & 0x10 else Trouble.OFFLINE


UNKNOWN = PrinterStatus(trouble=None, is_paper_low=False, is_known=False)
"""A mute printer: unknown is not offline, it is printed on anyway."""
