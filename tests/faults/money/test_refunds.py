"""Money on its way back."""

from __future__ import annotations

from typing import Any

from shared.kernel.money import Money
from shared.visits.model import RefundState, TaskKind, Visit, VisitState
from tests.fakes.shop import BRUNO, CRYO
from tests.faults.money.seeing import LATER, SOON, has_one_ticket
from tests.faults.town import RICH, Town


def _pays(town: Town) -> Visit:
    visit = town.begins_to_pay([CRYO])
    town.pays(visit)
    town.works(SOON)
    has_one_ticket(town, visit)
    return visit


def test_refund_refused_for_balance(town: Town) -> None:
    visit = _pays(town)
    town.control.settings(balance="0.00")
    town.shop.core.counter.cancel_visit(visit.id, "desistiu", BRUNO)
    assert isinstance(town.shop.gives_back(visit), Visit)
    town.works(SOON, LATER)
    (refused,) = town.shop.visit(visit).refunds
    assert refused.state is RefundState.REFUSED
    assert refused.trouble, "the provider's own words are kept for the person who decides"
    assert town.shop.tasks() == [TaskKind.REFUND_DUE]
    town.control.settings(balance=RICH)
    assert isinstance(town.shop.gives_back(visit), Visit)
    town.works(SOON, LATER)
    assert [each.state for each in town.shop.visit(visit).refunds] == [RefundState.REFUSED, RefundState.DONE]
    assert town.shop.tasks() == []


def test_two_partial_refunds(town: Town) -> None:
    visit = _pays(town)
    for centavos in (100, 250):
        town.gives_back_by_itself(town.shop.intent_of(visit), Money(centavos))
    town.heals()
    missing = sum((each.amount for each in town.shop.visit(visit).open_tasks), Money(0))
    assert set(town.shop.tasks()) == {TaskKind.REVERSED}
    assert missing == Money(350)


def test_chargeback_after_the_service_was_done(town: Town) -> None:
    visit = town.shop.serves(_pays(town))
    town.gives_back_by_itself(town.shop.intent_of(visit), **_by_force(town))
    town.heals()
    assert (town.shop.state(visit), town.shop.tasks()) == (VisitState.COMPLETED, [TaskKind.REVERSED])
    assert town.shop.visit(visit).open_tasks[0].amount == visit.total


def _by_force(town: Town) -> dict[str, Any]:
    """As the payment system takes it back."""
    how: dict[str, dict[str, Any]] = {"asaas": {"force": True}, "bank_pix": {"nature": "MED_FRAUDE"}}
    return how.get(town.company.name, {})


def test_refund_whose_answer_was_lost_goes_back_once(town: Town) -> None:
    visit = _pays(town)
    town.shop.core.counter.cancel_visit(visit.id, "desistiu", BRUNO)
    assert isinstance(town.shop.gives_back(visit), Visit)
    town.control.fault("drop", has_effect=True, method="PUT" if town.company.name == "bank_pix" else "POST")
    town.works(SOON, LATER, LATER)
    assert [each.state for each in town.shop.visit(visit).refunds] == [RefundState.DONE]
    assert (town.shop.tasks(), town.control.given_back()) == ([], visit.total)
