"""The queue page by real keys and clicks, on the real core."""

import pytest
from PySide6.QtCore import Qt

from shared.catalog.model import EquipmentStatus
from shared.kernel.ids import EquipmentId
from shared.people.model import Operator
from shared.printing.model import TicketPrintout
from shared.visits.model import TaskKind, TurnState, Visit, VisitState
from tests.driving.widgets import CannotDo
from tests.fakes.shop import ANA, BOOTS, BRUNO, CRYO, ICE, SAUNA, Shop
from tests.panel.post import Post

F2, F3, F4, F5, F6, F8, F9 = (
    Qt.Key.Key_F2,
    Qt.Key.Key_F3,
    Qt.Key.Key_F4,
    Qt.Key.Key_F5,
    Qt.Key.Key_F6,
    Qt.Key.Key_F8,
    Qt.Key.Key_F9,
)
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(post: Post, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    post.desk.press(key, modifiers)
    post.settles()


def click(post: Post, name: str) -> None:
    post.desk.click(name)
    post.settles()


def choose(post: Post, view: str, words: str) -> None:
    post.desk.click_row(view, words)
    post.settles()


def enabled(post: Post) -> set[str]:
    actions = ("callNext", "callChosen", "recall", "start", "complete", "noShow", "sendBack")
    return {name for name in actions if post.desk.is_enabled(name)}


def test_one_customer_from_the_queue_to_the_end_by_keys(post: Post, shop: Shop) -> None:
    visit = shop.gets_ticket((ICE,), name="Marina")
    post.sits_down()
    assert post.desk.text("nextLabel") == visit.label
    assert post.desk.text("nextCustomer") == "Marina · Banho de gelo"
    assert post.desk.text("nextWhy") == "Chegou primeiro, às 12:00"
    press(post, F2)
    assert shop.turn_state(visit, ICE) is TurnState.CALLED
    assert post.notice() == f"{visit.label} chamado para Banheira 1."
    assert post.desk.text("chosenTurn") == f"{visit.label}  Marina"
    press(post, F4)
    assert shop.turn_state(visit, ICE) is TurnState.IN_PROGRESS
    press(post, F5)
    assert shop.state(visit) is VisitState.COMPLETED
    assert post.desk.rows("queue") == []


def test_the_same_by_the_mouse(post: Post, shop: Shop) -> None:
    visit = shop.gets_ticket((ICE,))
    post.sits_down()
    for name in ("callNext", "start", "complete"):
        click(post, name)
    assert shop.state(visit) is VisitState.COMPLETED


def test_calling_one_service_leaves_the_other_in_its_queue(post: Post, shop: Shop) -> None:
    visit = shop.gets_ticket((ICE, SAUNA))
    post.sits_down()
    choose(post, "services", "Banho de gelo")
    press(post, F2)
    assert shop.turn_state(visit, ICE) is TurnState.CALLED
    assert shop.turn_state(visit, SAUNA) is TurnState.IN_QUEUE
    choose(post, "services", "Sauna infravermelho")
    assert post.desk.rows("queue", 1) == [visit.label]
    press(post, F4)
    press(post, F5)
    assert shop.state(visit) is VisitState.IN_QUEUE


def test_of_several_free_machines_one_is_chosen_by_its_number(post: Post, shop: Shop) -> None:
    visit = shop.gets_ticket((CRYO,))
    post.sits_down()
    press(post, F2)
    assert post.desk.text("formTitle") == f"Chamar {visit.label} para…"
    press(post, Qt.Key.Key_2)
    assert shop.turn_of(visit, CRYO).equipment_id == "crio-2"


def test_of_several_free_machines_the_first_is_taken_with_enter(post: Post, shop: Shop) -> None:
    visit = shop.gets_ticket((CRYO,))
    post.sits_down()
    press(post, F2)
    press(post, Qt.Key.Key_Return)
    assert shop.turn_of(visit, CRYO).equipment_id == "crio-1"


def test_leaving_the_question_calls_nobody(post: Post, shop: Shop) -> None:
    visit = shop.gets_ticket((CRYO,))
    post.sits_down()
    press(post, F2)
    press(post, Qt.Key.Key_Escape)
    assert shop.turn_state(visit) is TurnState.IN_QUEUE
    assert not post.desk.has("formTitle")


def test_somebody_else_than_the_next_can_be_called(post: Post, shop: Shop) -> None:
    first, second = shop.gets_ticket((ICE,)), shop.gets_ticket((ICE,))
    post.sits_down()
    choose(post, "queue", second.label)
    press(post, F2, SHIFT)
    assert shop.turn_state(second, ICE) is TurnState.CALLED
    assert shop.turn_state(first, ICE) is TurnState.IN_QUEUE


def test_a_double_click_calls_one_customer(post: Post, shop: Shop) -> None:
    first, second = shop.gets_ticket((BOOTS,)), shop.gets_ticket((BOOTS,))
    shop.core.catalogue.set_equipment_status(EquipmentId("bota-b"), EquipmentStatus.CLEANING, ANA.id)
    post.sits_down()
    post.desk.double_click("callNext")
    post.settles()
    assert [shop.turn_state(each, BOOTS) for each in (first, second)] == [TurnState.CALLED, TurnState.IN_QUEUE]


def test_keys_pressed_at_once_do_one_thing(post: Post, shop: Shop) -> None:
    first, second = shop.gets_ticket((ICE,)), shop.gets_ticket((SAUNA,))
    post.sits_down()
    post.desk.press(F2)
    post.desk.press(F2)
    post.settles()
    states = {shop.turn_state(first, ICE), shop.turn_state(second, SAUNA)}
    assert states == {TurnState.CALLED, TurnState.IN_QUEUE}


def called(post: Post, shop: Shop) -> Visit:
    visit = shop.gets_ticket((ICE,))
    post.sits_down()
    press(post, F2)
    return visit


@pytest.mark.parametrize(
    ("key", "state", "said"),
    [
        (F3, TurnState.CALLED, "chamado de novo."),
        (F4, TurnState.IN_PROGRESS, "iniciado."),
        (F6, TurnState.EXPIRED, "continua na lista para ser chamado de novo."),
        (F8, TurnState.IN_QUEUE, "voltou ao seu lugar na fila."),
    ],
)
def test_what_can_be_done_with_a_call(post: Post, shop: Shop, key: Qt.Key, state: TurnState, said: str) -> None:
    visit = called(post, shop)
    assert enabled(post) == {"recall", "start", "noShow", "sendBack"}
    press(post, key)
    assert shop.turn_state(visit, ICE) is state
    assert post.notice().endswith(said)


def test_a_recall_is_counted(post: Post, shop: Shop) -> None:
    visit = called(post, shop)
    press(post, F3)
    assert shop.turn_of(visit, ICE).calls == 2


def test_who_did_not_come_stays_in_sight_and_is_called_again(post: Post, shop: Shop) -> None:
    visit = called(post, shop)
    press(post, F6)
    choose(post, "services", "Não compareceram")
    choose(post, "queue", visit.label)
    assert enabled(post) == {"callChosen"}
    press(post, F2, SHIFT)
    assert shop.turn_state(visit, ICE) is TurnState.CALLED
    assert shop.turn_of(visit, ICE).reactivations == 1
    assert post.desk.selected("services") == post.desk.rows("services")[0]


def test_a_key_whose_button_is_disabled_says_why(post: Post, shop: Shop) -> None:
    called(post, shop)
    press(post, F5)
    assert post.notice() == "Só para quem está em atendimento. A001: chamado."
    assert post.desk.tip("complete") == post.notice()
    with pytest.raises(CannotDo, match="disabled"):
        post.desk.click("complete")


def test_nobody_free_is_said_before_asking(post: Post, shop: Shop) -> None:
    called(post, shop)
    shop.gets_ticket((ICE,))
    post.settles()
    assert post.desk.tip("callNext") == "Nenhum equipamento de Banho de gelo está livre."
    assert post.desk.text("nextTarget") == post.desk.tip("callNext")


def test_an_operator_cannot_call_somebody_who_is_elsewhere(post: Post, shop: Shop) -> None:
    visit = shop.gets_ticket((ICE, SAUNA))
    post.sits_down(ANA)
    shop.calls(visit, ICE)
    post.settles()
    choose(post, "services", "Sauna infravermelho")
    why = f"{visit.label} está em Banho de gelo (Banheira 1). Só um supervisor pode chamar mesmo assim."
    assert post.desk.tip("callNext") == why


def test_a_supervisor_calls_them_with_a_reason_and_both_run(post: Post, shop: Shop) -> None:
    visit = shop.gets_ticket((ICE, SAUNA))
    post.sits_down(BRUNO)
    shop.calls(visit, ICE)
    shop.starts(visit, ICE)
    post.settles()
    choose(post, "services", "Sauna infravermelho")
    press(post, F2)
    assert "diga o motivo" in post.desk.text("formElsewhere")
    assert not post.desk.is_enabled("machine-sauna-1")
    click(post, "reason-1")
    click(post, "machine-sauna-1")
    press(post, F4)
    assert {shop.turn_state(visit, ICE), shop.turn_state(visit, SAUNA)} == {TurnState.IN_PROGRESS}
    assert shop.turn_of(visit, SAUNA).override_reason == "Os serviços combinam"


def test_the_one_who_comes_second_sees_who_was_faster(post: Post, shop: Shop) -> None:
    visit = shop.gets_ticket((BOOTS,))
    shop.core.catalogue.set_equipment_status(EquipmentId("bota-b"), EquipmentStatus.CLEANING, ANA.id)
    post.sits_down(ANA)
    shop.calls(visit, BOOTS, by=BRUNO)
    shop.starts(visit, BOOTS, by=BRUNO)
    shop.core.catalogue.set_equipment_status(EquipmentId("bota-b"), EquipmentStatus.AVAILABLE, ANA.id)
    post.desk.press(F2)
    post.settles()
    assert post.notice().endswith("Foi Bruno, às 12:00, Bota A.")
    assert shop.turn_of(visit, BOOTS).operator_id == BRUNO.id


def test_cancelling_needs_a_supervisor_and_a_reason(post: Post, shop: Shop) -> None:
    visit = shop.gets_ticket((ICE,))
    post.sits_down(ANA)
    choose(post, "queue", visit.label)
    press(post, F9)
    assert post.notice() == "Só um supervisor pode cancelar uma senha paga."
    post.sits_down(BRUNO)
    choose(post, "queue", visit.label)
    press(post, F9)
    assert not post.desk.is_enabled("formConfirm")
    post.desk.type("reason", "Passou mal")
    click(post, "formConfirm")
    assert shop.turn_of(visit, ICE).reason == "Passou mal"
    assert shop.tasks() == [TaskKind.REFUND_DUE]


@pytest.mark.parametrize(("scope", "left"), [("scopeTurn", TurnState.IN_QUEUE), ("scopeTicket", TurnState.CANCELLED)])
def test_one_service_or_the_whole_ticket_is_cancelled(post: Post, shop: Shop, scope: str, left: TurnState) -> None:
    visit = shop.gets_ticket((ICE, SAUNA))
    post.sits_down(BRUNO)
    choose(post, "services", "Banho de gelo")
    choose(post, "queue", visit.label)
    press(post, F9)
    click(post, scope)
    click(post, "reason-0")
    click(post, "formConfirm")
    assert shop.turn_state(visit, ICE) is TurnState.CANCELLED
    assert shop.turn_state(visit, SAUNA) is left


def test_a_second_copy_is_asked_for(post: Post, shop: Shop) -> None:
    visit = shop.gets_ticket((ICE,))
    post.sits_down(ANA)
    choose(post, "queue", visit.label)
    press(post, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    printout = shop.job(visit).printout
    assert isinstance(printout, TicketPrintout)
    assert printout.is_reprint


def test_the_ticket_tells_everything(post: Post, shop: Shop) -> None:
    visit = shop.gets_ticket((ICE, SAUNA), name="Marina")
    post.sits_down(BRUNO)
    choose(post, "queue", visit.label)
    click(post, "tabTicket")
    assert post.desk.text("ticketLabel") == visit.label
    assert post.desk.text("ticketTotal") == str(visit.total)
    assert len(post.desk.rows("turns")) == 2
    post.desk.type("note", "Prefere de manhã")
    click(post, "addNote")
    assert post.desk.says("Prefere de manhã")
    assert post.desk.says("Senha")
    assert shop.core.board.notes(visit.id) == ("Prefere de manhã",)


def test_a_turn_is_chosen_in_the_ticket(post: Post, shop: Shop) -> None:
    visit = shop.gets_ticket((ICE, SAUNA))
    post.sits_down(ANA)
    shop.calls(visit, ICE)
    post.settles()
    choose(post, "equipment", visit.label)
    click(post, "tabTicket")
    choose(post, "turns", "Sauna")
    assert "Sauna infravermelho" in post.desk.text("chosenState")
    choose(post, "turns", "Banho de gelo")
    press(post, F4)
    assert shop.turn_state(visit, ICE) is TurnState.IN_PROGRESS


def test_machines_are_set_to_cleaning_and_back(post: Post, shop: Shop) -> None:
    post.sits_down(ANA)
    choose(post, "equipment", "Crio 2")
    click(post, "status-cleaning")
    assert "Crio 2, Limpeza, Crioterapia" in post.desk.rows("equipment")
    click(post, "machines-free")
    assert not any(row.startswith("Crio 2") for row in post.desk.rows("equipment"))


def test_a_machine_in_use_is_not_set_by_hand(post: Post, shop: Shop) -> None:
    visit = called(post, shop)
    choose(post, "equipment", "Banheira 1")
    assert not post.desk.is_enabled("status-cleaning")
    assert post.desk.tip("status-cleaning") == f"Banheira 1 está com {visit.label}."


def test_my_machines_are_shown_alone(post: Post, shop: Shop) -> None:
    mine, others = shop.gets_ticket((ICE,)), shop.gets_ticket((SAUNA,))
    shop.calls(mine, ICE, by=ANA)
    shop.calls(others, SAUNA, by=BRUNO)
    post.sits_down(ANA)
    assert post.desk.text("machines-mine") == "Meus 1"
    click(post, "machines-mine")
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


def role(post: Post) -> Operator | None:
    return post.panel.desks.session.operator


def test_signing_out_closes_what_was_asked(post: Post, shop: Shop) -> None:
    shop.gets_ticket((CRYO,))
    post.sits_down()
    press(post, F2)
    post.panel.desks.session.sign_out()
    post.settles()
    assert role(post) is None
    assert not post.desk.has("formTitle")
    assert post.desk.has("people")
