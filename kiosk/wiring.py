"""Builds the totem around a core: lanes, conductor, view models, window. Builds nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer, QUrl
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from kiosk.desk import Desk
from kiosk.memory import SessionFile
from kiosk.model.state import House
from kiosk.reading import Reader
from kiosk.totem import Totem
from kiosk.viewmodels.book import ViewModels, view_models
from shared.bootstrap import Core, usable_ways
from shared.kernel.money import Money
from shared.qt.changes import Changes
from shared.qt.lanes import Lane
from shared.qt.parts import InstalledParts, install_parts
from shared.qt.tokens import Look

PAGES = Path(__file__).parent / "qml"
TICK_MS = 1_000
"""In how many monthly parts a card may pay, and how small one of them may be."""
TOUCHES = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress, QEvent.Type.Wheel})


class Touches(QObject):
    """Tells the totem of every touch and key; keeps none."""

    def __init__(self, totem: Totem) -> None:
        super().__init__()
        self._totem = totem

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES:
            self._totem.touched()
        return super().eventFilter(watched, event)


@dataclass(frozen=True, slots=True)
class Kiosk:
    """A totem at work. Keep it as long as its window is shown; then `close`."""

    core: Core
    totem: Totem
    view_models: ViewModels
    writing: Lane
    reading: Lane
    changes: Changes
    tick: QTimer
    engine: QQmlApplicationEngine
    window: QQuickWindow
    parts: InstalledParts
    touches: Touches

    def start(self) -> None:
        """Begin to read, to follow changes and to count seconds."""
        self.changes.start()
        self.tick.start(TICK_MS)
        self.totem.resume()

    def drain(self) -> None:
        """Wait until both lanes are quiet; for tests."""
        self.writing.drain()
        self.reading.drain()
        self.writing.drain()

    def close(self) -> None:
        """Finish what was asked for, then let go of window and lanes; the core is closed by whoever built it."""
        self.tick.stop()
        self.changes.stop()
        self.window.removeEventFilter(self.touches)
        self.writing.drain()
        self.writing.stop()
        self.reading.stop()
        self.window.close()
        # Now, and not when Python gets round to it: the pages must go before the view models that they are bound to.
        shiboken6.delete(self.engine)


class PageFault(Exception):
    """The totem's own QML cannot be loaded: the program was not copied whole; install it again."""


def build_totem(core: Core, writing: Lane, reading: Lane) -> Totem:
    """The conductor with the core's services behind it."""
    settings = core.settings
    house = House(
        shop_name=settings.shop.name,
        ways=usable_ways(settings, core.world.providers),
        pix_receiver=settings.payment.pix_receiver,
        installments_max=settings.asaas.installments_max,
        installment_min=Money.from_reais(settings.asaas.installment_min_reais),
    )
    desk = Desk(core.sale, core.board, core.payment_duty, core.duties, SessionFile(core.paths.home))
    reader = Reader(core.catalogue, core.board, core.health, core.customers)
    return Totem(house, desk, reader, core.clock, writing, reading)


def build_kiosk(core: Core, look: Look, *, is_closable: bool) -> Kiosk:
    """Everything but the showing. FontMissing or PageFault if the installation is not whole."""
    writing, reading = Lane("database"), Lane("reading")
    totem = build_totem(core, writing, reading)
    shown = view_models(totem)
    engine = QQmlApplicationEngine()
    parts = install_parts(engine, look)
    window = load_window(engine, "Main.qml", {**_by_name(shown), "isClosable": is_closable})
    touches = Touches(totem)
    window.installEventFilter(touches)
    changes = Changes(core.feed())
    changes.changed.connect(lambda _: totem.refresh())
    changes.changed.connect(lambda _: core.duties.nudge())
    changes.failed.connect(totem.fail)
    tick = QTimer()
    tick.timeout.connect(totem.tick)
    return Kiosk(core, totem, shown, writing, reading, changes, tick, engine, window, parts, touches)


def load_window(engine: QQmlApplicationEngine, file: str, properties: dict[str, object]) -> QQuickWindow:
    """The window of a page file; PageFault if there is none."""
    engine.setInitialProperties(properties)
    engine.load(QUrl.fromLocalFile(str(PAGES / file)))
    roots = engine.rootObjects()
    if not roots or not isinstance(roots[0], QQuickWindow):
        raise PageFault(f"the page file {file} cannot be loaded")
    return roots[0]


def _by_name(shown: ViewModels) -> dict[str, object]:
    return {
        "shell": shown.shell,
        "welcome": shown.welcome,
        "services": shown.services,
        "review": shown.review,
        "ways": shown.ways,
        "payer": shown.payer,
        "payment": shown.payment,
        "counter": shown.counter,
        "ticket": shown.ticket,
        "attention": shown.attention,
    }
