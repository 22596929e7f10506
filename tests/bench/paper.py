"""From the moment that a payment is observed to the last byte at the printer, with the real lanes of a real process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from shared.bootstrap import Core, Outside, build_core
from shared.config import Settings
from shared.journal.feed import POLL_SECONDS
from shared.kernel.clock import Clock, SystemClock
from shared.kernel.ids import IntentId, RandomIds
from shared.kernel.ways import Method
from shared.payments.model import ChargeRef, ChargeState, LookOutcome, Observation
from shared.printing.patience import Pause
from shared.printing.usb_link import UsbSelector
from shared.printing.usb_printer import UsbPrinter
from shared.printing.virtual.bus_libusb1 import VirtualUsbBus
from shared.printing.virtual.device import VirtualUsbDevice
from shared.visits.model import Visit
from tests.bench.figures import Figure, median, percentile
from tests.fakes.provider import FakeProvider
from tests.fakes.shop import PROVIDER, Shop, cart

SAMPLES = 100
GOAL_MS = 150.0
WAIT_SECONDS = 20.0
CUT = b"\x1dVB"


class TimedProvider(FakeProvider):
    """Remembers when it first said that a charge is paid."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock, PROVIDER)
        self.said: dict[IntentId, float] = {}

    def look_up(self, ref: ChargeRef) -> LookOutcome:
        outcome = super().look_up(ref)
        if isinstance(outcome, Observation) and outcome.state is ChargeState.PAID:
            self.said.setdefault(ref.intent_id, time.monotonic())
        return outcome


class TimedDevice(VirtualUsbDevice):
    """A printer that takes no time to print, and remembers when it got the end of each paper."""

    def __init__(self, folder: Path, clock: Clock, pause: Pause) -> None:
        super().__init__(folder, clock, pause, draws=False)
        self.cuts: list[float] = []
        self.came = threading.Condition()

    def write(self, data: bytes, timeout_ms: int) -> int:
        taken = super().write(data, timeout_ms)
        if CUT in data[:taken]:
            with self.came:
                self.cuts.append(time.monotonic())
                self.came.notify_all()
        return taken


class App:
    """What an app adds to its core: it polls the feed, and nudges the background work after each commit."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, name="app")
        core.duties.start()
        self._thread.start()

    def close(self) -> None:
        self._ends.set()
        self._thread.join(WAIT_SECONDS)

    def _run(self) -> None:
        feed = self._core.feed()
        while not self._ends.wait(POLL_SECONDS):
            if feed.poll() is not None:
                self._core.duties.nudge()
        feed.close()


def measure(folder: Path, samples: int = SAMPLES) -> Sequence[Figure]:
    """One sale after the other on an otherwise quiet station."""
    home = folder / "shop"
    Shop(home).closes()
    clock, closing = SystemClock(), threading.Event()
    provider, device = TimedProvider(clock), TimedDevice(home / "papers", clock, closing)
    printer = UsbPrinter(UsbSelector(), clock, closing, backend=VirtualUsbBus(device))
    core = build_core(home, Settings(), Outside(clock, RandomIds(), printer, {PROVIDER: provider}, closing))
    app = App(core)
    waited = [_sale(core, provider, device) * 1_000 for _ in range(samples)]
    app.close()
    core.close()
    return [
        Figure("paid observed → last byte at the printer, p99", percentile(waited, 0.99), "ms", GOAL_MS),
        Figure("paid observed → last byte at the printer, median", median(waited), "ms"),
    ]


def _sale(core: Core, provider: TimedProvider, device: TimedDevice) -> float:
    """Sell one visit; seconds from the provider's word to the end of the paper."""
    opened = core.sale.open(cart())
    assert isinstance(opened, Visit)
    asked = core.sale.pay(opened.id, Method.PIX)
    assert isinstance(asked, Visit)
    intent_id = asked.charges[-1].intent_id
    core.duties.nudge()
    _until(lambda: any(each.intent.id == intent_id for each in provider.charges.values()))
    provider.pays(intent_id)
    papers = len(device.cuts)
    with core.database.transaction() as tx:
        core.payment_duty._intents.look_now(tx, intent_id)
    core.duties.nudge()
    with device.came:
        assert device.came.wait_for(lambda: len(device.cuts) > papers, WAIT_SECONDS), "no paper came"
    return device.cuts[-1] - provider.said[intent_id]


def _until(is_so: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(int(WAIT_SECONDS / 0.002)):
        if is_so():
            return
        pause.wait(0.002)
    raise AssertionError("this never came true")
