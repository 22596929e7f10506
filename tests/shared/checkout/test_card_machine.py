"""A charge on a card machine: it has no code, and is waited for all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.checkout.observing import Settled
from shared.kernel.clock import ManualClock
from shared.kernel.ways import Method
from shared.payments.model import (
    ChargeOnTerminal,
    ChargeOpened,
    ChargeRef,
    ChargeState,
    FindOutcome,
    Intent,
    OpenOutcome,
    VoidOutcome,
    VoidRefusal,
    VoidRefused,
)
from shared.visits.model import ChargeState as Paying
from shared.visits.model import VisitState
from tests.fakes.provider import FakeProvider
from tests.fakes.shop import NOON, PROVIDER, Shop


class CardMachine(FakeProvider):
    """`has_taken_it`: the machine holds the charge, and only there can it be ended."""

    has_taken_it = False

    def open_charge(self, intent: Intent) -> OpenOutcome:
        made = super().open_charge(intent)
        return ChargeOnTerminal(made.ref) if isinstance(made, ChargeOpened) else made

    def find_charge(self, intent: Intent) -> FindOutcome:
        found = super().find_charge(intent)
        return ChargeOnTerminal(found.ref) if isinstance(found, ChargeOpened) else found

    def void(self, ref: ChargeRef) -> VoidOutcome:
        if self.has_taken_it:
            self.calls.append(("void", ref.intent_id))
            return VoidRefused("A cobrança está na maquininha.", VoidRefusal.ON_TERMINAL)
        return super().void(ref)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


@pytest.fixture
def machine(clock: ManualClock) -> CardMachine:
    return CardMachine(clock, PROVIDER)


@pytest.fixture
def shop(tmp_path: Path, clock: ManualClock, machine: CardMachine) -> Shop:
    return Shop(tmp_path / "A", provider=machine, clock=clock)


def test_a_charge_on_a_card_machine_is_waited_for_and_not_voided(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    assert (visit.charges[0].state, visit.charges[0].br_code) == (Paying.AWAITING, None)
    shop.lets_time_pass(minutes=5)
    assert shop.asked("void") == 0
    assert isinstance(shop.provider_reports_paid(visit), Settled)


def test_one_whose_creation_was_lost_is_found_and_not_voided(shop: Shop) -> None:
    shop.provider.loses_next_creation(has_effect=True)
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.lets_time_pass(minutes=1)
    assert shop.visit(visit).charges[0].state is Paying.AWAITING
    assert (shop.asked("open"), shop.asked("find"), shop.asked("void")) == (1, 1, 0)


def test_one_that_the_machine_holds_is_paid_there_although_the_customer_gave_up(
    shop: Shop, machine: CardMachine
) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    machine.has_taken_it = True
    shop.gives_up(visit)
    shop.lets_time_pass(seconds=10)
    assert shop.visit(visit).charges[0].state is Paying.VOIDING
    shop.customer_pays(visit)
    shop.lets_time_pass(minutes=1)
    assert shop.visit(visit).charges[0].state is Paying.PAID
    assert machine.of(shop.intent_of(visit, Method.PIX)).state is ChargeState.PAID
    assert shop.state(visit) is not VisitState.CANCELLED
