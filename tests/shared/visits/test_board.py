"""The board against the real core on a real file: what screens are told of queues, machines, money and histories."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from shared.catalog.model import EquipmentStatus
from shared.config import PolicyName, Queue, Settings
from shared.kernel.ids import EquipmentId, ServiceId, VisitId
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.visits.bands import WaitBand
from shared.visits.model import ChargeState, PriorityGroup, TaskKind, TurnState, Visit
from shared.visits.moment import share_out
from shared.visits.outcomes import NoSuchVisit
from shared.visits.views import QueueItem, ServiceLoad
from tests.fakes.shop import ANA, BOOTS, BRUNO, CRYO, ICE, SAUNA, TOWEL, Shop
from tests.faults.soundness import unsound

Opens = Callable[..., Shop]


@pytest.fixture
def opens(tmp_path: Path) -> Iterator[Opens]:
    """Opens a shop with a policy; it is sound at the end."""
    shops: list[Shop] = []

    def open_(policy: PolicyName = PolicyName.STRICT, alternation: int = 2) -> Shop:
        settings = Settings(queue=Queue(policy=policy, alternation=alternation))
        shops.append(Shop(tmp_path / "home", settings=settings))
        return shops[-1]

    yield open_
    for shop in shops:
        assert unsound(shop.core) == []
        shop.closes()


@pytest.fixture
def shop(opens: Opens) -> Shop:
    return opens()


def queue(shop: Shop, service: str = CRYO) -> tuple[QueueItem, ...]:
    view = shop.core.board.queue(ServiceId(service))
    assert view is not None
    return view.items


def told(items: tuple[QueueItem, ...]) -> list[tuple[str, str]]:
    return [(item.label, item.reason) for item in items]


def load_of(shop: Shop, service: str = CRYO) -> ServiceLoad:
    return next(each for each in shop.core.board.loads() if each.service.id == service)


def comes(shop: Shop, minute: int, priority: PriorityGroup | None = None) -> Visit:
    """A customer for the cryotherapy who joins its queue `minute` minutes after the shop opened at noon."""
    shop.lets_time_pass(seconds=(minute * 60) - (shop.clock.monotonic()))
    return shop.gets_ticket([CRYO], priority=priority)


# Queues


def test_strict_priority_says_so(shop: Shop) -> None:
    comes(shop, 1)
    comes(shop, 2)
    comes(shop, 3, PriorityGroup.BLOOD_DONOR)
    comes(shop, 4, PriorityGroup.OVER_80)
    assert told(queue(shop)) == [
        ("A004", "Preferencial: 80 anos ou mais"),
        ("A003", "Preferencial: Doador de sangue"),
        ("A001", "Chegou às 12:01"),
        ("A002", "Chegou às 12:02"),
    ]
    assert [item.place for item in queue(shop)] == [1, 2, 3, 4]


def test_whoever_came_first_is_told_so(shop: Shop) -> None:
    comes(shop, 1)
    comes(shop, 2)
    assert told(queue(shop)) == [
        ("A001", "Chegou primeiro, às 12:01"),
        ("A002", "Chegou às 12:02"),
    ]


def test_ageing_lets_long_waiting_pass_and_says_by_how_much(opens: Opens) -> None:
    shop = opens(PolicyName.AGEING)
    comes(shop, 0)
    comes(shop, 8, PriorityGroup.PREGNANT)
    shop.lets_time_pass(minutes=2)
    assert told(queue(shop)) == [("A001", "Espera 10 min × peso 1"), ("A002", "Espera 2 min × peso 3")]
    shop.lets_time_pass(minutes=3)
    assert told(queue(shop)) == [("A002", "Espera 5 min × peso 3"), ("A001", "Espera 13 min × peso 1")]


def test_alternation_counts_the_calls_that_were(opens: Opens) -> None:
    shop = opens(PolicyName.ALTERNATION)
    comes(shop, 0)
    preferred = [comes(shop, minute, PriorityGroup.OVER_60) for minute in (1, 2, 3)]
    assert [item.label for item in queue(shop)] == ["A002", "A003", "A001", "A004"]
    assert queue(shop)[2].reason == "Vez normal depois de 2 preferenciais"
    for visit in preferred[:2]:
        shop.serves(visit)
        shop.lets_time_pass(seconds=5)
    assert told(queue(shop)) == [
        ("A001", "Vez normal depois de 2 preferenciais"),
        ("A004", "Preferencial: 60 anos ou mais"),
    ]


def test_every_service_has_its_own_queue_and_an_unknown_one_has_none(shop: Shop) -> None:
    both = shop.gets_ticket([CRYO, BOOTS])
    shop.gets_ticket([BOOTS])
    views = {view.service.id: view for view in shop.core.board.queues()}
    assert len(views) == 8
    assert [item.label for item in views[ServiceId(CRYO)].items] == [both.label]
    assert [item.label for item in views[ServiceId(BOOTS)].items] == [both.label, "A002"]
    assert views[ServiceId(ICE)].items == ()
    for view in views.values():
        assert shop.core.board.queue(view.service.id) == view
    assert shop.core.board.queue(ServiceId("nada")) is None


@pytest.mark.parametrize(
    ("people", "at_most", "shares"),
    [
        ({}, 10, {}),
        ({CRYO: 3, BOOTS: 4}, None, {CRYO: 3, BOOTS: 4}),
        ({CRYO: 3, BOOTS: 4}, 7, {CRYO: 3, BOOTS: 4}),
        ({CRYO: 5_000}, 500, {CRYO: 500}),
        ({CRYO: 5_000, BOOTS: 20}, 500, {CRYO: 480, BOOTS: 20}),
        ({CRYO: 5_000, BOOTS: 300, ICE: 100}, 500, {CRYO: 200, BOOTS: 200, ICE: 100}),
        ({CRYO: 5_000, BOOTS: 5_000}, 7, {CRYO: 3, BOOTS: 4}),
    ],
)
def test_a_long_list_is_shared_out_among_the_queues(
    people: dict[ServiceId, int], at_most: int | None, shares: dict[ServiceId, int]
) -> None:
    assert sorted(share_out(people, at_most).items()) == sorted(shares.items())


@pytest.mark.parametrize("policy", PolicyName)
def test_a_list_that_is_cut_short_has_the_same_first_places_and_counts_everybody(
    opens: Opens, policy: PolicyName
) -> None:
    shop = opens(policy)
    groups = (None, PriorityGroup.OVER_60, None, PriorityGroup.BLOOD_DONOR, None, PriorityGroup.OVER_80, None)
    visits = [comes(shop, minute, group) for minute, group in enumerate(groups)]
    whole, cut = ({view.service.id: view for view in shop.core.board.queues(most)} for most in (None, 3))
    assert len(whole[ServiceId(CRYO)].items) == len(visits)
    assert cut[ServiceId(CRYO)].items == whole[ServiceId(CRYO)].items[:3]
    assert cut[ServiceId(CRYO)].people == len(visits)
    assert list(cut[ServiceId(CRYO)].since) == [shop.turn_of(visit, CRYO).joined_at for visit in visits]
    assert (cut[ServiceId(ICE)].items, cut[ServiceId(ICE)].people) == ((), 0)


@pytest.mark.parametrize("policy", PolicyName)
def test_a_customer_is_told_the_place_and_the_wait_that_the_queue_shows(opens: Opens, policy: PolicyName) -> None:
    shop = opens(policy)
    groups = (None, PriorityGroup.OVER_60, PriorityGroup.BLOOD_DONOR, None, PriorityGroup.OVER_80, PriorityGroup.AUTISM)
    for minute, group in enumerate(groups):
        comes(shop, minute, group)
    shop.serves(shop.gets_ticket([CRYO], priority=PriorityGroup.PREGNANT))
    shop.calls(shop.gets_ticket([CRYO]))
    shop.lets_time_pass(seconds=20)
    for item in queue(shop):
        (told_,) = shop.core.board.progress(item.visit_id)
        assert (told_.place, told_.wait) == (item.place, item.wait), item.label


def test_no_question_of_a_screen_goes_through_all_turns_that_ever_were(shop: Shop) -> None:
    visit = shop.gets_ticket([CRYO, BOOTS])
    asked: set[tuple[str, tuple[object, ...]]] = set()

    def hears(_: Connection, __: object, statement: str, values: tuple[object, ...], *___: object) -> None:
        if "FROM turn" in statement:
            asked.add((statement, values))

    event.listen(shop.core.database._reading, "before_cursor_execute", hears)
    board = shop.core.board
    for question in (board.loads, board.queues, lambda: board.queues(1), board.equipment, board.expired):
        question()
    board.progress(visit.id)
    event.remove(shop.core.database._reading, "before_cursor_execute", hears)
    steps: list[str] = []
    with shop.core.database._reading.connect() as connection:
        for statement, values in asked:
            steps += [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    used = [step.partition("INDEX ")[2].partition(" ")[0] for step in steps if " turn" in step]
    assert set(used) == {"turn_waiting", "turn_running", "turn_by_end", "turn_expired"}, steps


def test_an_item_says_what_the_desk_must_know(shop: Shop) -> None:
    visit = shop.gets_ticket([CRYO, BOOTS], name="Marina", priority=PriorityGroup.AUTISM)
    shop.calls(visit, CRYO)
    (item,) = queue(shop, BOOTS)
    assert (item.visit_id, item.turn_id) == (visit.id, shop.turn_of(visit, BOOTS).id)
    assert (item.customer_id, item.priority) == (visit.customer_id, PriorityGroup.AUTISM)
    assert (item.is_elsewhere, item.is_unprinted, item.reactivations) == (True, False, 0)
    assert item.joined_at == shop.turn_of(visit, BOOTS).joined_at
    shop.core.serving.send_back(shop.turn(visit, CRYO), "", ANA)
    assert [each.is_elsewhere for each in queue(shop, BOOTS)] == [False]


def test_a_ticket_without_paper_is_marked(shop: Shop) -> None:
    visit = shop.opens_visit()
    shop.provider_reports_paid(visit)
    shop.core.time_duty.step()
    assert queue(shop) == ()
    shop.clock.advance(timedelta(seconds=15))
    shop.core.time_duty.step()
    assert [(item.label, item.is_unprinted) for item in queue(shop)] == [(visit.label, True)]
    shop.prints()
    assert [item.is_unprinted for item in queue(shop)] == [False]


@pytest.mark.parametrize(
    ("minutes", "band"),
    [(14, WaitBand.OK), (15, WaitBand.ATTENTION), (30, WaitBand.CRITICAL), (45, WaitBand.OVER)],
)
def test_a_wait_has_its_band(shop: Shop, minutes: int, band: WaitBand) -> None:
    shop.gets_ticket()
    shop.lets_time_pass(minutes=minutes)
    assert [item.band for item in queue(shop)] == [band]


# Machines and estimates


def test_waits_follow_from_the_machines_and_who_is_on_them(shop: Shop) -> None:
    visits = [shop.gets_ticket() for _ in range(4)]
    three = timedelta(minutes=3)
    assert [item.wait for item in queue(shop)] == [timedelta(), timedelta(), three, three]
    shop.calls(visits[0], onto="crio-1")
    shop.starts(visits[0])
    shop.calls(visits[1], onto="crio-2")
    shop.lets_time_pass(minutes=1)
    assert [item.wait for item in queue(shop)] == [timedelta(minutes=2), three]
    assert load_of(shop).wait == timedelta(minutes=5)


def test_measured_durations_replace_the_catalogue_s(shop: Shop) -> None:
    for _ in range(3):
        visit = shop.gets_ticket()
        shop.calls(visit)
        shop.starts(visit)
        shop.lets_time_pass(minutes=7)
        shop.completes(visit)
    for _ in range(3):
        shop.gets_ticket()
    assert [item.wait for item in queue(shop)][-1] == timedelta(minutes=7)


def test_a_newcomer_is_told_how_many_wait_and_for_how_long(shop: Shop) -> None:
    assert (load_of(shop).people_waiting, load_of(shop).wait, load_of(shop).machines) == (0, timedelta(), 2)
    for _ in range(3):
        shop.gets_ticket()
    assert (load_of(shop).people_waiting, load_of(shop).wait) == (3, timedelta(minutes=3))
    assert [each.service.id for each in shop.core.board.loads()] == [
        each.id for each in shop.core.catalogue.read().services
    ]


def test_machines_that_are_out_of_order_do_not_count_and_those_being_cleaned_do(shop: Shop) -> None:
    for _ in range(2):
        shop.gets_ticket()
    said = shop.core.catalogue.set_equipment_status
    said(EquipmentId("crio-1"), EquipmentStatus.CLEANING, ANA.id)
    assert (load_of(shop).machines, load_of(shop).wait) == (2, timedelta(minutes=3))
    said(EquipmentId("crio-1"), EquipmentStatus.OUT_OF_ORDER, ANA.id)
    assert (load_of(shop).machines, load_of(shop).wait) == (1, timedelta(minutes=6))
    said(EquipmentId("crio-2"), EquipmentStatus.OUT_OF_ORDER, ANA.id)
    assert (load_of(shop).machines, load_of(shop).wait, load_of(shop).people_waiting) == (0, None, 2)
    assert [item.wait for item in queue(shop)] == [None, None]


def test_each_machine_is_shown_with_whoever_is_on_it(shop: Shop) -> None:
    visit = shop.gets_ticket([CRYO], name="Marina")
    shop.calls(visit, onto="crio-2", by=BRUNO)
    views = {view.equipment.id: view for view in shop.core.board.equipment()}
    assert len(views) == 10
    occupant = views[EquipmentId("crio-2")].occupant
    assert occupant is not None
    assert (occupant.visit_id, occupant.label, occupant.customer_id) == (visit.id, visit.label, visit.customer_id)
    assert (occupant.service_id, occupant.service_name, occupant.minutes) == (CRYO, "Crioterapia", 3)
    assert (occupant.state, occupant.operator_id) == (TurnState.CALLED, BRUNO.id)
    assert (occupant.called_at, occupant.started_at) == (shop.clock.now(), None)
    assert {key for key, view in views.items() if view.occupant} == {EquipmentId("crio-2")}
    shop.lets_time_pass(seconds=30)
    shop.starts(visit)
    running = next(view.occupant for view in shop.core.board.equipment() if view.occupant)
    assert (running.state, running.started_at) == (TurnState.IN_PROGRESS, shop.clock.now())
    shop.completes(visit)
    assert not any(view.occupant for view in shop.core.board.equipment())


# Money


def test_what_is_still_to_be_paid_oldest_first(shop: Shop) -> None:
    at_counter = shop.chooses(shop.opens_visit(name="Marina"), Method.COUNTER)
    shop.lets_time_pass(minutes=1)
    by_pix = shop.pays_by_pix(shop.opens_visit([BOOTS]))
    shop.opens_visit()
    shop.gets_ticket()
    shop.gives_up(shop.chooses(shop.opens_visit(), Method.COUNTER))
    first, second = shop.core.board.pending_payments()
    assert (first.visit_id, first.label, first.customer_id) == (at_counter.id, "A001", at_counter.customer_id)
    assert (first.method, first.state, first.amount) == (Method.COUNTER, ChargeState.AWAITING, Money(18_000))
    assert first.intent_id == shop.intent_of(at_counter, Method.COUNTER)
    assert (first.opened_at, first.expires_at - first.opened_at) == (at_counter.opened_at, timedelta(minutes=30))
    assert (second.label, second.method, second.state) == (by_pix.label, Method.PIX, ChargeState.AWAITING)
    assert (first.trouble, second.trouble) == (None, None)


def test_a_payment_in_doubt_says_its_trouble(shop: Shop) -> None:
    shop.provider.loses_next_creation(has_effect=True)
    shop.pays_by_pix(shop.opens_visit())
    (pending,) = shop.core.board.pending_payments()
    assert (pending.state, pending.trouble) == (ChargeState.CREATING, "lost")


def test_decisions_about_money_oldest_first(shop: Shop) -> None:
    over, twice = shop.opens_visit(), shop.gets_ticket()
    shop.lets_time_pass(seconds=5)
    shop.customer_pays(twice, force=True)
    shop.provider_reports(shop.intent_of(twice))
    shop.lets_time_pass(seconds=5)
    shop.provider_reports_paid(over, over.total + Money(500))
    first, second = shop.core.board.tasks()
    assert (first.visit_id, first.label, first.kind, first.amount) == (
        twice.id,
        "A002",
        TaskKind.PAID_TWICE,
        Money(18_000),
    )
    assert (second.visit_id, second.label, second.kind, second.amount) == (
        over.id,
        "A001",
        TaskKind.PAID_OVER,
        Money(500),
    )
    assert first.opened_at < second.opened_at


# Customers


def test_who_did_not_come_is_shown_for_half_a_day_newest_first(shop: Shop) -> None:
    first, second = shop.gets_ticket(name="Marina"), shop.gets_ticket()
    for visit in (first, second):
        shop.calls(visit)
        shop.lets_time_pass(seconds=5)
        shop.core.serving.no_show(shop.turn(visit, CRYO), ANA)
    newest, oldest = shop.core.board.expired()
    assert (newest.label, oldest.label) == ("A002", "A001")
    assert (oldest.visit_id, oldest.turn_id) == (first.id, shop.turn_of(first, CRYO).id)
    assert (oldest.customer_id, oldest.service.id) == (first.customer_id, CRYO)
    assert oldest.expired_at == shop.turn_of(first, CRYO).ended_at
    shop.calls(second)
    assert [each.label for each in shop.core.board.expired()] == ["A001"]
    shop.clock.advance(timedelta(hours=12))
    assert shop.core.board.expired() == ()


def test_a_customer_follows_two_services_each_on_its_own(shop: Shop) -> None:
    ahead, visit = shop.gets_ticket([CRYO]), shop.gets_ticket([CRYO, SAUNA])
    shop.gets_ticket([CRYO])
    cryo, sauna = shop.core.board.progress(visit.id)
    assert (cryo.service_id, cryo.service_name, cryo.state) == (CRYO, "Crioterapia", TurnState.IN_QUEUE)
    assert (cryo.place, cryo.wait, cryo.where, cryo.equipment_name) == (2, timedelta(), "Sala 1", None)
    assert (sauna.place, sauna.wait, sauna.where) == (1, timedelta(), "Sala 2")
    shop.calls(ahead, CRYO, onto="crio-1")
    shop.calls(visit, SAUNA)
    cryo, sauna = shop.core.board.progress(visit.id)
    assert cryo.place == 1
    assert (sauna.state, sauna.place, sauna.wait) == (TurnState.CALLED, None, None)
    assert (sauna.equipment_id, sauna.equipment_name, sauna.where) == ("sauna-1", "Sauna 1", "Sala 2")
    shop.starts(visit, SAUNA)
    shop.completes(visit, SAUNA)
    assert [each.state for each in shop.core.board.progress(visit.id)] == [TurnState.IN_QUEUE, TurnState.COMPLETED]


def test_there_is_no_progress_without_a_ticket(shop: Shop) -> None:
    assert shop.core.board.progress(shop.opens_visit().id) == ()
    assert shop.core.board.progress(VisitId("nobody")) == ()
    assert shop.core.board.visit(VisitId("nobody")) == NoSuchVisit(VisitId("nobody"))


# Histories


def test_a_visit_s_history_is_told_in_the_shop_s_time_and_in_people_s_names(shop: Shop) -> None:
    with shop.core.database.writing_engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO operator VALUES ('ana', 'Ana', 'operator', NULL, 1, 'x', 0, NULL)")
    visit = shop.opens_visit([CRYO], {TOWEL: 1})
    shop.pays_by_pix(visit)
    shop.lets_time_pass(minutes=1)
    shop.provider_reports_paid(visit)
    shop.prints()
    shop.calls(visit, onto="crio-2")
    shop.lets_time_pass(minutes=3)
    shop.starts(visit)
    shop.completes(visit)
    assert shop.core.board.history(visit.id) == (
        "12:00:00  Visita aberta no totem",
        "12:00:00  Pagamento pedido: R$ 192,00 por Pix",
        "12:00:00  O provedor criou a cobrança",
        "12:01:00  Dinheiro recebido: R$ 192,00",
        "12:01:00  Ticket enviado à impressora",
        "12:01:00  Entrou na fila",
        "12:01:00  Crioterapia: chamada por Ana para Crio 2",
        "12:04:00  Crioterapia: chamada de novo",
        "12:04:00  Crioterapia: começou em Crio 2 com Ana",
        "12:04:00  Crioterapia: concluída por Ana",
    )


def test_after_a_transfer_the_history_speaks_of_the_new_service(shop: Shop) -> None:
    visit = shop.gets_ticket([CRYO])
    shop.calls(visit)
    shop.core.serving.transfer(shop.turn(visit, CRYO), ServiceId(ICE), "cabine parou", BRUNO)
    shop.calls(visit, ICE)
    shop.starts(visit, ICE)
    lines = [line.partition("  ")[2] for line in shop.core.board.history(visit.id)]
    assert lines[-4:] == [
        "Crioterapia: chamada por ana para Crio 1",
        "Crioterapia: transferida para Banho de gelo por bruno: cabine parou",
        "Banho de gelo: chamada por ana para Banheira 1",
        "Banho de gelo: começou em Banheira 1 com ana",
    ]


def test_a_visit_that_nobody_knows_has_no_history(shop: Shop) -> None:
    assert shop.core.board.history(VisitId("nobody")) == ()
    assert shop.core.board.notes(VisitId("nobody")) == ()
