"""The same with Mercado Pago and with a bank: their events name a charge each in their own way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from shared.config import BankAccount, MercadoPagoAccount, Payment, Settings
from shared.kernel.clock import ManualClock
from shared.payments.model import PaymentProvider
from shared.visits.model import Visit, VisitState
from shared.webhooks.model import Ending
from tests.fakes.receiver import (
    Receiver,
    bank_body,
    mercado_pago_order,
    mercado_pago_payment,
    receiving,
)
from tests.fakes.shop import Shop
from tests.fakes.simulator import RunningSimulator, SimulatorControl, simulator_thread
from tests.faults.soundness import unsound
from tests.shared.payments.conftest import bank_at
from tests.shared.payments.mercado_pago import ORDERS, PAYMENTS, adapter

BANK = "bank_pix"
SHOPS_EMAIL = "loja@testuser.com"

Says = Callable[[Receiver, datetime, str, str], httpx.Response]
"""The receiver, now, the intent's id and the charge's."""

SAYS: dict[str, Says] = {
    PAYMENTS: lambda receiver, now, _, charge: receiver.mercado_pago(mercado_pago_payment(charge), now),
    ORDERS: lambda receiver, now, intent, charge: receiver.mercado_pago(
        mercado_pago_order(charge, intent), now, data_id=charge.lower()
    ),
    BANK: lambda receiver, _now, intent, _charge: receiver.bank(bank_body(intent)),
}


@dataclass(frozen=True, slots=True)
class World:
    """A shop with one provider, whose clock stands still: no look is ever due by itself."""

    shop: Shop
    receiver: Receiver
    control: SimulatorControl
    says: Says

    def told(self, visit: Visit) -> int:
        """The provider says that something happened; the status of our answer."""
        charge = self.shop.visit(visit).charges[-1]
        assert charge.charge_id is not None
        answer = self.says(self.receiver, self.shop.clock.now(), charge.intent_id, charge.charge_id)
        self.shop.core.webhook_duty.step()
        return answer.status_code


@pytest.fixture(params=list(SAYS))
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    way: str = request.param
    clock = ManualClock(datetime.now(UTC))
    account = BankAccount(bank="sicredi", client_id="vez", pix_key="loja@example.com", city="Porto Alegre")
    settings = Settings(
        payment=Payment.model_validate({"ways": [f"pix:{way}"]}),
        mercado_pago=MercadoPagoAccount(payer_email=SHOPS_EMAIL),
        bank_pix=account,
    )
    with ExitStack() as house:
        simulator = house.enter_context(simulator_thread())
        provider = house.enter_context(_provider(way, simulator, clock))
        shop = Shop(tmp_path / "home", clock=clock, settings=settings)
        shop.providers = {way: provider}
        shop.restarts()
        receiver = house.enter_context(receiving(shop.core.inbox, clock))
        control = house.enter_context(closing(simulator.control.of(BANK if way == BANK else PAYMENTS)))
        yield World(shop, receiver, control, SAYS[way])
        assert unsound(shop.core) == []
        shop.closes()


@contextmanager
def _provider(way: str, simulator: RunningSimulator, clock: ManualClock) -> Iterator[PaymentProvider]:
    if way == BANK:
        with bank_at(simulator, clock=clock) as bank:
            yield bank
    else:
        with closing(adapter(way, f"{simulator.origin}/mp", clock)) as made:
            yield made


def test_a_paid_charge_settles_its_visit(world: World) -> None:
    visit = world.shop.pays_by_pix(world.shop.opens_visit())
    world.control.pay(intent=world.shop.intent_of(visit))
    assert world.shop.core.payment_duty.step() == 0
    assert world.told(visit) == 200
    assert world.shop.state(visit) is VisitState.PAID
    assert [each.ending for each in world.shop.core.inbox.latest()] == [Ending.LOOKED]


def test_a_word_without_money_settles_nothing(world: World) -> None:
    visit = world.shop.pays_by_pix(world.shop.opens_visit())
    assert world.told(visit) == 200
    assert world.shop.state(visit) is VisitState.PENDING_PAYMENT
    assert [each.ending for each in world.shop.core.inbox.latest()] == [Ending.LOOKED]
