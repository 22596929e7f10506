"""Giving money back through the provider, by real keys and clicks on the real core."""

from __future__ import annotations

from PySide6.QtCore import Qt

from shared.kernel.money import ZERO, Money
from shared.kernel.ways import Method
from shared.visits.model import Decision, TaskKind, Visit
from tests.fakes.shop import ANA, BRUNO, ICE, Shop
from tests.panel.post import Post
from tests.panel.test_layout import faults
from tests.panel.test_money_story import at_payments

PRICE = Money(7_500)


def cancelled(shop: Shop) -> Visit:
    """A ticket that was paid by Pix, and cancelled."""
    visit = shop.gets_ticket((ICE,), name="Helena")
    assert isinstance(shop.core.counter.cancel_visit(visit.id, "passou mal", BRUNO), Visit)
    return visit


def chooses_task(post: Post, visit: Visit) -> None:
    post.sits_down(BRUNO)
    at_payments(post)
    post.chooses("tasks", visit.label)


def test_the_provider_gives_it_back_and_the_decision_closes_when_it_has(post: Post, shop: Shop) -> None:
    visit = cancelled(shop)
    chooses_task(post, visit)
    assert not post.desk.has("taskRefund")
    post.clicks("decide-provider")
    assert post.notice() == f"{visit.label}: devolução de R$ 75,00 pedida ao provedor."
    assert post.desk.text("taskRefund") == "Devolução de R$ 75,00: pedida."
    assert not any(post.desk.is_enabled(f"decide-{each}") for each in ("provider", "refunded", "kept"))
    shop.core.payment_duty.step()
    post.settles()
    assert post.desk.rows("tasks") == []
    (task,) = shop.visit(visit).tasks
    assert (task.decision, task.decided_by) == (Decision.REFUNDED, BRUNO.id)
    assert shop.provider.given_back() == PRICE


def test_a_refund_that_takes_its_time_is_shown_as_under_way(post: Post, shop: Shop) -> None:
    visit = cancelled(shop)
    shop.provider.finishes_refunds_at_once = False
    chooses_task(post, visit)
    post.clicks("decide-provider")
    shop.core.payment_duty.step()
    post.panel.desks.session.refresh()
    post.settles()
    assert post.desk.text("taskRefund") == "Devolução de R$ 75,00: em andamento no provedor."
    assert "espere a resposta" in post.desk.text("taskWhyNot")


def test_a_refusal_is_told_with_its_reason_and_cash_is_the_other_way(post: Post, shop: Shop) -> None:
    visit = cancelled(shop)
    shop.provider.has_balance = False
    chooses_task(post, visit)
    post.desk.type("taskNote", "Cliente pediu")
    post.clicks("decide-provider")
    shop.core.payment_duty.step()
    post.settles()
    assert post.desk.text("taskRefund") == "Devolução de R$ 75,00: recusada pelo provedor. Saldo insuficiente."
    assert faults(post) == []
    post.clicks("decide-refunded")
    (task,) = shop.visit(visit).tasks
    assert (task.decision, task.note) == (Decision.REFUNDED, "Cliente pediu")
    shop.lets_time_pass(hours=1)
    assert shop.provider.given_back() == ZERO


def test_it_is_reached_and_done_by_keys_alone(post: Post, shop: Shop) -> None:
    visit = cancelled(shop)
    chooses_task(post, visit)
    post.desk.find("taskNote").setFocus()
    post.desk.press(Qt.Key.Key_Tab)
    assert post.desk.find("decide-provider").hasFocus()
    post.presses(Qt.Key.Key_Space)
    shop.core.payment_duty.step()
    assert shop.provider.given_back() == PRICE


def test_a_double_click_asks_once(post: Post, shop: Shop) -> None:
    visit = cancelled(shop)
    chooses_task(post, visit)
    post.desk.double_click("decide-provider")
    post.settles()
    assert len(shop.visit(visit).refunds) == 1


def test_what_the_counter_took_is_given_back_by_hand(post: Post, shop: Shop) -> None:
    visit = shop.chooses(shop.opens_visit((ICE,), None, "Helena"), Method.COUNTER)
    shop.confirms_at_counter(visit)
    shop.core.counter.cancel_visit(visit.id, "passou mal", BRUNO)
    assert shop.tasks() == [TaskKind.REFUND_DUE]
    chooses_task(post, visit)
    assert not post.desk.has("decide-provider")
    assert post.desk.has("decide-refunded")


def test_an_operator_cannot_ask_for_it(post: Post, shop: Shop) -> None:
    visit = cancelled(shop)
    post.sits_down(ANA)
    at_payments(post)
    post.chooses("tasks", visit.label)
    assert not post.desk.is_enabled("decide-provider")
