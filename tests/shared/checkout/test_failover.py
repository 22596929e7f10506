"""A shop with two providers of one method: whoever waits at a provider that does not answer is served by the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from shared.config import BankAccount, Payment, Settings
from shared.kernel.ids import IntentId
from shared.kernel.ways import Method, Way
from shared.payments.intents import CALL_MAX
from shared.payments.model import ChargeState as Seen
from shared.payments.model import Observation
from shared.visits.charges import CHARGES_MAX
from shared.visits.model import ChargeState, EndReason, TaskKind, Visit, VisitState
from shared.visits.rows import document_of
from tests.fakes.provider import FakeProvider
from tests.fakes.shop import PROVIDER, Shop
from tests.faults.failing import FailingStore
from tests.faults.soundness import unsound
from tests.shared.checkout.test_isolation import write_document

SECOND = "bank_pix"
STEPS_MAX = 80
ACCOUNT = BankAccount(bank="sicredi", client_id="vez", pix_key="pix@exemplo.com.br", city="Porto Alegre")
SETTINGS = Settings(
    payment=Payment(ways=(Way(Method.PIX, PROVIDER), Way(Method.PIX, SECOND), Way.by_hand(Method.COUNTER))),
    bank_pix=ACCOUNT,
)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    opened = Shop(tmp_path / "home", settings=SETTINGS)
    opened.providers[SECOND] = FakeProvider(opened.clock, SECOND)
    opened.restarts()
    yield opened
    assert unsound(opened.core) == []
    opened.closes()


@pytest.fixture
def second(shop: Shop) -> FakeProvider:
    provider = shop.providers[SECOND]
    assert isinstance(provider, FakeProvider)
    return provider


def charged(shop: Shop, visit: Visit) -> list[tuple[str, ChargeState]]:
    return [(each.provider, each.state) for each in shop.visit(visit).charges]


def reported(shop: Shop, provider: FakeProvider, intent_id: IntentId) -> None:
    seen = provider.look_up(provider.of(intent_id).ref)
    assert isinstance(seen, Observation)
    shop.core.payment_duty.observing.observe(seen)


def test_a_provider_that_cannot_be_reached_is_replaced_while_the_customer_waits(
    shop: Shop, second: FakeProvider
) -> None:
    shop.provider_is_unreachable()
    visit = shop.pays_by_pix(shop.opens_visit())
    first, shown = shop.visit(visit).charges
    assert (first.end_reason, first.br_code) == (EndReason.REPLACED, None)
    assert (shown.state, shown.br_code) == (ChargeState.AWAITING, second.of(shown.intent_id).br_code)
    assert shop.core.health.now().troubled == {PROVIDER}
    second.pays(shown.intent_id)
    shop.lets_time_pass(seconds=10)
    assert (shop.state(visit), shop.tasks(), shop.provider.charges) == (VisitState.IN_QUEUE, [], {})


def test_a_lost_creation_is_voided_and_the_other_code_is_the_only_one(shop: Shop, second: FakeProvider) -> None:
    shop.provider.loses_next_creation(has_effect=True)
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.lets_time_pass(seconds=10)
    lost, shown = shop.visit(visit).charges
    assert (lost.state, shop.provider.of(lost.intent_id).state) == (ChargeState.VOIDED, Seen.VOIDED)
    assert shown.br_code == second.of(shown.intent_id).br_code
    assert shop.visit(visit).current_charge == shown
    second.pays(shown.intent_id)
    shop.lets_time_pass(seconds=10)
    assert (shop.state(visit), shop.tasks()) == (VisitState.IN_QUEUE, [])


def test_a_lost_creation_without_effect_leaves_nothing_behind(shop: Shop) -> None:
    shop.provider.loses_next_creation(has_effect=False)
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.lets_time_pass(seconds=10)
    assert charged(shop, visit) == [(PROVIDER, ChargeState.VOIDED), (SECOND, ChargeState.AWAITING)]


@pytest.mark.parametrize("pays_first", [PROVIDER, SECOND])
def test_money_on_either_settles_and_money_on_both_is_a_task(shop: Shop, second: FakeProvider, pays_first: str) -> None:
    shop.provider.loses_next_creation(has_effect=True)
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.core.payment_duty.step()
    lost, shown = shop.visit(visit).charges
    both = {PROVIDER: (shop.provider, lost.intent_id), SECOND: (second, shown.intent_id)}
    provider, intent_id = both.pop(pays_first)
    provider.pays(intent_id, force=True)
    reported(shop, provider, intent_id)
    assert (shop.visit(visit).ticket is not None, shop.tasks()) == (True, [])
    ((provider, intent_id),) = both.values()
    provider.pays(intent_id, force=True)
    shop.lets_time_pass(minutes=3)
    shop.core.payment_duty.recover()
    shop.works()
    assert shop.tasks() == [TaskKind.PAID_TWICE]
    assert len(shop.printed_labels()) == 1


def test_a_key_that_is_not_accepted_any_more_is_no_end_either(shop: Shop) -> None:
    shop.provider.is_key_accepted = False
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.core.payment_duty.step()
    assert charged(shop, visit) == [(PROVIDER, ChargeState.VOIDED), (SECOND, ChargeState.AWAITING)]


def test_a_charge_that_is_refused_for_itself_is_not_asked_for_elsewhere(shop: Shop) -> None:
    visit = shop.chooses(shop.opens_visit(), Method.PIX)
    shop.clock.advance(timedelta(minutes=31))
    shop.core.payment_duty.step()
    assert charged(shop, visit) == [(PROVIDER, ChargeState.FAILED)]


def test_with_both_away_the_customer_waits_at_one_and_is_served_by_whoever_comes_back(
    shop: Shop, second: FakeProvider
) -> None:
    shop.provider_is_unreachable()
    second.is_reachable = False
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.lets_time_pass(minutes=2)
    assert charged(shop, visit) == [(PROVIDER, ChargeState.VOIDED), (SECOND, ChargeState.CREATING)]
    shop.provider_is_back()
    shop.lets_time_pass(minutes=2)
    assert charged(shop, visit)[-1] == (PROVIDER, ChargeState.AWAITING)


def test_nobody_is_sent_to_and_fro_for_ever(shop: Shop, second: FakeProvider) -> None:
    shop.provider_is_unreachable()
    second.is_reachable = False
    visit = shop.pays_by_pix(shop.opens_visit())
    for _ in range(CHARGES_MAX * 2):
        for name in (PROVIDER, SECOND):
            shop.core.health.report(name, None)
        shop.core.payment_duty.recover()
        shop.clock.advance(CALL_MAX / 2)
        shop.core.payment_duty.step()
    assert len(shop.visit(visit).charges) == CHARGES_MAX


def test_who_gave_up_meanwhile_is_not_charged_elsewhere(shop: Shop, second: FakeProvider) -> None:
    shop.provider.while_next_opens(lambda: shop.gives_up(visit))
    shop.provider.loses_next_creation(has_effect=True)
    visit = shop.chooses(shop.opens_visit(), Method.PIX)
    shop.core.payment_duty.step()
    shop.lets_time_pass(minutes=5)
    assert charged(shop, visit) == [(PROVIDER, ChargeState.VOIDED)]
    assert (shop.state(visit), second.charges) == (VisitState.ABANDONED, {})


def test_who_chose_the_counter_meanwhile_is_not_charged_elsewhere(shop: Shop) -> None:
    shop.provider.while_next_opens(lambda: shop.chooses(visit, Method.COUNTER))
    shop.provider.loses_next_creation(has_effect=False)
    visit = shop.chooses(shop.opens_visit(), Method.PIX)
    shop.core.payment_duty.step()
    assert [each.method for each in shop.visit(visit).charges] == [Method.PIX, Method.COUNTER]


def test_the_first_is_used_again_when_it_is_well(shop: Shop) -> None:
    shop.provider_is_unreachable()
    first = shop.pays_by_pix(shop.opens_visit())
    meanwhile = shop.pays_by_pix(shop.opens_visit())
    assert charged(shop, meanwhile) == [(SECOND, ChargeState.AWAITING)], "asked there at once"
    shop.provider_is_back()
    later = shop.pays_by_pix(shop.opens_visit())
    assert charged(shop, later) == [(PROVIDER, ChargeState.AWAITING)]
    assert charged(shop, first)[-1] == (SECOND, ChargeState.AWAITING), "who is shown a code keeps it"


def test_after_a_crash_the_replaced_charge_is_not_opened(shop: Shop) -> None:
    shop.provider_is_unreachable()
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.provider_is_back()
    shop.restarts()
    shop.works()
    assert charged(shop, visit) == [(PROVIDER, ChargeState.VOIDED), (SECOND, ChargeState.AWAITING)]
    assert shop.provider.charges == {}


@pytest.mark.parametrize("is_lost", [True, False])
def test_a_store_that_fails_at_any_step_of_it_leaves_one_code(tmp_path: Path, *, is_lost: bool) -> None:
    for number in range(1, STEPS_MAX):
        shop = Shop(tmp_path / str(number), settings=SETTINGS)
        second = FakeProvider(shop.clock, SECOND)
        shop.providers[SECOND] = second
        shop.restarts()
        visit = shop.chooses(shop.opens_visit(), Method.PIX)
        if is_lost:
            shop.provider.loses_next_creation(has_effect=True)
        else:
            shop.provider.is_reachable = False
        store = FailingStore(shop.core.database.writing_engine)
        with store.failing_at(number):
            shop.core.payment_duty.step()
        has_failed = store.has_failed
        store.detach()
        shop.lets_time_pass(minutes=6)
        shown = [each for each in shop.visit(visit).charges if each.state is ChargeState.AWAITING]
        assert len(shown) == 1, (number, charged(shop, visit))
        assert shown[0] == shop.visit(visit).current_charge
        assert unsound(shop.core) == []
        shop.closes()
        if not has_failed:
            return
    raise AssertionError("it has more steps than that")


def test_a_visit_that_cannot_be_read_and_waits_for_a_provider_that_is_away_stops_nobody(
    shop: Shop, second: FakeProvider
) -> None:
    shop.provider_is_unreachable()
    second.is_reachable = False
    shop.core.health.report(SECOND, "down")
    broken = shop.pays_by_pix(shop.opens_visit())
    shop.lets_time_pass(minutes=1)
    assert charged(shop, broken) == [(PROVIDER, ChargeState.CREATING)]
    document = document_of(shop.visit(broken))
    write_document(shop, broken, '{"id": 1}')
    second.is_reachable = True
    shop.core.payment_duty.check()
    other = shop.pays_by_pix(shop.opens_visit())
    assert charged(shop, other) == [(SECOND, ChargeState.AWAITING)]
    write_document(shop, broken, document)
    shop.lets_time_pass(minutes=1)
    assert charged(shop, broken)[-1] == (SECOND, ChargeState.AWAITING)
