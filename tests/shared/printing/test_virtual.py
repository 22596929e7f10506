"""The virtual printer as a thing on the desk: what it leaves on disk, and what pyusb sees of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import usb.core
from PIL import Image

from shared.printing import press
from shared.printing.model import Confirmed, Trouble
from shared.printing.profiles import EPSON_80, GENERIC_58
from shared.printing.virtual import roll
from shared.printing.virtual.bus_libusb1 import VirtualUsbBus
from shared.printing.virtual.condition import Condition
from shared.printing.virtual.paper import PaperEnd
from shared.printing.virtual.roll import read_roll
from tests.fakes.usb_device import Bench
from tests.shared.printing.samples import TICKET

PAPER = press.build(TICKET, EPSON_80)

KILLED_IN_THE_MIDDLE = """
    import os, signal, sys
    from pathlib import Path
    from tests.fakes.usb_device import Bench
    from tests.shared.printing.samples import TICKET
    from shared.printing import press
    from shared.printing.profiles import EPSON_80
    from shared.printing.virtual.condition import Condition

    bench = Bench(Path(sys.argv[1]))
    bench.printer.send(press.build(TICKET, EPSON_80), lambda _: None)
    bench.device.becomes(Condition(paper_ends_after=400))
    bench.printer.send(
        press.build(TICKET, EPSON_80),
        lambda progress: os.kill(os.getpid(), signal.SIGKILL) if progress.blocked_by else None,
    )
"""


def pictures(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("*.png"))


def test_every_cut_paper_becomes_a_numbered_picture(tmp_path: Path) -> None:
    bench = Bench(tmp_path, draws=True)
    for _ in range(2):
        assert bench.printer.send(PAPER, lambda _: None) == Confirmed()
    assert pictures(tmp_path / "printer") == ["paper-0001.png", "paper-0002.png"]
    with Image.open(tmp_path / "printer" / "paper-0002.png") as picture:
        assert picture.width > EPSON_80.dots


def test_a_printer_without_cutter_draws_what_is_torn_off(tmp_path: Path) -> None:
    bench = Bench(tmp_path, has_cutter=False, draws=True, dots=GENERIC_58.dots)
    bench.printer.send(press.build(TICKET, GENERIC_58), lambda _: None)
    assert pictures(tmp_path / "printer") == ["paper-0001.png"]
    assert [paper.end for paper in bench.device.papers] == [PaperEnd.TORN]


def test_what_was_on_paper_survives_a_killed_process(tmp_path: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED_IN_THE_MIDDLE), str(tmp_path)], check=False, timeout=60
    )
    assert killed.returncode == -signal.SIGKILL
    whole, half = read_roll(tmp_path / "printer")
    assert (whole.end, half.end) == (PaperEnd.CUT, PaperEnd.UNFINISHED)
    assert "A042" in half.lines
    assert "TOTAL" not in " ".join(half.lines)


def test_the_half_paper_of_a_dead_process_is_drawn_once(tmp_path: Path) -> None:
    first = Bench(tmp_path, draws=True)
    first.device.becomes(Condition(paper_ends_after=400))
    first.pause.after(5, first.pause.close)
    first.printer.send(PAPER, lambda _: None)
    assert pictures(tmp_path / "printer") == ["paper-0001.png"]
    Bench(tmp_path, draws=True)
    again = Bench(tmp_path, draws=True)
    assert pictures(tmp_path / "printer") == ["paper-0001.png"]
    assert again.printer.send(PAPER, lambda _: None) == Confirmed()
    assert pictures(tmp_path / "printer") == ["paper-0001.png", "paper-0002.png"]
    assert [paper.end for paper in again.device.papers] == [PaperEnd.UNFINISHED, PaperEnd.CUT]


def test_a_paper_left_by_a_killed_process_is_drawn_before_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "printer"
    folder.mkdir()
    (folder / "roll-0001.bin").write_bytes(PAPER + PAPER[:500])
    bench = Bench(tmp_path, draws=True)
    bench.printer.send(PAPER, lambda _: None)
    assert pictures(folder) == ["paper-0001.png", "paper-0002.png"]
    assert len(bench.device.papers) == 3


def test_a_printer_that_is_not_used_leaves_the_folder_alone(tmp_path: Path) -> None:
    user = Bench(tmp_path, draws=True)
    user.printer.send(PAPER, lambda _: None)
    idle = Bench(tmp_path, draws=True)
    idle.printer.status()
    assert pictures(tmp_path / "printer") == ["paper-0001.png"]
    user.printer.send(PAPER, lambda _: None)
    idle.printer.send(PAPER, lambda _: None)
    assert pictures(tmp_path / "printer") == ["paper-0001.png", "paper-0002.png", "paper-0003.png"]
    assert len(user.device.papers) == 3


def test_a_file_says_what_is_the_matter(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    assert bench.printer.status().trouble is None
    file = tmp_path / "printer" / "condition.json"
    file.write_text('{"paper_ends_after": 0}', encoding="utf-8")
    assert bench.printer.status().trouble is Trouble.PAPER_END
    file.write_text("{}", encoding="utf-8")
    os.utime(file, ns=(2, 2))
    assert bench.printer.status().trouble is None


def test_old_pictures_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roll, "PICTURES_MAX", 2)
    bench = Bench(tmp_path, draws=True)
    for _ in range(3):
        bench.printer.send(PAPER, lambda _: None)
    assert pictures(tmp_path / "printer") == ["paper-0002.png", "paper-0003.png"]


def test_pyusb_sees_an_ordinary_printer(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    device = usb.core.find(backend=VirtualUsbBus(bench.device), idVendor=0x1209, idProduct=0x0001)
    assert (device.manufacturer, device.product, device.serial_number) == ("Vez", "Impressora virtual", "VIRTUAL-1")
    assert device[0][(0, 0)].bInterfaceClass == 7
    device.detach_kernel_driver(0)
    said = bytes(device.ctrl_transfer(0xA1, 0, 0, 0, 200))
    assert said[2:].decode() == "MFG:Vez;CMD:ESC/POS;MDL:Impressora virtual;"
    assert int.from_bytes(said[:2], "big") == len(said)
    usb.util.dispose_resources(device)


def test_an_interface_in_the_kernels_hands_is_busy(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    device = usb.core.find(backend=VirtualUsbBus(bench.device))
    with pytest.raises(usb.core.USBError) as refused:
        device.write(0x03, b"x", 100)
    assert refused.value.errno == 16
    assert device.is_kernel_driver_active(0)
    device.detach_kernel_driver(0)
    assert device.write(0x03, b"x", 100) == 1
    usb.util.dispose_resources(device)


def test_what_the_host_does_not_read_is_dropped_beyond_the_buffer(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    for _ in range(200):
        bench.device.write(b"\x10\x04\x01", 10)
    assert len(bench.device.read(512, 10)) == 128


def test_a_timed_out_transfer_says_how_much_it_moved(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.device.becomes(Condition(paper_ends_after=0, buffer_bytes=10))
    assert bench.device.write(b"x" * 100, 500) == 10
    with pytest.raises(usb.core.USBTimeoutError):
        bench.device.write(b"x" * 100, 500)
    assert bench.clock.monotonic() == pytest.approx(1.0)
