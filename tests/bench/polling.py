"""How soon a payment is known by asking alone, and how many requests a charge costs that nobody pays.

Customers stand at many totems at once, and each pays some seconds after their code was shown.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from shared.bootstrap import Core, Outside, build_core
from shared.kernel.clock import ManualClock, SystemClock
from shared.kernel.ids import RandomIds
from shared.kernel.ways import Method
from shared.payments.asaas import Asaas
from shared.payments.cadence import REQUESTS_MAX
from shared.visits.model import Visit
from tests.bench.figures import Figure, median, percentile
from tests.bench.paper import App
from tests.fakes.printer import FakePrinter
from tests.fakes.shop import NOON, PROVIDER, Shop, cart
from tests.fakes.simulator import simulator_thread
from tests.fakes.watching import is_watched_to_the_end
from tests.story.house import House, open_house

CUSTOMERS = 40
FIRST_SECOND, LAST_SECOND = 5.0, 60.0
GOAL_SECONDS = 2.5
WAIT_SECONDS, LOOK_SECONDS = 30.0, 0.02


def measure(folder: Path) -> Sequence[Figure]:
    """The time from payment to ticket, and the requests of one charge in all the days that it is watched."""
    waits = _waits(folder / "house")
    return [
        Figure("paid at the provider → ticket by polling, median", median(waits), "s", GOAL_SECONDS),
        Figure("paid at the provider → ticket by polling, p99", percentile(waits, 0.99), "s"),
        Figure("requests for a charge that nobody pays", float(_requests(folder / "station")), "", REQUESTS_MAX),
    ]


def _waits(folder: Path) -> list[float]:
    with (
        open_house(folder) as house,
        closing(Asaas(house.simulator.base_url, house.simulator.api_key, SystemClock())) as asaas,
    ):
        world = Outside(SystemClock(), RandomIds(), FakePrinter(), {PROVIDER: asaas}, threading.Event())
        core = build_core(house.home, house.settings, world)
        app = App(core)
        waits = _crowd(core, house)
        app.close()
        core.close()
    return waits


def _crowd(core: Core, house: House) -> list[float]:
    """Everybody is shown a code, and pays when their second has come."""
    shown = [_shown(core) for _ in range(CUSTOMERS)]
    seconds = random.Random(7)
    begun = time.monotonic()
    to_pay = sorted((begun + seconds.uniform(FIRST_SECOND, LAST_SECOND), visit.id, visit) for visit in shown)
    paid: dict[str, tuple[float, Visit]] = {}
    waits: list[float] = []
    pause = threading.Event()
    while to_pay or paid:
        now = time.monotonic()
        while to_pay and to_pay[0][0] <= now:
            _, _, visit = to_pay.pop(0)
            house.simulator.control.pay(intent=visit.charges[-1].intent_id)
            paid[visit.id] = (time.monotonic(), visit)
        for at, visit in list(paid.values()):
            found = core.board.visit(visit.id)
            if isinstance(found, Visit) and found.ticket is not None:
                waits.append(time.monotonic() - at)
                del paid[visit.id]
            assert time.monotonic() - at < WAIT_SECONDS, f"{visit.label} has no ticket"
        pause.wait(LOOK_SECONDS)
    return waits


def _shown(core: Core) -> Visit:
    opened = core.sale.open(cart())
    assert isinstance(opened, Visit)
    assert isinstance(core.sale.pay(opened.id, Method.PIX), Visit)
    core.duties.nudge()
    ends_at, pause = time.monotonic() + WAIT_SECONDS, threading.Event()
    while time.monotonic() < ends_at:
        found = core.board.visit(opened.id)
        if isinstance(found, Visit) and found.charges[-1].br_code is not None:
            return found
        pause.wait(LOOK_SECONDS)
    raise AssertionError(f"{opened.label} has no code")


def _requests(folder: Path) -> int:
    """All requests that the provider saw for one visit that nobody pays, over simulated days."""
    clock = ManualClock(NOON)
    with (
        simulator_thread(clock=clock) as simulator,
        closing(Asaas(simulator.base_url, simulator.api_key, clock)) as asaas,
    ):
        shop = Shop(folder, clock=clock, providers={PROVIDER: asaas})
        is_watched_to_the_end(shop, shop.pays_by_pix(shop.opens_visit()))
        asked = len(simulator.control.requests())
        shop.closes()
    return asked
