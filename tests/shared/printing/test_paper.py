"""The bytes, read back by code that knows only the printers' manuals."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from shared.printing import press
from shared.printing.model import Printout
from shared.printing.profiles import EPSON_80, GENERIC_58, GENERIC_80, PROFILES, CutWay, PrinterProfile, QrWay
from shared.printing.virtual.commands import UnknownCommand, commands
from shared.printing.virtual.paper import Blank, Paper, PaperEnd, PrintedLine, PrintedPicture, read_papers
from tests.shared.printing.samples import TEST_PAGE, TICKET

ALL = pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)


def printed(data: bytes, profile: PrinterProfile) -> Paper:
    (paper,) = read_papers(data, has_cutter=profile.cut is not CutWay.TORN)
    return paper


@ALL
def test_a_ticket_reads_back_as_it_was_meant(profile: PrinterProfile) -> None:
    paper = printed(press.build(TICKET, profile), profile)
    assert paper.end is (PaperEnd.TORN if profile.cut is CutWay.TORN else PaperEnd.CUT)
    said = " ".join(" ".join(paper.lines).split())
    for words in ("A042", "Estúdio Gelo & Fôlego", "Ana", "Botas de compressão", "espera ~10 min", "R$ 196,00"):
        assert words in said
    assert paper.codes == ((TICKET.code,) if profile.qr is QrWay.NATIVE else ())


@ALL
@pytest.mark.parametrize("printout", [TICKET, replace(TICKET, is_reprint=True, priority="80+"), TEST_PAGE])
def test_nothing_is_printed_beyond_the_paper(profile: PrinterProfile, printout: Printout) -> None:
    paper = printed(press.build(printout, profile), profile)
    pictures = [item.width for item in paper.items if isinstance(item, PrintedPicture)]
    assert max([paper.widest, *pictures]) <= profile.dots


def test_the_label_stands_out() -> None:
    paper = printed(press.build(TICKET, EPSON_80), EPSON_80)
    label = next(item for item in paper.items if isinstance(item, PrintedLine) and item.text == "A042")
    (span,) = label.spans
    assert (span.style.width, span.style.height, span.style.bold, label.align) == (8, 8, True, "center")


@pytest.mark.parametrize(
    "data",
    [
        b"\x1bQ",
        b"\x1b@\x07",
        b"\x1bt\x63",
        b"\x1ba\x05",
        b"\x1d!\x88",
        b"\x1dV\x09",
        b"\x1dv1\x00",
        b"\x1d(k\x03\x000C\x06",
        b"\x7f",
        b"\x1c&",
    ],
)
def test_what_no_printer_of_this_kind_knows_is_an_error(data: bytes) -> None:
    with pytest.raises(UnknownCommand):
        read_papers(data)


def test_every_start_of_a_paper_is_only_incomplete() -> None:
    data = press.build(TICKET, GENERIC_80)
    for end in range(0, len(data), 29):
        assert all(paper.end is PaperEnd.UNFINISHED for paper in read_papers(data[:end]))


def test_initialising_forgets_styles_and_the_line_begun() -> None:
    (paper,) = read_papers(b"\x1bt\x02\x1bE\x01\x1d!\x11lost\x1b@kept\n\x1dV\x00")
    (line,) = [item for item in paper.items if isinstance(item, PrintedLine)]
    assert line.text == "kept"
    assert not line.spans[0].style.bold


def test_one_line_may_have_several_styles() -> None:
    (paper,) = read_papers(
        b"\x1b@a\x1bE\x01b\x1b-\x01\x1d!\x10c\n\x1b3\x40\nd\x1bJ\x05\x1bM\x00\x1b2\x1da\x0e\x1dV\x41\x10"
    )
    first = next(item for item in paper.items if isinstance(item, PrintedLine))
    assert [(span.text, span.style.bold, span.style.width) for span in first.spans] == [
        ("a", False, 1),
        ("b", True, 1),
        ("c", True, 2),
    ]
    assert [item.dots for item in paper.items if isinstance(item, Blank)] == [64, 5, 16]


def test_a_cut_without_feeding_leaves_the_way_to_the_cutter_for_the_next_paper() -> None:
    (fed,) = read_papers(b"a\n\x1bd\x06\x1dV\x00")
    assert [item.dots for item in fed.items if isinstance(item, Blank)] == [6 * 30 - 110]


def test_questions_in_between_leave_no_mark() -> None:
    (paper,) = read_papers(b"a\x10\x04\x01\n\x1dr\x01\x1d(H\x06\x0000AAAA\x10\x05\x02\x1dV\x00")
    assert paper.lines == ("a",)


def test_without_a_cutter_a_hand_tears_the_paper_off() -> None:
    two = press.build(TICKET, GENERIC_58) * 2
    assert [paper.end for paper in read_papers(two, has_cutter=False)] == [PaperEnd.TORN] * 2


def test_commands_know_their_own_length() -> None:
    data = press.build(TICKET, EPSON_80)
    assert sum(command.size for command in commands(data)) == len(data)


def test_reading_papers_takes_none_of_the_code_that_writes_them() -> None:
    probe = (
        "import sys, shared.printing.virtual.paper, shared.printing.virtual.drawing;"
        "sys.exit(any(name.startswith(('escpos', 'shared.printing.encode')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
