"""One ticket, several services: each turn goes its own way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.catalog.model import EquipmentStatus
from shared.kernel.ids import EquipmentId, ServiceId
from shared.kernel.money import ZERO
from shared.visits import refusals
from shared.visits.model import PriorityGroup, TurnState, Visit, VisitState
from shared.visits.outcomes import NoSuchEquipment, NoSuchService, NoSuchVisit, NotPermitted, VisitEnded
from shared.visits.ticket import is_partially_in_progress
from tests.fakes.shop import ANA, BOOTS, BRUNO, CRYO, ICE, SAUNA, TOWEL, Shop


def test_calling_one_service_leaves_the_other_waiting(shop: Shop) -> None:
    visit = shop.gets_ticket([CRYO, BOOTS])
    assert isinstance(shop.calls(visit, CRYO), Visit)
    assert (shop.turn_state(visit, CRYO), shop.turn_state(visit, BOOTS)) == (TurnState.CALLED, TurnState.IN_QUEUE)
    assert (shop.queue(CRYO), shop.queue(BOOTS)) == ([], [visit.label])


def test_a_customer_is_in_one_place_unless_the_operator_says_why_not(shop: Shop) -> None:
    visit = shop.gets_ticket([CRYO, BOOTS])
    shop.calls(visit, CRYO)
    assert isinstance(shop.calls(visit, BOOTS), refusals.AlreadyElsewhere)
    assert shop.calls(visit, BOOTS, by=ANA, override="pernas livres") == NotPermitted()
    assert isinstance(shop.calls(visit, BOOTS, by=BRUNO, override=" "), refusals.ReasonMissing)
    assert isinstance(shop.calls(visit, BOOTS, by=BRUNO, override="pernas livres"), Visit)
    shop.starts(visit, CRYO)
    shop.starts(visit, BOOTS)
    assert {shop.turn_state(visit, CRYO), shop.turn_state(visit, BOOTS)} == {TurnState.IN_PROGRESS}


def test_completing_one_service_does_not_complete_the_ticket(shop: Shop) -> None:
    visit = shop.gets_ticket([CRYO, BOOTS])
    shop.serves(visit, CRYO)
    assert shop.state(visit) is VisitState.IN_QUEUE
    shop.calls(visit, BOOTS)
    shop.starts(visit, BOOTS)
    assert shop.state(visit) is VisitState.IN_PROGRESS
    shop.completes(visit, BOOTS)
    assert shop.state(visit) is VisitState.COMPLETED


def test_a_ticket_with_one_service_running_and_one_waiting_says_so(shop: Shop) -> None:
    visit = shop.gets_ticket([CRYO, BOOTS])
    shop.calls(visit, CRYO)
    shop.starts(visit, CRYO)
    assert is_partially_in_progress(shop.visit(visit))


def test_a_machine_takes_one_customer_at_a_time(shop: Shop) -> None:
    first, second = shop.gets_ticket([CRYO]), shop.gets_ticket([CRYO])
    shop.calls(first, CRYO, onto="crio-1")
    assert shop.calls(second, CRYO, onto="crio-1") == refusals.EquipmentBusy("Crio 1", first.label)
    assert isinstance(shop.calls(second, CRYO, onto="crio-2"), Visit)


def test_a_machine_that_is_cleaned_or_does_something_else_is_not_called_onto(shop: Shop) -> None:
    visit = shop.gets_ticket([CRYO])
    shop.core.catalogue.set_equipment_status(EquipmentId("crio-1"), EquipmentStatus.CLEANING, ANA.id)
    assert isinstance(shop.calls(visit, onto="crio-1"), refusals.EquipmentUnavailable)
    assert isinstance(shop.calls(visit, onto="bota-a"), refusals.WrongEquipment)
    assert shop.calls(visit, onto="crio-9") == NoSuchEquipment(EquipmentId("crio-9"))
    assert shop.turn_state(visit) is TurnState.IN_QUEUE


def test_an_operator_has_no_more_customers_at_once_than_they_may(shop: Shop) -> None:
    busy = replace(ANA, capacity=1)
    first, second = shop.gets_ticket([CRYO]), shop.gets_ticket([BOOTS])
    shop.calls(first, CRYO, by=busy)
    assert shop.calls(second, BOOTS, by=busy) == refusals.OperatorFull(1)
    shop.starts(first, CRYO, by=busy)
    assert shop.calls(second, BOOTS, by=busy) == refusals.OperatorFull(1)
    shop.completes(first, CRYO, by=busy)
    assert isinstance(shop.calls(second, BOOTS, by=busy), Visit)


def test_what_others_do_takes_nothing_from_an_operators_capacity(shop: Shop) -> None:
    first, second = shop.gets_ticket([CRYO]), shop.gets_ticket([BOOTS])
    shop.calls(first, CRYO, by=BRUNO)
    assert isinstance(shop.calls(second, BOOTS, by=replace(ANA, capacity=1)), Visit)


def test_who_is_next_and_why(shop: Shop) -> None:
    first = shop.gets_ticket()
    shop.lets_time_pass(minutes=1)
    older = shop.gets_ticket(priority=PriorityGroup.OVER_80)
    view = shop.core.board.queue(ServiceId(CRYO))
    assert view is not None
    assert [(item.label, item.place) for item in view.items] == [(older.label, 1), (first.label, 2)]
    assert view.items[0].reason.startswith("Preferencial")
    assert "Chegou às" in view.items[1].reason


def test_a_call_that_nobody_answers_is_repeated_then_expires_and_can_be_made_again(shop: Shop) -> None:
    visit = shop.gets_ticket()
    shop.calls(visit)
    shop.lets_time_pass(minutes=3)
    assert (shop.turn_state(visit), shop.turn_of(visit, CRYO).calls) == (TurnState.CALLED, 2)
    shop.lets_time_pass(minutes=3)
    assert shop.turn_state(visit) is TurnState.EXPIRED
    assert shop.state(visit) is VisitState.EXPIRED
    assert [each.label for each in shop.core.board.expired()] == [visit.label]
    assert isinstance(shop.calls(visit), Visit)
    assert shop.turn_of(visit, CRYO).reactivations == 1


def test_an_operator_may_give_a_call_up_at_once(shop: Shop) -> None:
    visit = shop.gets_ticket()
    shop.calls(visit)
    assert isinstance(shop.core.serving.call_again(shop.turn(visit, CRYO), ANA), Visit)
    assert isinstance(shop.core.serving.no_show(shop.turn(visit, CRYO), ANA), Visit)
    assert shop.turn_state(visit) is TurnState.EXPIRED


def test_a_called_customer_sent_back_has_the_old_place(shop: Shop) -> None:
    first = shop.gets_ticket()
    shop.lets_time_pass(minutes=1)
    second = shop.gets_ticket()
    shop.calls(first)
    shop.core.serving.send_back(shop.turn(first, CRYO), "banheiro", ANA)
    assert shop.queue() == [first.label, second.label]


def test_a_transfer_keeps_the_waiting_time(shop: Shop) -> None:
    visit = shop.gets_ticket([CRYO])
    shop.lets_time_pass(minutes=5)
    later = shop.gets_ticket([ICE])
    joined = shop.turn_of(visit, CRYO).joined_at
    turn = shop.turn(visit, CRYO)
    assert shop.core.serving.transfer(turn, ServiceId("nada"), "", ANA) == NoSuchService(ServiceId("nada"))
    assert isinstance(shop.core.serving.transfer(turn, ServiceId(ICE), "", ANA), Visit)
    assert shop.turn_of(visit, ICE).joined_at == joined
    assert shop.queue(ICE) == [visit.label, later.label]


def test_priority_given_at_the_desk_moves_the_place(shop: Shop) -> None:
    first, second = shop.gets_ticket(), shop.gets_ticket()
    shop.core.serving.change_priority(second.id, PriorityGroup.PREGNANT, "disse no balcão", ANA)
    assert shop.queue() == [second.label, first.label]


def test_a_cancelled_turn_is_owed_back_and_the_rest_of_the_ticket_stays(shop: Shop) -> None:
    visit = shop.gets_ticket([CRYO, BOOTS])
    assert shop.core.serving.cancel_turn(shop.turn(visit, CRYO), "passou mal", ANA) == NotPermitted()
    assert isinstance(shop.core.serving.cancel_turn(shop.turn(visit, CRYO), "passou mal", BRUNO), Visit)
    (task,) = shop.core.board.tasks()
    assert task.amount == visit.lines[0].price
    assert (shop.queue(CRYO), shop.queue(BOOTS)) == ([], [visit.label])


def test_extras_are_owed_back_when_the_services_are_cancelled_one_by_one(shop: Shop) -> None:
    visit = shop.opens_visit([CRYO, BOOTS], {TOWEL: 2})
    shop.provider_reports_paid(visit)
    shop.prints()
    for service in (CRYO, BOOTS):
        assert isinstance(shop.core.serving.cancel_turn(shop.turn(visit, service), "máquina parada", BRUNO), Visit)
    assert sum((task.amount for task in shop.core.board.tasks()), ZERO) == visit.total
    assert shop.core.counter.cancel_visit(visit.id, "desistiu", BRUNO) == VisitEnded(VisitState.CANCELLED)


def test_notes_are_kept_apart_from_the_journal(shop: Shop) -> None:
    visit = shop.gets_ticket()
    assert shop.core.serving.add_note(visit.id, "  ", ANA) == refusals.ReasonMissing()
    shop.core.serving.add_note(visit.id, " tem cicatriz no joelho ", ANA)
    assert shop.core.board.notes(visit.id) == ("tem cicatriz no joelho",)
    with shop.core.database.snapshot() as read:
        events = shop.core.journal.after(read, 0)
    assert not any("joelho" in each.event.payload for each in events)


@pytest.mark.parametrize("does", ["calls", "starts", "completes"])
def test_an_unpaid_visit_is_not_served(shop: Shop, does: str) -> None:
    paid, unpaid = shop.gets_ticket(), shop.opens_visit()
    turn = shop.turn(paid, CRYO)
    lost = type(turn)(unpaid.id, turn.turn_id)
    serving = shop.core.serving
    outcome = {
        "calls": lambda: serving.call(lost, EquipmentId("crio-1"), ANA),
        "starts": lambda: serving.start(lost, ANA),
        "completes": lambda: serving.complete(lost, ANA),
    }[does]()
    assert isinstance(outcome, refusals.TicketNotQueued | refusals.NoSuchTurn)


def test_a_visit_nobody_knows_is_refused(shop: Shop) -> None:
    visit = shop.gets_ticket()
    ref = type(shop.turn(visit, CRYO))(type(visit.id)("nobody"), shop.turn(visit, CRYO).turn_id)
    assert isinstance(shop.core.serving.start(ref, ANA), NoSuchVisit)


def test_the_board_tells_how_a_ticket_stands(shop: Shop) -> None:
    ahead, visit = shop.gets_ticket([CRYO]), shop.gets_ticket([CRYO, SAUNA])
    cryo, sauna = shop.core.board.progress(visit.id)
    assert (cryo.place, cryo.state, cryo.where) == (2, TurnState.IN_QUEUE, "Sala 1")
    shop.calls(ahead, CRYO)
    shop.calls(visit, SAUNA)
    cryo, sauna = shop.core.board.progress(visit.id)
    assert cryo.place == 1
    assert (sauna.place, sauna.equipment_name, sauna.where) == (None, "Sauna 1", "Sala 2")
    assert [load.people_waiting for load in shop.core.board.loads() if load.service.id == CRYO] == [1]
