"""What every Printer promises, asked of the fake and of the real adapter on a virtual device."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from shared.kernel.clock import ManualClock
from shared.printing import press
from shared.printing.model import (
    Confirmed,
    Printer,
    PrinterNotReady,
    Progress,
    SendInterrupted,
    Sent,
    Trouble,
)
from shared.printing.profiles import EPSON_80
from shared.printing.virtual.condition import Condition
from shared.printing.virtual.paper import PaperEnd
from tests.fakes.printer import FakePrinter
from tests.fakes.usb_device import Bench, ManualPause
from tests.shared.printing.samples import AT, TICKET

PAPER = press.build(TICKET, EPSON_80)


class Rig(Protocol):
    """A printer, and hands to do things to it."""

    printer: Printer
    pause: ManualPause

    def runs_out(self, after: int) -> None: ...

    def opens_cover(self) -> None: ...

    def is_helped(self) -> None: ...

    def loses_cable(self, after: int) -> None: ...

    def is_away(self) -> None: ...

    def falls_mute(self) -> None: ...

    def complete_papers(self) -> int: ...


class FakeRig:
    def __init__(self, folder: Path) -> None:
        self.pause = ManualPause(ManualClock(AT))
        self.fake = FakePrinter(self.pause)
        self.printer: Printer = self.fake

    def runs_out(self, after: int) -> None:
        self.fake.trouble, self.fake.trouble_after = Trouble.PAPER_END, after

    def opens_cover(self) -> None:
        self.fake.trouble, self.fake.trouble_after = Trouble.COVER_OPEN, 0

    def is_helped(self) -> None:
        self.fake.trouble = None

    def loses_cable(self, after: int) -> None:
        self.fake.lost_after = after

    def is_away(self) -> None:
        self.fake.trouble = Trouble.ABSENT

    def falls_mute(self) -> None:
        self.fake.is_mute = True

    def complete_papers(self) -> int:
        return len(self.fake.papers)


class UsbRig:
    def __init__(self, folder: Path) -> None:
        self.bench = Bench(folder)
        self.pause = self.bench.pause
        self.printer: Printer = self.bench.printer

    def runs_out(self, after: int) -> None:
        self.bench.device.becomes(Condition(paper_ends_after=after))

    def opens_cover(self) -> None:
        self.bench.device.becomes(Condition(is_cover_open=True))

    def is_helped(self) -> None:
        self.bench.device.becomes()

    def loses_cable(self, after: int) -> None:
        self.bench.device.becomes(Condition(unplugs_after=after))

    def is_away(self) -> None:
        self.bench.device.unplug()

    def falls_mute(self) -> None:
        self.bench.device.becomes(Condition(is_mute=True))

    def complete_papers(self) -> int:
        return sum(paper.end is not PaperEnd.UNFINISHED for paper in self.bench.device.papers)


@pytest.fixture(params=[FakeRig, UsbRig])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Rig:
    make: Callable[[Path], Rig] = request.param
    return make(tmp_path)


def test_a_healthy_printer_confirms(rig: Rig) -> None:
    told: list[Progress] = []
    assert rig.printer.send(PAPER, told.append) == Confirmed()
    assert told == [Progress(len(PAPER), None)]
    assert rig.complete_papers() == 1


def test_a_mute_printer_prints_all_the_same(rig: Rig) -> None:
    rig.falls_mute()
    assert rig.printer.send(PAPER, lambda _: None) == Sent()
    assert rig.complete_papers() == 1
    assert not rig.printer.status().is_known


def test_an_absent_printer_was_sent_nothing(rig: Rig) -> None:
    rig.is_away()
    told: list[Progress] = []
    assert rig.printer.send(PAPER, told.append) == PrinterNotReady(Trouble.ABSENT)
    assert told == []
    assert rig.printer.status().trouble is Trouble.ABSENT


def test_without_paper_it_waits_and_says_so_and_then_prints_once(rig: Rig) -> None:
    rig.runs_out(after=0)
    rig.pause.after(20, rig.is_helped)
    told: list[Progress] = []
    assert rig.printer.send(PAPER, told.append) == Confirmed()
    assert told == [Progress(0, Trouble.PAPER_END), Progress(0, None), Progress(len(PAPER), None)]
    assert rig.complete_papers() == 1


def test_without_paper_for_too_long_nothing_was_sent(rig: Rig) -> None:
    rig.runs_out(after=0)
    told: list[Progress] = []
    assert rig.printer.send(PAPER, told.append) == PrinterNotReady(Trouble.PAPER_END)
    assert told == [Progress(0, Trouble.PAPER_END)]
    assert rig.complete_papers() == 0


def test_an_open_cover_is_named(rig: Rig) -> None:
    rig.opens_cover()
    assert rig.printer.status().trouble is Trouble.COVER_OPEN
    assert rig.printer.send(PAPER, lambda _: None) == PrinterNotReady(Trouble.COVER_OPEN)


def test_paper_that_ends_in_the_middle_is_one_paper_after_the_refill(rig: Rig) -> None:
    rig.runs_out(after=len(PAPER) // 2)
    rig.pause.after(20, rig.is_helped)
    told: list[Progress] = []
    assert rig.printer.send(PAPER, told.append) == Confirmed()
    assert any(each.blocked_by is Trouble.PAPER_END and each.bytes_sent > 0 for each in told)
    assert told[-1].blocked_by is None
    assert rig.complete_papers() == 1


def test_paper_that_ends_in_the_middle_for_ever_is_for_a_person(rig: Rig) -> None:
    rig.runs_out(after=len(PAPER) // 2)
    outcome = rig.printer.send(PAPER, lambda _: None)
    assert isinstance(outcome, SendInterrupted)
    assert outcome.trouble is Trouble.PAPER_END
    assert outcome.bytes_sent > 0
    assert rig.complete_papers() == 0


def test_a_cable_pulled_before_the_first_byte_leaves_nothing(rig: Rig) -> None:
    rig.loses_cable(after=0)
    assert rig.printer.send(PAPER, lambda _: None) == PrinterNotReady(Trouble.DISCONNECTED)
    assert rig.complete_papers() == 0


@pytest.mark.parametrize("after", [3, len(PAPER) // 2, len(PAPER) - 1, len(PAPER)])
def test_a_cable_pulled_later_is_for_a_person(rig: Rig, after: int) -> None:
    rig.loses_cable(after)
    outcome = rig.printer.send(PAPER, lambda _: None)
    assert isinstance(outcome, SendInterrupted)
    assert outcome.trouble is Trouble.DISCONNECTED
    assert rig.printer.status().trouble is Trouble.ABSENT


def test_closing_the_program_ends_the_wait(rig: Rig) -> None:
    rig.runs_out(after=0)
    rig.pause.after(3, rig.pause.close)
    assert rig.printer.send(PAPER, lambda _: None) == PrinterNotReady(Trouble.PAPER_END)


def test_a_healthy_printer_says_so(rig: Rig) -> None:
    status = rig.printer.status()
    assert (status.trouble, status.is_paper_low, status.is_known) == (None, False, True)
    assert rig.complete_papers() == 0


def test_a_closed_printer_opens_again_by_itself(rig: Rig) -> None:
    rig.printer.send(PAPER, lambda _: None)
    rig.printer.close()
    rig.printer.close()
    assert rig.printer.send(PAPER, lambda _: None) == Confirmed()
    assert rig.complete_papers() == 2
