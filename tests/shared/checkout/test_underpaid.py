"""Less money than was asked for: the rest may still come, and whoever gives up shall not pay it any more."""

from __future__ import annotations

import pytest

from shared.kernel.money import Money
from shared.payments import rows as payment_rows
from shared.payments.model import ChargeState as Seen
from shared.payments.rows import IntentState
from shared.visits.model import ChargeState, Decision, TaskKind, Visit, VisitState
from tests.fakes.shop import TOWEL, Shop

LESS = Money(17_999)


def underpaid(shop: Shop) -> Visit:
    visit = shop.pays_by_pix(shop.opens_visit(extras={TOWEL: 1}))
    shop.customer_pays(visit, LESS)
    shop.lets_time_pass(seconds=5)
    assert shop.tasks() == [TaskKind.PAID_UNDER]
    return visit


def watched(shop: Shop, visit: Visit) -> IntentState:
    with shop.core.database.snapshot() as read:
        return payment_rows.by_visit(read, visit.id)[-1].state


def test_the_whole_amount_that_comes_after_too_little_is_seen_at_once(shop: Shop) -> None:
    visit = underpaid(shop)
    shop.customer_pays(visit, force=True)
    shop.lets_time_pass(seconds=10)
    assert shop.state(visit) is VisitState.IN_QUEUE
    assert shop.printed_labels() == [visit.label]


@pytest.mark.parametrize("is_voided", [True, False])
def test_giving_up_after_too_little_ends_the_visit_at_once(shop: Shop, *, is_voided: bool) -> None:
    """Some providers call a charge with any money concluded, others void the rest of it."""
    visit = underpaid(shop)
    shop.provider.voids_what_has_money = is_voided
    shop.gives_up(visit)
    assert shop.stock() == 39
    shop.works()
    assert shop.asked("void") == 1
    assert (shop.state(visit), shop.stock(), shop.tasks()) == (VisitState.ABANDONED, 40, [TaskKind.PAID_UNDER])
    charge = shop.visit(visit).current_charge
    assert charge is not None
    assert (charge.state, watched(shop, visit)) == (ChargeState.VOIDED, IntentState.WATCHED)


def test_time_ends_it_in_the_same_way(shop: Shop) -> None:
    visit = underpaid(shop)
    shop.lets_time_pass(minutes=31)
    assert (shop.asked("void"), shop.state(visit), shop.stock()) == (1, VisitState.ABANDONED, 40)


def test_the_counter_that_takes_over_has_the_rest_voided(shop: Shop) -> None:
    visit = underpaid(shop)
    assert isinstance(shop.confirms_at_counter(visit), Visit)
    shop.works()
    assert (shop.asked("void"), watched(shop, visit)) == (1, IntentState.WATCHED)
    assert [each.state for each in shop.visit(visit).charges] == [ChargeState.VOIDED, ChargeState.PAID]


def test_somebody_who_is_let_in_for_less_is_asked_for_nothing_more(shop: Shop) -> None:
    visit = underpaid(shop)
    assert isinstance(shop.decides(visit, Decision.RELEASED), Visit)
    shop.works()
    assert (shop.asked("void"), watched(shop, visit), shop.tasks()) == (1, IntentState.WATCHED, [])


def test_a_second_payment_after_the_end_is_a_task(shop: Shop) -> None:
    visit = underpaid(shop)
    shop.gives_up(visit)
    shop.works()
    shop.customer_pays(visit, force=True)
    shop.lets_time_pass(hours=26)
    assert shop.tasks() == [TaskKind.PAID_UNDER, TaskKind.PAID_LATE]
    assert shop.provider.of(shop.intent_of(visit)).state is Seen.PAID
