"""Money that is not what was asked for."""

from __future__ import annotations

import pytest

from shared.kernel.money import Money
from shared.visits.model import TaskKind
from tests.fakes.shop import CRYO
from tests.faults.money.seeing import LATER, SOON, has_one_ticket, has_only, has_ticket_and
from tests.faults.town import Town


@pytest.mark.parametrize("centavos", [-1, 1])
def test_amount_off_by_one_centavo(town: Town, centavos: int) -> None:
    visit = town.begins_to_pay([CRYO])
    town.pays(visit, visit.total + Money(centavos))
    town.works(SOON)
    if centavos < 0:
        has_only(town, visit, TaskKind.PAID_UNDER)
    else:
        has_ticket_and(town, visit, TaskKind.PAID_OVER)
        assert town.shop.visit(visit).open_tasks[0].amount == Money(1)


def test_second_payment_of_one_code(town: Town) -> None:
    visit = town.begins_to_pay([CRYO])
    town.pays(visit)
    town.works(SOON)
    has_one_ticket(town, visit)
    town.pays(visit, force=True)
    town.heals()
    assert town.shop.tasks() == [TaskKind.PAID_TWICE]
    assert town.shop.visit(visit).open_tasks[0].amount == visit.total
    assert town.shop.printed_labels() == [visit.label]


def test_after_too_little_the_whole_amount_is_seen_at_once(town: Town) -> None:
    """A charge that was paid with too little is not at rest: the customer still stands there."""
    visit = town.begins_to_pay([CRYO])
    town.pays(visit, visit.total - Money(1))
    town.works(SOON)
    town.pays(visit, visit.total, force=True)
    town.works(LATER)
    has_ticket_and(town, visit, TaskKind.PAID_UNDER)
