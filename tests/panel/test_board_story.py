"""Tickets, machines and clocks beside the queue, by real keys and clicks on the real core."""

from PySide6.QtCore import Qt

from shared.visits.model import TurnState
from tests.fakes.shop import ANA, BRUNO, CRYO, ICE, SAUNA, Shop
from tests.panel.post import Post


def test_the_ticket_tells_everything(post: Post, shop: Shop) -> None:
    visit = shop.gets_ticket((ICE, SAUNA), name="Marina")
    post.sits_down(BRUNO)
    post.chooses("queue", visit.label)
    post.clicks("tabTicket")
    assert post.desk.text("ticketLabel") == visit.label
    assert post.desk.text("ticketTotal") == str(visit.total)
    assert len(post.desk.rows("turns")) == 2
    post.desk.type("note", "Prefere de manhã")
    post.clicks("addNote")
    assert post.desk.says("Prefere de manhã")
    assert post.desk.says("Senha")
    assert shop.core.board.notes(visit.id) == ("Prefere de manhã",)


def test_a_turn_is_chosen_in_the_ticket(post: Post, shop: Shop) -> None:
    visit = shop.gets_ticket((ICE, SAUNA))
    post.sits_down(ANA)
    shop.calls(visit, ICE)
    post.settles()
    post.chooses("equipment", visit.label)
    post.clicks("tabTicket")
    post.chooses("turns", "Sauna")
    assert "Sauna infravermelho" in post.desk.text("chosenState")
    post.chooses("turns", "Banho de gelo")
    post.presses(Qt.Key.Key_F4)
    assert shop.turn_state(visit, ICE) is TurnState.IN_PROGRESS


def test_machines_are_set_to_cleaning_and_back(post: Post, shop: Shop) -> None:
    post.sits_down(ANA)
    post.chooses("equipment", "Crio 2")
    post.clicks("status-cleaning")
    assert "Crio 2, Limpeza, Crioterapia" in post.desk.rows("equipment")
    post.clicks("machines-free")
    assert not any(row.startswith("Crio 2") for row in post.desk.rows("equipment"))


def test_a_machine_in_use_is_not_set_by_hand(post: Post, shop: Shop) -> None:
    visit = shop.gets_ticket((ICE,))
    post.sits_down()
    post.presses(Qt.Key.Key_F2)
    post.chooses("equipment", "Banheira 1")
    assert not post.desk.is_enabled("status-cleaning")
    assert post.desk.tip("status-cleaning") == f"Banheira 1 está com {visit.label}."


def test_my_machines_are_shown_alone(post: Post, shop: Shop) -> None:
    mine, others = shop.gets_ticket((ICE,)), shop.gets_ticket((SAUNA,))
    shop.calls(mine, ICE, by=ANA)
    shop.calls(others, SAUNA, by=BRUNO)
    post.sits_down(ANA)
    assert post.desk.text("machines-mine") == "Meus 1"
    post.clicks("machines-mine")
    (row,) = post.desk.rows("equipment")
    assert mine.label in row


def test_clocks_run_without_anything_happening(post: Post, shop: Shop) -> None:
    shop.gets_ticket((ICE,))
    post.sits_down()
    assert post.desk.rows("queue", 3) == ["0:00"]
    post.ticks(75)
    assert post.desk.rows("queue", 3) == ["1:15"]
    post.ticks(15 * 60)
    assert post.desk.find("bands").toolTip().splitlines()[1] == "1: 15 a 30 min"


def test_what_others_do_shows_by_itself(post: Post, shop: Shop) -> None:
    post.sits_down()
    assert post.desk.rows("queue") == []
    visit = shop.gets_ticket((ICE,))
    post.panel.changes.start()
    post.desk.wait(lambda: post.desk.rows("queue"), "the new ticket in the queue")
    assert post.desk.rows("queue", 1) == [visit.label]


def test_signing_out_closes_what_was_asked(post: Post, shop: Shop) -> None:
    shop.gets_ticket((CRYO,))
    post.sits_down()
    post.presses(Qt.Key.Key_F2)
    post.panel.desks.session.sign_out()
    post.settles()
    assert post.panel.desks.session.operator is None
    assert not post.desk.has("formTitle")
    assert post.desk.has("people")
