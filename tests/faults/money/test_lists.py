"""The day's list of a provider beside ours: money that nobody saw, that nobody asked for, and of another amount."""

from __future__ import annotations

from datetime import timedelta

from shared.kernel.money import Money
from shared.reconciliation.model import DifferenceKind
from shared.visits.model import TaskKind
from tests.fakes.shop import CRYO
from tests.faults.town import Town

A_DAY = timedelta(days=1)


def test_the_day_is_closed_with_what_differs_in_sight(town: Town) -> None:
    right, unseen, short = (town.begins_to_pay([CRYO]) for _ in range(3))
    town.pays(right)
    town.works(timedelta(seconds=5))
    town.pays(unseen)
    town.pays(short, short.total - Money(1))
    is_open_to_all = town.company.has_key
    if is_open_to_all:
        town.sends_to_key(Money(5_000))
    town.clock.advance(A_DAY)
    town.compares()
    assert [town.shop.visit(each).ticket is not None for each in (right, unseen, short)] == [True, True, False]
    assert [task.kind for task in town.shop.visit(short).open_tasks] == [TaskKind.PAID_UNDER]
    found = [(each.seen.kind, each.seen.theirs) for each in town.shop.core.reconciliation.open()]
    assert found == ([(DifferenceKind.STRANGER, Money(5_000))] if is_open_to_all else [])
    town.compares()
    assert len(town.shop.core.reconciliation.open()) == len(found)
