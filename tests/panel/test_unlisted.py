"""Somebody who waits beyond the end of the list: told apart from whoever does not wait, and called like any other."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from panel.model.queues import Flag
from panel.model.snapshot import TicketReading
from panel.model.unlisted import WHY, unlisted_row
from panel.ports import Board
from panel.wiring import shop_of
from shared.kernel.ids import TurnId
from shared.visits.model import PriorityGroup, TurnState
from shared.visits.serving import TurnRef
from shared.visits.views import QueueView
from tests.fakes.shop import ANA, CRYO, ICE, SAUNA, Shop
from tests.panel.post import Post


class CrowdedBoard:
    """The core's board, with no room for anybody in the list."""

    def __init__(self, inside: Board) -> None:
        self._inside = inside
        self.equipment, self.pending_payments = inside.equipment, inside.pending_payments
        self.tasks, self.expired = inside.tasks, inside.expired
        self.visit, self.history, self.notes = inside.visit, inside.history, inside.notes
        self.progress = inside.progress

    def queues(self, at_most: int, /) -> tuple[QueueView, ...]:
        return tuple(replace(view, items=()) for view in self._inside.queues(at_most))


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    shop = Shop(tmp_path / "home")
    yield shop
    shop.closes()


def reading(shop: Shop, turn: TurnRef) -> TicketReading:
    board = shop.core.board
    return TicketReading(turn.visit_id, board.visit(turn.visit_id), progress=board.progress(turn.visit_id))


def test_the_row_says_where_somebody_waits_and_what_to_know(shop: Shop) -> None:
    for _ in range(3):
        shop.gets_ticket([ICE])
    visit = shop.gets_ticket([ICE, CRYO], name="Marina", priority=PriorityGroup.AUTISM)
    shop.calls(visit, CRYO)
    turn = shop.turn(visit, ICE)
    assert visit.customer_id is not None
    row = unlisted_row(turn, reading(shop, turn), {visit.customer_id: "Marina"})
    assert row is not None
    assert (row.turn, row.service_id, row.label, row.customer, row.why) == (turn, ICE, visit.label, "Marina", WHY)
    assert (row.place, row.since) == (1, shop.turn_of(visit, ICE).joined_at)
    assert row.flags == (Flag.PRIORITY, Flag.ELSEWHERE)


def test_whoever_does_not_wait_has_no_row(shop: Shop) -> None:
    visit, other = shop.gets_ticket([CRYO, ICE]), shop.gets_ticket([SAUNA])
    shop.calls(visit, CRYO)
    called, waiting = shop.turn(visit, CRYO), shop.turn(visit, ICE)
    assert unlisted_row(called, reading(shop, called), {}) is None
    assert unlisted_row(waiting, reading(shop, shop.turn(other, SAUNA)), {}) is None
    assert unlisted_row(TurnRef(visit.id, TurnId("?")), reading(shop, waiting), {}) is None


@pytest.mark.usefixtures("qtbot")
def test_somebody_beyond_the_list_is_called_from_their_ticket(shop: Shop) -> None:
    visit = shop.gets_ticket([ICE])
    core = shop_of(shop.core)
    post = Post(shop, shop=replace(core, board=CrowdedBoard(core.board))).sits_down(ANA)
    assert post.desk.text("queueTitle") == "1 na fila; a lista mostra os primeiros 0"
    post.panel.desks.serving.choose(shop.turn(visit, ICE))
    post.settles()
    post.presses(Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    assert shop.turn_state(visit, ICE) is TurnState.CALLED
    post.leaves()
