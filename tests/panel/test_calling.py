from dataclasses import replace

import pytest

from panel.model.calling import AskFirst, CallNow, CannotCall, Floor, choose_next, plan_call
from panel.model.queues import Group, QueueBook, derive_book
from panel.model.shop import ShopRules
from shared.catalog.model import EquipmentStatus
from shared.people.model import Operator
from shared.visits.views import EquipmentView, QueueItem
from tests.panel.making import ANA, BOOTS, BRUNO, CRYO, expired, item, machine, occupant, queue, service


def book(*items: QueueItem, boots: tuple[QueueItem, ...] = ()) -> QueueBook:
    return derive_book((queue(CRYO, *items), queue(BOOTS, *boots)), (expired("A900"),), {}, ShopRules())


def floor(*views: EquipmentView, by: Operator = ANA) -> Floor:
    return Floor(views, {CRYO.id: CRYO, BOOTS.id: BOOTS}, by)


def test_the_only_free_machine_is_called_onto_at_once() -> None:
    plan = plan_call(book(item("A1")).everyone[0], floor(machine("Crio 1"), machine("Bota", BOOTS)))
    assert isinstance(plan, CallNow)
    assert plan.machine.name == "Crio 1"


def test_of_several_free_machines_the_operator_chooses_by_number() -> None:
    views = (machine("Crio 1", occupant=occupant("A7")), machine("Crio 2"), machine("Crio 3"))
    plan = plan_call(book(item("A1")).everyone[0], floor(*views))
    assert isinstance(plan, AskFirst)
    assert [(each.key, each.name) for each in plan.machines] == [(1, "Crio 2"), (2, "Crio 3")]
    assert plan.elsewhere is None


def test_a_tenth_machine_has_no_key() -> None:
    plan = plan_call(book(item("A1")).everyone[0], floor(*(machine(f"Crio {number}") for number in range(10))))
    assert isinstance(plan, AskFirst)
    assert [each.key for each in plan.machines] == [*range(1, 10), None]


@pytest.mark.parametrize(
    ("views", "said"),
    [
        ((machine("Bota", BOOTS),), "Nenhum equipamento da loja faz Crio."),
        ((machine("Crio 1", is_listed=False),), "Nenhum equipamento da loja faz Crio."),
        (
            (machine("Crio 1", status=EquipmentStatus.CLEANING),),
            "Os equipamentos de Crio estão em limpeza ou fora de uso.",
        ),
        ((machine("Crio 1", occupant=occupant("A7")),), "Nenhum equipamento de Crio está livre."),
    ],
)
def test_why_nobody_can_be_called(views: tuple[EquipmentView, ...], said: str) -> None:
    assert plan_call(book(item("A1")).everyone[0], floor(*views)) == CannotCall(said)


def test_somebody_who_is_elsewhere_needs_a_supervisor_and_a_reason() -> None:
    row = book(item("A1", is_elsewhere=True)).everyone[0]
    views = (machine("Crio 1"), machine("Bota A", BOOTS, occupant=occupant("A1", BOOTS, started=2)))
    refused = plan_call(row, floor(*views))
    assert refused == CannotCall("A1 está em Botas (Bota A). Só um supervisor pode chamar mesmo assim.")
    asked = plan_call(row, floor(*views, by=BRUNO))
    assert isinstance(asked, AskFirst)
    assert asked.elsewhere == "A1 está em Botas (Bota A). Para chamar mesmo assim, diga o motivo."


def test_nobody_is_twice_in_one_service_whoever_asks() -> None:
    views = (machine("Crio 1"), machine("Crio 2", occupant=occupant("A1")))
    plan = plan_call(book(item("A1")).everyone[0], floor(*views, by=BRUNO))
    assert plan == CannotCall("A1 já foi chamado ou está em Crio.")


def test_full_services_and_full_operators_are_told_before_asking() -> None:
    row = book(item("A1")).everyone[0]
    views = (machine("Crio 1"), machine("Crio 2", occupant=occupant("A7")))
    busy = replace(ANA, capacity=1)
    assert plan_call(row, floor(*views, by=busy)) == CannotCall("Você já atende o seu máximo ao mesmo tempo: 1.")
    narrow = Floor(views, {CRYO.id: service("crio", capacity=1)}, ANA)
    assert plan_call(row, narrow) == CannotCall("Crio já atende o máximo ao mesmo tempo: 1.")


def test_the_next_passes_over_whoever_is_elsewhere_and_says_so() -> None:
    waiting = book(item("A1", is_elsewhere=True), item("A2", is_elsewhere=True, place=2), item("A3", waited=1, place=3))
    following = choose_next(waiting, CRYO.id, floor(machine("Crio 1")))
    assert following is not None
    assert (following.row.label, following.skipped) == ("A3", "A1 e mais 1 estão antes, mas em outro serviço")


def test_when_all_are_elsewhere_the_first_stays_next() -> None:
    waiting = book(item("A1", is_elsewhere=True), item("A2", is_elsewhere=True, place=2))
    following = choose_next(waiting, CRYO.id, floor(machine("Crio 1")))
    assert following is not None
    assert (following.row.label, following.skipped) == ("A1", "")


def test_of_all_queues_the_next_is_who_waits_longest_and_can_be_called() -> None:
    waiting = book(item("A1", waited=40), boots=(item("A2", waited=10, service_id="botas"),))
    views = (machine("Crio 1", occupant=occupant("A7")), machine("Bota", BOOTS))
    following = choose_next(waiting, Group.EVERYONE, floor(*views))
    assert following is not None
    assert following.row.label == "A2"
    nothing_free = choose_next(waiting, Group.EVERYONE, floor(views[0]))
    assert nothing_free is not None
    assert nothing_free.row.label == "A1"
    assert isinstance(nothing_free.plan, CannotCall)


def test_nobody_is_next_of_an_empty_queue_or_of_those_who_did_not_come() -> None:
    assert choose_next(book(), CRYO.id, floor(machine("Crio 1"))) is None
    assert choose_next(book(), Group.EVERYONE, floor(machine("Crio 1"))) is None
    assert choose_next(book(item("A1")), Group.NO_SHOWS, floor(machine("Crio 1"))) is None


def test_who_did_not_come_can_be_called_again() -> None:
    plan = plan_call(book().no_shows[0], floor(machine("Crio 1")))
    assert isinstance(plan, CallNow)
