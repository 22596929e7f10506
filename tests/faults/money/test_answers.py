"""Answers that say nothing, or that are not for us to conclude from."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.shop import CRYO
from tests.fakes.simulator import ControlRefused
from tests.faults.money.seeing import LATER, SOON, has_one_ticket, shows_a_code
from tests.faults.town import Town

RESET_SECONDS = 40


def test_429_with_reset(town: Town) -> None:
    visit = town.begins_to_pay([CRYO])
    town.pays(visit)
    town.control.fault("rate_limit", times=1, seconds=RESET_SECONDS)
    town.works(SOON)
    asked = len(town.control.requests())
    town.works(*(timedelta(seconds=5),) * 7)
    assert len(town.control.requests()) == asked, "nothing is asked before the provider's own limit is over"
    town.works(*(timedelta(seconds=5),) * 3)
    has_one_ticket(town, visit)


def test_key_revoked_in_mid_day(town: Town) -> None:
    before = town.begins_to_pay([CRYO])
    town.pays(before)
    town.control.accept_key(accepted=False)
    town.works(SOON)
    town.shop.core.payment_duty.check()
    assert town.shop.core.health.now().provider_trouble(town.company.name) is not None
    while_revoked = town.begins_to_pay([CRYO])
    assert not shows_a_code(town, while_revoked)
    town.control.accept_key(accepted=True)
    town.works(LATER)
    town.shop.core.payment_duty.check()
    town.works(LATER)
    assert town.shop.core.health.now().provider_trouble(town.company.name) is None
    has_one_ticket(town, before)


@pytest.mark.parametrize("kind", ["html", "broken_json", "garbage", "empty"])
def test_html_or_broken_json(town: Town, kind: str) -> None:
    visit = town.begins_to_pay([CRYO])
    town.pays(visit)
    town.control.fault(kind, times=3)
    town.works(SOON)
    assert town.shop.visit(visit).ticket is None
    town.works(LATER, LATER)
    has_one_ticket(town, visit)


def test_unknown_status(town: Town) -> None:
    visit = town.begins_to_pay([CRYO])
    try:
        town.control.change(intent=town.shop.intent_of(visit), status="BANANA")
    except ControlRefused:  # the static code of Asaas has no status until it is paid
        town.pays(visit)
        town.control.change(intent=town.shop.intent_of(visit), status="BANANA")
        was = "RECEIVED"
    else:
        was = "PENDING" if town.company.room == "asaas" else _OPEN[town.company.name]
    town.works(SOON, LATER)
    assert (town.shop.visit(visit).ticket, town.shop.tasks()) == (None, [])
    town.control.change(intent=town.shop.intent_of(visit), status=was)
    if was != "RECEIVED":
        town.pays(visit)
    town.works(LATER)
    has_one_ticket(town, visit)


_OPEN = {"bank_pix": "ATIVA", "mercado_pago": "pending", "mercado_pago_orders": "action_required"}
