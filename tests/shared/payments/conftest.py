"""One simulator for all tests of a process, forgotten and reset before each."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from shared.kernel.clock import SystemClock
from shared.payments.asaas import Asaas
from tests.fakes.simulator import RunningSimulator, simulator_thread

QUICK = httpx.Timeout(connect=1.0, read=0.4, write=0.4, pool=0.4)


@pytest.fixture(scope="session")
def _running() -> Iterator[RunningSimulator]:
    with simulator_thread() as running:
        yield running


@pytest.fixture
def simulator(_running: RunningSimulator) -> RunningSimulator:
    _running.control.reset()
    return _running


@pytest.fixture
def asaas(simulator: RunningSimulator) -> Iterator[Asaas]:
    adapter = Asaas(simulator.base_url, simulator.api_key, SystemClock(), timeout=QUICK)
    yield adapter
    adapter.close()
