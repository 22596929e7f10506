"""What a person sees in a town."""

from __future__ import annotations

from datetime import timedelta

from shared.visits.model import TaskKind, Visit, VisitState
from tests.faults.town import Town

SOON = timedelta(seconds=5)
LATER = timedelta(minutes=3)
"""A lost answer has been looked for by then."""


def has_one_ticket(town: Town, visit: Visit) -> None:
    """It is in the queue, on one paper, and nobody has to do anything."""
    assert (town.shop.state(visit), town.shop.tasks()) == (VisitState.IN_QUEUE, [])
    assert town.shop.printed_labels().count(visit.label) == 1


def has_ticket_and(town: Town, visit: Visit, *tasks: TaskKind) -> None:
    """It is in the queue, and a person is told."""
    assert (town.shop.state(visit), town.shop.tasks()) == (VisitState.IN_QUEUE, list(tasks))
    assert town.shop.printed_labels() == [visit.label]


def has_only(town: Town, visit: Visit, *tasks: TaskKind) -> None:
    """No ticket, and a person is told."""
    assert town.shop.visit(visit).ticket is None
    assert (town.shop.tasks(), town.shop.printed_labels()) == (list(tasks), [])


def shows_a_code(town: Town, visit: Visit) -> bool:
    """Something is on the screen that can be paid."""
    charge = town.shop.visit(visit).current_charge
    return charge is not None and charge.br_code is not None
