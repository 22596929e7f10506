"""The sending loop against a link whose every answer is written down."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from shared.kernel.clock import ManualClock
from shared.printing.delivery import Delivery
from shared.printing.model import PrinterNotReady, Progress, SendInterrupted, SendOutcome, Sent, Trouble
from shared.printing.patience import Patience
from shared.printing.usb_link import LinkLost
from tests.fakes.usb_device import ManualPause

GONE = LinkLost(Trouble.DISCONNECTED)
INITIALISED = b"\x1b@"
DATA = INITIALISED + b"a" * 10_000


@dataclass
class ScriptedLink:
    """Answers each write with the next number; `GONE` is raised. Mute, so questions are not answered."""

    writes: list[int | LinkLost]
    ports: list[int | LinkLost | None] = field(default_factory=list)
    taken: bytes = b""
    is_cleared: bool = False

    def write(self, data: bytes) -> int:
        if data.startswith(b"\x10\x04"):
            return len(data)
        count = self.writes.pop(0) if self.writes else len(data)
        if isinstance(count, LinkLost):
            raise count
        self.taken += data[:count]
        return min(count, len(data))

    def read(self, timeout_ms: int) -> bytes:
        return b""

    def discard_stale(self) -> None:
        pass

    def port_status(self) -> int | None:
        port = self.ports.pop(0) if self.ports else 0x18
        if isinstance(port, LinkLost):
            raise port
        return port

    def clear(self) -> None:
        self.is_cleared = True


def deliver(link: ScriptedLink, data: bytes = DATA) -> tuple[SendOutcome, list[Progress]]:
    clock = ManualClock(datetime(2026, 3, 2, tzinfo=UTC))
    told: list[Progress] = []
    delivery = Delivery(link, data, told.append, clock, ManualPause(clock), Patience(blocked_max=20))
    try:
        return delivery.run(), told
    except LinkLost as lost:
        return delivery.lost(lost.trouble), told


@pytest.mark.parametrize(
    "writes",
    [[], [1, 1, 7, 4096, 1], [0, 2, 0, 0, 4000], [2, *[64] * 150], [2, 4095, 1, 0, 1]],
)
def test_short_writes_and_pauses_lose_and_double_nothing(writes: list[int | LinkLost]) -> None:
    link = ScriptedLink(writes)
    outcome, told = deliver(link)
    assert outcome == Sent()
    assert link.taken == DATA
    assert told[-1] == Progress(len(DATA), None)


def test_the_first_write_is_only_the_initialisation() -> None:
    assert deliver(ScriptedLink([GONE]))[0] == PrinterNotReady(Trouble.DISCONNECTED)
    assert deliver(ScriptedLink([1, GONE]))[0] == PrinterNotReady(Trouble.DISCONNECTED)


def test_a_failed_transfer_with_content_in_it_is_for_a_person() -> None:
    assert deliver(ScriptedLink([2, GONE]))[0] == SendInterrupted(Trouble.DISCONNECTED, 2)
    assert deliver(ScriptedLink([GONE]), b"no initialisation")[0] == SendInterrupted(Trouble.DISCONNECTED, 0)


def test_lost_between_transfers_the_count_is_exact() -> None:
    assert deliver(ScriptedLink([2, 0], ports=[0x18, GONE]))[0] == PrinterNotReady(Trouble.DISCONNECTED)
    assert deliver(ScriptedLink([2, 100, 0], ports=[0x18, GONE]))[0] == SendInterrupted(Trouble.DISCONNECTED, 102)


def test_giving_up_clears_the_printer_only_when_it_holds_something() -> None:
    untouched, begun = ScriptedLink([0] * 1_000), ScriptedLink([2, 50, *[0] * 1_000])
    assert deliver(untouched)[0] == PrinterNotReady(Trouble.OFFLINE)
    assert not untouched.is_cleared
    assert deliver(begun)[0] == SendInterrupted(Trouble.OFFLINE, 52)
    assert begun.is_cleared


def test_each_trouble_is_told_once_and_its_end_too() -> None:
    out, fine = 0x38, 0x18
    link = ScriptedLink([2, 100, 0, 0, 0, 100], ports=[fine, out, out, 0x10])
    _, told = deliver(link, DATA[:202])
    assert told == [Progress(102, Trouble.PAPER_END), Progress(102, Trouble.ERROR), Progress(202, None)]
