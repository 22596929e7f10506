"""A shop with an operator's desk: the real core, the real window, a clock that moves when it is told to."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from panel import ports
from panel.app import dress
from panel.wiring import Panel, build_panel
from shared.people.model import Operator, OperatorsImportedOk
from shared.people.operators import Operators
from shared.qt.colours import CALM
from tests.driving.waiting import settle, wait_until
from tests.driving.widgets import PLAIN, Desktop
from tests.fakes.shop import ANA, CATALOGUE, Shop

SMALL = (1366, 768)
LARGE = (1920, 1080)
SETTLE_MS = 40
"""Shorter than in the shop, so that tests need not wait for it; still longer than the two presses of a double click."""

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Real hashes that cost a test nothing; checking reads the cost from the hash."""


def hire(shop: Shop) -> None:
    """Let the example's operators sign in."""
    core = shop.core
    people = Operators(core.database, core.journal, core.clock, shop.ids, QUICK)
    assert isinstance(people.import_file(CATALOGUE), OperatorsImportedOk)


@cache
def dressed() -> bool:
    """The style of the application, once for each test process."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    dress(app, CALM)
    return True


class Post:
    """One desk in the shop, and what happens at it."""

    def __init__(self, of: Shop, size: tuple[int, int] = SMALL, shop: ports.Shop | None = None) -> None:
        """`shop` stands for parts of the core that a test replaces."""
        assert dressed()
        self.shop = of
        self.panel: Panel = build_panel(of.core, settle_ms=SETTLE_MS, shop=shop)
        self.desk = Desktop(self.panel.window)
        self.panel.window.resize(*size)
        self.panel.window.show()
        self.panel.desks.session.refresh()
        self.panel.desks.sign_in.load()
        self.settles()

    def settles(self) -> None:
        """Everything that was asked for has been answered and shown, and every button is free again."""
        session = self.panel.desks.session
        self.panel.changes.look()
        self.panel.drain()
        wait_until(lambda: not session.is_busy and not session.settling, "the desk at rest")
        self.panel.drain()
        settle()

    def sits_down(self, by: Operator = ANA) -> Post:
        """Somebody is at the desk; how they signed in is another story."""
        self.panel.desks.session.sit_down(by)
        self.settles()
        return self

    def presses(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        """A key, and whatever comes of it."""
        self.desk.press(key, modifiers)
        self.settles()

    def clicks(self, name: str) -> None:
        """A button, and whatever comes of it."""
        self.desk.click(name)
        self.settles()

    def chooses(self, view: str, words: str) -> None:
        """A row of a list, and whatever comes of it."""
        self.desk.click_row(view, words)
        self.settles()

    def ticks(self, seconds: float) -> None:
        """Time passes and nothing else happens."""
        self.shop.clock.advance(timedelta(seconds=seconds))
        self.panel.desks.session.tick()
        self.settles()

    def notice(self) -> str:
        """The line that says what just happened."""
        notice = self.panel.desks.session.notice
        return notice.text if notice else ""

    def leaves(self) -> None:
        self.panel.close()
        settle()
