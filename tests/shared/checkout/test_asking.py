"""The watcher of money, when the provider does not behave."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.kernel.ways import Method
from shared.payments.budget import Allowance, Budget
from shared.payments.cadence import RETRY_FIRST
from shared.payments.intents import CALL_MAX, DUE_MAX
from shared.payments.model import ChargeState as Seen
from shared.payments.rows import IntentState
from shared.visits.model import ChargeState, EndReason, TaskKind, Visit, VisitState
from tests.fakes.shop import PROVIDER, TOWEL, Shop


def watched(shop: Shop, visit: Visit) -> IntentState:
    """How far the visit's newest intent is."""
    with shop.core.database.snapshot() as read:
        return shop.core.payment_duty._intents.of_visit(read, visit.id)[-1].state


def charge_state(shop: Shop, visit: Visit) -> ChargeState:
    charge = shop.visit(visit).current_charge
    assert charge is not None
    return charge.state


def test_the_intent_is_committed_before_the_provider_is_asked(shop: Shop) -> None:
    visit = shop.chooses(shop.opens_visit(), Method.PIX)
    assert shop.provider.calls == []
    assert watched(shop, visit) is IntentState.TO_OPEN
    assert charge_state(shop, visit) is ChargeState.CREATING


def test_a_lost_answer_is_found_and_the_charge_is_not_made_twice(shop: Shop) -> None:
    shop.provider.loses_next_creation(has_effect=True)
    visit = shop.pays_by_pix(shop.opens_visit())
    charge = shop.visit(visit).current_charge
    assert charge is not None
    assert (charge.state, charge.is_creation_unknown) == (ChargeState.CREATING, True)
    shop.lets_time_pass(minutes=3)
    assert charge_state(shop, visit) is ChargeState.AWAITING
    assert (shop.asked("open"), len(shop.provider.charges)) == (1, 1)


def test_a_lost_question_is_asked_again_only_after_it_was_looked_for(shop: Shop) -> None:
    shop.provider.loses_next_creation(has_effect=False)
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.lets_time_pass(minutes=3)
    assert charge_state(shop, visit) is ChargeState.AWAITING
    calls = [call for call, _ in shop.provider.calls]
    assert calls[:3] == ["open", "find", "open"]
    assert len(shop.provider.charges) == 1


def test_a_void_that_is_refused_because_it_is_paid_ends_in_a_ticket(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    shop.gives_up(visit)
    shop.core.payment_duty.step()
    assert shop.asked("void") == 1
    assert charge_state(shop, visit) is ChargeState.PAID
    assert shop.visit(visit).ticket is not None


def test_a_second_charge_that_a_slow_answer_brings_is_voided_at_once(shop: Shop) -> None:
    def another_process_takes_over() -> None:
        shop.clock.advance(CALL_MAX)
        shop.core.payment_duty.step()  # finds nothing, because the first charge is not made yet
        shop.clock.advance(RETRY_FIRST)
        shop.core.payment_duty.step()

    shop.provider.while_next_opens(another_process_takes_over)
    visit = shop.pays_by_pix(shop.opens_visit())
    shown, second = shop.provider.charges.values()
    charge = shop.visit(visit).current_charge
    assert charge is not None
    assert (charge.charge_id, charge.br_code) == (shown.id, shown.br_code)
    assert (shown.state, second.state) == (Seen.OPEN, Seen.VOIDED)


def test_a_lost_charge_that_is_found_paid_is_not_asked_to_be_voided(shop: Shop) -> None:
    shop.provider.loses_next_creation(has_effect=True)
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    shop.lets_time_pass(minutes=3)
    assert shop.state(visit) is VisitState.IN_QUEUE
    with shop.core.database.snapshot() as read:
        kinds = [each.event.kind for each in shop.core.journal.after(read, 0)]
    assert "money_received" in kinds
    assert "charge_void_asked" not in kinds


def test_a_void_that_had_no_effect_is_asked_for_again(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.provider.loses_next_void()
    shop.gives_up(visit)
    shop.lets_time_pass(minutes=1)
    assert (shop.asked("void"), shop.provider.of(shop.intent_of(visit)).state) == (2, Seen.VOIDED)
    assert (shop.state(visit), watched(shop, visit)) == (VisitState.ABANDONED, IntentState.WATCHED)


def test_money_that_came_and_went_between_two_looks_is_closely_watched_no_more(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    shop.provider.refunds(shop.intent_of(visit))
    shop.lets_time_pass(minutes=5)
    assert (charge_state(shop, visit), watched(shop, visit)) == (ChargeState.VOIDED, IntentState.WATCHED)
    assert shop.asked("look") == 1


def test_a_visit_cancelled_before_the_provider_was_asked_is_never_charged(shop: Shop) -> None:
    visit = shop.gives_up(shop.chooses(shop.opens_visit(extras={TOWEL: 1}), Method.PIX))
    assert (shop.state(visit), shop.stock()) == (VisitState.ABANDONED, 40)
    shop.lets_time_pass(minutes=5)
    assert shop.provider.calls == []
    assert watched(shop, visit) is IntentState.CLOSED


def test_a_visit_whose_charge_nobody_watches_any_more_ends_at_once(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit(extras={TOWEL: 1}))
    with shop.core.database.transaction() as tx:
        shop.core.payment_duty._intents.close(tx, shop.intent_of(visit), "refused")
    shop.gives_up(visit)
    assert (shop.state(visit), shop.stock()) == (VisitState.ABANDONED, 40)


@pytest.mark.parametrize("has_effect", [True, False])
def test_a_visit_cancelled_while_its_charge_is_made_is_voided(shop: Shop, *, has_effect: bool) -> None:
    shop.provider.loses_next_creation(has_effect=has_effect)
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.gives_up(visit)
    shop.lets_time_pass(minutes=3)
    assert shop.state(visit) is VisitState.ABANDONED
    assert shop.visit(visit).abandon_reason is EndReason.CUSTOMER
    assert [each.state for each in shop.provider.charges.values()] == [Seen.VOIDED] * has_effect


def test_a_provider_that_is_away_for_hours_loses_nothing(shop: Shop) -> None:
    open_before = shop.pays_by_pix(shop.opens_visit())
    shop.provider_is_unreachable()
    never_opened = shop.pays_by_pix(shop.opens_visit(extras={TOWEL: 2}))
    shop.lets_time_pass(hours=4)
    assert shop.core.health.now().provider_trouble(PROVIDER) == "down"
    assert [shop.state(each) for each in (open_before, never_opened)] == [VisitState.ABANDONED] * 2
    assert shop.stock() == 40
    shop.customer_pays(open_before)
    shop.provider_is_back()
    assert shop.core.health.now().provider_trouble(PROVIDER) is None
    shop.works()
    assert shop.tasks() == [TaskKind.PAID_LATE]
    assert len(shop.provider.charges) == 1


def test_a_provider_that_is_away_is_not_asked_more_and_more(shop: Shop) -> None:
    shop.pays_by_pix(shop.opens_visit())
    shop.provider_is_unreachable()
    before = len(shop.provider.calls)
    for _ in range(3_600):
        shop.clock.advance(timedelta(seconds=1))
        shop.core.payment_duty.step()
    assert len(shop.provider.calls) - before < 80


def test_a_provider_that_comes_back_is_asked_at_once(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.provider_is_unreachable()
    shop.lets_time_pass(minutes=20)
    shop.customer_pays(visit)
    shop.provider_is_back()
    shop.works()
    assert shop.state(visit) is VisitState.IN_QUEUE


def test_a_wrong_key_is_said_and_the_counter_still_works(shop: Shop) -> None:
    shop.provider.is_key_accepted = False
    visit = shop.pays_by_pix(shop.opens_visit())
    assert charge_state(shop, visit) is ChargeState.FAILED
    assert shop.core.health.now().provider_trouble(PROVIDER) == "invalid_access_token"
    assert isinstance(shop.confirms_at_counter(visit), Visit)
    shop.prints()
    assert shop.printed_labels() == [visit.label]
    shop.provider.is_key_accepted = True
    shop.core.payment_duty.check()
    assert shop.core.health.now().provider_trouble(PROVIDER) is None


def test_a_key_that_is_withdrawn_later_loses_no_money(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.provider.is_key_accepted = False
    shop.lets_time_pass(minutes=10)
    assert shop.core.health.now().provider_trouble(PROVIDER) == "invalid_access_token"
    shop.customer_pays(visit)
    shop.provider.is_key_accepted = True
    shop.core.payment_duty.check()
    shop.works()
    assert shop.state(visit) is VisitState.IN_QUEUE


def test_a_refused_charge_leaves_the_visit_open_for_another_way(shop: Shop) -> None:
    visit = shop.chooses(shop.opens_visit(), Method.PIX)
    shop.clock.advance(timedelta(minutes=31))  # by now the provider refuses it: its time is over
    shop.core.payment_duty.step()
    assert (charge_state(shop, visit), shop.state(visit)) == (ChargeState.FAILED, VisitState.PENDING_PAYMENT)
    assert shop.core.health.now().provider_trouble(PROVIDER) is None
    assert isinstance(shop.confirms_at_counter(visit), Visit)


def test_a_crash_while_the_charge_was_made_is_looked_up(shop: Shop) -> None:
    visit = shop.chooses(shop.opens_visit(), Method.PIX)
    with shop.core.database.transaction() as tx:
        intents = shop.core.payment_duty._intents
        intents.opening(tx, shop.intent_of(visit))
        (intent,) = intents.of_visit(tx, visit.id)
    shop.provider.open_charge(intent.intent(None))  # it was made; then the power went
    shop.restarts()
    shop.works()
    assert charge_state(shop, visit) is ChargeState.AWAITING
    assert len(shop.provider.charges) == 1


def test_a_key_that_is_gone_from_this_station_keeps_the_watch(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    providers, shop.providers = shop.providers, {}
    shop.restarts()
    shop.lets_time_pass(minutes=5)
    shop.customer_pays(visit)
    shop.providers = providers
    shop.restarts()
    shop.works()
    assert shop.state(visit) is VisitState.IN_QUEUE


def test_the_watch_outlives_the_screen_by_two_weeks_and_then_ends(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.lets_time_pass(minutes=32)
    assert shop.state(visit) is VisitState.ABANDONED
    shop.customer_pays(visit, force=True)
    shop.lets_time_pass(hours=24 * 2)
    assert shop.tasks() == [TaskKind.PAID_LATE]
    shop.lets_time_pass(hours=24 * 16)
    assert watched(shop, visit) is IntentState.CLOSED


@pytest.mark.parametrize("days", [1, -1])
def test_a_clock_that_jumps_a_day_loses_no_money(shop: Shop, days: int) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.lets_time_pass(seconds=10)
    shop.clock.jump(timedelta(days=days))
    shop.customer_pays(visit)
    shop.lets_time_pass(seconds=30)
    assert shop.state(visit) is VisitState.IN_QUEUE
    assert shop.tasks() == []


def test_looks_leave_requests_for_opening_and_voiding(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    only = Budget(Allowance(), Allowance().reserve / 2, shop.clock.monotonic())
    shop.core.payment_duty._gates._budgets[PROVIDER] = only
    shop.lets_time_pass(seconds=10)
    assert (shop.asked("look"), shop.visit(visit).ticket) == (0, None)
    assert charge_state(shop, shop.pays_by_pix(shop.opens_visit())) is ChargeState.AWAITING
    shop.lets_time_pass(minutes=5)
    assert shop.state(visit) is VisitState.IN_QUEUE, "the account has requests again"


def test_everything_was_looked_at_before_a_timer_may_act(shop: Shop) -> None:
    for _ in range(DUE_MAX + 1):
        shop.chooses(shop.opens_visit(), Method.PIX)
    assert not shop.core.payment_duty.is_caught_up
    assert shop.core.payment_duty.step() == DUE_MAX
    assert not shop.core.payment_duty.is_caught_up
    shop.core.payment_duty.step()
    assert shop.core.payment_duty.is_caught_up
    shop.takes_over()
    assert not shop.core.payment_duty.is_caught_up


def test_a_computer_that_slept_looks_before_it_ends_a_visit(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    shop.clock.jump(timedelta(hours=3))
    shop.core.time_duty.step()
    assert shop.state(visit) is VisitState.PENDING_PAYMENT
    shop.works()
    assert (shop.state(visit), shop.tasks()) == (VisitState.IN_QUEUE, [])
