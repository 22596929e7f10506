"""One simulator for all tests of a process, forgotten and reset before each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import httpx
import pytest

from shared.kernel.clock import Clock, SystemClock
from shared.payments.asaas import Asaas
from tests.fakes.simulator import RunningSimulator, simulator_thread

PATIENT = httpx.Timeout(10.0)
IMPATIENT = httpx.Timeout(10.0, read=0.8)
DELAY_SECONDS = Decimal("1.2")


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
    given = getattr(request.node, "callspec", None)
    return impatient if given is not None and given.params.get("kind") == "delay" else patient
