"""Money that goes back and comes again, as two stations and the provider tell it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.kernel.clock import ManualClock
from shared.kernel.money import ZERO, Money
from shared.visits.ledger import still_to_give_back
from shared.visits.model import Decision, TaskKind, Visit, VisitState
from tests.fakes.provider import FakeProvider
from tests.fakes.shop import BOOTS, BRUNO, CRYO, NOON, PROVIDER, Shop
from tests.faults.soundness import unsound
from tests.shared.checkout.stations import exchange, projection

PRICE = Money(18_000)
EXAMPLES = max(settings.default.max_examples // 5, 1) if settings.default else 10


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    shop = Shop(tmp_path)
    yield shop
    assert unsound(shop.core) == []
    shop.closes()


def open_tasks(shop: Shop, visit: Visit) -> list[tuple[TaskKind, Money]]:
    return [(task.kind, task.amount) for task in shop.visit(visit).open_tasks]


def test_a_chargeback_after_the_service_waits_for_a_person_until_it_is_won(shop: Shop) -> None:
    visit = shop.gets_ticket()
    shop.serves(visit)
    intent_id = shop.intent_of(visit)
    shop.provider.refunds(intent_id)
    for _ in range(2):
        shop.provider_reports(intent_id)
    assert (shop.state(visit), open_tasks(shop, visit)) == (VisitState.COMPLETED, [(TaskKind.REVERSED, PRICE)])
    shop.provider.gets_back(intent_id)
    for _ in range(2):
        shop.provider_reports(intent_id)
    assert (shop.state(visit), open_tasks(shop, visit)) == (VisitState.COMPLETED, [])
    assert still_to_give_back(shop.visit(visit)) == PRICE, "it is here, once"


def test_a_chargeback_that_was_written_off_and_then_won_is_owed_when_the_ticket_is_cancelled(shop: Shop) -> None:
    visit = shop.gets_ticket()
    intent_id = shop.intent_of(visit)
    shop.provider.refunds(intent_id)
    shop.provider_reports(intent_id)
    (task,) = shop.visit(visit).open_tasks
    assert isinstance(shop.core.counter.decide_task(visit.id, task.id, Decision.KEPT, "perdido", BRUNO), Visit)
    shop.provider.gets_back(intent_id)
    shop.provider_reports(intent_id)
    assert isinstance(shop.core.counter.cancel_visit(visit.id, "desistiu", BRUNO), Visit)
    assert open_tasks(shop, visit) == [(TaskKind.REFUND_DUE, PRICE)]


class Counters:
    """Two stations that see the same late payment: one lets the customer in, the other gives the money back."""

    def __init__(self, folder: Path, paid: Money) -> None:
        clock = ManualClock(NOON)
        provider = FakeProvider(clock, PROVIDER)
        self.lets_in, self.gives_back = shops = [
            Shop(folder / letter, letter, clock=clock, provider=provider) for letter in "AB"
        ]
        visit = self.lets_in.pays_by_pix(self.lets_in.opens_visit())
        self.lets_in.lets_time_pass(minutes=33)
        intent_id = self.lets_in.intent_of(visit)
        provider.pays(intent_id, paid, force=True)
        self.lets_in.provider_reports(intent_id)
        exchange(*shops)
        self.visit = self.lets_in.visit(visit)

    def releases(self) -> None:
        released = self.lets_in.core.counter.release(self.visit.id, "cliente presente", BRUNO)
        assert isinstance(released, Visit), released

    def cancels(self) -> None:
        assert isinstance(self.lets_in.core.counter.cancel_visit(self.visit.id, "desistiu", BRUNO), Visit)

    def gives(self, *, is_by_hand: bool) -> None:
        counter, task_id = self.gives_back.core.counter, self.visit.open_tasks[0].id
        given = (
            counter.decide_task(self.visit.id, task_id, Decision.REFUNDED, "em dinheiro", BRUNO)
            if is_by_hand
            else counter.give_back(self.visit.id, task_id, "desistiu", BRUNO)
        )
        assert isinstance(given, Visit), given
        self.gives_back.core.payment_duty.step()


@settings(max_examples=EXAMPLES)
@given(
    paid=st.sampled_from([PRICE, PRICE - Money(1)]),
    is_by_hand=st.booleans(),
    is_release_first=st.booleans(),
    is_cancelled=st.booleans(),
    is_shown=st.booleans(),
)
def test_a_release_here_and_a_refund_there_end_alike(
    *, paid: Money, is_by_hand: bool, is_release_first: bool, is_cancelled: bool, is_shown: bool
) -> None:
    with TemporaryDirectory() as folder:
        counters = Counters(Path(folder), paid)
        here, there, visit = counters.lets_in, counters.gives_back, counters.visit
        for is_release in (is_release_first, not is_release_first):
            if is_release:
                counters.releases()
            else:
                counters.gives(is_by_hand=is_by_hand)
            here.clock.advance(timedelta(seconds=1))
        if is_cancelled:
            counters.cancels()
        if is_shown:
            here.provider_reports(here.intent_of(visit))
        exchange(here, there)
        exchange(here, there)
        told = [(shop.visit(visit), unsound(shop.core)) for shop in (here, there)]
        same = projection(here) == projection(there)
        if not is_cancelled:
            counters.cancels()
        last = here.visit(visit)
        here.closes()
        there.closes()
    assert same
    for seen, broken in told:
        assert broken == []
        assert seen.ticket is not None
        assert [task for task in seen.open_tasks if task.kind is TaskKind.REFUND_DUE] == []
        gone = [task for task in seen.tasks if task.kind is TaskKind.REVERSED or task.id.startswith("refund_due")]
        assert sum((task.amount for task in gone), ZERO) == paid
    assert still_to_give_back(last) == ZERO
    is_answered = any(task.id.startswith("refund_due") for task in last.tasks)
    assert [task.kind for task in last.open_tasks] == ([] if is_answered else [TaskKind.REVERSED])


def test_a_part_is_served_and_the_rest_is_owed(shop: Shop) -> None:
    visit = shop.gets_ticket([CRYO, BOOTS])
    shop.serves(visit, CRYO)
    assert isinstance(shop.core.counter.cancel_visit(visit.id, "desistiu", BRUNO), Visit)
    boots = next(line.price for line in shop.visit(visit).lines if line.service_id == BOOTS)
    assert (shop.state(visit), open_tasks(shop, visit)) == (
        VisitState.COMPLETED,
        [(TaskKind.REFUND_DUE, boots)],
    )
