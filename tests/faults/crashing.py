"""A station in a process of its own that dies at a chosen step, as when somebody pulls the plug.

A step is: before and after each commit, each question to the provider and each piece sent to the printer.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, event

from shared.kernel.clock import Clock, ManualClock
from shared.kernel.ids import RandomIds
from shared.kernel.ways import Method
from shared.payments.model import (
    ChargeRef,
    FindOutcome,
    Intent,
    LookOutcome,
    OpenOutcome,
    Refund,
    RefundOutcome,
    VoidOutcome,
)
from shared.printing.encode import warm_up
from shared.printing.patience import Pause
from shared.printing.usb_link import UsbSelector
from shared.printing.usb_printer import UsbPrinter
from shared.printing.virtual.bus_libusb1 import VirtualUsbBus
from shared.printing.virtual.device import VirtualUsbDevice
from shared.visits.model import Visit
from tests.fakes.provider import FakeProvider
from tests.fakes.shop import BRUNO, CRYO, NOON, PROVIDER, TOWEL, Shop
from tests.fakes.usb_device import ManualPause

Answer = TypeVar("Answer")

DEAD = 42
PIECE_BYTES = 250
"""So many bytes go to the printer at once: a ticket takes several pieces."""
ROUNDS = 3
ROUND = timedelta(seconds=5)
LATER = timedelta(minutes=1)

warm_up()  # here, so that the processes that begin from this one need not


class Fate:
    """Counts steps, and ends the process at the one it was made for; None never does."""

    def __init__(self, dies_at: int | None = None, *, in_statements: bool = False) -> None:
        self.steps = 0
        self._dies_at = dies_at
        self._in_statements = in_statements

    def step(self) -> None:
        self.steps += 1
        if self.steps == self._dies_at:
            os._exit(DEAD)

    def watch(self, engine: Engine) -> None:
        """Count the commits of an engine, and if wanted its statements."""

        def before(_connection: Connection) -> None:
            self.step()

        def statement(*_: object) -> None:
            self.step()

        event.listen(engine, "commit", before)
        event.listen(engine.pool, "checkin", statement)  # after the commit
        if self._in_statements:
            event.listen(engine, "before_cursor_execute", statement)


class RememberingProvider(FakeProvider):
    """A provider that outlives the station's process: what it holds is in a file."""

    def __init__(self, clock: Clock, file: Path, fate: Fate) -> None:
        super().__init__(clock, PROVIDER)
        self._file = file
        self._fate = fate
        if file.exists():
            self.charges = pickle.loads(file.read_bytes())

    def open_charge(self, intent: Intent) -> OpenOutcome:
        return self._asked(lambda: super(RememberingProvider, self).open_charge(intent))

    def find_charge(self, intent: Intent) -> FindOutcome:
        return self._asked(lambda: super(RememberingProvider, self).find_charge(intent))

    def look_up(self, ref: ChargeRef) -> LookOutcome:
        return self._asked(lambda: super(RememberingProvider, self).look_up(ref))

    def void(self, ref: ChargeRef) -> VoidOutcome:
        return self._asked(lambda: super(RememberingProvider, self).void(ref))

    def refund(self, wanted: Refund) -> RefundOutcome:
        return self._asked(lambda: super(RememberingProvider, self).refund(wanted))

    def remembers(self) -> None:
        """Keep what is held now."""
        self._file.write_bytes(pickle.dumps(self.charges))

    def _asked(self, ask: Callable[[], Answer]) -> Answer:
        self._fate.step()
        answer = ask()
        self.remembers()
        self._fate.step()
        return answer


class FatefulDevice(VirtualUsbDevice):
    """The printer at the other end of the cable; it takes a paper piece by piece."""

    def __init__(self, folder: Path, clock: Clock, pause: Pause, fate: Fate) -> None:
        super().__init__(folder, clock, pause, draws=False)
        self._fate = fate

    def write(self, data: bytes, timeout_ms: int) -> int:
        self._fate.step()
        taken = super().write(data[:PIECE_BYTES], timeout_ms)
        self._fate.step()
        return taken


class MortalShop(Shop):
    """A shop whose outside world lies in its folder, so that another process can go on with it."""

    provider: RememberingProvider

    def __init__(self, home: Path, after: timedelta, fate: Fate | None = None) -> None:
        """`after`: how long after noon this life begins."""
        fate = fate or Fate()
        clock = ManualClock(NOON + after)
        pause = ManualPause(clock)
        device = FatefulDevice(home / "papers", clock, pause, fate)
        printer = UsbPrinter(UsbSelector(), clock, pause, backend=VirtualUsbBus(device))
        provider = RememberingProvider(clock, home / "provider.pickle", fate)
        super().__init__(
            home, clock=clock, printer=printer, papers=lambda: device.papers, provider=provider, ids=RandomIds()
        )
        fate.watch(self.core.database.writing_engine)

    def first_visit(self) -> Visit | None:
        """The one that all this is about, if it was ever opened."""
        visits = self.core.board.visits_since(NOON)
        return visits[0] if visits else None

    def customer_scans(self, visit: Visit) -> None:
        """Money arrives at the provider, whether or not the station lives."""
        self.customer_pays(visit)
        self.provider.remembers()


def nothing_yet(shop: MortalShop) -> None:
    """The shop has opened."""


def chosen(shop: MortalShop) -> None:
    """The customer chose Pix; nobody has asked the provider."""
    shop.chooses(shop.opens_visit(extras={TOWEL: 1}), Method.PIX)


def paid_code(shop: MortalShop) -> None:
    """The code is on the screen, and the customer has just paid it."""
    shop.customer_scans(shop.pays_by_pix(shop.opens_visit([CRYO], {TOWEL: 1}, "Marina")))


def cancelled(shop: MortalShop) -> None:
    """A ticket was paid and cancelled: its money is to go back."""
    visit = shop.gets_ticket()
    assert isinstance(shop.core.counter.cancel_visit(visit.id, "desistiu", BRUNO), Visit)


def gives_back(shop: MortalShop) -> None:
    """A supervisor has the provider give it back."""
    visit = shop.first_visit()
    assert visit is not None
    assert isinstance(shop.gives_back(visit), Visit)
    goes_on(shop)


def taps(shop: MortalShop) -> None:
    """Open, choose Pix, show the code."""
    chosen(shop)
    goes_on(shop)


def gives_up(shop: MortalShop) -> None:
    """Cancel just when the money arrives."""
    visit = shop.first_visit()
    assert visit is not None
    shop.gives_up(visit)
    goes_on(shop)


def goes_on(shop: MortalShop, stride: timedelta = ROUND) -> None:
    """The station's own work, for as long as it takes."""
    for _ in range(ROUNDS):
        shop.clock.advance(stride)
        shop.works()


def life(home: str, live: Callable[[MortalShop], None], dies_at: int, in_statements: bool) -> None:
    """What a process does until it dies or is done."""
    shop = MortalShop(Path(home), LATER, Fate(dies_at, in_statements=in_statements))
    shop.takes_over()
    live(shop)
    shop.closes()
