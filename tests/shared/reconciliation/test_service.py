"""Comparing with a provider, on the real core: what differs is looked at first; only then is it a task."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from shared.kernel.ids import IntentId
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.payments.model import Payment, Received
from shared.reconciliation.model import Difference, DifferenceKind, NoSuchDifference, NothingToAnswer
from shared.reconciliation.rules import EVERY, RETRY, SETTLING
from shared.visits.model import VisitState
from shared.visits.outcomes import NotPermitted, ReasonNeeded
from shared.visits.ticket import visit_state
from tests.fakes.shop import ANA, BRUNO, PROVIDER, Shop
from tests.faults.soundness import unsound

LATER, SOON = timedelta(hours=2), SETTLING + timedelta(minutes=1)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    opened = Shop(tmp_path / "station")
    opened.core.reconciliation.step()
    yield opened
    assert unsound(opened.core) == []
    opened.closes()


def compares(shop: Shop) -> tuple[Difference, ...]:
    shop.core.reconciliation.compare_now(PROVIDER)
    return shop.core.reconciliation.open()


def stranger(shop: Shop, reference: str = "E1", intent: str | None = None) -> Received:
    return Received(Payment(reference, Money(5000), shop.clock.now()), "c1", IntentId(intent) if intent else None)


def test_what_both_sides_have_differs_in_nothing(shop: Shop) -> None:
    shop.gets_ticket()
    shop.clock.advance(LATER)
    assert compares(shop) == ()
    assert shop.core.reconciliation.runs()[PROVIDER].listed == 1


def test_money_that_no_look_had_found_makes_its_ticket(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    shop.clock.advance(SOON)
    assert compares(shop) == ()
    assert visit_state(shop.visit(visit)) is not VisitState.PENDING_PAYMENT


def test_money_that_went_back_unseen_is_seen(shop: Shop) -> None:
    visit = shop.gets_ticket()
    shop.provider.refunds(shop.intent_of(visit))
    shop.clock.advance(SOON)
    compares(shop)
    assert [task.kind for task in shop.visit(visit).open_tasks] == ["reversed"]


@pytest.mark.parametrize("intent", [None, "f" * 32])
def test_money_that_belongs_to_nothing_here_waits_for_a_person(shop: Shop, intent: str | None) -> None:
    shop.provider.strangers.append(stranger(shop, intent=intent))
    shop.clock.advance(SOON)
    (found,) = compares(shop)
    assert (found.seen.kind, found.seen.theirs, found.seen.ours) == (DifferenceKind.STRANGER, Money(5000), Money(0))
    assert compares(shop) == (found,)


def test_money_of_ours_that_they_do_not_list_waits_for_a_person(shop: Shop) -> None:
    visit = shop.gets_ticket()
    (receipt,) = shop.visit(visit).charges[0].receipts
    shop.provider.unlisted.add(receipt.reference)
    shop.clock.advance(timedelta(minutes=30))
    assert compares(shop) == ()
    shop.clock.advance(LATER)
    (found,) = compares(shop)
    assert (found.seen.kind, found.seen.visit_id) == (DifferenceKind.ABSENT, visit.id)


def test_a_list_that_was_cut_says_nothing_about_what_is_not_in_it(shop: Shop) -> None:
    visit = shop.gets_ticket()
    shop.provider.unlisted.add(shop.visit(visit).charges[0].receipts[0].reference)
    shop.provider.lists_whole = False
    shop.clock.advance(LATER)
    assert compares(shop) == ()
    assert shop.core.reconciliation.runs()[PROVIDER].trouble == "list_was_cut"


def test_what_a_cut_list_left_out_is_compared_all_the_same(shop: Shop) -> None:
    for name in ("stranger_1", "stranger_2", "stranger_3", "stranger_4"):
        shop.clock.advance(timedelta(days=2))
        paid = Payment(name, Money(5000), shop.clock.now())
        shop.provider.strangers.append(Received(paid, f"{name}_charge", None))
    shop.clock.advance(LATER)
    shop.provider.lists_at_most = 2
    compares(shop)
    run = shop.core.reconciliation.runs()[PROVIDER]
    assert (run.trouble, run.covered_until < shop.clock.now() - LATER) == ("list_was_cut", True)
    for _ in range(3):
        compares(shop)
    assert [each.seen.reference for each in shop.core.reconciliation.open()] == [
        "stranger_1",
        "stranger_2",
        "stranger_3",
        "stranger_4",
    ]
    assert shop.core.reconciliation.runs()[PROVIDER].trouble is None


def test_another_amount_waits_for_a_person(shop: Shop) -> None:
    visit = shop.gets_ticket()
    (receipt,) = shop.visit(visit).charges[0].receipts
    shop.provider.unlisted.add(receipt.reference)
    wrong = Payment(receipt.reference, receipt.amount + Money(1), receipt.paid_at)
    shop.provider.strangers.append(Received(wrong, "fake_1", shop.intent_of(visit)))
    shop.clock.advance(SOON)
    (found,) = compares(shop)
    assert (found.seen.kind, found.seen.theirs - found.seen.ours) == (DifferenceKind.AMOUNT, Money(1))


def test_money_of_our_charge_that_a_look_does_not_show_waits_for_a_person(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.provider.strangers.append(stranger(shop, intent=shop.intent_of(visit)))
    shop.clock.advance(SOON)
    (found,) = compares(shop)
    assert (found.seen.kind, found.seen.visit_id) == (DifferenceKind.UNSEEN, visit.id)


def test_money_that_names_only_our_code_is_ours(shop: Shop) -> None:
    """Asaas says of a payment of a static code which code it was, and not what it was for."""
    visit = shop.gets_ticket()
    charge = shop.visit(visit).charges[0]
    shop.provider.unlisted.add(charge.receipts[0].reference)
    assert charge.charge_id is not None
    named = Payment(charge.receipts[0].reference, charge.amount, charge.receipts[0].paid_at)
    shop.provider.strangers.append(Received(named, charge.charge_id, None))
    shop.clock.advance(SOON)
    assert compares(shop) == ()


def test_a_stranger_whose_money_went_back_is_nobodys_task(shop: Shop) -> None:
    gone = Payment("E1", Money(5000), shop.clock.now(), is_reversed=True)
    shop.provider.strangers.append(Received(gone, "c1", None))
    shop.clock.advance(SOON)
    assert compares(shop) == ()


def test_what_differs_no_more_is_no_task_any_more_and_comes_back_when_it_does(shop: Shop) -> None:
    visit = shop.gets_ticket()
    reference = shop.visit(visit).charges[0].receipts[0].reference
    shop.provider.unlisted.add(reference)
    shop.clock.advance(LATER)
    assert len(compares(shop)) == 1
    shop.provider.unlisted.clear()
    shop.clock.advance(EVERY)
    assert compares(shop) == ()
    shop.provider.unlisted.add(reference)
    shop.clock.advance(EVERY)
    assert len(compares(shop)) == 1


def test_an_answer_ends_it_until_something_about_it_changes(shop: Shop) -> None:
    shop.provider.strangers.append(stranger(shop))
    shop.clock.advance(SOON)
    (found,) = compares(shop)
    reconciliation = shop.core.reconciliation
    assert reconciliation.answer(found.seen.id, "aluguel", ANA) == NotPermitted()
    assert reconciliation.answer(found.seen.id, " ", BRUNO) == ReasonNeeded()
    assert reconciliation.answer("asaas:E9", "aluguel", BRUNO) == NoSuchDifference("asaas:E9")
    answered = reconciliation.answer(found.seen.id, "aluguel", BRUNO)
    assert isinstance(answered, Difference)
    assert answered.answer is not None
    assert reconciliation.answer(found.seen.id, "aluguel", BRUNO) == NothingToAnswer(found.seen.id)
    assert compares(shop) == ()


def test_nothing_is_left_out_after_the_clock_was_a_day_ahead(shop: Shop) -> None:
    shop.clock.advance(SOON)
    shop.clock.jump(timedelta(days=1))
    compares(shop)
    shop.clock.jump(timedelta(days=-1))
    shop.provider.strangers.append(stranger(shop))
    shop.clock.advance(LATER)
    (found,) = compares(shop)
    assert found.seen.kind is DifferenceKind.STRANGER


def test_it_compares_at_start_hourly_and_when_the_day_is_over(shop: Shop) -> None:
    step = shop.core.reconciliation.step
    shop.clock.advance(SETTLING + timedelta(seconds=1))
    assert step() == 1, "the first step of a process that took over"
    assert step() == 0
    shop.clock.advance(EVERY)
    assert step() == 1
    shop.clock.advance(EVERY - timedelta(minutes=1))
    assert step() == 0
    shop.restarts()
    assert shop.core.reconciliation.step() == 1


def test_the_day_is_closed_although_the_hour_is_not_over(shop: Shop) -> None:
    step = shop.core.reconciliation.step
    day_ends = timedelta(hours=16)
    shop.clock.advance(day_ends - timedelta(minutes=10))
    assert step() == 1
    shop.clock.advance(timedelta(minutes=10) + SETTLING)
    assert step() == 1, "04:00 in the shop, and two minutes for what was on its way"
    assert step() == 0


def test_a_provider_that_is_away_is_tried_again_soon_and_nothing_is_left_out(shop: Shop) -> None:
    shop.provider.strangers.append(stranger(shop))
    shop.clock.advance(LATER)
    shop.provider.is_reachable = False
    step, runs = shop.core.reconciliation.step, shop.core.reconciliation.runs
    before = runs()[PROVIDER].covered_until
    assert step() == 1
    assert (runs()[PROVIDER].trouble, runs()[PROVIDER].covered_until) == ("down", before)
    assert step() == 0
    shop.provider.is_reachable = True
    shop.clock.advance(RETRY)
    assert step() == 1
    assert len(shop.core.reconciliation.open()) == 1
    assert runs()[PROVIDER].trouble is None


def test_counter_money_is_nobodys_list(shop: Shop) -> None:
    visit = shop.chooses(shop.opens_visit(), Method.COUNTER)
    shop.confirms_at_counter(visit)
    shop.clock.advance(LATER)
    assert compares(shop) == ()


def test_refolding_a_difference_gives_what_stands(shop: Shop) -> None:
    shop.provider.strangers.append(stranger(shop))
    shop.clock.advance(SOON)
    (found,) = compares(shop)
    shop.core.reconciliation.answer(found.seen.id, "aluguel", BRUNO)
    with shop.core.database.transaction() as tx:
        folded = shop.core.reconciliation.refold(tx, found.seen.id)
    assert folded.state is not None
    assert folded.state.answer is not None
    assert folded.conflicts == ()
