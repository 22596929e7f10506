"""The real adapter through the real pyusb, on a simulated device: everything that happens to receipt printers."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.kernel.clock import SystemClock
from shared.printing import press
from shared.printing.model import (
    Confirmed,
    PrinterNotReady,
    Progress,
    SendInterrupted,
    SendOutcome,
    Sent,
    Trouble,
)
from shared.printing.profiles import EPSON_80, GENERIC_58, GENERIC_80
from shared.printing.usb_link import UsbSelector
from shared.printing.usb_printer import UsbPrinter
from shared.printing.virtual.bus_libusb1 import VirtualUsbBus
from shared.printing.virtual.condition import Condition
from shared.printing.virtual.descriptors import Identity
from shared.printing.virtual.device import VirtualUsbDevice
from shared.printing.virtual.paper import PaperEnd, PrintedLine
from tests.fakes.usb_device import PATIENCE, Bench
from tests.shared.printing.samples import TICKET

SHORT = press.build(TICKET, EPSON_80)
LONG = press.build(TICKET, GENERIC_80)
EPSON = Identity(0x04B8, 0x0202, "TM-1", "EPSON", "TM-T20X")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path, identity=EPSON)


def send(bench: Bench, data: bytes = LONG) -> tuple[SendOutcome, list[Progress]]:
    told: list[Progress] = []
    return bench.printer.send(data, told.append), told


def ends(bench: Bench) -> list[PaperEnd]:
    return [paper.end for paper in bench.device.papers]


class TestSending:
    def test_every_byte_arrives_in_order(self, bench: Bench) -> None:
        outcome, told = send(bench)
        assert outcome == Confirmed()
        assert b"".join(file.read_bytes() for file in (bench.folder / "printer").glob("roll-*.bin")) == LONG
        assert [each.bytes_sent for each in told] == [4098, 8194, len(LONG)]

    def test_a_slow_printer_with_a_small_buffer_loses_nothing(self, bench: Bench) -> None:
        bench.device.becomes(Condition(buffer_bytes=64, bytes_per_second=900))
        outcome, told = send(bench)
        assert outcome == Confirmed()
        assert ends(bench) == [PaperEnd.CUT]
        assert bench.device.papers[0].lines[0] == "Estúdio Gelo & Fôlego"
        assert told[-1] == Progress(len(LONG), None)
        assert all(each.blocked_by is None for each in told)

    def test_the_device_stays_open_between_papers(self, bench: Bench) -> None:
        for _ in range(3):
            assert send(bench)[0] == Confirmed()
        assert bench.device.openings == 1

    def test_a_paper_without_request_is_sent_and_not_waited_for(self, bench: Bench) -> None:
        before = bench.clock.monotonic()
        assert send(bench, press.build(TICKET, GENERIC_58))[0] == Sent()
        assert bench.clock.monotonic() - before < 1

    def test_a_mute_printer_does_not_keep_the_next_customer_waiting(self, bench: Bench) -> None:
        bench.device.becomes(Condition(is_mute=True, has_port_status=False))
        before = bench.clock.monotonic()
        assert send(bench)[0] == Sent()
        assert bench.clock.monotonic() - before < 1

    def test_a_printer_that_stops_answering_is_given_five_seconds(self, bench: Bench) -> None:
        bench.device.becomes(Condition(bytes_per_second=500, buffer_bytes=len(SHORT)))
        bench.pause.after(0.4, lambda: bench.device.becomes(Condition(is_mute=True)))
        before = bench.clock.monotonic()
        assert send(bench, SHORT)[0] == Sent()
        assert 5 <= bench.clock.monotonic() - before < 8

    def test_an_echo_of_an_earlier_paper_proves_nothing(self, bench: Bench) -> None:
        bench.device.says(b"7\x22XXXX\x00")
        bench.device.becomes(Condition(bytes_per_second=100, buffer_bytes=8192))
        assert send(bench, SHORT)[0] == Sent()

    def test_stale_bytes_are_not_taken_for_answers(self, bench: Bench) -> None:
        bench.device.says(b"\x72\x32\x1a" + SHORT[-4:] + b"\x14\x00\x00\x0f\x72")
        assert send(bench, SHORT) == (Confirmed(), [Progress(len(SHORT), None)])
        bench.device.says(b"\x72\x72\x72")
        assert bench.printer.status().trouble is None

    def test_raster_rows_that_look_like_questions_do_not_confuse(self, bench: Bench) -> None:
        rows = b"\x1dv0\x00\x03\x00\x0a\x00" + b"\x10\x04\x01" * 10
        data = b"\x1b@" + rows + b"\n\x1dV\x00\x1dr\x01"
        assert send(bench, data)[0] == Confirmed()
        assert ends(bench) == [PaperEnd.CUT]


class TestBlocked:
    @pytest.mark.parametrize("after", [1, 5_000, 9_000])
    def test_paper_end_waits_and_goes_on_where_it_was(self, bench: Bench, after: int) -> None:
        bench.device.becomes(Condition(paper_ends_after=after, buffer_bytes=512))
        bench.pause.after(30, bench.device.becomes)
        outcome, told = send(bench)
        assert outcome == Confirmed()
        assert Trouble.PAPER_END in [each.blocked_by for each in told]
        assert ends(bench) == [PaperEnd.CUT]
        assert (bench.folder / "printer" / "roll-0001.bin").read_bytes() == LONG

    def test_paper_that_ends_behind_the_last_byte_is_noticed(self, bench: Bench) -> None:
        bench.device.becomes(Condition(paper_ends_after=len(SHORT) - 20))
        bench.pause.after(10, bench.device.becomes)
        outcome, told = send(bench, SHORT)
        assert outcome == Confirmed()
        assert Progress(len(SHORT), Trouble.PAPER_END) in told
        assert told[-1] == Progress(len(SHORT), None)

    def test_after_a_refill_the_printer_has_its_time_again(self, bench: Bench) -> None:
        bench.device.becomes(Condition(paper_ends_after=300))
        bench.pause.after(10, lambda: bench.device.becomes(Condition(bytes_per_second=200)))
        assert send(bench, SHORT)[0] == Confirmed()

    def test_what_is_given_up_never_comes_out_later(self, bench: Bench) -> None:
        bench.device.becomes(Condition(paper_ends_after=300))
        assert send(bench, SHORT)[0] == SendInterrupted(Trouble.PAPER_END, len(SHORT))
        bench.device.becomes()
        assert send(bench, press.build(replace(TICKET, label="A043"), EPSON_80))[0] == Confirmed()
        assert ends(bench) == [PaperEnd.UNFINISHED, PaperEnd.CUT]
        assert "A043" in bench.device.papers[-1].lines
        assert "A042" not in bench.device.papers[-1].lines

    def test_a_paper_that_is_given_up_lets_go_of_the_device(self, bench: Bench) -> None:
        bench.device.becomes(Condition(paper_ends_after=300))
        assert isinstance(send(bench, SHORT)[0], SendInterrupted)
        bench.device.becomes()
        assert send(bench, SHORT)[0] == Confirmed()
        assert bench.device.openings == 2

    def test_all_the_blocked_time_of_a_paper_is_bounded(self, bench: Bench) -> None:
        a_little_more = Condition(paper_ends_after=100, buffer_bytes=256)
        bench.device.becomes(Condition(paper_ends_after=2_000, buffer_bytes=256))
        for times in range(1, 20):
            bench.pause.after(40 * times, lambda: bench.device.becomes(a_little_more))
        outcome, _ = send(bench)
        assert isinstance(outcome, SendInterrupted)
        assert bench.clock.monotonic() < 2 * PATIENCE.blocked_max

    def test_an_error_is_told_apart_from_paper(self, bench: Bench) -> None:
        bench.device.becomes(Condition(has_error=True))
        assert bench.printer.status().trouble is Trouble.ERROR
        assert send(bench)[0] == PrinterNotReady(Trouble.ERROR)

    def test_an_error_in_the_middle_is_read_on_the_control_pipe(self, bench: Bench) -> None:
        bench.device.becomes(Condition(buffer_bytes=256, bytes_per_second=2_000))
        bench.pause.after(2, lambda: bench.device.becomes(Condition(has_error=True, buffer_bytes=256)))
        bench.pause.after(20, bench.device.becomes)
        outcome, told = send(bench)
        assert outcome == Confirmed()
        assert Trouble.ERROR in [each.blocked_by for each in told]

    def test_a_stall_without_a_reason_is_offline_after_a_while(self, bench: Bench) -> None:
        ended = Condition(paper_ends_after=1_000, buffer_bytes=256, is_mute=True, has_port_status=False)
        bench.device.becomes(ended)
        outcome, told = send(bench)
        assert isinstance(outcome, SendInterrupted)
        assert outcome.trouble is Trouble.OFFLINE
        assert told[-1].blocked_by is Trouble.OFFLINE

    def test_near_end_prints_and_is_reported(self, bench: Bench) -> None:
        bench.device.becomes(Condition(is_paper_low=True))
        assert send(bench)[0] == Confirmed()
        status = bench.printer.status()
        assert (status.trouble, status.is_paper_low) == (None, True)

    def test_a_mute_printer_that_misses_paper_is_believed(self, bench: Bench) -> None:
        bench.device.becomes(Condition(is_mute=True, paper_ends_after=0))
        assert send(bench)[0] == PrinterNotReady(Trouble.PAPER_END)

    def test_closing_in_the_middle_is_for_a_person(self, bench: Bench) -> None:
        bench.device.becomes(Condition(paper_ends_after=2_000, buffer_bytes=256))
        bench.pause.after(5, bench.pause.close)
        outcome, _ = send(bench)
        assert isinstance(outcome, SendInterrupted)
        assert 0 < outcome.bytes_sent < len(LONG)

    def test_closing_while_waiting_for_proof_leaves_it_sent(self, bench: Bench) -> None:
        bench.device.becomes(Condition(bytes_per_second=100, buffer_bytes=8192))
        bench.pause.after(1, bench.pause.close)
        assert send(bench, SHORT)[0] == Sent()


class TestLost:
    @pytest.mark.parametrize("after", [4, 2_000, 4_098, 6_000])
    def test_pulled_in_the_middle_counts_what_surely_arrived(self, bench: Bench, after: int) -> None:
        bench.device.becomes(Condition(unplugs_after=after))
        outcome, _ = send(bench)
        assert isinstance(outcome, SendInterrupted)
        assert outcome.bytes_sent <= after

    def test_plugged_into_another_port_it_is_found_again(self, bench: Bench) -> None:
        assert send(bench)[0] == Confirmed()
        bench.device.unplug()
        bench.device.plug((2, 4))
        assert send(bench)[0] == Confirmed()
        assert bench.device.openings == 2

    def test_a_status_after_replugging_is_fresh(self, bench: Bench) -> None:
        assert bench.printer.status().trouble is None
        bench.device.unplug()
        assert bench.printer.status().trouble is Trouble.ABSENT
        bench.device.plug()
        assert bench.printer.status().trouble is None

    def test_pulled_while_blocked(self, bench: Bench) -> None:
        bench.device.becomes(Condition(paper_ends_after=2_000, buffer_bytes=256))
        bench.pause.after(10, bench.device.unplug)
        outcome, _ = send(bench)
        assert isinstance(outcome, SendInterrupted)
        assert outcome.trouble is Trouble.DISCONNECTED

    def test_pulled_while_blocked_at_byte_0_nothing_was_sent(self, bench: Bench) -> None:
        bench.device.becomes(Condition(paper_ends_after=0))
        bench.pause.after(10, bench.device.unplug)
        assert send(bench)[0] == PrinterNotReady(Trouble.DISCONNECTED)

    def test_pulled_in_the_first_transfer_of_anything_else_is_for_a_person(self, bench: Bench) -> None:
        bench.device.becomes(Condition(unplugs_after=10))
        assert send(bench, b"no initialisation here\n")[0] == SendInterrupted(Trouble.DISCONNECTED, 0)

    def test_a_broken_pipe_before_the_first_line_is_safe(self, bench: Bench) -> None:
        bench.device.becomes(Condition(is_stalled=True, is_mute=True))
        assert send(bench)[0] == PrinterNotReady(Trouble.ERROR)

    def test_a_report_that_fails_lets_go_of_the_device(self, bench: Bench) -> None:
        class DiskFullInTest(Exception):
            pass

        def report(_: Progress) -> None:
            raise DiskFullInTest

        with pytest.raises(DiskFullInTest):
            bench.printer.send(LONG, report)
        assert send(bench)[0] == Confirmed()
        assert bench.device.openings == 2
        assert ends(bench)[-1] is PaperEnd.CUT


class TestOpening:
    @pytest.mark.parametrize(
        ("condition", "trouble"),
        [
            (Condition(is_busy=True), Trouble.BUSY),
            (Condition(is_forbidden=True), Trouble.NO_PERMISSION),
        ],
    )
    def test_what_keeps_it_shut_is_named(self, bench: Bench, condition: Condition, trouble: Trouble) -> None:
        bench.device.becomes(condition)
        assert send(bench)[0] == PrinterNotReady(trouble)
        assert bench.printer.status().trouble is trouble
        bench.device.becomes()
        assert send(bench)[0] == Confirmed()

    def test_without_libusb_there_is_no_driver(self, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("libusb_package.get_libusb1_backend", lambda: None)
        printer = UsbPrinter(UsbSelector(), bench.clock, bench.pause)
        assert printer.send(SHORT, lambda _: None) == PrinterNotReady(Trouble.NO_DRIVER)
        assert printer.status().trouble is Trouble.NO_DRIVER

    def test_the_shipped_libusb_finds_no_such_printer_here(self, bench: Bench) -> None:
        printer = UsbPrinter(UsbSelector(vendor=0x1209, product=0x0001), bench.clock, bench.pause)
        assert printer.status().trouble in (Trouble.ABSENT, Trouble.NO_DRIVER)

    @pytest.mark.parametrize(
        ("selector", "is_found"),
        [
            (UsbSelector(), True),
            (UsbSelector(vendor=0x04B8), True),
            (UsbSelector(vendor=0x04B8, product=0x0202, serial="TM-1", port_numbers=(1,)), True),
            (UsbSelector(vendor=0x04B8, serial="TM-2"), False),
            (UsbSelector(product=0x0203), False),
            (UsbSelector(port_numbers=(1, 1)), False),
        ],
    )
    def test_every_given_field_must_match(self, bench: Bench, selector: UsbSelector, *, is_found: bool) -> None:
        printer = bench.new_printer(selector, bench.device)
        assert printer.status().trouble is (None if is_found else Trouble.ABSENT)

    def test_two_equal_printers_differ_by_serial(self, bench: Bench) -> None:
        other = bench.new_device("other", replace(EPSON, serial="TM-2"), (2,))
        printer = bench.new_printer(UsbSelector(0x04B8, 0x0202, serial="TM-2"), bench.device, other)
        assert printer.send(SHORT, lambda _: None) == Confirmed()
        assert (len(bench.device.papers), len(other.papers)) == (0, 1)

    def test_two_equal_printers_without_serial_differ_by_port(self, bench: Bench) -> None:
        nameless = replace(EPSON, serial="")
        first, second = bench.new_device("a", nameless, (1,)), bench.new_device("b", nameless, (1, 3))
        printer = bench.new_printer(UsbSelector(0x04B8, port_numbers=(1, 3)), first, second)
        assert printer.send(SHORT, lambda _: None) == Confirmed()
        assert (len(first.papers), len(second.papers)) == (0, 1)

    def test_a_serial_that_may_not_be_read_matches_nothing(self, bench: Bench) -> None:
        bench.device.becomes(Condition(is_forbidden=True))
        printer = bench.new_printer(UsbSelector(serial="TM-1"), bench.device)
        assert printer.status().trouble is Trouble.ABSENT


CONDITIONS = st.builds(
    Condition,
    paper_ends_after=st.one_of(st.none(), st.integers(0, len(LONG) + 10)),
    unplugs_after=st.one_of(st.none(), st.integers(0, len(LONG) + 10)),
    is_mute=st.booleans(),
    has_port_status=st.booleans(),
    buffer_bytes=st.sampled_from([64, 512, 4096]),
    bytes_per_second=st.sampled_from([None, 700, 20_000]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([SHORT, LONG]), CONDITIONS, st.one_of(st.none(), st.floats(0.1, 90)))
def test_the_outcome_is_always_true(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, condition: Condition, helped_after: float | None
) -> None:
    bench = Bench(tmp_path_factory.mktemp("bench"))
    bench.device.becomes(condition)
    if helped_after is not None:
        bench.pause.after(helped_after, lambda: bench.device.becomes(replace(condition, paper_ends_after=None)))
    outcome, told = send(bench, data)
    papers = bench.device.papers
    complete = [paper for paper in papers if paper.end is PaperEnd.CUT]
    written = [item for paper in papers for item in paper.items if isinstance(item, PrintedLine)]
    assert len(complete) <= 1
    assert [each.bytes_sent for each in told] == sorted(each.bytes_sent for each in told)
    match outcome:
        case Confirmed():
            assert len(complete) == 1
        case Sent():
            assert told[-1] == Progress(len(data), None)
        case PrinterNotReady():
            assert written == []
        case SendInterrupted(_, bytes_sent):
            assert bytes_sent <= len(data)


def test_on_the_computers_own_clock(tmp_path: Path) -> None:
    """The wiring that is shipped: system clock, threading.Event, pictures."""
    clock, closing = SystemClock(), threading.Event()
    device = VirtualUsbDevice(tmp_path, clock, closing)
    printer = UsbPrinter(UsbSelector(), clock, closing, backend=VirtualUsbBus(device))
    assert printer.send(SHORT, lambda _: None) == Confirmed()
    printer.close()
    assert (tmp_path / "paper-0001.png").exists()
    closing.set()
    device.becomes(Condition(paper_ends_after=0))
    assert isinstance(printer.send(SHORT, lambda _: None), PrinterNotReady)


def logged(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str | None]]:
    """What the printer logged, and the trouble it named."""
    lines = [record.msg for record in caplog.records if record.name == "printer"]
    assert all(isinstance(line, dict) for line in lines), lines
    return [(line["event"], line.get("trouble")) for line in lines if isinstance(line, dict)]


class TestLogging:
    def test_what_changes_is_logged_and_what_stays_is_not(self, bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level("INFO")
        bench.device.unplug()
        for _ in range(3):
            assert bench.printer.status().trouble is Trouble.ABSENT
        bench.device.plug()
        for _ in range(3):
            assert bench.printer.status().trouble is None
        bench.device.unplug()
        assert bench.printer.status().trouble is Trouble.ABSENT
        assert logged(caplog) == [
            ("printer cannot be opened", "absent"),
            ("printer opened", None),
            ("printer lost", "disconnected"),
            ("printer cannot be opened", "absent"),
        ]

    def test_a_paper_that_breaks_off_is_logged(self, bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level("INFO")
        bench.device.becomes(Condition(unplugs_after=300))
        assert isinstance(send(bench)[0], SendInterrupted)
        assert logged(caplog)[-2:] == [("printer lost", "disconnected"), ("paper interrupted", "disconnected")]
