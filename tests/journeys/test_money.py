"""Money that goes back, and a provider that is away, on the real programs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import SecretStr

from shared.keys import Keys
from shared.payments.simulator.bank_pix.records import BANK_CLIENT_ID, BANK_CLIENT_SECRET, BANK_PIX_KEY
from shared.visits.model import Decision, RefundState, TaskKind
from tests.fakes.simulator import SimulatorControl
from tests.journeys.shop import CRYO, Shop
from tests.story.house import House, open_house

NOBODY = "http://127.0.0.1:9/v3"
"""The discard port: nothing listens there."""
WAYS = 'ways = ["pix:asaas", "pix:bank_pix", "counter"]'
BANK = """
[bank_pix]
bank = "sicredi"
client_id = "{client_id}"
pix_key = "{pix_key}"
city = "Porto Alegre"
api_url = "{origin}/bank/api"
token_url = "{origin}/bank/oauth/token"
"""


def test_money_paid_twice_is_given_back_from_the_desk(shop: Shop) -> None:
    visit = shop.sells(CRYO)
    intent_id = visit.charges[-1].intent_id
    shop.house.simulator.control.pay(intent=intent_id, force=True)
    shop.totem.close()  # its customer has left; the desk does the station's work now
    shop.core.payment_duty.look_at(visit.id)
    shop.until(lambda: [task.kind for task in shop.visit(visit).open_tasks] == [TaskKind.PAID_TWICE], "the task")
    shop.signs_in("bruno")
    shop.desk.click("navPayments")
    shop.desk.choose("tasks", visit.label)
    shop.desk.click("decide-provider")
    shop.until(lambda: not shop.visit(visit).open_tasks, "the end of the refund")
    told = shop.visit(visit)
    assert [refund.state for refund in told.refunds] == [RefundState.DONE]
    assert [task.decision for task in told.tasks] == [Decision.REFUNDED]
    assert shop.house.simulator.control.given_back() == visit.total
    assert told.ticket is not None
    assert shop.is_sound()


@pytest.fixture
def with_a_second(tmp_path: Path) -> Iterator[tuple[Shop, SimulatorControl]]:
    """A shop whose first provider cannot be reached, and its bank, which can."""
    with open_house(tmp_path / "shop") as house:
        _add_the_bank(house)
        with closing(house.simulator.control.of("bank_pix")) as bank, Shop(house, tmp_path) as shop:
            yield shop, bank


def _add_the_bank(house: House) -> None:
    names = {"client_id": BANK_CLIENT_ID, "pix_key": BANK_PIX_KEY, "origin": house.simulator.origin}
    text = house.paths.config.read_text(encoding="utf-8")
    text = text.replace(house.simulator.base_url, NOBODY).replace("[payment]\n", f"[payment]\n{WAYS}\n")
    house.paths.config.write_text(text + BANK.format(**names), encoding="utf-8")
    Keys(house.home).set("bank_pix", SecretStr(BANK_CLIENT_SECRET))


def test_a_shop_with_two_providers_sells_when_the_first_is_down(with_a_second: tuple[Shop, SimulatorControl]) -> None:
    shop, bank = with_a_second
    visit = shop.shows_pix(CRYO)
    charge = shop.visit(visit).charges[-1]
    assert charge.provider == "bank_pix"
    bank.pay(intent=charge.intent_id)
    shop.comes_to(visit, "in_queue")
    shop.totem.wait_for("label")
    assert shop.visit(visit).open_tasks == ()
    assert shop.is_sound()
