"""What an unpaid visit costs its provider's account in requests, counted at the simulator as long as it is watched.

Asaas: 25 000 requests per account in 12 hours.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from shared.kernel.clock import ManualClock
from shared.kernel.money import Money
from shared.payments.asaas import Asaas
from shared.payments.cadence import REQUESTS_MAX, watch_until
from shared.payments.rows import IntentState, by_visit
from shared.visits.model import TaskKind, Visit, VisitState
from tests.fakes.shop import NOON, PROVIDER, TOWEL, Shop
from tests.fakes.simulator import RunningSimulator, simulator_thread
from tests.fakes.watching import is_watched_to_the_end
from tests.shared.payments.conftest import PATIENT

CPF = "52998224725"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


@pytest.fixture
def simulator(clock: ManualClock) -> Iterator[RunningSimulator]:
    with simulator_thread(clock=clock) as running:
        yield running


@pytest.fixture
def shop(tmp_path: Path, clock: ManualClock, simulator: RunningSimulator) -> Iterator[Shop]:
    """A shop whose provider is asked over real HTTP."""
    with closing(Asaas(simulator.base_url, simulator.api_key, clock, timeout=PATIENT)) as asaas:
        opened = Shop(tmp_path / "home", clock=clock)
        opened.providers = {PROVIDER: asaas}
        opened.restarts()
        yield opened
        opened.closes()


def gives_cpf(shop: Shop, visit: Visit) -> None:
    with shop.core.database.transaction() as tx:
        tx.execute(text("UPDATE customer SET cpf = :cpf WHERE id = :id"), {"cpf": CPF, "id": visit.customer_id})


@pytest.mark.parametrize("has_cpf", [True, False])
def test_an_unpaid_visit_costs_no_more_requests_than_it_may(
    shop: Shop, simulator: RunningSimulator, *, has_cpf: bool
) -> None:
    visit = shop.opens_visit(name="Marina")
    if has_cpf:
        gives_cpf(shop, visit)
    visit = shop.pays_by_pix(visit)
    is_watched_to_the_end(shop, visit)
    assert shop.state(visit) is VisitState.ABANDONED
    with shop.core.database.snapshot() as read:
        (intent,) = by_visit(read, visit.id)
    assert intent.state is IntentState.CLOSED
    assert intent.charge_id is not None
    assert intent.charge_id.startswith("static:") is not has_cpf
    assert shop.clock.now() >= watch_until(intent.expires_at)
    asked = simulator.control.requests()
    assert "DELETE" in {method for method, _ in asked}
    assert len(asked) > REQUESTS_MAX / 2
    assert len(asked) <= REQUESTS_MAX


def test_the_same_looks_never_cost_more_than_was_paid_for(shop: Shop, simulator: RunningSimulator) -> None:
    """What the station thinks that it spent is never less than what the provider counts."""
    visit = shop.opens_visit(name="Marina")
    gives_cpf(shop, visit)
    gates = shop.core.payment_duty._gates
    before = gates._budget(PROVIDER).available(shop.clock.monotonic())
    visit = shop.pays_by_pix(visit)
    for _ in range(3):
        shop.core.payment_duty.look_at(visit.id)
        shop.core.payment_duty.step()
    shop.gives_up(visit)
    shop.core.payment_duty.step()
    after = gates._budget(PROVIDER).available(shop.clock.monotonic())
    assert len(simulator.control.requests()) <= before - after


@pytest.mark.parametrize("has_cpf", [True, False])
def test_a_visit_that_was_paid_short_ends_when_its_customer_gives_up(
    shop: Shop, simulator: RunningSimulator, *, has_cpf: bool
) -> None:
    """Asaas refuses to remove a charge with money in it, and removes a static code: both end the visit."""
    visit = shop.opens_visit(name="Marina", extras={TOWEL: 1})
    if has_cpf:
        gives_cpf(shop, visit)
    visit = shop.pays_by_pix(visit)
    simulator.control.pay(code=visit.charges[-1].br_code, amount=Money(100))
    shop.lets_time_pass(seconds=10)
    assert shop.tasks() == [TaskKind.PAID_UNDER]
    shop.gives_up(visit)
    shop.works()
    assert (shop.state(visit), shop.stock()) == (VisitState.ABANDONED, 40)
    assert [method for method, _ in simulator.control.requests()].count("DELETE") == 1
