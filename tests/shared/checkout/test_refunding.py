"""Giving money back through the provider: once, whatever is lost, and never without a person's word."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from shared.checkout.counter import Refused
from shared.kernel.clock import ManualClock
from shared.kernel.money import ZERO, Money
from shared.payments.budget import Allowance, Budget
from shared.payments.refund_rows import RefundState, WantedRefund
from shared.payments.refunds import LOST_FOR
from shared.visits import outcomes
from shared.visits.model import Decision, TaskKind, Visit
from shared.visits.model import RefundState as Seen
from tests.fakes.provider import FakeProvider
from tests.fakes.shop import ANA, BOOTS, BRUNO, CRYO, NOON, PROVIDER, Shop
from tests.faults.soundness import unsound
from tests.shared.checkout.stations import exchange, from_a_newer_program, hears

PRICE = Money(18_000)


def cancelled(shop: Shop) -> Visit:
    """A ticket that was paid, and cancelled by a supervisor."""
    visit = shop.gets_ticket()
    assert isinstance(shop.core.counter.cancel_visit(visit.id, "desistiu", BRUNO), Visit)
    assert shop.tasks() == [TaskKind.REFUND_DUE]
    return visit


def paid_late(shop: Shop) -> Visit:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.lets_time_pass(minutes=33)
    shop.customer_pays(visit, force=True)
    shop.provider_reports(shop.intent_of(visit))
    return visit


def paid_twice(shop: Shop) -> Visit:
    visit = shop.gets_ticket()
    shop.customer_pays(visit, force=True)
    shop.provider_reports(shop.intent_of(visit))
    return visit


def paid_over(shop: Shop) -> Visit:
    visit = shop.opens_visit()
    shop.provider_reports_paid(visit, PRICE + Money(250))
    return visit


def paid_under(shop: Shop) -> Visit:
    visit = shop.opens_visit()
    shop.provider_reports_paid(visit, PRICE - Money(250))
    return visit


def outbox(shop: Shop, visit: Visit) -> WantedRefund:
    """The visit's newest refund as the outbox holds it."""
    newest = shop.visit(visit).refunds[-1]
    with shop.core.database.snapshot() as read:
        found = shop.core.payment_duty._refunds.get(read, newest.id)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("owes", "amount"),
    [
        (cancelled, PRICE),
        (paid_late, PRICE),
        (paid_twice, PRICE),
        (paid_over, Money(250)),
        (paid_under, PRICE - Money(250)),
    ],
)
def test_a_person_has_the_provider_give_it_back_and_the_task_is_answered_when_it_has(
    shop: Shop, owes: object, amount: Money
) -> None:
    assert callable(owes)
    visit = owes(shop)
    assert isinstance(shop.gives_back(visit), Visit)
    assert (len(shop.tasks()), shop.asked("refund")) == (1, 0)
    shop.core.payment_duty.step()
    assert (shop.tasks(), shop.provider.given_back()) == ([], amount)
    (task,) = shop.visit(visit).tasks
    assert (task.decision, task.decided_by, task.note) == (Decision.REFUNDED, BRUNO.id, "visto")
    shop.lets_time_pass(hours=48)
    assert shop.tasks() == [], "the provider shows it, and nobody is surprised"
    assert shop.asked("refund") == 1


def test_it_is_committed_before_the_provider_is_asked(shop: Shop) -> None:
    visit = cancelled(shop)
    shop.gives_back(visit)
    assert (outbox(shop, visit).state, outbox(shop, visit).amount) == (RefundState.TO_ASK, PRICE)
    assert shop.provider.given_back() == ZERO


def test_it_needs_a_role(shop: Shop) -> None:
    visit = cancelled(shop)
    assert shop.gives_back(visit, ANA) == outcomes.NotPermitted()
    shop.works()
    assert shop.asked("refund") == 0


def test_asking_again_asks_for_nothing_and_nobody_decides_meanwhile(shop: Shop) -> None:
    visit = paid_late(shop)
    (task,) = shop.visit(visit).open_tasks
    shop.gives_back(visit)
    under_way: Refused = outcomes.RefundUnderWay(task.id)
    assert shop.gives_back(visit) == under_way
    assert shop.decides(visit, Decision.REFUNDED) == under_way
    assert shop.decides(visit, Decision.KEPT) == under_way
    assert shop.decides(visit, Decision.RELEASED) == under_way
    assert shop.core.counter.release(visit.id, "está aqui", BRUNO) == under_way
    shop.works()
    assert shop.provider.given_back() == PRICE


def test_money_from_the_counter_is_given_back_at_the_counter(shop: Shop) -> None:
    visit = shop.opens_visit()
    shop.confirms_at_counter(visit)
    shop.core.counter.cancel_visit(visit.id, "desistiu", BRUNO)
    assert shop.gives_back(visit) == outcomes.OnlyByHand()
    assert isinstance(shop.decides(visit, Decision.REFUNDED), Visit)
    shop.works()
    assert (shop.tasks(), shop.asked("refund")) == ([], 0)


def test_two_turns_are_given_back_in_two_parts(shop: Shop) -> None:
    visit = shop.gets_ticket([CRYO, BOOTS])
    for service in (CRYO, BOOTS):
        shop.core.serving.cancel_turn(shop.turn(visit, service), "máquina parada", BRUNO)
    assert shop.tasks() == [TaskKind.REFUND_DUE] * 2
    shop.gives_back(visit)
    shop.core.payment_duty.step()
    assert shop.provider.given_back() == PRICE
    shop.gives_back(visit)
    shop.core.payment_duty.step()
    assert shop.provider.given_back() == Money(27_000)
    shop.lets_time_pass(hours=48)
    assert shop.tasks() == []


@pytest.mark.parametrize("has_effect", [True, False])
def test_a_lost_answer_is_asked_again_when_it_must_have_arrived(shop: Shop, *, has_effect: bool) -> None:
    visit = cancelled(shop)
    shop.gives_back(visit)
    shop.provider.loses_next_refund(has_effect=has_effect)
    shop.core.payment_duty.step()
    assert outbox(shop, visit).state is RefundState.ASKED
    shop.lets_time_pass(seconds=LOST_FOR.total_seconds() - 10)
    shop.restarts()
    shop.works()
    assert shop.asked("refund") == 1, "a lost question may still be on its way, also after a restart"
    shop.lets_time_pass(seconds=20)
    assert (shop.asked("refund"), shop.tasks()) == (2, [])
    assert shop.provider.given_back() == PRICE


def test_a_refund_that_takes_days_is_asked_about_less_and_less(shop: Shop) -> None:
    visit = cancelled(shop)
    shop.provider.finishes_refunds_at_once = False
    shop.gives_back(visit)
    shop.lets_time_pass(hours=72)
    assert outbox(shop, visit).state is RefundState.PENDING
    assert shop.tasks() == [TaskKind.REFUND_DUE]
    assert shop.asked("refund") < 70
    shop.provider.ends_refunds(shop.intent_of(visit), done=True)
    shop.lets_time_pass(hours=25)
    assert (shop.tasks(), shop.provider.given_back()) == ([], PRICE)
    assert outbox(shop, visit).state is RefundState.DONE


@pytest.mark.parametrize("is_pending_first", [True, False])
def test_a_refusal_is_told_and_a_person_decides_again(shop: Shop, *, is_pending_first: bool) -> None:
    visit = cancelled(shop)
    shop.provider.has_balance = is_pending_first
    shop.provider.finishes_refunds_at_once = False
    shop.gives_back(visit)
    shop.core.payment_duty.step()
    if is_pending_first:
        shop.provider.ends_refunds(shop.intent_of(visit), done=False)
        shop.lets_time_pass(minutes=5)
    (refund,) = shop.visit(visit).refunds
    assert refund.state is Seen.REFUSED
    assert refund.trouble == ("A devolução foi cancelada." if is_pending_first else "Saldo insuficiente.")
    assert (shop.tasks(), shop.provider.given_back()) == ([TaskKind.REFUND_DUE], ZERO)
    asked = shop.asked("refund")
    shop.lets_time_pass(minutes=30)
    assert shop.asked("refund") == asked, "what was refused is not asked by itself"


def test_after_a_refusal_it_is_asked_anew_or_given_back_by_hand(shop: Shop) -> None:
    visit, other = cancelled(shop), paid_over(shop)
    shop.provider.has_balance = False
    shop.gives_back(visit)
    shop.gives_back(other)
    shop.core.payment_duty.step()
    shop.provider.has_balance = True
    shop.gives_back(visit)
    assert isinstance(shop.decides(other, Decision.REFUNDED), Visit)
    shop.core.payment_duty.step()
    assert (shop.tasks(), shop.provider.given_back()) == ([], PRICE)
    assert [each.state for each in shop.visit(visit).refunds] == [Seen.REFUSED, Seen.DONE]


def test_a_provider_that_is_away_is_asked_when_it_is_back(shop: Shop) -> None:
    visit = cancelled(shop)
    shop.provider_is_unreachable()
    shop.gives_back(visit)
    shop.lets_time_pass(hours=2)
    assert (outbox(shop, visit).state, outbox(shop, visit).last_cause) == (RefundState.TO_ASK, "down")
    assert shop.core.health.now().provider_trouble(PROVIDER) == "down"
    shop.provider_is_back()
    shop.works()
    assert (shop.tasks(), shop.provider.given_back()) == ([], PRICE)


def test_a_revoked_key_refuses_nothing(shop: Shop) -> None:
    visit = cancelled(shop)
    shop.provider.is_key_accepted = False
    shop.gives_back(visit)
    shop.lets_time_pass(minutes=30)
    assert shop.visit(visit).refunds[0].state is Seen.ASKED
    shop.provider.is_key_accepted = True
    shop.lets_time_pass(minutes=2)
    assert (shop.tasks(), shop.provider.given_back()) == ([], PRICE)


def test_a_station_without_the_key_keeps_it_and_asks_later(shop: Shop) -> None:
    visit = cancelled(shop)
    shop.gives_back(visit)
    providers, shop.providers = shop.providers, {}
    shop.restarts()
    shop.lets_time_pass(minutes=5)
    assert outbox(shop, visit).last_cause == "no_provider"
    shop.providers = providers
    shop.restarts()
    shop.works()
    assert shop.provider.given_back() == PRICE


def test_an_account_without_requests_waits(shop: Shop) -> None:
    visit = cancelled(shop)
    shop.gives_back(visit)
    only = Budget(Allowance(), float(Allowance().reserve), shop.clock.monotonic())
    shop.core.payment_duty._gates._budgets[PROVIDER] = only
    shop.core.payment_duty.step()
    assert (outbox(shop, visit).failures, shop.asked("refund")) == (0, 0)
    shop.lets_time_pass(minutes=5)
    assert shop.provider.given_back() == PRICE


def test_a_visit_of_a_newer_program_is_told_after_the_update(shop: Shop) -> None:
    visit = cancelled(shop)
    shop.gives_back(visit)
    newer = from_a_newer_program(shop, visit)
    assert hears(shop, [newer])
    shop.lets_time_pass(minutes=10)
    with shop.core.database.snapshot() as read:
        (waiting,) = shop.core.payment_duty._refunds.not_ended(read)
    assert (waiting.last_cause, shop.provider.given_back()) == ("visit_held", PRICE)


def test_a_clock_that_is_set_back_leaves_nothing_waiting(shop: Shop) -> None:
    visit = cancelled(shop)
    shop.gives_back(visit)
    shop.provider.loses_next_refund(has_effect=False)
    shop.core.payment_duty.step()
    shop.clock.jump(-timedelta(days=1))
    shop.lets_time_pass(minutes=3)
    assert shop.provider.given_back() == PRICE


def test_a_part_that_went_back_at_the_provider_is_a_task_and_the_ticket_stays(shop: Shop) -> None:
    visit = shop.gets_ticket()
    shop.provider.refunds(shop.intent_of(visit), Money(500))
    shop.provider_reports(shop.intent_of(visit))
    (task,) = shop.core.board.tasks()
    assert (task.kind, task.amount) == (TaskKind.REVERSED, Money(500))
    assert shop.queue() == [visit.label]
    shop.lets_time_pass(hours=12)
    assert len(shop.tasks()) == 1
    assert unsound(shop.core) == []


@pytest.mark.parametrize("is_asked", [True, False])
def test_a_refund_that_anothers_news_put_out_of_effect_ends(tmp_path: Path, *, is_asked: bool) -> None:
    """Asked for already, what went back too much is a task; not asked for yet, nobody is asked any more."""
    clock = ManualClock(NOON)
    provider = FakeProvider(clock, PROVIDER)
    here, there = (Shop(tmp_path / letter, letter, clock=clock, provider=provider) for letter in "AB")
    visit = here.opens_visit()
    here.provider_reports_paid(visit, PRICE + Money(250))
    exchange(here, there)
    clock.advance(timedelta(seconds=1))
    provider.refunds(here.intent_of(visit), Money(250))
    there.provider_reports(here.intent_of(visit))
    clock.advance(timedelta(seconds=1))
    provider.finishes_refunds_at_once = False
    here.gives_back(visit)
    if is_asked:
        here.core.payment_duty.step()
        provider.ends_refunds(here.intent_of(visit), done=True)
    exchange(here, there)
    here.lets_time_pass(minutes=5)
    assert [each.state for each in here.visit(visit).refunds] == [Seen.DONE if is_asked else Seen.REFUSED]
    with here.core.database.snapshot() as read:
        assert here.core.payment_duty._refunds.not_ended(read) == ()
    here.provider_reports(here.intent_of(visit))
    assert (here.tasks(), provider.given_back()) == (([TaskKind.REVERSED], Money(250)) if is_asked else ([], ZERO))
    for shop in (here, there):
        assert unsound(shop.core) == []
        shop.closes()
