"""Faults while a charge is given up: the provider's word holds, and money that comes all the same is a task."""

from __future__ import annotations

from shared.visits.model import TaskKind, VisitState
from tests.fakes.shop import CRYO
from tests.faults.money.seeing import SOON, has_one_ticket, has_only
from tests.faults.town import Town


def test_void_refused_because_paid(town: Town) -> None:
    visit = town.begins_to_pay([CRYO])
    town.pays(visit)
    town.shop.gives_up(visit)
    town.works(SOON)
    has_one_ticket(town, visit)


def test_void_accepted_and_then_paid(town: Town) -> None:
    visit = town.begins_to_pay([CRYO])
    town.shop.gives_up(visit)
    town.works(SOON)
    assert town.shop.state(visit) is VisitState.ABANDONED
    town.pays(visit, force=True)
    town.heals()
    has_only(town, visit, TaskKind.PAID_LATE)
