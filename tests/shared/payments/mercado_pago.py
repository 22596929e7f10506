"""What tests of the Mercado Pago adapters begin with: the account, its three ways of paying, an intent, the raw API."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
from pydantic import SecretStr

from shared.kernel.clock import Clock, SystemClock
from shared.kernel.ids import IntentId, RandomIds
from shared.kernel.money import Money
from shared.payments.json_text import read_json, write_json
from shared.payments.mercado_pago import MercadoPago
from shared.payments.mercado_pago_order_kinds import OrderKind, PixOrder, PointOrder
from shared.payments.mercado_pago_orders import MercadoPagoOrders
from shared.payments.model import (
    ChargeOnTerminal,
    ChargeOpened,
    ChargeRef,
    Intent,
    Observation,
    Payer,
    PaymentProvider,
    Refund,
)
from shared.payments.simulator.mercado_pago.records import SIMULATOR_PAYER, SIMULATOR_TERMINAL, SIMULATOR_TOKEN
from tests.fakes.simulator import RunningSimulator, SimulatorControl

PAYER = Payer("Ana Souza", "52998224725")
PRICE = Money(9050)
TOKEN = SecretStr(SIMULATOR_TOKEN)
PATIENT = httpx.Timeout(10.0)
IMPATIENT = httpx.Timeout(10.0, read=0.8)

PAYMENTS, ORDERS, POINT = "mercado_pago", "mercado_pago_orders", "mercado_pago_point"
WAYS = (PAYMENTS, ORDERS, POINT)
KINDS: dict[str, OrderKind] = {ORDERS: PixOrder(SIMULATOR_PAYER), POINT: PointOrder(SIMULATOR_TERMINAL)}
CREATION = {PAYMENTS: "^/v1/payments$", ORDERS: "^/v1/orders$", POINT: "^/v1/orders$"}
ABSENT = {PAYMENTS: "1", ORDERS: f"ORD{'0' * 26}", POINT: f"ORD{'0' * 26}"}


@dataclass(frozen=True, slots=True)
class Account:
    """The simulated account: its control, and where its API is."""

    control: SimulatorControl
    base_url: str

    def ask(
        self, method: str, path: str, body: Any = None, key: str | None = None, /, **headers: str
    ) -> httpx.Response:
        """The API as any client sees it."""
        sent = {"Authorization": f"Bearer {SIMULATOR_TOKEN}", "Content-Type": "application/json"}
        keyed = {"X-Idempotency-Key": key} if key else {}
        content = None if body is None else write_json(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.request(
            method, f"{self.base_url}{path}", content=content, headers={**sent, **keyed, **named}, trust_env=False
        )

    def read(self, path: str) -> dict[str, Any]:
        response = self.ask("GET", path)
        assert response.status_code == 200, response.text
        return read(response)


@contextmanager
def account_of(simulator: RunningSimulator) -> Iterator[Account]:
    with closing(simulator.control.of(PAYMENTS)) as control:
        yield Account(control, f"{simulator.origin}/mp")


def adapter(
    way: str, base_url: str, clock: Clock | None = None, timeout: httpx.Timeout = PATIENT, kind: OrderKind | None = None
) -> PaymentProvider:
    """One of the account's ways of paying; to be closed."""
    running = clock or SystemClock()
    if way == PAYMENTS:
        return MercadoPago(base_url, TOKEN, SIMULATOR_PAYER, running, timeout)
    return MercadoPagoOrders(base_url, TOKEN, kind or KINDS[way], running, RandomIds(), timeout)


def intent_for(
    payer: Payer | None = None, amount: Money = PRICE, minutes: int = 30, clock: Clock | None = None
) -> Intent:
    now = (clock or SystemClock()).now()
    return Intent(IntentId(RandomIds().new()), amount, "Senha A042", now, now + timedelta(minutes=minutes), payer)


def opened(provider: PaymentProvider, intent: Intent) -> ChargeOpened | ChargeOnTerminal:
    outcome = provider.open_charge(intent)
    assert isinstance(outcome, ChargeOpened | ChargeOnTerminal), outcome
    return outcome


def seen(provider: PaymentProvider, ref: ChargeRef) -> Observation:
    outcome = provider.look_up(ref)
    assert isinstance(outcome, Observation), outcome
    return outcome


def refund_of(ref: ChargeRef, payment: str, amount: Money = PRICE) -> Refund:
    return Refund(RandomIds().new(), ref, payment, amount, "desistiu")


def read(response: httpx.Response) -> dict[str, Any]:
    body = read_json(response.content)
    assert isinstance(body, dict)
    return body
