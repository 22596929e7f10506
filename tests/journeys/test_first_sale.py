"""From a tap on the totem to a finished service, and what may come between."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from shared.payments.intents import Intents
from shared.visits.by_hand import CashTendered
from shared.visits.model import TaskKind
from shared.visits.ticket import visit_state
from tests.journeys.shop import BOOTS, CRYO, Shop
from tests.story.screens import LANDSCAPE, PORTRAIT
from tests.story.script import Story

TOWEL = "toalha"
SHORTEST_EXPIRY_MINUTES = 2


def test_the_story_of_the_first_sale(shop: Shop, tmp_path: Path) -> None:
    told = list(Story(shop.house, shop.totem, shop.desk, tmp_path / "pictures").tell())
    pictures = [picture for step in told for picture in step.pictures]
    assert all(picture.stat().st_size > 10_000 for picture in pictures)
    assert {_size(each) for each in pictures if "landscape" in each.stem} == {LANDSCAPE}
    assert {_size(each) for each in pictures if "kiosk" in each.stem} == {PORTRAIT, LANDSCAPE}
    assert shop.is_sound()


def _size(picture: Path) -> tuple[int, int]:
    with Image.open(picture) as image:
        return image.size


def test_both_services_run_at_once_when_an_operator_overrides(shop: Shop) -> None:
    visit = shop.sells(CRYO, BOOTS)
    shop.signs_in()
    shop.calls("Crioterapia")
    shop.turns_come_to(visit, {CRYO: "called", BOOTS: "in_queue"})
    shop.desk.press("F4")
    shop.turns_come_to(visit, {CRYO: "in_progress", BOOTS: "in_queue"})
    shop.asks_to_call("Bota de compressão")
    shop.desk.click("reason")
    shop.desk.type("cliente pediu as duas juntas")
    shop.desk.click("machine-bota-a")
    shop.turns_come_to(visit, {CRYO: "in_progress", BOOTS: "called"})
    assert shop.is_sound()


def test_a_counter_payment_becomes_a_ticket_when_an_operator_confirms_it(shop: Shop) -> None:
    shop.orders(CRYO)
    shop.totem.click("payCounter")
    shop.until(lambda: any(visit.charges for visit in shop.visits()), "the visit and its charge")
    visit = shop.visits()[0]
    assert visit.ticket is None
    shop.signs_in()
    shop.core.counter.confirm(
        visit.id, visit.charges[-1].intent_id, CashTendered(visit.total), shop.core.operators.list()[1]
    )
    shop.comes_to(visit, "in_queue")
    shop.totem.wait_for("label")
    shop.until(lambda: len(shop.papers()) == 1, "the paper")


def test_a_repeated_confirmation_makes_no_second_ticket(shop: Shop) -> None:
    visit = shop.sells(CRYO)
    shop.house.simulator.control.pay(intent=visit.charges[-1].intent_id, force=True)
    with shop.core.database.transaction() as tx:
        Intents(shop.core.clock).look_now(tx, visit.charges[-1].intent_id)
    shop.until(lambda: bool(shop.visit(visit).open_tasks), "the task")
    assert [task.kind for task in shop.visit(visit).open_tasks] == [TaskKind.PAID_TWICE]
    assert len(shop.visits()) == 1
    assert len(shop.papers()) == 1


def test_a_printer_without_paper_keeps_nobody_out_of_the_queue(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop(paper_grace_seconds=2)
    shop.printer_is(paper_ends_after=0)
    visit = shop.shows_pix(CRYO)
    shop.pays(visit)
    shop.comes_to(visit, "in_queue")
    waiting = shop.visit(visit)
    assert waiting.ticket is not None
    assert waiting.ticket.is_unprinted
    assert shop.papers() == ()
    shop.printer_is()
    shop.until(lambda: len(shop.papers()) == 1, "the paper after all")
    shop.until(lambda: not _is_unprinted(shop, visit), "the flag to go")


def _is_unprinted(shop: Shop, visit: object) -> bool:
    ticket = shop.visits()[-1].ticket
    return ticket is None or ticket.is_unprinted


def test_an_unpaid_visit_expires_and_money_that_comes_after_it_is_for_a_person(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop(expiry_minutes=SHORTEST_EXPIRY_MINUTES)
    before = shop.stock_of(TOWEL)
    shop.orders(CRYO)
    shop.totem.click("askExtras")
    shop.totem.click(f"extra-{TOWEL}Plus")
    shop.totem.click("extrasDone")
    shop.totem.click("payPix")
    shop.totem.wait_for("qr")
    visit = shop.visits()[-1]
    assert shop.stock_of(TOWEL) == before - 1
    shop.comes_to(visit, "abandoned", seconds=60 * SHORTEST_EXPIRY_MINUTES + 30)
    assert shop.stock_of(TOWEL) == before
    shop.house.simulator.control.pay(intent=visit.charges[-1].intent_id, force=True)
    with shop.core.database.transaction() as tx:
        Intents(shop.core.clock).look_now(tx, visit.charges[-1].intent_id)
    shop.until(lambda: bool(shop.visit(visit).open_tasks), "the task")
    assert [task.kind for task in shop.visit(visit).open_tasks] == [TaskKind.PAID_LATE]
    shop.signs_in()
    shop.desk.click("navPayments")
    shop.desk.see(visit.label)
    assert shop.visit(visit).ticket is None
    assert shop.papers() == ()
    assert shop.is_sound()


@pytest.mark.parametrize("moment", ["code shown", "just paid"])
def test_a_power_cut_while_paying_ends_with_one_ticket_and_one_paper(shop: Shop, moment: str) -> None:
    visit = shop.shows_pix(CRYO)
    if moment == "just paid":
        shop.pays(visit)
        shop.power_cut()
    else:
        shop.power_cut()
        shop.totem.wait_for("qr")
        shop.pays(visit)
    shop.comes_to(visit, "in_queue")
    shop.totem.wait_for("label")
    assert len(shop.visits()) == 1
    assert [visit_state(each) for each in shop.visits()] == ["in_queue"]
    assert len(shop.papers()) <= 1
    if not shop.papers():
        assert [job.state for job in shop.core.papers.waiting()] == ["uncertain"]
    assert shop.is_sound()


def test_a_customer_who_gives_up_leaves_no_ticket_and_returns_the_stock(shop: Shop) -> None:
    visit = shop.shows_pix(CRYO)
    shop.totem.click("cancelPayment")
    shop.totem.click("cancelForSure")
    shop.comes_to(visit, "abandoned")
    shop.totem.see("Pedido cancelado")
    assert shop.papers() == ()
