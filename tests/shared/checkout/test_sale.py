"""From a cart to an open visit, and to its end when nobody pays."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from shared.catalog.model import EquipmentStatus
from shared.checkout.outcomes import DiskNearlyFull, MethodNotOffered
from shared.config import Limits, Payment, Settings
from shared.kernel.ids import EquipmentId, ServiceId, VisitId
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.people.model import Acquaintance, Customer, Told
from shared.visits.model import ChargeState, EndReason, Visit, VisitState
from shared.visits.opening import Cart
from shared.visits.outcomes import AlreadyPaid, NoSuchVisit, NothingChosen, ServiceNotOffered, SoldOut, VisitEnded
from shared.visits.rows import all_visit_ids
from tests.fakes.shop import ANA, BOOTS, CRYO, TOWEL, Shop, cart


def test_labels_are_counted_per_day(shop: Shop) -> None:
    assert [shop.opens_visit().label for _ in range(3)] == ["A001", "A002", "A003"]


def test_the_count_goes_on_after_midnight_and_begins_anew_at_the_cutoff(shop: Shop) -> None:
    shop.clock.advance(timedelta(hours=11, minutes=59))  # 23:59 in the shop
    first = shop.opens_visit()
    shop.clock.advance(timedelta(hours=4))  # 03:59
    second = shop.opens_visit()
    shop.clock.advance(timedelta(minutes=1))  # 04:00
    third = shop.opens_visit()
    assert [each.label for each in (first, second, third)] == ["A001", "A002", "A001"]
    assert [each.business_day.day for each in (first, second, third)] == [22, 22, 23]


def test_a_clock_set_back_gives_no_label_twice(shop: Shop) -> None:
    first = shop.opens_visit()
    shop.clock.jump(timedelta(days=1))
    tomorrow = shop.opens_visit()
    shop.clock.jump(timedelta(days=-1))
    again = shop.opens_visit()
    named = [(each.label, each.business_day) for each in (first, tomorrow, again)]
    assert named == [("A001", date(2026, 11, 22)), ("A001", date(2026, 11, 23)), ("A002", date(2026, 11, 22))]


def test_the_thousandth_label_has_four_digits(shop: Shop) -> None:
    with shop.core.database.writing_engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO counter VALUES ('label:A:2026-11-22', 999)")
    assert shop.opens_visit().label == "A1000"


def test_prices_are_frozen_when_the_visit_opens(shop: Shop) -> None:
    visit = shop.opens_visit([CRYO, BOOTS], {TOWEL: 2})
    with shop.core.database.writing_engine.begin() as connection:
        connection.exec_driver_sql("UPDATE service SET price_centavos = 1")
    assert shop.visit(visit).total == Money(18_000 + 9_000 + 2 * 1_200)


def test_a_first_name_is_kept_apart_from_the_visit(shop: Shop) -> None:
    visit = shop.opens_visit(name="  Marina ")
    assert visit.customer_id is not None
    with shop.core.database.snapshot() as read:
        customer = shop.core.customers.get(read, visit.customer_id)
        assert not any("Marina" in each.event.payload for each in shop.core.journal.after(read, 0))
    assert customer is not None
    assert customer.name == "Marina"


def test_every_visit_names_a_customer_and_only_what_was_told_has_a_row(shop: Shop) -> None:
    visit = shop.opens_visit(name="  ")
    assert visit.customer_id is not None
    with shop.core.database.snapshot() as read:
        assert shop.core.customers.get(read, visit.customer_id) is None


def test_what_the_payer_tells_is_kept_under_their_visit_beside_the_name(shop: Shop) -> None:
    visit = shop.opens_visit(name="Marina")
    assert visit.customer_id is not None
    for payer in (Told(cpf="529.982.247-25"), None, Told(cpf="529.982.247-25")):
        assert isinstance(shop.core.sale.pay(visit.id, Method.PIX, payer=payer), Visit)
    with shop.core.database.snapshot() as read:
        customer = shop.core.customers.get(read, visit.customer_id)
        assert not any("52998224725" in each.event.payload for each in shop.core.journal.after(read, 0))
    assert customer == Customer(visit.customer_id, "Marina", "52998224725")
    assert len(shop.visit(visit).charges) == 1


def test_who_cannot_pay_any_more_tells_nothing(shop: Shop) -> None:
    ended = shop.gives_up(shop.opens_visit())
    assert ended.customer_id is not None
    shop.core.sale.pay(ended.id, Method.PIX, payer=Told("Marina", "52998224725"))
    assert shop.core.customers.acquaintance(ended.customer_id) == Acquaintance()


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (Cart(), NothingChosen()),
        (cart(["camara-hiperbarica"]), ServiceNotOffered("Câmara hiperbárica")),
        (cart(["nada"]), ServiceNotOffered("nada")),
        (cart(extras={TOWEL: 41}), SoldOut("Toalha", 40)),
        (cart(extras={"nada": 1}), SoldOut("nada", 0)),
    ],
)
def test_what_cannot_be_sold_opens_nothing(shop: Shop, chosen: Cart, said: object) -> None:
    assert shop.core.sale.open(chosen) == said
    assert shop.opens_visit().label == "A001"


def test_a_service_is_sold_until_the_last_of_its_machines_is_out_of_order(shop: Shop) -> None:
    def becomes(machine: str, status: EquipmentStatus) -> None:
        shop.core.catalogue.set_equipment_status(EquipmentId(machine), status, ANA.id)

    becomes("crio-1", EquipmentStatus.OUT_OF_ORDER)
    becomes("crio-2", EquipmentStatus.CLEANING)
    assert shop.opens_visit([CRYO]).label == "A001"
    becomes("crio-2", EquipmentStatus.OUT_OF_ORDER)
    assert shop.core.sale.open(cart([BOOTS, CRYO])) == ServiceNotOffered("Crioterapia")
    assert shop.opens_visit([BOOTS]).label == "A002"
    becomes("crio-1", EquipmentStatus.AVAILABLE)
    assert shop.opens_visit([CRYO]).label == "A003"


def test_a_service_that_names_no_machine_is_sold(shop: Shop) -> None:
    with shop.core.database.writing_engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM equipment_service WHERE service_id = ?", (CRYO,))
    assert shop.opens_visit([CRYO]).label == "A001"


def test_the_last_pieces_are_promised_once(shop: Shop) -> None:
    shop.opens_visit(extras={TOWEL: 38})
    assert shop.core.sale.open(cart(extras={TOWEL: 3})) == SoldOut("Toalha", 2)
    assert shop.stock() == 2


def test_stock_is_consumed_when_paid_and_stays_so(shop: Shop) -> None:
    visit = shop.opens_visit(extras={TOWEL: 2})
    assert shop.stock() == 38
    shop.provider_reports_paid(visit)
    shop.prints()
    shop.serves(visit)
    assert shop.stock() == 38


def test_selling_stops_before_money_when_the_disk_is_nearly_full(shop: Shop) -> None:
    assert not shop.core.health.now().is_disk_low
    wanting = Limits.model_construct(disk_free_min_mb=10**12)  # more than any disk has
    shop.settings = shop.settings.model_copy(update={"limits": wanting})
    shop.restarts()
    low = shop.core.sale.open(cart())
    assert isinstance(low, DiskNearlyFull)
    assert 0 < low.free_megabytes < 10**12
    assert shop.core.health.now().is_disk_low
    with shop.core.database.snapshot() as read:
        assert all_visit_ids(read) == []


def test_pix_is_not_offered_without_its_key(shop: Shop) -> None:
    shop.providers = {}
    shop.restarts()
    visit = shop.opens_visit()
    assert shop.core.sale.pay(visit.id, Method.PIX) == MethodNotOffered(Method.PIX)
    assert shop.chooses(visit, Method.COUNTER).current_charge is not None


def test_a_paid_or_ended_visit_is_not_charged_again(shop: Shop) -> None:
    paid, ended = shop.gets_ticket(), shop.gives_up(shop.opens_visit())
    assert shop.core.sale.pay(paid.id, Method.PIX) == AlreadyPaid()
    assert shop.core.sale.pay(ended.id, Method.PIX) == VisitEnded(VisitState.ABANDONED)
    assert shop.core.sale.pay(VisitId("nobody"), Method.PIX) == NoSuchVisit(VisitId("nobody"))
    assert shop.core.sale.give_up(VisitId("nobody")) == NoSuchVisit(VisitId("nobody"))


def test_giving_up_is_safe_to_repeat_and_ends_no_ticket(shop: Shop) -> None:
    visit = shop.gives_up(shop.opens_visit(extras={TOWEL: 1}))
    assert shop.gives_up(visit) == visit
    assert shop.stock() == 40
    paid = shop.gets_ticket()
    assert shop.gives_up(paid) == paid


def test_an_unpaid_visit_expires_returns_its_stock_and_makes_no_ticket(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit(extras={TOWEL: 3}))
    shop.lets_time_pass(minutes=29)
    assert (shop.state(visit), shop.stock()) == (VisitState.PENDING_PAYMENT, 37)
    shop.lets_time_pass(minutes=2)
    ended = shop.visit(visit)
    assert (shop.state(visit), ended.abandon_reason, shop.stock()) == (VisitState.ABANDONED, EndReason.TIMEOUT, 40)
    assert ended.charges[0].state is ChargeState.VOIDED
    assert shop.asked("void") == 1
    assert (ended.ticket, shop.printed_labels(), shop.queue()) == (None, [], [])


def test_a_visit_that_waits_at_the_counter_expires_too(shop: Shop) -> None:
    visit = shop.chooses(shop.opens_visit(extras={TOWEL: 3}), Method.COUNTER)
    shop.lets_time_pass(minutes=31)
    assert (shop.state(visit), shop.stock()) == (VisitState.ABANDONED, 40)
    assert isinstance(shop.confirms_at_counter(visit), VisitEnded)


def test_a_visit_whose_customer_never_chose_how_to_pay_expires_too(shop: Shop) -> None:
    visit = shop.opens_visit(extras={TOWEL: 3})
    shop.lets_time_pass(minutes=29)
    assert shop.state(visit) is VisitState.PENDING_PAYMENT
    shop.lets_time_pass(minutes=2)
    assert (shop.state(visit), shop.stock()) == (VisitState.ABANDONED, 40)
    assert shop.visit(visit).abandon_reason is EndReason.TIMEOUT


def test_the_shop_decides_how_long_a_payment_may_take(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "home", settings=Settings(payment=Payment(expiry_minutes=5)))
    visit = shop.pays_by_pix(shop.opens_visit())
    charge = shop.visit(visit).current_charge
    assert charge is not None
    assert charge.expires_at - visit.opened_at == timedelta(minutes=5)
    shop.lets_time_pass(minutes=6)
    assert shop.state(visit) is VisitState.ABANDONED
    shop.closes()


def test_no_timer_ends_a_visit_before_its_charge_was_looked_at_after_a_restart(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    shop.clock.advance(timedelta(hours=2))
    shop.restarts()
    shop.core.time_duty.step()
    assert shop.state(visit) is VisitState.PENDING_PAYMENT
    shop.works()
    assert shop.state(visit) in {VisitState.PAID, VisitState.IN_QUEUE}
    assert shop.tasks() == []


def test_a_visit_is_read_as_it_stands(shop: Shop) -> None:
    visit = shop.opens_visit()
    assert shop.core.sale.visit(visit.id) == visit
    assert [each.id for each in shop.core.board.visits_since(shop.clock.now())] == [visit.id]
    assert shop.core.board.visits_since(shop.clock.now() + timedelta(seconds=1)) == ()
    assert shop.core.board.queue(ServiceId("nada")) is None
