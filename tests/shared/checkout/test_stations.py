"""Several stations: what is decided on one holds on the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from shared.checkout.held import HeldVisit
from shared.checkout.observing import HeldBack
from shared.journal import rows
from shared.kernel.clock import ManualClock
from shared.kernel.ids import EquipmentId
from shared.kernel.ways import Method
from shared.visits.model import TurnState, Visit
from shared.visits.outcomes import VisitHeld
from tests.fakes.shop import ANA, BOOTS, BRUNO, CRYO, NOON, TOWEL, Shop
from tests.faults.soundness import unsound
from tests.shared.checkout.stations import exchange, from_a_newer_program, hears, projection


@pytest.fixture
def shops(tmp_path: Path) -> Iterator[tuple[Shop, Shop]]:
    clock = ManualClock(NOON)
    here, there = Shop(tmp_path / "a", "A", clock=clock), Shop(tmp_path / "b", "B", clock=clock)
    yield here, there
    assert (unsound(here.core), unsound(there.core)) == ([], [])
    here.closes()
    there.closes()


def test_a_ticket_sold_here_is_called_there(shops: tuple[Shop, Shop]) -> None:
    here, there = shops
    visit = here.gets_ticket([CRYO, BOOTS])
    exchange(here, there)
    assert there.queue() == [visit.label]
    assert isinstance(there.calls(visit), Visit)
    exchange(here, there)
    assert (here.turn_state(visit), here.queue(), here.queue(BOOTS)) == (TurnState.CALLED, [], [visit.label])
    assert projection(here) == projection(there)


def test_each_station_counts_its_own_labels(shops: tuple[Shop, Shop]) -> None:
    here, there = shops
    exchange(here, there)
    assert [here.opens_visit().label, there.opens_visit().label] == ["A001", "B001"]


def test_stock_is_the_sum_of_what_all_stations_sold(shops: tuple[Shop, Shop]) -> None:
    here, there = shops
    here.opens_visit(extras={TOWEL: 3})
    there.opens_visit(extras={TOWEL: 4})
    exchange(here, there)
    assert (here.stock(), there.stock()) == (33, 33)


def test_of_two_calls_of_one_turn_one_holds_and_a_person_sees_the_other(shops: tuple[Shop, Shop]) -> None:
    here, there = shops
    visit = here.gets_ticket()
    exchange(here, there)
    here.calls(visit, onto="crio-1")
    there.calls(visit, onto="crio-2")
    exchange(here, there)
    assert here.turn_of(visit, CRYO) == there.turn_of(visit, CRYO)
    with here.core.database.snapshot() as read:
        assert len(rows.conflicts(read)) == 1


def test_what_is_heard_prints_and_charges_nothing(shops: tuple[Shop, Shop]) -> None:
    here, there = shops
    visit = here.pays_by_pix(here.opens_visit())
    exchange(here, there)
    there.lets_time_pass(seconds=30)
    here.provider_reports_paid(visit)
    exchange(here, there)
    there.lets_time_pass(seconds=30)
    assert (there.provider.calls, there.printed_labels()) == ([], [])
    assert there.queue() == [visit.label], "without paper, after the grace"


def test_a_ticket_that_was_printed_elsewhere_is_not_printed_again(shops: tuple[Shop, Shop]) -> None:
    here, there = shops
    visit = here.chooses(here.opens_visit(), Method.COUNTER)
    exchange(here, there)
    here.confirms_at_counter(visit)
    there.core.counter.release(visit.id, "sem rede", BRUNO)
    here.prints()
    exchange(here, there)
    there.lets_time_pass(seconds=30)
    assert (here.printed_labels(), there.printed_labels()) == ([visit.label], [])
    next_one = there.gets_ticket()
    assert there.printed_labels() == [next_one.label]


def test_a_visit_that_a_newer_program_wrote_to_is_only_looked_at(shops: tuple[Shop, Shop]) -> None:
    here, there = shops
    visit, other = there.gets_ticket(), there.gets_ticket()
    exchange(here, there)
    assert hears(here, [from_a_newer_program(there, visit)])
    held = VisitHeld(visit.id)
    turn = there.turn(visit, CRYO)
    core = here.core
    asked = [
        core.sale.pay(visit.id, Method.PIX),
        core.sale.give_up(visit.id),
        core.sale.visit(visit.id),
        core.counter.release(visit.id, "x", BRUNO),
        core.counter.cancel_visit(visit.id, "x", BRUNO),
        core.serving.call(turn, EquipmentId("crio-1"), ANA),
        core.serving.add_note(visit.id, "x", ANA),
        core.papers.reprint(visit.id, ANA),
        core.board.visit(visit.id),
    ]
    assert asked == [held] * len(asked)
    here.lets_time_pass(minutes=40)
    assert isinstance(here.calls(other), Visit)


def test_money_for_a_visit_that_a_newer_program_wrote_to_is_kept_in_sight(shops: tuple[Shop, Shop]) -> None:
    here, there = shops
    visit = here.pays_by_pix(here.opens_visit())
    intent_id = here.intent_of(visit)
    here.gets_ticket()
    exchange(here, there)
    assert here.core.held.list() == ()
    assert hears(here, [from_a_newer_program(there, visit)])
    held = HeldVisit(visit.id, visit.label, visit.opened_at, is_money_waiting=False)
    assert here.provider_reports(intent_id) == HeldBack(visit.id)
    assert here.core.held.list() == (held,)
    here.provider.pays(intent_id)
    assert here.provider_reports(intent_id) == HeldBack(visit.id)
    assert here.core.held.list() == (replace(held, is_money_waiting=True),)
    looks = here.asked("look")
    here.lets_time_pass(minutes=10)
    assert here.asked("look") > looks, "it is watched until this station can read the visit"
    assert here.core.held.list() == (replace(held, is_money_waiting=True),)
    here.provider_is_unreachable()
    here.lets_time_pass(minutes=10)
    here.core.payment_duty.look_at(visit.id)
    here.restarts()
    assert here.core.held.list() == (replace(held, is_money_waiting=True),), "no miss hides it"
    here.provider_is_back()
    here.provider.refunds(intent_id)
    here.provider_reports(intent_id)
    assert here.core.held.list() == (held,)


def test_what_a_newer_program_wrote_is_kept_as_it_came(shops: tuple[Shop, Shop]) -> None:
    here, there = shops
    visit = there.gets_ticket()
    exchange(here, there)
    hears(here, [from_a_newer_program(there, visit)])
    with here.core.database.transaction() as tx:
        folded = here.core.book.refold(tx, visit.id)
    assert folded.stopped_at is not None
    assert folded.state is not None
    with here.core.database.snapshot() as read:
        events = here.core.journal.events_of(read, f"visit:{visit.id}")
    assert events[-1].event.kind == "turn_blessed", "kept as it came"
