"""A charge on a card machine: it has no code, and is waited for all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.checkout.observing import Settled
from shared.config import Payment, Settings
from shared.kernel.clock import ManualClock
from shared.kernel.ways import Method, Way
from shared.payments.model import (
    CHECK_ON_TERMINAL,
    ChargeOnTerminal,
    ChargeOpened,
    ChargeRef,
    ChargeState,
    FindOutcome,
    Intent,
    LookOutcome,
    Observation,
    OpenOutcome,
    VoidOutcome,
    VoidRefusal,
    VoidRefused,
)
from shared.visits.by_hand import CashTendered
from shared.visits.model import ChargeState as Paying
from shared.visits.model import Decision, TaskKind, Visit, VisitState
from tests.fakes.provider import FakeProvider
from tests.fakes.shop import BRUNO, NOON, PROVIDER, Shop


class CardMachine(FakeProvider):
    """`has_taken_it`: the machine holds the charge, and only there can it be ended. `only_it_knows` what came of it."""

    has_taken_it = False
    only_it_knows = False

    def look_up(self, ref: ChargeRef) -> LookOutcome:
        if self.only_it_knows:
            return Observation(ref, ChargeState.UNKNOWN, (), CHECK_ON_TERMINAL)
        return super().look_up(ref)

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


WAYS = (Way(Method.TERMINAL, PROVIDER), Way(Method.PIX, PROVIDER), Way.by_hand(Method.COUNTER))
TERMINAL = Settings(payment=Payment(ways=WAYS))


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


@pytest.fixture
def machine(clock: ManualClock) -> CardMachine:
    return CardMachine(clock, PROVIDER)


@pytest.fixture
def shop(tmp_path: Path, clock: ManualClock, machine: CardMachine) -> Shop:
    return Shop(tmp_path / "A", provider=machine, clock=clock, settings=TERMINAL)


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


def unresolved(shop: Shop, machine: CardMachine) -> Visit:
    """A visit that ended while only the machine knew whether it was paid."""
    visit = shop.chooses(shop.opens_visit(), Method.TERMINAL)
    shop.core.payment_duty.step()
    machine.has_taken_it = machine.only_it_knows = True
    shop.lets_time_pass(minutes=20)
    assert (shop.visit(visit).charges[0].trouble, shop.tasks()) == (CHECK_ON_TERMINAL, []), "somebody waits for it"
    shop.lets_time_pass(minutes=20)
    assert shop.state(visit) is VisitState.ABANDONED
    assert shop.tasks() == [TaskKind.CHECK_ON_TERMINAL]
    return visit


def test_what_only_the_machine_knows_is_a_task_once_nobody_waits_for_it(shop: Shop, machine: CardMachine) -> None:
    visit = unresolved(shop, machine)
    released = shop.decides(visit, Decision.RELEASED, BRUNO)
    assert isinstance(released, Visit)
    assert released.ticket is not None
    assert shop.tasks() == []


def test_the_money_answers_it(shop: Shop, machine: CardMachine) -> None:
    visit = unresolved(shop, machine)
    machine.only_it_knows = False
    machine.pays(shop.intent_of(visit, Method.TERMINAL), force=True)
    shop.lets_time_pass(hours=7)
    assert shop.tasks() == [TaskKind.PAID_LATE]


def test_so_does_the_provider_that_knows_it_was_not_paid(shop: Shop, machine: CardMachine) -> None:
    unresolved(shop, machine)
    machine.only_it_knows = False
    shop.lets_time_pass(hours=2)
    assert shop.tasks() == [TaskKind.CHECK_ON_TERMINAL], "it can still be paid there"
    machine.has_taken_it = False
    shop.lets_time_pass(hours=7)
    assert shop.tasks() == []


def test_nothing_was_paid_is_an_answer_too(shop: Shop, machine: CardMachine) -> None:
    visit = unresolved(shop, machine)
    assert isinstance(shop.decides(visit, Decision.KEPT, BRUNO), Visit)
    assert (shop.tasks(), shop.visit(visit).ticket) == ([], None)
    shop.lets_time_pass(hours=7)
    assert shop.tasks() == [], "it is asked once"


def test_what_only_the_machine_knows_is_a_task_although_the_customer_paid_otherwise(
    shop: Shop, machine: CardMachine
) -> None:
    visit = shop.chooses(shop.opens_visit(), Method.TERMINAL)
    shop.core.payment_duty.step()
    machine.has_taken_it = machine.only_it_knows = True
    shop.lets_time_pass(minutes=5)
    shop.chooses(visit, Method.COUNTER)
    counter = shop.visit(visit).charges[-1]
    paid = shop.core.counter.confirm(visit.id, counter.intent_id, CashTendered(counter.amount), BRUNO)
    assert isinstance(paid, Visit)
    shop.lets_time_pass(minutes=5)
    assert shop.tasks() == [TaskKind.CHECK_ON_TERMINAL], "the card may have been charged as well"
    assert isinstance(shop.decides(visit, Decision.KEPT, BRUNO), Visit)
    shop.lets_time_pass(hours=7)
    assert shop.tasks() == [], "it is asked once"
