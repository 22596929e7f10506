"""A running shop in a journey: what people do at the totem and at the desk, and what must then be true."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from shared.bootstrap import Core, build_core
from shared.printing.virtual.device import CONDITION_FILE
from shared.printing.virtual.paper import Paper
from shared.printing.virtual.roll import read_roll
from shared.visits.model import Visit
from shared.visits.ticket import visit_state
from tests.story.house import PINS, House
from tests.story.player import Player
from tests.story.screens import DESK, PORTRAIT, offscreen

CRYO, BOOTS, ICE = "crioterapia", "bota-de-compressao", "banho-de-gelo"
WAIT_SECONDS = 25.0
POLL_SECONDS = 0.02
A_DAY = timedelta(days=1)


class Shop:
    """One computer with a totem and a desk. `core` only looks; it does none of the background work."""

    def __init__(self, house: House, folder: Path) -> None:
        self.house = house
        self._folder = folder
        self.totem = self._start_totem()
        self.desk = Player("panel", [], house.environment | offscreen(house.home, DESK), folder / "desk.log")
        self.core: Core = build_core(house.home, house.settings)

    def __enter__(self) -> Shop:
        return self

    def __exit__(self, *_: object) -> None:
        self.totem.close()
        self.desk.close()
        self.core.close()

    def orders(self, *services: str) -> None:
        """A customer goes from the welcome page to the review."""
        self.totem.click("start")
        for service in services:
            self.totem.click(f"service-{service}")
        self.totem.click("goOn")
        self.totem.wait_for("payPix")

    def shows_pix(self, *services: str) -> Visit:
        """A customer orders and sees the code."""
        self.orders(*services)
        self.totem.click("payPix")
        self.totem.wait_for("qr")
        return self.visits()[-1]

    def pays(self, visit: Visit) -> None:
        """The customer's bank pays the code."""
        self.house.simulator.control.pay(intent=visit.charges[-1].intent_id)

    def sells(self, *services: str) -> Visit:
        """A whole sale; the ticket is in the queue."""
        visit = self.shows_pix(*services)
        self.pays(visit)
        self.comes_to(visit, "in_queue")
        self.totem.wait_for("label")
        return self.visit(visit)

    def signs_in(self, who: str = "bruno") -> None:
        self.desk.choose("people", who.capitalize())
        self.desk.type(PINS[who])
        self.desk.press("Return")
        self.desk.wait_for("queuePage")

    def calls(self, service_name: str) -> None:
        """The next customer of this service is called onto the first free machine."""
        self.asks_to_call(service_name)
        self.desk.press("1")

    def asks_to_call(self, service_name: str) -> None:
        """The panel asks which of the free machines it shall be."""
        self.desk.choose("services", service_name)
        self.desk.click("callNext")
        self.desk.see(" para…")

    def power_cut(self) -> None:
        """The totem's process dies at once; it is started again."""
        self.totem.kill()
        self.totem = self._start_totem()

    def printer_is(self, **condition: int | bool) -> None:
        """What is the matter with the printer from now on; nothing without arguments."""
        (self.house.paths.papers / CONDITION_FILE).write_text(json.dumps(condition), encoding="utf-8")

    def papers(self) -> tuple[Paper, ...]:
        """All that ever came out of the printer."""
        return read_roll(self.house.paths.papers)

    def visits(self) -> Sequence[Visit]:
        """Every visit, oldest first."""
        return self.core.board.visits_since(self.core.clock.now() - A_DAY)

    def visit(self, of: Visit) -> Visit:
        """A visit as it stands now."""
        found = self.core.board.visit(of.id)
        assert isinstance(found, Visit)
        return found

    def turns(self, of: Visit) -> dict[str, str]:
        """The state of each turn by its service."""
        return {turn.service_id: turn.state.value for turn in self.visit(of).turns}

    def comes_to(self, visit: Visit, state: str, seconds: float = WAIT_SECONDS) -> None:
        self.until(lambda: visit_state(self.visit(visit)) == state, f"{visit.label} {state}", seconds)

    def stock_of(self, extra: str) -> int:
        """How many pieces can still be promised."""
        return next(each.available for each in self.core.catalogue.read().extras if each.id == extra)

    def turns_come_to(self, visit: Visit, states: dict[str, str]) -> None:
        self.until(lambda: self.turns(visit) == states, f"{states}")

    def until(self, is_so: Callable[[], bool], what: str, seconds: float = WAIT_SECONDS) -> None:
        """Wait for something to become true, within bounds."""
        ends_at, pause = time.monotonic() + seconds, threading.Event()
        while not is_so():
            assert time.monotonic() < ends_at, f"{what} did not come; visits: {[visit_state(v) for v in self.visits()]}"
            pause.wait(POLL_SECONDS)

    def is_sound(self) -> bool:
        """The journal is whole and every visit is what its events come to."""
        with self.core.database.snapshot() as read:
            return self.core.journal.check_chains(read) is None and self.core.book.differing(read) == ()

    def _start_totem(self) -> Player:
        environment = self.house.environment | offscreen(self.house.home, PORTRAIT)
        return Player("kiosk", [], environment, self._folder / "totem.log")
