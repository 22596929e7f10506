"""Money of a charge whose provider applied a discount, a fine or interest: compared with what was due, exactly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.kernel.money import ZERO, Money
from shared.visits import facts
from shared.visits.charges import SeenPayment, Sighting, decide_sighting
from shared.visits.ledger import still_to_give_back
from shared.visits.model import TaskKind, Visit
from tests.shared.visits.samples import ANA, LATER, PIX, TOTAL, abandoned, after, paid, waiting_for_pix

CENTAVO = Money(1)
LESS, MORE = TOTAL - Money(500), TOTAL + Money(800)


def tasks(visit: Visit) -> list[tuple[TaskKind, Money]]:
    return [(task.kind, task.amount) for task in visit.open_tasks]


def due(amount: Money, asked: Money) -> facts.MoneyReceived:
    return replace(paid(amount=amount), due=asked)


@pytest.mark.parametrize("asked", [LESS, MORE])
def test_exactly_what_was_due_settles(asked: Money) -> None:
    visit = after(due(asked, asked), of=waiting_for_pix())
    assert visit.ticket is not None
    assert tasks(visit) == []
    assert still_to_give_back(visit) == asked


@pytest.mark.parametrize("asked", [LESS, MORE])
def test_a_centavo_beside_it_is_a_task(asked: Money) -> None:
    under = after(due(asked - CENTAVO, asked), of=waiting_for_pix())
    assert (under.ticket, tasks(under)) == (None, [(TaskKind.PAID_UNDER, asked - CENTAVO)])
    over = after(due(asked + CENTAVO, asked), of=waiting_for_pix())
    assert over.ticket is not None
    assert tasks(over) == [(TaskKind.PAID_OVER, CENTAVO)]


@pytest.mark.parametrize("asked", [LESS, MORE])
def test_a_cancelled_ticket_owes_what_was_paid(asked: Money) -> None:
    visit = after(due(asked, asked), facts.VisitCancelled(ANA, "desistiu", LATER), of=waiting_for_pix())
    assert tasks(visit) == [(TaskKind.REFUND_DUE, asked)]
    assert still_to_give_back(visit) == ZERO


@pytest.mark.parametrize("asked", [LESS, MORE])
def test_money_that_goes_back_by_itself_is_missing_as_it_was_paid(asked: Money) -> None:
    visit = after(due(asked, asked), facts.MoneyReversed(PIX, "e1", LATER), of=waiting_for_pix())
    assert tasks(visit) == [(TaskKind.REVERSED, asked)]


def test_late_money_is_let_in_by_what_was_due() -> None:
    late = after(due(LESS, LESS), of=abandoned())
    assert tasks(late) == [(TaskKind.PAID_LATE, LESS)]
    visit = after(facts.VisitReleased(ANA, "cliente presente", LATER), of=late)
    assert visit.charges[0].settled_by == "e1"
    assert tasks(visit) == []


def test_what_was_due_is_kept_with_the_money() -> None:
    seen = Sighting(PIX, (SeenPayment("e1", LESS, None, due=LESS),))
    decided = decide_sighting(waiting_for_pix(), seen, LATER)
    assert decided == (facts.MoneyReceived(PIX, "e1", LESS, None, LATER, due=LESS),)
