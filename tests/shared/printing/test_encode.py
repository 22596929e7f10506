"""The bytes themselves. A changed golden file is a changed paper: look at its picture before accepting it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from shared.printing import press, proof
from shared.printing.encode import encode, warm_up
from shared.printing.lines import Align, Cut, Feed, Line, Pair, Qr, Rule, Text
from shared.printing.model import Printout
from shared.printing.profiles import EPSON_80, GENERIC_58, GENERIC_80, PROFILES, PrinterProfile, Proof
from tests.shared.printing.samples import TEST_PAGE, TICKET

GOLDEN = Path(__file__).parent / "golden"
PAPERS: dict[str, Printout] = {"ticket": TICKET, "reprint": replace(TICKET, is_reprint=True), "test": TEST_PAGE}

ESC, GS = b"\x1b", b"\x1d"
START = ESC + b"@" + ESC + b"t\x02"
QUIET = replace(EPSON_80, proof=Proof.NONE)


def styled(size: int, bold: int, underline: int, align: int) -> bytes:
    return GS + b"!" + bytes([size]) + ESC + b"E" + bytes([bold]) + ESC + b"-" + bytes([underline, 0x1B, 0x61, align])


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (Text("São João"), styled(0, 0, 0, 0) + b"S\xc6o Jo\xc6o\n"),
        (Text("A1", 3, 8, bold=True, align=Align.CENTER), styled(0x27, 1, 0, 1) + b"A1\n"),
        (Text("x", underline=True, align=Align.RIGHT), styled(0, 0, 1, 2) + b"x\n"),
        (Pair("Chá", "R$ 5,00"), styled(0, 0, 0, 0) + b"Ch\xa0" + b" " * 38 + b"R$ 5,00\n"),
        (Pair("TOTAL", "1", width=2, height=2, bold=True), styled(0x11, 1, 0, 0) + b"TOTAL" + b" " * 18 + b"1\n"),
        (Rule(), styled(0, 0, 0, 0) + b"\xc4" * 48 + b"\n"),
        (Rule(is_heavy=True), styled(0, 0, 0, 0) + b"\xcd" * 48 + b"\n"),
        (Feed(2), ESC + b"d\x02"),
        (Cut(), GS + b"VB\x00"),
        (
            Qr("VEZ:1"),
            ESC
            + b"a\x01"
            + GS
            + b"(k\x04\x001A2\x00"
            + GS
            + b"(k\x03\x001C\x06"
            + GS
            + b"(k\x03\x001E1"
            + GS
            + b"(k\x08\x001P0VEZ:1"
            + GS
            + b"(k\x03\x001Q0",
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_line_becomes_these_bytes(line: Line, expected: bytes) -> None:
    assert encode([line], QUIET) == START + expected


def test_the_code_page_is_forced_again_on_every_paper() -> None:
    first, second = encode([Text("ã")], QUIET), encode([Text("ã")], QUIET)
    assert first == second
    assert first.startswith(START)
    assert first.count(ESC + b"@") == first.count(ESC + b"t\x02") == 1


def test_a_sign_outside_the_code_page_never_changes_it() -> None:
    assert encode([Text("Ω中")], QUIET) == START + styled(0, 0, 0, 0) + b"??\n"


def test_a_printer_without_codes_gets_a_picture_in_slices() -> None:
    data = encode([Qr("https://example.com/" + "x" * 300)], replace(GENERIC_80, proof=Proof.NONE))
    rows = []
    at = data.find(GS + b"v0\x00")
    while at >= 0:
        across, high = int.from_bytes(data[at + 4 : at + 6], "little"), int.from_bytes(data[at + 6 : at + 8], "little")
        rows.append(high)
        at += 8 + across * high
        assert data[at : at + 4] in (GS + b"v0\x00", b"")
        at = at if data[at:] else -1
    assert len(rows) > 1
    assert max(rows) <= 255


@pytest.mark.parametrize(
    ("profile", "end"),
    [(EPSON_80, GS + b"VB\x00"), (GENERIC_80, ESC + b"d\x06" + GS + b"V\x00"), (GENERIC_58, ESC + b"d\x05")],
    ids=lambda value: getattr(value, "name", ""),
)
def test_each_kind_of_printer_ends_its_paper_its_way(profile: PrinterProfile, end: bytes) -> None:
    assert encode([Cut()], replace(profile, proof=Proof.NONE)).endswith(end)


def test_the_request_for_proof_comes_last_and_names_the_paper() -> None:
    paper, other = press.build(TICKET, EPSON_80), press.build(replace(TICKET, label="A043"), EPSON_80)
    request = paper[-11:]
    assert request.startswith(b"\x1d(H\x06\x0000")
    assert all(0x20 <= byte <= 0x7E for byte in request[-4:])
    assert proof.expected(paper) == proof.ProcessIdExpected(request[-4:])
    assert press.build(TICKET, EPSON_80) == paper
    assert other[-4:] != paper[-4:]
    assert proof.expected(press.build(TICKET, GENERIC_80)) == proof.PaperStatusExpected()
    assert proof.expected(press.build(TICKET, GENERIC_58)) is None


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
@pytest.mark.parametrize("paper", PAPERS)
def test_papers_are_byte_for_byte_what_was_approved(paper: str, profile: PrinterProfile) -> None:
    """Set VEZ_ACCEPT_GOLDEN=1 to approve what is printed now."""
    file = GOLDEN / f"{paper}-{profile.name}.bin"
    built = press.build(PAPERS[paper], profile)
    if os.environ.get("VEZ_ACCEPT_GOLDEN"):
        file.write_bytes(built)
    assert built == file.read_bytes()


def test_warming_up_loads_the_library() -> None:
    warm_up()
