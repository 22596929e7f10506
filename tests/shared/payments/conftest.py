"""One simulator for all tests of a process, forgotten and reset before each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from decimal import Decimal

import httpx
import pytest
from pydantic import SecretStr

from shared.kernel.clock import Clock, SystemClock
from shared.kernel.ids import RandomIds
from shared.payments.asaas import Asaas
from shared.payments.bank_pix import BankPix, Receiver
from shared.payments.bank_pix_line import Account, Certificate
from shared.payments.bank_pix_oauth import Client
from shared.payments.bank_pix_profiles import PROFILES, Addresses, Bank
from shared.payments.simulator.bank_pix.records import (
    BANK_APP_KEY,
    BANK_CLIENT_ID,
    BANK_CLIENT_SECRET,
    BANK_PIX_KEY,
)
from tests.fakes.simulator import RunningSimulator, SimulatorControl, simulator_thread

PATIENT = httpx.Timeout(10.0)
IMPATIENT = httpx.Timeout(10.0, read=0.8)
DELAY_SECONDS = Decimal("1.2")
NO_CERTIFICATE = Certificate(None, None)
CLIENT = Client(BANK_CLIENT_ID, SecretStr(BANK_CLIENT_SECRET))


@pytest.fixture(scope="session")
def _running() -> Iterator[RunningSimulator]:
    with simulator_thread() as running:
        yield running


@pytest.fixture
def simulator(_running: RunningSimulator) -> RunningSimulator:
    _running.control.reset()
    return _running


@contextmanager
def asaas_at(
    simulator: RunningSimulator,
    clock: Clock | None = None,
    pix_key: str | None = None,
    timeout: httpx.Timeout = PATIENT,
) -> Iterator[Asaas]:
    """An adapter of its own."""
    made = Asaas(simulator.base_url, simulator.api_key, clock or SystemClock(), pix_key, timeout)
    try:
        yield made
    finally:
        made.close()


@pytest.fixture(scope="session")
def _adapters(_running: RunningSimulator) -> Iterator[tuple[Asaas, Asaas]]:
    with asaas_at(_running) as patient, asaas_at(_running, timeout=IMPATIENT) as impatient:
        yield patient, impatient


@pytest.fixture
def asaas(_adapters: tuple[Asaas, Asaas], simulator: RunningSimulator, request: pytest.FixtureRequest) -> Asaas:
    """One adapter for all tests; where the fault is a delay, one that does not wait for it to end."""
    patient, impatient = _adapters
    return impatient if _is_delayed(request) else patient


@contextmanager
def bank_at(
    simulator: RunningSimulator,
    bank: Bank = Bank.SICREDI,
    clock: Clock | None = None,
    timeout: httpx.Timeout = PATIENT,
    certificate: Certificate = NO_CERTIFICATE,
    client: Client = CLIENT,
) -> Iterator[BankPix]:
    """An adapter of its own, without a token yet. The simulator plays Sicredi until it is told otherwise."""
    account = Account(
        PROFILES[bank], addresses_at(simulator.origin, bank), client, certificate, SecretStr(BANK_APP_KEY)
    )
    receiver = Receiver(BANK_PIX_KEY, "Vez Recovery", "Porto Alegre")
    made = BankPix(account, receiver, clock or SystemClock(), RandomIds(), timeout)
    try:
        yield made
    finally:
        made.close()


def addresses_at(origin: str, bank: Bank) -> Addresses:
    """Where the simulator is, in the manner of a bank's own addresses: some end with the version, some do not."""
    version = "" if bank is Bank.SICREDI else "/v2"
    return Addresses(f"{origin}/bank/api{version}", f"{origin}/bank/oauth/token")


@pytest.fixture
def bank_pix(simulator: RunningSimulator, request: pytest.FixtureRequest) -> Iterator[BankPix]:
    with bank_at(simulator, timeout=IMPATIENT if _is_delayed(request) else PATIENT) as adapter:
        yield adapter


@pytest.fixture
def bank_control(simulator: RunningSimulator) -> Iterator[SimulatorControl]:
    with closing(simulator.control.of("bank_pix")) as control:
        yield control


def _is_delayed(request: pytest.FixtureRequest) -> bool:
    given = getattr(request.node, "callspec", None)
    return given is not None and given.params.get("kind") == "delay"
