"""Many processes on one file at once: no update is lost, nothing is given twice, nobody is told that it is locked."""

from __future__ import annotations

import multiprocessing
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from shared.kernel.clock import ManualClock, SystemClock
from shared.kernel.ids import EquipmentId, ExtraId, TurnId
from shared.kernel.money import Money
from shared.payments.asaas import Asaas
from shared.visits import facts
from tests.fakes.shop import ANA, PROVIDER, TOWEL, Shop
from tests.fakes.simulator import simulator_thread
from tests.faults import crowding
from tests.faults.soundness import unsound

JOIN_SECONDS = 300.0
EVENTS_MAX = 1_000_000
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are not forked there")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    opened = Shop(tmp_path / "home")
    yield opened
    assert unsound(opened.core) == []
    opened.closes()


def at_once(count: int, shop: Shop, work: Callable[..., None], *details: object) -> None:
    """Let processes do the same, beginning together; `work` gets the folder, the start, `details` and its number."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.crashing"])
    start = context.Barrier(count)
    processes = [
        context.Process(target=work, args=(str(shop.home), start, *details, number)) for number in range(count)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(JOIN_SECONDS)
    assert [process.exitcode for process in processes] == [0] * count


def happened(shop: Shop) -> list[facts.VisitFact]:
    """All that happened to visits, in the order in which it was committed."""
    with shop.core.database.snapshot() as read:
        return [
            each.fact for each in shop.core.journal.after(read, 0, EVENTS_MAX) if isinstance(each.fact, facts.VisitFact)
        ]


def check_labels(shop: Shop, count: int) -> None:
    """So many visits, and on each day the numbers from 1 on, each once."""
    by_day: dict[date, list[int]] = {}
    for visit in shop.core.board.visits_since(LONG_AGO):
        by_day.setdefault(visit.business_day, []).append(int(visit.label[1:]))
    assert sum(map(len, by_day.values())) == count
    for numbers in by_day.values():
        assert sorted(numbers) == list(range(1, len(numbers) + 1))


def check_no_update_is_lost(shop: Shop, processes: int, commands: int) -> None:
    """Half the commands sell, half write to one visit that all of them share."""
    shop.core.catalogue.count_stock(ExtraId(TOWEL), 10_000, ANA.id)
    shared = shop.opens_visit()
    at_once(processes, shop, crowding.sells_and_notes, commands, shared.id)
    each_half = processes * commands // 2
    check_labels(shop, each_half + 1)
    assert shop.stock() == 10_000 - each_half
    assert len(shop.visit(shared).notes) == each_half


def check_nothing_is_given_twice(shop: Shop, processes: int, rounds: int) -> None:
    """Follow the journal: which turn was called, and who was on which machine."""
    at_once(processes, shop, crowding.sells_and_serves, rounds)
    on_machine: dict[EquipmentId, TurnId] = {}
    calls: Counter[TurnId] = Counter()
    for fact in happened(shop):
        match fact:
            case facts.TurnCalled(turn_id, _, machine):
                assert machine not in on_machine, f"{machine} was shared"
                on_machine[machine] = turn_id
                calls[turn_id] += 1
            case facts.TurnCompleted(turn_id):
                on_machine = {machine: turn for machine, turn in on_machine.items() if turn != turn_id}
            case _:
                pass
    assert calls
    assert set(calls.values()) == {1}
    check_labels(shop, processes * rounds)


def test_three_processes_lose_no_update(shop: Shop) -> None:
    check_no_update_is_lost(shop, processes=3, commands=300)


def test_eight_processes_give_nothing_twice(shop: Shop) -> None:
    check_nothing_is_given_twice(shop, processes=8, rounds=12)


def test_four_processes_give_money_back_once(tmp_path: Path) -> None:
    """All on one file and one account, each as if it held the station's work alone."""
    with simulator_thread() as simulator:
        asaas = Asaas(simulator.base_url, simulator.api_key, SystemClock())
        shop = Shop(tmp_path / "home", clock=ManualClock(SystemClock().now()))
        shop.providers = {PROVIDER: asaas}
        shop.restarts()
        visit = shop.pays_by_pix(shop.opens_visit())
        simulator.control.pay(intent=shop.intent_of(visit), amount=Money(18_250))
        shop.lets_time_pass(seconds=5)
        (task,) = shop.visit(visit).open_tasks
        at_once(4, shop, crowding.gives_back, simulator.base_url, visit.id, task.id)
        assert simulator.control.given_back() == Money(250)
        assert [path.endswith("/refund") for _, path in simulator.control.requests()].count(True) == 1
        assert shop.tasks() == []
        assert unsound(shop.core) == []
        shop.closes()


@pytest.mark.faults
def test_three_processes_lose_no_update_for_long(shop: Shop) -> None:
    check_no_update_is_lost(shop, processes=3, commands=3_000)


@pytest.mark.faults
def test_eight_processes_give_nothing_twice_for_long(shop: Shop) -> None:
    check_nothing_is_given_twice(shop, processes=8, rounds=150)
