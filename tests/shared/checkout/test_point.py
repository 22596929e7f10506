"""A card machine through the real adapter, real HTTP and the real store: busy, at work, checked, ended by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from shared.config import MercadoPagoAccount, Payment, Settings
from shared.kernel.clock import ManualClock
from shared.kernel.ways import CHECK_ON_TERMINAL, Method, Way
from shared.payments.model import TERMINAL_BUSY
from shared.payments.simulator.mercado_pago.records import SIMULATOR_TERMINAL
from shared.visits.model import ChargeState, Visit, VisitState
from tests.fakes.shop import NOON, Shop
from tests.fakes.simulator import RunningSimulator, SimulatorControl, simulator_thread
from tests.faults.soundness import unsound
from tests.shared.payments.mercado_pago import POINT, account_of, adapter

SETTINGS = Settings(
    payment=Payment(ways=(Way(Method.TERMINAL, POINT), Way.by_hand(Method.COUNTER))),
    mercado_pago=MercadoPagoAccount(terminal=SIMULATOR_TERMINAL),
)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


@pytest.fixture
def simulator(clock: ManualClock) -> Iterator[RunningSimulator]:
    with simulator_thread(clock=clock) as running:
        yield running


@pytest.fixture
def machine(simulator: RunningSimulator) -> Iterator[SimulatorControl]:
    with account_of(simulator) as account:
        yield account.control


@pytest.fixture
def shop(tmp_path: Path, clock: ManualClock, simulator: RunningSimulator) -> Iterator[Shop]:
    with account_of(simulator) as account, closing(adapter(POINT, account.base_url, clock)) as point:
        shop = Shop(tmp_path / "home", settings=SETTINGS, clock=clock)
        shop.providers = {POINT: point}
        shop.restarts()
        yield shop
        assert unsound(shop.core) == []
        shop.closes()


def asks(shop: Shop) -> Visit:
    """A customer chooses the machine, and it is asked."""
    visit = shop.chooses(shop.opens_visit(), Method.TERMINAL)
    shop.core.payment_duty.step()
    return shop.visit(visit)


def stands(shop: Shop, visit: Visit) -> tuple[ChargeState, str | None]:
    charge = shop.visit(visit).current_charge
    assert charge is not None
    return charge.state, charge.trouble


def of(shop: Shop, visit: Visit) -> str:
    return shop.intent_of(visit, Method.TERMINAL)


def test_a_charge_on_the_machine_is_paid_there(shop: Shop, machine: SimulatorControl) -> None:
    visit = asks(shop)
    assert stands(shop, visit) == (ChargeState.AWAITING, None)
    machine.play("processed", intent=of(shop, visit))
    shop.lets_time_pass(seconds=30)
    assert (shop.state(visit), shop.tasks()) == (VisitState.IN_QUEUE, [])


def test_a_second_customer_is_told_that_the_machine_is_busy_and_keeps_the_visit(
    shop: Shop, machine: SimulatorControl
) -> None:
    first, second = asks(shop), asks(shop)
    assert stands(shop, first) == (ChargeState.AWAITING, None)
    assert stands(shop, second) == (ChargeState.FAILED, TERMINAL_BUSY)
    assert shop.state(second) is VisitState.PENDING_PAYMENT
    assert shop.core.health.now().provider_trouble(POINT) is None
    machine.play("processed", intent=of(shop, first))
    shop.lets_time_pass(seconds=30)
    shop.chooses(second, Method.TERMINAL)
    shop.core.payment_duty.step()
    assert stands(shop, second) == (ChargeState.AWAITING, None)
    assert isinstance(shop.confirms_at_counter(second), Visit)


@pytest.mark.parametrize(
    ("step", "said"),
    [("canceled", "canceled/canceled_on_terminal"), ("failed", "failed/"), ("expired", "expired")],
)
def test_an_end_on_the_machine_is_told_and_another_way_can_be_chosen(
    shop: Shop, machine: SimulatorControl, step: str, said: str
) -> None:
    visit = asks(shop)
    machine.play(step, intent=of(shop, visit))
    shop.lets_time_pass(seconds=30)
    state, trouble = stands(shop, visit)
    assert state is ChargeState.VOIDED
    assert trouble is not None
    assert trouble.startswith(said)
    assert (shop.state(visit), shop.tasks()) == (VisitState.PENDING_PAYMENT, [])
    assert isinstance(shop.confirms_at_counter(visit), Visit)


def test_a_result_that_only_the_machine_shows_is_told_until_it_is_known(shop: Shop, machine: SimulatorControl) -> None:
    visit = asks(shop)
    machine.play("action_required", intent=of(shop, visit))
    shop.lets_time_pass(seconds=60)
    assert stands(shop, visit) == (ChargeState.AWAITING, CHECK_ON_TERMINAL)
    (pending,) = shop.core.board.pending_payments()
    assert pending.trouble == CHECK_ON_TERMINAL
    machine.pay(intent=of(shop, visit), force=True)
    shop.lets_time_pass(seconds=30)
    assert stands(shop, visit) == (ChargeState.PAID, None)
    assert (shop.state(visit), shop.tasks()) == (VisitState.IN_QUEUE, [])


def test_what_the_machine_holds_is_waited_for_after_the_customer_gave_up(shop: Shop, machine: SimulatorControl) -> None:
    visit = asks(shop)
    machine.play("action_required", intent=of(shop, visit))
    shop.lets_time_pass(seconds=60)
    shop.gives_up(visit)
    shop.lets_time_pass(seconds=30)
    assert stands(shop, visit) == (ChargeState.VOIDING, CHECK_ON_TERMINAL)
