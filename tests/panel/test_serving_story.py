"""The queue page by real keys and clicks, on the real core."""

import pytest
from PySide6.QtCore import Qt

from shared.catalog.model import EquipmentStatus
from shared.kernel.ids import EquipmentId
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


def enabled(post: Post) -> set[str]:
    actions = ("callNext", "callChosen", "recall", "start", "complete", "noShow", "sendBack")
    return {name for name in actions if post.desk.is_enabled(name)}


def test_one_customer_from_the_queue_to_the_end_by_keys(post: Post, shop: Shop) -> None:
    visit = shop.gets_ticket((ICE,), name="Marina")
    post.sits_down()
    assert post.desk.text("nextLabel") == visit.label
    assert post.desk.text("nextCustomer") == "Marina · Banho de gelo"
    assert post.desk.text("nextWhy") == "Chegou primeiro, às 12:00"
    post.presses(F2)
    assert shop.turn_state(visit, ICE) is TurnState.CALLED
    assert post.notice() == f"{visit.label} chamado para Banheira 1."
    assert post.desk.text("chosenTurn") == f"{visit.label}  Marina"
    post.presses(F4)
    assert shop.turn_state(visit, ICE) is TurnState.IN_PROGRESS
    post.presses(F5)
    assert shop.state(visit) is VisitState.COMPLETED
    assert post.desk.rows("queue") == []


def test_the_same_by_the_mouse(post: Post, shop: Shop) -> None:
    visit = shop.gets_ticket((ICE,))
    post.sits_down()
    for name in ("callNext", "start", "complete"):
        post.clicks(name)
    assert shop.state(visit) is VisitState.COMPLETED


def test_calling_one_service_leaves_the_other_in_its_queue(post: Post, shop: Shop) -> None:
    visit = shop.gets_ticket((ICE, SAUNA))
    post.sits_down()
    post.chooses("services", "Banho de gelo")
    post.presses(F2)
    assert shop.turn_state(visit, ICE) is TurnState.CALLED
    assert shop.turn_state(visit, SAUNA) is TurnState.IN_QUEUE
    post.chooses("services", "Sauna infravermelho")
    assert post.desk.rows("queue", 1) == [visit.label]
    post.presses(F4)
    post.presses(F5)
    assert shop.state(visit) is VisitState.IN_QUEUE


def test_of_several_free_machines_one_is_chosen_by_its_number(post: Post, shop: Shop) -> None:
    visit = shop.gets_ticket((CRYO,))
    post.sits_down()
    post.presses(F2)
    assert post.desk.text("formTitle") == f"Chamar {visit.label} para…"
    post.presses(Qt.Key.Key_2)
    assert shop.turn_of(visit, CRYO).equipment_id == "crio-2"


def test_of_several_free_machines_the_first_is_taken_with_enter(post: Post, shop: Shop) -> None:
    visit = shop.gets_ticket((CRYO,))
    post.sits_down()
    post.presses(F2)
    post.presses(Qt.Key.Key_Return)
    assert shop.turn_of(visit, CRYO).equipment_id == "crio-1"


def test_leaving_the_question_calls_nobody(post: Post, shop: Shop) -> None:
    visit = shop.gets_ticket((CRYO,))
    post.sits_down()
    post.presses(F2)
    post.presses(Qt.Key.Key_Escape)
    assert shop.turn_state(visit) is TurnState.IN_QUEUE
    assert not post.desk.has("formTitle")


def test_somebody_else_than_the_next_can_be_called(post: Post, shop: Shop) -> None:
    first, second = shop.gets_ticket((ICE,)), shop.gets_ticket((ICE,))
    post.sits_down()
    post.chooses("queue", second.label)
    post.presses(F2, SHIFT)
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


def test_a_key_that_comes_too_soon_waits_for_its_turn(post: Post, shop: Shop) -> None:
    visit = shop.gets_ticket((ICE,))
    post.sits_down()
    for key in (F2, F4):
        post.desk.press(key)
    post.settles()
    assert shop.turn_state(visit, ICE) is TurnState.IN_PROGRESS


def test_what_was_meant_to_follow_does_not_follow_a_refusal(post: Post, shop: Shop) -> None:
    running, waiting = shop.gets_ticket((ICE,)), shop.gets_ticket((SAUNA,))
    post.sits_down()
    shop.calls(running, ICE)
    post.settles()
    post.chooses("equipment", running.label)
    shop.calls(waiting, SAUNA, by=BRUNO)
    for key in (F2, F4):
        post.desk.press(key)
    post.settles()
    assert shop.turn_state(running, ICE) is TurnState.CALLED
    assert shop.turn_state(waiting, SAUNA) is TurnState.CALLED


def called(post: Post, shop: Shop) -> Visit:
    visit = shop.gets_ticket((ICE,))
    post.sits_down()
    post.presses(F2)
    return visit


@pytest.mark.parametrize(
    ("key", "state", "said"),
    [
        (F3, TurnState.CALLED, "chamado de novo."),
        (F4, TurnState.IN_PROGRESS, "começou: Banho de gelo."),
        (F6, TurnState.EXPIRED, "continua na lista para ser chamado de novo."),
        (F8, TurnState.IN_QUEUE, "voltou ao seu lugar na fila."),
    ],
)
def test_what_can_be_done_with_a_call(post: Post, shop: Shop, key: Qt.Key, state: TurnState, said: str) -> None:
    visit = called(post, shop)
    assert enabled(post) == {"recall", "start", "noShow", "sendBack"}
    post.presses(key)
    assert shop.turn_state(visit, ICE) is state
    assert post.notice().endswith(said)


def test_somebody_whose_last_service_has_ended_keeps_their_name(post: Post, shop: Shop) -> None:
    shop.gets_ticket((ICE,), name="Marina")
    post.sits_down()
    post.presses(F2)
    post.presses(F4)
    post.presses(F5)
    assert post.notice() == "A001 terminou: Banho de gelo."
    assert post.desk.text("chosenTurn") == "A001  Marina"


def test_a_recall_is_counted(post: Post, shop: Shop) -> None:
    visit = called(post, shop)
    post.presses(F3)
    assert shop.turn_of(visit, ICE).calls == 2


def test_who_did_not_come_stays_in_sight_and_is_called_again(post: Post, shop: Shop) -> None:
    visit = called(post, shop)
    post.presses(F6)
    post.chooses("services", "Não compareceram")
    post.chooses("queue", visit.label)
    assert enabled(post) == {"callChosen"}
    post.presses(F2, SHIFT)
    assert shop.turn_state(visit, ICE) is TurnState.CALLED
    assert shop.turn_of(visit, ICE).reactivations == 1
    assert post.desk.selected("services") == post.desk.rows("services")[0]


def test_a_key_whose_button_is_disabled_says_why(post: Post, shop: Shop) -> None:
    called(post, shop)
    post.presses(F5)
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
    post.chooses("services", "Sauna infravermelho")
    why = f"{visit.label} está em Banho de gelo (Banheira 1). Só um supervisor pode chamar mesmo assim."
    assert post.desk.tip("callNext") == why


def test_a_supervisor_calls_them_with_a_reason_and_both_run(post: Post, shop: Shop) -> None:
    visit = shop.gets_ticket((ICE, SAUNA))
    post.sits_down(BRUNO)
    shop.calls(visit, ICE)
    shop.starts(visit, ICE)
    post.settles()
    post.chooses("services", "Sauna infravermelho")
    post.presses(F2)
    assert "diga o motivo" in post.desk.text("formElsewhere")
    assert not post.desk.is_enabled("machine-sauna-1")
    post.clicks("reason-1")
    post.clicks("machine-sauna-1")
    post.presses(F4)
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
    post.chooses("queue", visit.label)
    post.presses(F9)
    assert post.notice() == "Só um supervisor pode cancelar uma senha paga."
    post.sits_down(BRUNO)
    post.chooses("queue", visit.label)
    post.presses(F9)
    assert not post.desk.is_enabled("formConfirm")
    post.desk.type("reason", "Passou mal")
    post.clicks("formConfirm")
    assert shop.turn_of(visit, ICE).reason == "Passou mal"
    assert shop.tasks() == [TaskKind.REFUND_DUE]


@pytest.mark.parametrize(("scope", "left"), [("scopeTurn", TurnState.IN_QUEUE), ("scopeTicket", TurnState.CANCELLED)])
def test_one_service_or_the_whole_ticket_is_cancelled(post: Post, shop: Shop, scope: str, left: TurnState) -> None:
    visit = shop.gets_ticket((ICE, SAUNA))
    post.sits_down(BRUNO)
    post.chooses("services", "Banho de gelo")
    post.chooses("queue", visit.label)
    post.presses(F9)
    post.clicks(scope)
    post.clicks("reason-0")
    post.clicks("formConfirm")
    assert shop.turn_state(visit, ICE) is TurnState.CANCELLED
    assert shop.turn_state(visit, SAUNA) is left


def test_a_second_copy_is_asked_for(post: Post, shop: Shop) -> None:
    visit = shop.gets_ticket((ICE,))
    post.sits_down(ANA)
    post.chooses("queue", visit.label)
    post.presses(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    printout = shop.job(visit).printout
    assert isinstance(printout, TicketPrintout)
    assert printout.is_reprint
