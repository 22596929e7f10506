"""Builds the desk around a core: lanes, session, view models, window. Builds nothing else."""

from dataclasses import dataclass
from datetime import timedelta

from panel.desk.commands import SETTLE_MS
from panel.desk.money import MoneyDesk
from panel.desk.papers import PaperDesk
from panel.desk.serving import ServingDesk
from panel.desk.session import Session
from panel.desk.sign_in import SignInDesk
from panel.model.shop import ShopRules
from panel.ports import Lanes, Shop
from panel.views.window import Desks, DeskWindow
from shared.bootstrap import Core
from shared.config import Settings
from shared.qt.changes import Changes
from shared.qt.colours import CALM, Colours
from shared.qt.lanes import Lane
from shared.visits.bands import BandLimits


@dataclass(frozen=True, slots=True)
class Panel:
    """A desk at work. Keep it as long as its window is shown; then `close`."""

    core: Core
    desks: Desks
    window: DeskWindow
    changes: Changes
    writing: Lane
    reading: Lane

    def start(self) -> None:
        """Begin to read, to follow changes and to count seconds."""
        self.changes.start()
        self.desks.session.start()
        self.desks.sign_in.load()

    def drain(self) -> None:
        """Wait until both lanes are quiet; for tests and stories."""
        self.writing.drain()
        self.reading.drain()
        self.writing.drain()
        self.reading.drain()

    def close(self) -> None:
        """Let go of the window and the lanes; the core is closed by whoever built it."""
        self.changes.stop()
        self.desks.session.stop()
        self.window.close()
        self.writing.drain()
        self.writing.stop()
        self.reading.stop()
        self.window.deleteLater()


def shop_of(core: Core) -> Shop:
    """The core as the panel sees it."""
    return Shop(
        board=core.board,
        serving=core.serving,
        counter=core.counter,
        papers=core.papers,
        catalogue=core.catalogue,
        operators=core.operators,
        health=core.health,
        held=core.held,
        refunds=core.refunds,
        inbox=core.inbox,
        reconciliation=core.reconciliation,
        names=core.customers.names,
        clock=core.clock,
    )


def rules_of(settings: Settings) -> ShopRules:
    """What of the shop's settings the desk's texts depend on."""
    return ShopRules(
        name=settings.shop.name,
        zone=settings.shop.zone,
        bands=BandLimits(*settings.queue.bands_minutes),
        call_patience=timedelta(seconds=settings.queue.called_timeout_seconds),
    )


def build_desks(shop: Shop, lanes: Lanes, rules: ShopRules, settle_ms: int = SETTLE_MS) -> Desks:
    """The view models of all pages on one session."""
    session = Session(shop, lanes, rules, settle_ms)
    return Desks(
        session=session,
        sign_in=SignInDesk(session, lanes.database, session),
        serving=ServingDesk(session, session),
        money=MoneyDesk(session, session),
        papers=PaperDesk(session, session),
    )


def build_panel(core: Core, colours: Colours = CALM, settle_ms: int = SETTLE_MS, shop: Shop | None = None) -> Panel:
    """Everything but the showing. `shop` stands for parts of the core that a test replaces."""
    writing, reading = Lane("database"), Lane("reading")
    lanes = Lanes(reading=reading, database=writing)
    desks = build_desks(shop or shop_of(core), lanes, rules_of(core.settings), settle_ms)
    window = DeskWindow(desks, colours)
    changes = Changes(core.feed(), window)
    changes.changed.connect(desks.session.on_changed)
    changes.changed.connect(lambda _: core.duties.nudge())
    changes.failed.connect(desks.session.on_feed_failed)
    return Panel(core, desks, window, changes, writing, reading)
