"""A shop with an account at Asaas and one at a bank: the real adapters, real HTTP, and the simulator's own ledgers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from shared.kernel.clock import ManualClock
from shared.kernel.money import Money
from shared.payments.brcode import BrCode, check_for
from shared.payments.simulator.server import base_url, listen
from shared.visits.model import ChargeState, TaskKind, Visit, VisitState
from tests.fakes.shop import NOON, PROVIDER, Shop
from tests.fakes.simulator import RunningSimulator, SimulatorControl, simulator_thread
from tests.faults.soundness import unsound
from tests.shared.checkout.test_failover import SECOND, SETTINGS
from tests.shared.payments.conftest import asaas_at, bank_at

CREATION = "^/(payments|pix/qrCodes/static)$"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


@pytest.fixture
def simulator(clock: ManualClock) -> Iterator[RunningSimulator]:
    with simulator_thread(clock=clock) as running:
        yield running


@pytest.fixture
def bank(simulator: RunningSimulator) -> Iterator[SimulatorControl]:
    with closing(simulator.control.of("bank_pix")) as control:
        yield control


@contextmanager
def shop_at(home: Path, clock: ManualClock, asaas: RunningSimulator, bank: RunningSimulator) -> Iterator[Shop]:
    """A shop whose providers are the real adapters."""
    with asaas_at(asaas, clock) as first, bank_at(bank, clock=clock) as second:
        shop = Shop(home, settings=SETTINGS, clock=clock)
        shop.providers = {PROVIDER: first, SECOND: second}
        shop.restarts()
        yield shop
        assert unsound(shop.core) == []
        shop.closes()


@pytest.fixture
def shop(tmp_path: Path, clock: ManualClock, simulator: RunningSimulator) -> Iterator[Shop]:
    with shop_at(tmp_path / "home", clock, simulator, simulator) as opened:
        yield opened


def total_of(shop: Shop, visit: Visit) -> Money:
    return shop.visit(visit).total


def test_asaas_is_down_and_the_bank_serves(tmp_path: Path, clock: ManualClock, simulator: RunningSimulator) -> None:
    with listen() as closed:
        nowhere = replace(simulator, origin=base_url(closed, ""))
    with (
        shop_at(tmp_path / "home", clock, nowhere, simulator) as shop,
        closing(simulator.control.of("bank_pix")) as bank,
    ):
        visit = shop.pays_by_pix(shop.opens_visit())
        shop.core.payment_duty.step()
        first, shown = shop.visit(visit).charges
        assert (first.state, first.br_code, shown.state) == (ChargeState.VOIDED, None, ChargeState.AWAITING)
        assert shown.br_code is not None
        assert isinstance(check_for(shown.br_code, visit.total), BrCode)
        bank.pay(intent=shown.intent_id)
        shop.lets_time_pass(seconds=15)
        assert (shop.state(visit), shop.tasks()) == (VisitState.IN_QUEUE, [])
        assert bank.received(shown.intent_id) == visit.total
        assert simulator.control.charges() + simulator.control.codes() == []


def test_asaas_is_too_busy_and_the_bank_serves(shop: Shop, simulator: RunningSimulator) -> None:
    simulator.control.fault("rate_limit", times=10)
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.core.payment_duty.step()
    assert [each.state for each in shop.visit(visit).charges] == [ChargeState.VOIDED, ChargeState.AWAITING]


def test_an_answer_of_asaas_is_lost_and_only_the_bank_is_paid(
    shop: Shop, simulator: RunningSimulator, bank: SimulatorControl
) -> None:
    simulator.control.fault("drop", method="POST", path=CREATION, has_effect=True)
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.lets_time_pass(seconds=15)
    lost, shown = shop.visit(visit).charges
    assert (lost.br_code, shown.provider, shown.state) == (None, SECOND, ChargeState.AWAITING)
    bank.pay(intent=shown.intent_id)
    shop.lets_time_pass(seconds=15)
    assert (shop.state(visit), shop.tasks()) == (VisitState.IN_QUEUE, [])
    assert len(shop.printed_labels()) == 1


def test_a_visit_is_paid_at_both_and_the_second_money_is_a_task(
    shop: Shop, simulator: RunningSimulator, bank: SimulatorControl
) -> None:
    """Somebody who knows the payer asked Asaas: that charge can be found, and is paid before it is voided."""
    simulator.control.fault("drop", method="POST", path=CREATION, has_effect=True)
    visit = shop.opens_visit(name="Ana")
    with shop.core.database.writing_engine.begin() as connection:
        connection.exec_driver_sql("UPDATE customer SET cpf = '52998224725'")
    shop.pays_by_pix(visit)
    lost = shop.visit(visit).charges[0]
    simulator.control.pay(intent=lost.intent_id)
    shop.core.payment_duty.step()
    shop.lets_time_pass(seconds=15)
    assert (shop.state(visit), shop.tasks()) == (VisitState.IN_QUEUE, [])
    shown = shop.visit(visit).charges[1]
    bank.pay(intent=shown.intent_id, force=True)
    shop.lets_time_pass(hours=13)  # what was voided is looked at every twelve hours
    assert shop.tasks() == [TaskKind.PAID_TWICE]
    received = simulator.control.received(lost.intent_id) + bank.received(shown.intent_id)
    assert received == total_of(shop, visit) * 2
