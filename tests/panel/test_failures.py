"""What the desk does when the file, the disk or the program fails."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from panel.ports import Board, Serving, Shop
from panel.wiring import shop_of
from shared.people.model import Operator
from shared.store.failures import DatabaseUnreadable, DiskFull
from shared.visits.model import TurnState
from shared.visits.serving import Served, TurnRef
from shared.visits.views import QueueView
from tests.fakes.shop import ANA, ICE
from tests.fakes.shop import Shop as RealShop
from tests.panel.post import Post, hire


class BrokenServing:
    """The core's serving, which fails to start anybody for a while."""

    def __init__(self, inside: Serving) -> None:
        self._inside = inside
        self.failure: Exception | None = None
        self.call, self.call_again = inside.call, inside.call_again
        self.complete, self.send_back = inside.complete, inside.send_back
        self.no_show, self.cancel_turn, self.add_note = inside.no_show, inside.cancel_turn, inside.add_note

    def start(self, turn: TurnRef, by: Operator, /) -> Served:
        if self.failure is not None:
            raise self.failure
        return self._inside.start(turn, by)


class BrokenBoard:
    """The core's board, which cannot be read for a while."""

    def __init__(self, inside: Board) -> None:
        self._inside = inside
        self.failure: Exception | None = None
        self.equipment, self.pending_payments = inside.equipment, inside.pending_payments
        self.tasks, self.expired = inside.tasks, inside.expired
        self.visit, self.history, self.notes = inside.visit, inside.history, inside.notes
        self.progress = inside.progress

    def queues(self, at_most: int, /) -> tuple[QueueView, ...]:
        if self.failure is not None:
            raise self.failure
        return self._inside.queues(at_most)


class Scene:
    def __init__(self, folder: Path) -> None:
        self.shop = RealShop(folder)
        hire(self.shop)
        whole: Shop = shop_of(self.shop.core)
        self.serving, self.board = BrokenServing(whole.serving), BrokenBoard(whole.board)
        self.post = Post(self.shop, shop=replace(whole, serving=self.serving, board=self.board))


@pytest.fixture
def scene(qtbot: QtBot, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(tmp_path / "home")
    yield made
    made.post.leaves()
    made.shop.closes()


def test_a_full_disk_is_told_and_the_action_can_be_repeated(scene: Scene) -> None:
    visit = scene.shop.gets_ticket((ICE,))
    post = scene.post.sits_down(ANA)
    post.desk.click("callNext")
    post.settles()
    scene.serving.failure = DiskFull("O disco está cheio: libere espaço e tente de novo.")
    post.desk.press(Qt.Key.Key_F4)
    post.settles()
    assert post.notice() == "O disco está cheio: libere espaço e tente de novo."
    assert scene.shop.turn_state(visit, ICE) is TurnState.CALLED
    scene.serving.failure = None
    post.desk.press(Qt.Key.Key_F4)
    post.settles()
    assert scene.shop.turn_state(visit, ICE) is TurnState.IN_PROGRESS


def test_a_picture_that_cannot_be_renewed_is_called_old(scene: Scene) -> None:
    post = scene.post.sits_down(ANA)
    scene.board.failure = DatabaseUnreadable("O banco de dados não pode ser lido: confira o disco.")
    post.ticks(16)
    assert post.desk.find("statusDatabase").toolTip() == "O banco de dados não pode ser lido: confira o disco."
    post.ticks(20)
    assert post.desk.find("statusAge").accessibleName() == "Sem atualizar há 0:36"
    scene.board.failure = None
    post.ticks(1)
    assert post.desk.find("statusDatabase").accessibleName() == "Banco de dados: ok"
    assert post.desk.find("statusAge").accessibleName() == "Tela atualizada"


def test_a_bug_goes_to_the_crash_handler_and_the_desk_goes_on(scene: Scene, qtbot: QtBot) -> None:
    visit = scene.shop.gets_ticket((ICE,))
    post = scene.post.sits_down(ANA)
    post.desk.click("callNext")
    post.settles()
    scene.serving.failure = ValueError("a bug")
    with qtbot.capture_exceptions() as caught:
        post.desk.press(Qt.Key.Key_F4)
        post.settles()
    assert [str(error) for _, error, _ in caught] == ["a bug"]
    post.panel.window.show_trouble()
    assert post.desk.has("troubleText")
    scene.serving.failure = None
    post.desk.click("troubleBack")
    post.settles()
    post.desk.press(Qt.Key.Key_F4)
    post.settles()
    assert scene.shop.turn_state(visit, ICE) is TurnState.IN_PROGRESS
