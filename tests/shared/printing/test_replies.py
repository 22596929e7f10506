from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.printing.model import Trouble
from shared.printing.replies import (
    AutomaticStatus,
    PaperStatus,
    ProcessId,
    RealtimeStatus,
    Reply,
    is_paper_low,
    port_trouble,
    read_replies,
    realtime_trouble,
)


@pytest.mark.parametrize(
    ("data", "replies", "rest"),
    [
        (b"", (), b""),
        (b"\x12", (RealtimeStatus(0x12),), b""),
        (b"\x00", (PaperStatus(0),), b""),
        (b"7\x22AB2z\x00", (ProcessId(b"AB2z"),), b""),
        (b"7\x22AB", (), b"7\x22AB"),
        (b"7", (), b"7"),
        (b"\x14\x00\x00\x0f", (AutomaticStatus(b"\x14\x00\x00\x0f"),), b""),
        (b"\x10\x00", (), b"\x10\x00"),
        (b"\x11\x13\xff\x12", (RealtimeStatus(0x12),), b""),
        (
            b"\x12\x10\x00\x00\x007\x22AAAA\x00\x03",
            (RealtimeStatus(0x12), AutomaticStatus(b"\x10\x00\x00\x00"), ProcessId(b"AAAA"), PaperStatus(3)),
            b"",
        ),
        (b"7\x16", (RealtimeStatus(0x16),), b""),
        (b"7\x22\xff\xff\xff\xff\xff\x12", (PaperStatus(0x22), RealtimeStatus(0x12)), b""),
    ],
)
def test_replies_are_told_apart(data: bytes, replies: tuple[Reply, ...], rest: bytes) -> None:
    assert read_replies(data) == (replies, rest)


@given(st.binary(max_size=200), st.integers(0, 200))
def test_replies_are_the_same_however_they_arrive(data: bytes, cut: int) -> None:
    whole, rest = read_replies(data)
    first, begun = read_replies(data[:cut])
    second, left = read_replies(begun + data[cut:])
    assert (first + second, left) == (whole, rest)
    assert len(rest) < 7


@pytest.mark.parametrize(
    ("printer", "offline_cause", "paper", "trouble"),
    [
        (0x12, 0x12, 0x12, None),
        (0x1A, 0x16, 0x72, Trouble.COVER_OPEN),
        (0x1A, 0x32, 0x72, Trouble.PAPER_END),
        (0x1A, 0x32, 0x12, Trouble.PAPER_END),
        (0x1A, 0x52, 0x12, Trouble.ERROR),
        (0x1A, 0x12, 0x12, Trouble.OFFLINE),
        (0x12, 0x12, 0x1E, None),
    ],
)
def test_the_cover_is_looked_at_before_the_paper(
    printer: int, offline_cause: int, paper: int, trouble: Trouble | None
) -> None:
    assert realtime_trouble(printer, offline_cause, paper) is trouble


def test_near_end_is_no_end() -> None:
    assert is_paper_low(0x1E)
    assert not is_paper_low(0x12)


@pytest.mark.parametrize(
    ("port", "trouble"),
    [
        (0x18, None),
        (0x38, Trouble.PAPER_END),
        (0x20, Trouble.PAPER_END),
        (0x10, Trouble.ERROR),
        (0x08, Trouble.OFFLINE),
    ],
)
def test_the_port_status_is_the_printer_classs(port: int, trouble: Trouble | None) -> None:
    assert port_trouble(port) is trouble
