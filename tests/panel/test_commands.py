"""One command at a time, none twice, and a picture that began after it."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from pytestqt.qtbot import QtBot

from panel.desk.commands import Commands
from panel.desk.refresh import Refresher
from panel.model.queues import derive_book
from panel.model.shop import ShopRules
from panel.model.snapshot import DeskSnapshot
from tests.driving.waiting import wait_until
from tests.panel.making import NOW

T = TypeVar("T")

SETTLE_MS = 20


class HeldLane:
    """Keeps work until it is told to do it."""

    def __init__(self) -> None:
        self.works: list[Callable[[], None]] = []

    def submit(
        self, work: Callable[[], T], then: Callable[[T], None], failed: Callable[[Exception], None] | None = None
    ) -> None:
        def do() -> None:
            try:
                value = work()
            except OSError as error:
                assert failed is not None
                failed(error)
                return
            then(value)

        self.works.append(do)

    def do_next(self) -> None:
        self.works.pop(0)()


class Scene:
    def __init__(self) -> None:
        self.writing, self.reading = HeldLane(), HeldLane()
        self.reads = 0
        self.refresher = Refresher(self.reading, self._read)
        self.commands = Commands(self.writing, self.refresher, SETTLE_MS)
        self.done: list[str] = []
        self.failures: list[Exception] = []
        self.is_broken = False
        self.commands.failed.connect(self.failures.append)
        self.refresher.failed.connect(self.failures.append)

    def run(self, action: str) -> bool:
        return self.commands.run(action, lambda: action, self.done.append)

    def _read(self) -> DeskSnapshot:
        self.reads += 1
        if self.is_broken:
            raise OSError("disk")
        return DeskSnapshot(NOW, derive_book((), (), {}, ShopRules()))


@pytest.fixture
def scene(qtbot: QtBot) -> Scene:
    return Scene()


def test_nothing_else_is_done_until_the_screen_shows_what_came_of_it(scene: Scene) -> None:
    assert scene.run("call")
    assert not scene.run("call")
    assert not scene.run("start")
    scene.writing.do_next()
    assert scene.done == ["call"]
    assert scene.commands.is_busy
    scene.reading.do_next()
    assert not scene.commands.is_busy
    assert scene.run("start")


def test_the_same_is_not_done_again_within_a_double_click(scene: Scene) -> None:
    scene.run("call")
    scene.writing.do_next()
    scene.reading.do_next()
    assert not scene.run("call")
    assert scene.commands.settling == {"call"}
    wait_until(lambda: not scene.commands.settling, "the action to settle")
    assert scene.run("call")


def test_something_else_in_between_means_the_next_press(scene: Scene) -> None:
    scene.run("call")
    scene.writing.do_next()
    scene.reading.do_next()
    assert scene.run("start")
    scene.writing.do_next()
    scene.reading.do_next()
    assert scene.commands.settling == {"start"}
    assert scene.run("call")
    scene.writing.do_next()
    scene.reading.do_next()
    scene.commands.settle()
    assert scene.run("call")


def test_a_failure_frees_the_desk_and_is_told(scene: Scene) -> None:
    def fail() -> str:
        raise OSError("disk")

    scene.commands.run("call", fail, scene.done.append)
    scene.writing.do_next()
    scene.is_broken = True
    scene.reading.do_next()
    assert not scene.commands.is_busy
    assert scene.done == []
    assert [str(error) for error in scene.failures] == ["disk", "disk"]


def test_readings_are_one_at_a_time_and_the_last_wish_is_granted(scene: Scene) -> None:
    for _ in range(5):
        scene.refresher.ask()
    assert len(scene.reading.works) == 1
    scene.reading.do_next()
    assert len(scene.reading.works) == 1
    scene.reading.do_next()
    assert scene.reading.works == []
    assert scene.reads == 2


def test_whoever_waits_gets_a_reading_that_began_later(scene: Scene) -> None:
    told: list[int] = []
    scene.refresher.ask()
    scene.refresher.ask(lambda: told.append(scene.reads))
    scene.reading.do_next()
    assert told == []
    scene.reading.do_next()
    assert told == [2]
