"""Faults while a charge is made: the customer gets one code, and pays once."""

from __future__ import annotations

import pytest

from shared.kernel.ways import Method
from tests.fakes.shop import CRYO
from tests.faults.money.seeing import LATER, SOON, has_one_ticket, shows_a_code
from tests.faults.town import Town


def _buys_through(town: Town, kind: str, *, has_effect: bool, **more: int) -> None:
    town.control.fault(kind, has_effect=has_effect, **town.company.creation, **more)
    visit = town.begins_to_pay([CRYO])
    assert not shows_a_code(town, visit)
    town.works(SOON, LATER, SOON)
    if not shows_a_code(town, visit):  # its first code is lost for good, and is not shown to anybody
        assert has_effect
        town.shop.chooses(visit, Method.PIX)
        town.works(SOON)
    assert shows_a_code(town, visit)
    town.pays(visit)
    town.works(LATER)
    has_one_ticket(town, visit)


@pytest.mark.parametrize("has_effect", [True, False])
def test_created_but_the_answer_was_lost(town: Town, *, has_effect: bool) -> None:
    _buys_through(town, "drop", has_effect=has_effect)


@pytest.mark.parametrize("has_effect", [True, False])
def test_500_with_and_without_effect(town: Town, *, has_effect: bool) -> None:
    _buys_through(town, "error", has_effect=has_effect, status=500)
