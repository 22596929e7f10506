"""From a real charge at the provider's simulator to the ticket, by nothing but the provider's word that it moved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.kernel.clock import ManualClock
from shared.payments.asaas import Asaas
from shared.visits.model import TaskKind, Visit, VisitState
from shared.webhooks.model import Ending
from tests.fakes.receiver import Receiver, asaas_event, receiving
from tests.fakes.shop import Shop
from tests.fakes.simulator import RunningSimulator, simulator_thread
from tests.faults.soundness import unsound

PIX_KEY = "b6295ee1-f054-47d1-9e90-ee57b74f60d9"


@pytest.fixture
def simulator() -> Iterator[RunningSimulator]:
    with simulator_thread() as running:
        yield running


@pytest.fixture
def store(tmp_path: Path, simulator: RunningSimulator) -> Iterator[Shop]:
    """A shop that sells by Asaas. Its clock stands still, so that no look is ever due by itself."""
    shop = Shop(tmp_path / "home", clock=ManualClock(datetime.now(UTC)))
    with closing(Asaas(simulator.base_url, simulator.api_key, shop.clock)) as asaas:
        shop.providers = {"asaas": asaas}
        shop.restarts()
        yield shop
        assert unsound(shop.core) == []
        shop.closes()


@pytest.fixture
def receiver(store: Shop) -> Iterator[Receiver]:
    with receiving(store.core.inbox, store.clock) as running:
        yield running


def says(receiver: Receiver, store: Shop, simulator: RunningSimulator, visit: Visit, *kinds: str) -> None:
    """Asaas says so of the visit's charge, as it holds it, and the station works on it."""
    reference = store.intent_of(visit)
    held = [each for each in simulator.control.charges() if each["externalReference"] == reference]
    names = ("id", "externalReference", "status", "pixQrCodeId")
    told = {name: held[0][name] for name in names} if held else {"externalReference": reference}
    for kind in kinds:
        assert receiver.asaas(asaas_event(kind, f"{kind}-{visit.label}", **told)).status_code == 200
        store.core.webhook_duty.step()


def test_a_paid_charge_settles_its_visit(receiver: Receiver, store: Shop, simulator: RunningSimulator) -> None:
    visit = store.pays_by_pix(store.opens_visit(name="Marina"))
    simulator.control.pay(intent=store.intent_of(visit))
    assert store.core.payment_duty.step() == 0
    says(receiver, store, simulator, visit, "PAYMENT_RECEIVED")
    assert store.state(visit) is VisitState.PAID
    store.prints()
    assert store.printed_labels() == [visit.label]


@pytest.mark.parametrize(
    "order",
    [
        ("PAYMENT_CREATED", "PAYMENT_RECEIVED"),
        ("PAYMENT_RECEIVED", "PAYMENT_CREATED"),
        ("PAYMENT_CREATED", "PAYMENT_OVERDUE", "PAYMENT_RECEIVED"),
        ("PAYMENT_CREATED", "PAYMENT_CONFIRMED", "PAYMENT_RECEIVED"),
        ("PAYMENT_RECEIVED", "PAYMENT_CONFIRMED", "PAYMENT_OVERDUE"),
    ],
    ids="/".join,
)
def test_one_ticket_in_whatever_order_the_events_come(
    receiver: Receiver, store: Shop, simulator: RunningSimulator, order: tuple[str, ...]
) -> None:
    visit = store.pays_by_pix(store.opens_visit())
    simulator.control.pay(intent=store.intent_of(visit))
    says(receiver, store, simulator, visit, *order)
    assert (store.state(visit), store.tasks()) == (VisitState.PAID, [])
    store.prints()
    assert store.printed_labels() == [visit.label]


def test_a_word_of_payment_without_money_settles_nothing(
    receiver: Receiver, store: Shop, simulator: RunningSimulator
) -> None:
    visit = store.pays_by_pix(store.opens_visit())
    says(receiver, store, simulator, visit, "PAYMENT_RECEIVED", "PAYMENT_CONFIRMED")
    assert store.state(visit) is VisitState.PENDING_PAYMENT


def test_money_that_went_back_becomes_a_task(receiver: Receiver, store: Shop, simulator: RunningSimulator) -> None:
    visit = store.pays_by_pix(store.opens_visit())
    simulator.control.pay(intent=store.intent_of(visit))
    says(receiver, store, simulator, visit, "PAYMENT_RECEIVED")
    simulator.control.refund(intent=store.intent_of(visit))
    says(receiver, store, simulator, visit, "PAYMENT_REFUND_IN_PROGRESS", "PAYMENT_REFUNDED")
    assert store.tasks() == [TaskKind.REVERSED]


def test_an_event_of_a_strangers_charge_asks_nothing(
    receiver: Receiver, store: Shop, simulator: RunningSimulator
) -> None:
    store.pays_by_pix(store.opens_visit())
    before = simulator.control.requests()
    receiver.asaas(asaas_event("PAYMENT_RECEIVED", externalReference="056984"))
    store.core.webhook_duty.step()
    assert [each.ending for each in store.core.inbox.latest()] == [Ending.STRANGER]
    assert simulator.control.requests() == before
