"""A virtual USB printer on a clock that only moves when somebody waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from shared.kernel.clock import ManualClock
from shared.printing.patience import Patience
from shared.printing.usb_link import UsbSelector
from shared.printing.usb_printer import UsbPrinter
from shared.printing.virtual.bus_libusb1 import VirtualUsbBus
from shared.printing.virtual.descriptors import Identity
from shared.printing.virtual.device import VirtualUsbDevice

WAITS_MAX = 100_000
PATIENCE = Patience(blocked_max=60.0)


class ManualPause:
    """Waiting that takes no time: it moves the clock, and what was planned for that time happens."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock
        self._plans: list[tuple[float, Callable[[], None]]] = []
        self._is_closing = False
        self._waits = 0

    def after(self, seconds: float, action: Callable[[], None]) -> None:
        """Do `action` when the clock will have moved so far."""
        self._plans.append((self._clock.monotonic() + seconds, action))

    def close(self) -> None:
        """Cut every wait short from now on."""
        self._is_closing = True

    def wait(self, timeout: float, /) -> bool:
        self._waits += 1
        assert self._waits < WAITS_MAX, "this would wait for ever"
        if self._is_closing:
            return True
        self._clock.advance(timedelta(seconds=timeout))
        due = [plan for plan in self._plans if plan[0] <= self._clock.monotonic()]
        self._plans = [plan for plan in self._plans if plan not in due]
        for _, action in due:
            action()
        return self._is_closing


@dataclass
class Bench:
    """One virtual printer and the real UsbPrinter before it, on one manual clock."""

    folder: Path
    identity: Identity = field(default_factory=Identity)
    selector: UsbSelector = field(default_factory=UsbSelector)
    has_cutter: bool = True
    draws: bool = False
    dots: int = 576

    def __post_init__(self) -> None:
        self.clock = ManualClock(datetime(2026, 3, 2, 12, 0, tzinfo=UTC))
        self.pause = ManualPause(self.clock)
        self.device = self.new_device("printer", self.identity)
        self.printer = self.new_printer(self.selector, self.device)

    def new_device(self, name: str, identity: Identity, port_numbers: tuple[int, ...] = (1,)) -> VirtualUsbDevice:
        """Another printer with a folder of its own."""
        return VirtualUsbDevice(
            self.folder / name,
            self.clock,
            self.pause,
            identity,
            port_numbers=port_numbers,
            dots=self.dots,
            has_cutter=self.has_cutter,
            draws=self.draws,
        )

    def new_printer(self, selector: UsbSelector, *devices: VirtualUsbDevice) -> UsbPrinter:
        """The real printer adapter on a bus with `devices`."""
        return UsbPrinter(selector, self.clock, self.pause, backend=VirtualUsbBus(*devices), patience=PATIENCE)
