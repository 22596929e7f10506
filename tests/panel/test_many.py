"""Five thousand people in the queues: only what is seen costs anything."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from panel.desk.reader import LISTED_MAX
from panel.model.queues import QueueRow
from panel.ports import Board
from panel.views.window import DeskWindow
from panel.wiring import shop_of
from shared.kernel.ids import TurnId, VisitId
from shared.visits.views import QueueView
from tests.fakes.shop import ANA, Shop
from tests.panel.making import CRYO, NOW, item, minutes
from tests.panel.post import Post

PEOPLE = 5_000
LOOKS_MAX = 2_000
"""Cells asked for to draw one screen; far below one for each person."""


class FullBoard:
    """The core's board with queues of thousands."""

    def __init__(self, inside: Board) -> None:
        self.equipment, self.pending_payments = inside.equipment, inside.pending_payments
        self.tasks, self.expired = inside.tasks, inside.expired
        self.visit, self.history, self.notes = inside.visit, inside.history, inside.notes
        self.progress = inside.progress
        first = item("A0")
        self.items = tuple(
            replace(
                first,
                visit_id=VisitId(f"v{number}"),
                turn_id=TurnId(f"t{number}"),
                label=f"A{number:04}",
                place=number + 1,
                joined_at=NOW - minutes(60) + minutes(number / 100),
                customer_id=None,
            )
            for number in range(PEOPLE)
        )

    def queues(self, at_most: int, /) -> tuple[QueueView, ...]:
        return (QueueView(CRYO, self.items[:at_most], tuple(each.joined_at for each in self.items)),)


class Scene:
    def __init__(self, folder: Path) -> None:
        self.shop = Shop(folder)
        self.board = FullBoard(shop_of(self.shop.core).board)
        self.post = Post(self.shop, shop=replace(shop_of(self.shop.core), board=self.board)).sits_down(ANA)

    @property
    def table(self) -> QTableView:
        window = self.post.panel.window
        assert isinstance(window, DeskWindow)
        found = window.findChild(QTableView, "queue")
        assert isinstance(found, QTableView)
        return found

    def looks(self) -> list[int]:
        """Rows whose texts are asked for from now on."""
        seen: list[int] = []
        model = self.table.model()
        before = model.data

        def data(index: object, role: int = 0) -> object:
            seen.append(index.row())  # type: ignore[attr-defined]  # an index of the model
            return before(index, role)  # type: ignore[arg-type]

        model.data = data  # type: ignore[method-assign]
        return seen


@pytest.fixture
def scene(qtbot: QtBot, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(tmp_path / "home")
    yield made
    made.post.leaves()
    made.shop.closes()


def test_the_first_are_listed_everybody_is_counted_and_only_the_seen_are_drawn(scene: Scene) -> None:
    assert scene.post.desk.text("queueTitle") == "5.000 na fila; a lista mostra os primeiros 500"
    assert scene.table.model().rowCount() == LISTED_MAX
    seen = scene.looks()
    scene.post.ticks(1)
    assert 0 < len(seen) < LOOKS_MAX
    assert max(seen) < 60


def test_one_change_is_one_signal(scene: Scene) -> None:
    heard: list[tuple[int, int]] = []
    scene.table.model().rowsRemoved.connect(lambda _, first, last: heard.append((first, last)))
    scene.board.items = scene.board.items[:300] + scene.board.items[301:]
    scene.post.panel.desks.session.refresh()
    scene.post.settles()
    assert heard == [(300, 300)]
    assert scene.post.desk.text("queueTitle") == "4.999 na fila; a lista mostra os primeiros 500"


def test_who_is_chosen_stays_chosen_wherever_they_move(scene: Scene) -> None:
    scene.post.desk.click_row("queue", "A0400")
    scene.post.settles()
    scene.board.items = (*scene.board.items[100:], *scene.board.items[:100])
    scene.post.panel.desks.session.refresh()
    scene.post.settles()
    row = scene.table.currentIndex().data(256)
    assert isinstance(row, QueueRow)
    assert row.label == "A0400"
