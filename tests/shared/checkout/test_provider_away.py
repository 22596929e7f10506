"""A provider that is away, or wants to be left alone: nobody's charge is blamed for it, and nobody is forgotten."""

from __future__ import annotations

from datetime import timedelta

from shared.checkout.payment_duty import NO_REQUESTS
from shared.config import Limits, Settings
from shared.kernel.ways import Method
from shared.payments import budget_rows
from shared.payments import rows as payment_rows
from shared.payments.breaker import AWAY_MAX, DOUBT_AFTER, PAUSE_FIRST
from shared.payments.budget import Allowance
from shared.payments.model import RATE_LIMITED
from shared.payments.rows import IntentState, WatchedIntent
from shared.visits.model import ChargeState, Visit, VisitState
from tests.fakes.shop import PROVIDER, Shop
from tests.faults.failing import FailingStore


def watched(shop: Shop, visit: Visit) -> WatchedIntent:
    with shop.core.database.snapshot() as read:
        return payment_rows.by_visit(read, visit.id)[-1]


def left(shop: Shop) -> int:
    with shop.core.database.snapshot() as read:
        kept = budget_rows.load(read, PROVIDER, shop.clock.now())
    assert kept is not None
    return kept.left


def is_away(shop: Shop) -> None:
    """So often without an answer that it is left alone."""
    shop.provider_is_unreachable()
    for _ in range(AWAY_MAX):
        shop.core.payment_duty.check()


def test_no_charge_is_blamed_for_a_provider_that_is_away(shop: Shop) -> None:
    visits = [shop.pays_by_pix(shop.opens_visit()) for _ in range(5)]
    shop.provider_is_unreachable()
    before = [watched(shop, each) for each in visits]
    shop.lets_time_pass(minutes=5)
    after = [watched(shop, each) for each in visits]
    missed = sum(late.looks - early.looks for early, late in zip(before, after, strict=True))
    assert missed == DOUBT_AFTER, "the questions that found it out"
    assert len(shop.provider.calls) < 5 + AWAY_MAX + 20, "and some probes"


def test_a_step_ends_with_the_question_that_finds_the_provider_away(shop: Shop) -> None:
    for _ in range(20):
        shop.chooses(shop.opens_visit(), Method.PIX)
    shop.provider_is_unreachable()
    shop.provider.before_each_call = lambda _: shop.clock.advance(timedelta(seconds=1))
    assert shop.core.payment_duty.step() == DOUBT_AFTER


def test_one_charge_that_never_gets_an_answer_closes_the_way_for_nobody(shop: Shop) -> None:
    broken = shop.pays_by_pix(shop.opens_visit())
    shop.provider.unanswered.add(shop.intent_of(broken))
    for _ in range(60):
        shop.clock.advance(timedelta(seconds=5))
        shop.core.payment_duty.step()
    assert shop.asked("look") < 20, "it is asked about less and less"
    assert shop.asked("check") <= shop.asked("look") / DOUBT_AFTER
    visit = shop.chooses(shop.opens_visit(), Method.PIX)
    shop.core.payment_duty.step()
    assert shop.visit(visit).charges[-1].state is ChargeState.AWAITING


def test_when_it_is_back_customers_come_first_and_nobody_waits(shop: Shop) -> None:
    given_up = [shop.pays_by_pix(shop.opens_visit()) for _ in range(3)]
    paid = shop.pays_by_pix(shop.opens_visit())
    is_away(shop)
    for visit in given_up:
        shop.gives_up(visit)
    new = shop.chooses(shop.opens_visit(), Method.PIX)
    shop.lets_time_pass(minutes=3)
    shop.customer_pays(paid)
    shop.provider.is_reachable = True
    shop.clock.advance(timedelta(minutes=1))
    shop.provider.calls.clear()
    shop.core.payment_duty.step()
    assert [call for call, _ in shop.provider.calls[:2]] == ["check", "open"]
    assert shop.state(paid) is VisitState.PAID
    assert {watched(shop, each).state for each in given_up} == {IntentState.WATCHED}
    assert shop.visit(new).charges[-1].state is ChargeState.AWAITING
    assert shop.core.health.now().provider_trouble(PROVIDER) is None


def test_a_probe_in_vain_asks_nothing_else(shop: Shop) -> None:
    shop.pays_by_pix(shop.opens_visit())
    is_away(shop)
    shop.provider.calls.clear()
    shop.clock.advance(PAUSE_FIRST)
    for _ in range(3):
        shop.core.payment_duty.step()
    assert [call for call, _ in shop.provider.calls] == ["check"]


def test_a_limit_that_one_charge_meets_is_obeyed_for_the_whole_account(shop: Shop) -> None:
    visits = [shop.pays_by_pix(shop.opens_visit()) for _ in range(4)]
    shop.provider.is_throttled, shop.provider.retry_after = True, timedelta(minutes=10)
    shop.provider.calls.clear()
    shop.clock.advance(timedelta(seconds=5))
    shop.core.payment_duty.step()
    shop.chooses(shop.opens_visit(), Method.PIX)
    for _ in range(10):
        shop.clock.advance(timedelta(seconds=50))
        shop.core.payment_duty.step()
        shop.core.payment_duty.check()
    assert len(shop.provider.calls) == 1
    assert shop.core.health.now().provider_trouble(PROVIDER) == RATE_LIMITED
    assert sorted(watched(shop, each).failures for each in visits) == [0, 0, 0, 1]
    shop.provider.is_throttled = False
    shop.clock.advance(timedelta(minutes=2))
    shop.provider.calls.clear()
    shop.core.payment_duty.step()
    assert [call for call, _ in shop.provider.calls] == ["check", "open", *["look"] * 4]


def test_a_provider_that_is_away_lets_time_pass_and_one_without_requests_does_not(shop: Shop) -> None:
    is_away(shop)
    shop.core.payment_duty.step()
    assert shop.core.payment_duty.is_caught_up
    shop.provider_is_back()
    shop.takes_over()
    spends_all(shop)
    shop.core.payment_duty.step()
    assert not shop.core.payment_duty.is_caught_up


def spends_all(shop: Shop) -> None:
    gates = shop.core.payment_duty._gates
    while gates.spend(PROVIDER, 100, is_urgent=True):
        pass
    while gates.spend(PROVIDER, 1, is_urgent=True):
        pass


def test_what_was_spent_stays_spent_when_the_program_begins_again(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    spends_all(shop)
    shop.restarts()
    shop.provider.calls.clear()
    shop.core.payment_duty.step()
    assert shop.provider.calls == []
    shop.clock.advance(timedelta(minutes=10))
    shop.core.payment_duty.step()
    assert shop.state(visit) is VisitState.PAID


def test_requests_wait_without_being_counted_against_a_charge(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    spends_all(shop)
    before = watched(shop, visit)
    shop.clock.advance(timedelta(seconds=10))
    shop.core.payment_duty.step()
    assert watched(shop, visit) == before


def test_an_account_without_requests_is_named_until_it_has_some(shop: Shop) -> None:
    spends_all(shop)
    shop.core.payment_duty.check()
    assert shop.core.health.now().provider_trouble(PROVIDER) == NO_REQUESTS
    shop.clock.advance(timedelta(minutes=10))
    shop.core.payment_duty.check()
    assert shop.core.health.now().provider_trouble(PROVIDER) is None


def test_requests_are_written_off_before_they_are_made_and_seldom(shop: Shop) -> None:
    spent, block = shop.provider.calls, Allowance().block
    for _ in range(block * 2):
        shop.core.payment_duty.check()
        assert Allowance().burst - left(shop) >= len(spent)
    store = FailingStore(shop.core.database.writing_engine)
    for _ in range(block * 2):
        shop.core.payment_duty.check()
    store.detach()
    assert sum("provider_budget" in each for each in store.asked) == 2


def test_stations_share_an_account(shop: Shop) -> None:
    shop.core.payment_duty.check()
    shop.settings = Settings(station=shop.settings.station, limits=Limits(account_stations=5))
    shop.restarts()
    spends_all(shop)
    day, made = timedelta(hours=12), Allowance.shared_by(5).burst
    gates = shop.core.payment_duty._gates
    for _ in range(60):
        shop.clock.advance(day / 60)
        while gates.spend(PROVIDER, 1, is_urgent=True):
            made += 1
    assert 4_000 < made <= 5_000
