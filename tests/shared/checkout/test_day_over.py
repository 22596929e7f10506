"""Who still waits when the business day is over: out of the queue, in sight, and callable."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, event

from shared.checkout import time_duty
from shared.config import Settings
from shared.config import Shop as ShopSettings
from shared.kernel.ways import Method
from shared.visits.model import Decision, TurnState, Visit, VisitState
from tests.fakes.shop import BOOTS, CRYO, Shop
from tests.faults.soundness import unsound

CUTOFF = timedelta(hours=16)
"""From noon to 04:00."""
MOMENT, DAY = timedelta(seconds=1), timedelta(days=1)


def no_shows(shop: Shop) -> list[str]:
    return [each.label for each in shop.core.board.expired()]


def test_a_waiting_ticket_ends_at_the_cut_off_and_not_before(shop: Shop) -> None:
    visit = shop.gets_ticket([CRYO, BOOTS])
    shop.clock.advance(CUTOFF - MOMENT)
    assert shop.core.time_duty.step() == 0
    assert (shop.queue(), shop.queue(BOOTS)) == ([visit.label], [visit.label])
    shop.clock.advance(MOMENT)
    assert shop.core.time_duty.step() == 1
    assert (shop.queue(), shop.queue(BOOTS)) == ([], [])
    assert shop.state(visit) is VisitState.EXPIRED
    assert no_shows(shop) == [visit.label, visit.label]
    assert shop.core.time_duty.step() == 0


def test_the_shop_s_own_zone_and_cut_off_count(tmp_path: Path) -> None:
    settings = Settings(shop=ShopSettings(zone=ZoneInfo("America/Manaus"), cutoff_hour=2))
    shop = Shop(tmp_path / "manaus", settings=settings)
    shop.gets_ticket()
    shop.clock.advance(timedelta(hours=15) - MOMENT)  # 11:00 to 02:00
    assert shop.core.time_duty.step() == 0
    shop.clock.advance(MOMENT)
    assert shop.core.time_duty.step() == 1
    assert unsound(shop.core) == []
    shop.closes()


@pytest.mark.parametrize("days", [1, 7])
def test_the_same_label_does_not_wait_twice(shop: Shop, days: int) -> None:
    old = shop.gets_ticket()
    shop.clock.advance(days * DAY)
    new = shop.gets_ticket()
    assert (old.label, new.label) == ("A001", "A001")
    shop.works()
    view = shop.queue()
    assert view == ["A001"]
    assert (shop.turn_state(old), shop.turn_state(new)) == (TurnState.EXPIRED, TurnState.IN_QUEUE)


def test_whoever_comes_the_next_day_is_called_from_the_list(shop: Shop) -> None:
    visit = shop.gets_ticket()
    shop.clock.advance(DAY)
    shop.works()
    (listed,) = shop.core.board.expired()
    assert (listed.visit_id, listed.turn_id) == (visit.id, shop.turn_of(visit, CRYO).id)
    served = shop.serves(visit)
    assert (shop.state(served), served.turns[0].reactivations) == (VisitState.COMPLETED, 1)


def test_a_station_that_was_off_for_a_week_lists_them_when_it_is_back(shop: Shop) -> None:
    visit = shop.gets_ticket()
    shop.clock.advance(7 * DAY)
    shop.restarts()
    shop.works()
    assert no_shows(shop) == [visit.label]


def test_who_is_called_or_on_a_machine_is_left_alone(shop: Shop) -> None:
    runs, called = shop.gets_ticket([CRYO, BOOTS]), shop.gets_ticket()
    shop.calls(runs)
    shop.starts(runs)
    shop.clock.advance(CUTOFF)
    shop.calls(called)
    shop.core.time_duty.step()
    assert shop.turn_state(runs) is TurnState.IN_PROGRESS
    assert shop.turn_state(runs, BOOTS) is TurnState.EXPIRED
    assert shop.turn_state(called) is TurnState.CALLED


def test_who_pays_after_the_cut_off_waits_through_the_new_day(shop: Shop) -> None:
    visit = shop.chooses(shop.opens_visit(), Method.PIX)
    shop.core.payment_duty.step()
    shop.lets_time_pass(minutes=33)
    shop.customer_pays(visit, force=True)
    shop.provider_reports(shop.intent_of(visit))
    shop.clock.advance(DAY)
    assert isinstance(shop.decides(visit, Decision.RELEASED), Visit)
    shop.prints()
    shop.lets_time_pass(minutes=1)
    assert shop.queue() == [visit.label]
    shop.clock.advance(DAY)
    shop.core.time_duty.step()
    assert shop.queue() == []


@pytest.mark.parametrize("by", [DAY, -DAY])
def test_a_clock_that_jumps_a_day_and_back_loses_nothing(shop: Shop, by: timedelta) -> None:
    visit = shop.gets_ticket()
    shop.clock.jump(by)
    shop.works()
    shop.clock.jump(-by)
    shop.works()
    assert shop.queue() + no_shows(shop) == [visit.label]
    assert shop.state(shop.serves(visit)) is VisitState.COMPLETED


def test_a_step_ends_so_many_and_the_next_goes_on(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_duty, "OVERNIGHT_MAX", 2)
    for _ in range(3):
        shop.gets_ticket()
    shop.clock.advance(DAY)
    assert [shop.core.time_duty.step() for _ in range(3)] == [2, 1, 0]


def test_looking_for_them_uses_the_index_of_who_waits(shop: Shop) -> None:
    asked: list[tuple[str, tuple[object, ...]]] = []

    def hears(_: Connection, __: object, statement: str, values: tuple[object, ...], *___: object) -> None:
        if "business_day <" in statement:
            asked.append((statement, values))

    event.listen(shop.core.database._reading, "before_cursor_execute", hears)
    shop.core.time_duty.step()
    event.remove(shop.core.database._reading, "before_cursor_execute", hears)
    ((statement, values),) = asked
    with shop.core.database._reading.connect() as connection:
        steps = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    assert any("INDEX turn_waiting" in step for step in steps), steps
    assert not any(step.startswith("SCAN visit") for step in steps), steps
