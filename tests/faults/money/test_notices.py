"""What a provider says by itself: only which charge to look at, however often, in whatever order, and by whomever."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest

from shared.checkout.observing import UnknownCharge
from shared.kernel.ids import IntentId
from shared.payments.model import ChargeRef, ChargeState, Observation
from shared.visits.model import Visit, VisitState
from shared.webhooks.model import Ending
from tests.fakes.receiver import (
    Receiver,
    asaas_event,
    bank_body,
    mercado_pago_order,
    mercado_pago_payment,
    receiving,
)
from tests.fakes.shop import CRYO
from tests.faults.money.seeing import SOON, has_one_ticket
from tests.faults.town import Town

FORGED = "0" * 24


@pytest.fixture
def receiver(town: Town) -> Iterator[Receiver]:
    with receiving(town.shop.core.inbox, town.clock) as running:
        yield running


class Voice:
    """The provider's, about one intent. `number` makes it another event; `is_forged`: with a wrong proof of origin."""

    def __init__(self, town: Town, receiver: Receiver) -> None:
        self._town = town
        self._receiver = receiver

    def says(self, intent_id: str, charge_id: str, kind: str, number: int = 1, *, is_forged: bool = False) -> int:
        """The status that it was answered, once the station has worked on it."""
        by: dict[str, Callable[[], httpx.Response]] = {
            "asaas": lambda: self._asaas(intent_id, charge_id, kind, number, is_forged=is_forged),
            "bank_pix": lambda: self._bank(intent_id, number, is_forged=is_forged),
            "mercado_pago": lambda: self._payment(charge_id, number, is_forged=is_forged),
            "mercado_pago_orders": lambda: self._order(charge_id, intent_id, number, is_forged=is_forged),
        }
        answer = by[self._town.company.name]()
        self._town.shop.core.webhook_duty.step()
        return answer.status_code

    def tells(self, visit: Visit, kind: str, number: int = 1, *, is_forged: bool = False) -> int:
        """Of a visit's newest charge."""
        charge = self._town.shop.visit(visit).charges[-1]
        return self.says(charge.intent_id, charge.charge_id or "1", kind, number, is_forged=is_forged)

    def _asaas(self, intent_id: str, charge_id: str, kind: str, number: int, *, is_forged: bool) -> httpx.Response:
        code = {"pixQrCodeId": charge_id.removeprefix("static:")} if charge_id.startswith("static:") else {}
        event = asaas_event(f"PAYMENT_{kind}", str(number), id=charge_id, externalReference=intent_id, **code)
        return self._receiver.asaas(event, FORGED) if is_forged else self._receiver.asaas(event)

    def _bank(self, intent_id: str, number: int, *, is_forged: bool) -> httpx.Response:
        body = bank_body(intent_id, f"E12345678202611221500{number:011d}")
        return self._receiver.bank(body, FORGED) if is_forged else self._receiver.bank(body)

    def _payment(self, charge_id: str, number: int, *, is_forged: bool) -> httpx.Response:
        body, forged = mercado_pago_payment(charge_id, number), self._forged(is_forged=is_forged)
        return self._receiver.mercado_pago(body, self._town.clock.now(), **forged)

    def _order(self, charge_id: str, intent_id: str, number: int, *, is_forged: bool) -> httpx.Response:
        body, forged = mercado_pago_order(charge_id, intent_id, number), self._forged(is_forged=is_forged)
        return self._receiver.mercado_pago(body, self._town.clock.now(), charge_id.lower(), **forged)

    @staticmethod
    def _forged(*, is_forged: bool) -> dict[str, str]:
        return {"x-signature": f"ts=1,v1={FORGED}"} if is_forged else {}


@pytest.fixture
def voice(town: Town, receiver: Receiver) -> Voice:
    return Voice(town, receiver)


def test_a_duplicate_event_id(town: Town, voice: Voice) -> None:
    visit = town.begins_to_pay([CRYO])
    town.pays(visit)
    assert [voice.tells(visit, "RECEIVED", 5) for _ in range(3)] == [200, 200, 200]
    assert len(town.shop.core.inbox.latest()) == 1
    town.works(SOON)
    has_one_ticket(town, visit)


def test_the_same_state_under_a_new_id(town: Town, voice: Voice) -> None:
    visit = town.begins_to_pay([CRYO])
    town.pays(visit)
    assert [voice.tells(visit, "RECEIVED", number) for number in (1, 2, 3)] == [200, 200, 200]
    assert len(town.shop.core.inbox.latest()) == 3
    town.works(SOON)
    has_one_ticket(town, visit)


def test_paid_before_created(town: Town, voice: Voice) -> None:
    """The answer to the creation is on its way when the payment is told; then the creation is told."""
    visit = town.begins_to_pay([CRYO])
    town.pays(visit)
    for number, kind in enumerate(("RECEIVED", "CREATED"), 1):
        assert voice.tells(visit, kind, number) == 200
    town.works(SOON)
    has_one_ticket(town, visit)


def test_overdue_after_paid(town: Town, voice: Voice) -> None:
    """The provider's word and its own state fall back behind what it said before."""
    visit = town.begins_to_pay([CRYO])
    town.pays(visit)
    voice.tells(visit, "RECEIVED", 1)
    town.works(SOON)
    has_one_ticket(town, visit)
    voice.tells(visit, "OVERDUE", 2)
    town.works(SOON)
    has_one_ticket(town, visit)


def test_received_without_confirmed(town: Town, voice: Voice) -> None:
    visit = town.begins_to_pay([CRYO])
    assert town.shop.state(visit) is VisitState.PENDING_PAYMENT
    town.pays(visit)
    assert voice.tells(visit, "RECEIVED") == 200
    assert town.shop.state(visit) is VisitState.PAID, "nothing else is waited for"
    town.works(SOON)
    has_one_ticket(town, visit)


def test_wrong_signature(town: Town, voice: Voice) -> None:
    visit = town.begins_to_pay([CRYO])
    town.pays(visit)
    assert voice.tells(visit, "RECEIVED", is_forged=True) in {401, 403, 404}
    assert town.shop.core.inbox.latest() == ()
    assert town.shop.state(visit) is VisitState.PENDING_PAYMENT
    town.works(SOON)
    has_one_ticket(town, visit)


def test_event_for_a_strangers_charge(town: Town, voice: Voice) -> None:
    visit = town.begins_to_pay([CRYO])
    asked = len(town.control.requests())
    assert voice.says("f" * 32, "1234567", "RECEIVED") == 200
    assert [each.ending for each in town.shop.core.inbox.latest()] == [Ending.STRANGER]
    assert len(town.control.requests()) == asked
    seen = Observation(ChargeRef(IntentId("f" * 32), "1234567", visit.total), ChargeState.PAID, (), "PAID")
    assert isinstance(town.shop.core.payment_duty.observing.observe(seen), UnknownCharge)
    assert (town.shop.state(visit), town.shop.tasks()) == (VisitState.PENDING_PAYMENT, [])
