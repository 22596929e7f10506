"""A shop with a totem in front: the real core, the real pages, a clock that moves when it is told to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

from kiosk.look import look_for
from kiosk.wiring import Kiosk, build_kiosk
from shared.checkout.sale import Sale
from shared.kernel.ids import VisitId
from shared.kernel.ways import Way
from shared.qt.tokens import Look, Preferences
from shared.visits.board import Board
from shared.visits.model import Visit
from tests.driving.qml import Screen
from tests.driving.waiting import settle
from tests.fakes.shop import CRYO, PROVIDER, Shop
from tests.kiosk.many_ways import POINT, ManyWaysProvider, Retell, RetoldBoard, RetoldSale, Telling, settings_for

CPF = "52998224725"
STILL = Preferences(is_motion_reduced=True)
PORTRAIT = look_for(1080, 1920, 32.0, STILL)
LANDSCAPE = look_for(1920, 1080, 32.0, STILL)
LOOKS = {
    "portrait": PORTRAIT,
    "landscape": LANDSCAPE,
    "portrait-21": look_for(1080, 1920, 21.5, STILL),
    "landscape-21": look_for(1920, 1080, 21.5, STILL),
}


class Booth:
    """What customers do at the totem, and what the shop does meanwhile."""

    def __init__(self, shop: Shop, look: Look) -> None:
        self.shop = shop
        self.look = look
        self.telling = Telling()
        self._opens()

    def _opens(self) -> None:
        core = self.shop.core
        board, sale = RetoldBoard(core.board, self.telling), RetoldSale(core.sale, self.telling)
        retold = replace(core, board=cast("Board", board), sale=cast("Sale", sale))
        self.kiosk: Kiosk = build_kiosk(retold, self.look, is_closable=True)
        self.screen = Screen(self.kiosk.window)
        self.kiosk.window.resize(self.look.metrics.width_px, self.look.metrics.height_px)
        self.kiosk.window.show()
        self.kiosk.totem.resume()
        self.settles()

    def offers(self, *ways: Way) -> None:
        """The shop takes these ways to pay from now on; the totem is started anew."""
        self.closes()
        self.shop.settings = settings_for(ways)
        self.shop.provider = ManyWaysProvider(self.shop.clock, PROVIDER)
        self.point = ManyWaysProvider(self.shop.clock, POINT)
        self.shop.providers = {PROVIDER: self.shop.provider, POINT: self.point}
        self.shop.restarts()
        self._opens()

    def restarts(self) -> None:
        """The totem's program ends without a word and begins again."""
        self.closes()
        self._opens()

    def tells(self, also: Retell) -> None:
        """From now on the station tells charges so."""
        self.telling.also = also
        self.kiosk.totem.refresh()
        self.settles()

    def answers_cpf(self, cpf: str = CPF) -> None:
        self.touches(*(f"digit-{digit}" for digit in cpf), "cpfDone")

    def answers_name(self, name: str = "ana") -> None:
        self.touches(*(f"letter-{letter}" for letter in name), "nameDone")

    def settles(self) -> None:
        """Everything that was asked for has been answered and shown."""
        self.kiosk.changes.look()
        self.kiosk.drain()
        settle()

    def works(self) -> None:
        """The shop's background work runs once, and the totem sees what it did."""
        self.shop.works()
        self.settles()

    def waits(self, seconds: float) -> None:
        """Time passes before the totem, a second at a time; nothing else happens."""
        for _ in range(int(seconds)):
            self.shop.clock.advance(timedelta(seconds=1))
            self.kiosk.totem.tick()
        self.settles()

    def touches(self, *names: str) -> None:
        """A finger touches one after the other."""
        for name in names:
            self.screen.reveal(name)
            self.screen.touch(name)
            self.settles()

    def chooses(self, services: Sequence[str] = (CRYO,)) -> None:
        """From the welcome page to the order."""
        self.touches("start", *(f"service-{service}" for service in services), "goOn")

    def goes_to_pix(self, services: Sequence[str] = (CRYO,)) -> Visit:
        """Up to the code on the screen."""
        self.chooses(services)
        self.touches("payPix")
        self.works()
        return self.visit

    def gets_ticket(self, services: Sequence[str] = (CRYO,), *, is_printed: bool = True) -> Visit:
        """Up to the ticket, paid by Pix."""
        visit = self.goes_to_pix(services)
        self.shop.provider_reports_paid(visit)
        if is_printed:
            self.shop.prints()
        self.settles()
        return self.visit

    @property
    def page(self) -> str:
        return str(self.kiosk.view_models.shell.page)

    @property
    def visit(self) -> Visit:
        """The visit on the screen, as the core has it."""
        visit_id = self.kiosk.totem.scene.state.visit_id
        assert visit_id is not None, "no visit is on the screen"
        found = self.shop.core.board.visit(VisitId(visit_id))
        assert isinstance(found, Visit)
        return found

    def closes(self) -> None:
        self.kiosk.close()
        settle()


@contextmanager
def open_booth(home: Path, look: Look = PORTRAIT) -> Iterator[Booth]:
    """A booth with its own shop, closed at the end."""
    shop = Shop(home)
    booth = Booth(shop, look)
    try:
        yield booth
    finally:
        booth.closes()
        shop.closes()
