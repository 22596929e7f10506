"""What befalls the station itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.kernel.ways import Method
from shared.store.failures import StoreFailure
from tests.fakes.shop import CRYO
from tests.faults.failing import FailingStore
from tests.faults.money.seeing import LATER, SOON, has_one_ticket
from tests.faults.town import Killed, Town, World, town_in

STEPS_MAX = 80
STATEMENTS_MAX = 80


@pytest.mark.parametrize("days", [-1, 1])
@pytest.mark.parametrize("is_paid_first", [True, False])
def test_clock_jumps_a_day(town: Town, days: int, *, is_paid_first: bool) -> None:
    visit = town.begins_to_pay([CRYO])
    if is_paid_first:
        town.pays(visit)
    town.clock.jump(timedelta(days=days))
    town.works(SOON)
    if is_paid_first:
        has_one_ticket(town, visit)
        return
    town.clock.is_put_right()
    town.works(SOON)
    if days < 0:
        town.pays(visit)
        town.works(LATER)
        has_one_ticket(town, visit)
    else:
        assert town.shop.visit(visit).ticket is None


@pytest.mark.parametrize("company", ["asaas", "asaas with a CPF", "bank_pix", "mercado_pago", "mercado_pago_orders"])
def test_restart_in_every_state(place: World, company: str) -> None:
    """The power goes at the first commit or question of the whole story, then at the second, and so on to its end."""
    for step in range(1, STEPS_MAX):
        with town_in(place, company) as town:
            town.doom.at(step)
            try:
                visit = town.begins_to_pay([CRYO], 1)
                town.pays(visit)
                town.works(SOON)
            except Killed:
                town.power_cut()
            is_over = town.doom.is_near
            town.heals()
            assert town.broken_promises() == [], f"killed at {step}"
        if is_over:
            return
    raise AssertionError("the story never ends")


def test_two_processes_on_one_intent(town: Town) -> None:
    visit = town.buys([CRYO])
    other = town.opens_another()
    town.shop.chooses(visit, Method.PIX)
    for _ in range(3):
        for core in (town.shop.core, other.core, other.core, town.shop.core):
            core.payment_duty.step()
            core.time_duty.step()
        town.clock.advance(SOON)
    assert len(town.codes_of(visit)) == 1
    town.pays(visit)
    for core in (other.core, town.shop.core):
        core.payment_duty.recover()
        core.payment_duty.step()
    other.closes()
    town.works(SOON)
    has_one_ticket(town, visit)


def test_ticket_write_fails(town: Town) -> None:
    """At every statement of the commit that makes the ticket: all of it or nothing, and it is there a little later."""
    for number in range(1, STATEMENTS_MAX):
        visit = town.begins_to_pay([CRYO])
        town.pays(visit)
        store = FailingStore(town.shop.core.database.writing_engine)
        town.clock.advance(SOON)
        with store.failing_at(number):
            try:
                town.shop.core.payment_duty.step()
            except StoreFailure:
                assert store.has_failed
        store.detach()
        town.works(LATER)
        assert town.shop.visit(visit).ticket is not None, f"statement {number}"
        town.works(SOON)
        assert town.shop.printed_labels().count(visit.label) == 1
        if not store.has_failed:
            return
    raise AssertionError("the commit never ends")
