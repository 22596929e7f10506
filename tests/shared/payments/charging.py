"""What tests of the Asaas adapter begin with: an intent, its charge, and the API past the adapter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx

from shared.kernel.clock import Clock, SystemClock
from shared.kernel.ids import IntentId, RandomIds
from shared.kernel.money import Money
from shared.payments.asaas import Asaas
from shared.payments.json_text import read_json
from shared.payments.model import (
    ChargeOpened,
    ChargeState,
    Intent,
    LookOutcome,
    Observation,
    Payer,
)
from tests.fakes.simulator import RunningSimulator

PAYER = Payer("Ana Souza", "52998224725")
PRICE = Money(9050)


def intent_for(payer: Payer | None, clock: Clock | None = None, minutes: int = 30) -> Intent:
    now = (clock or SystemClock()).now()
    return Intent(IntentId(RandomIds().new()), PRICE, "Senha A042", now, now + timedelta(minutes=minutes), payer)


def opened(asaas: Asaas, intent: Intent) -> ChargeOpened:
    outcome = asaas.open_charge(intent)
    assert isinstance(outcome, ChargeOpened)
    return outcome


def state(outcome: LookOutcome) -> ChargeState:
    assert isinstance(outcome, Observation)
    return outcome.state


def read(simulator: RunningSimulator, path: str, **query: str) -> dict[str, Any]:
    """What the API itself shows, past the adapter."""
    headers = {"access_token": simulator.api_key.get_secret_value()}
    body = read_json(httpx.get(f"{simulator.base_url}{path}", params=query, headers=headers).content)
    assert isinstance(body, dict)
    return body
