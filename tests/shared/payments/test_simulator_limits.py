"""How much an Asaas account may ask, and what its lists refuse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest

from shared.kernel.clock import ManualClock
from shared.payments.simulator.asaas.records import Settings
from shared.payments.simulator.asaas.room import AsaasRoom
from shared.payments.simulator.post import PostOffice
from tests.fakes.simulator import ControlRefused, RunningSimulator, simulator_thread
from tests.shared.payments.api import NOON, Api, codes

READS_MAX = 50


@pytest.fixture(scope="module")
def running() -> Iterator[RunningSimulator]:
    with simulator_thread(clock=ManualClock(NOON)) as running:
        yield running


@pytest.fixture
def api(running: RunningSimulator) -> Iterator[Api]:
    running.control.reset()
    made = Api(running)
    yield made
    made.close()


def test_more_reads_at_once_than_fifty_are_refused() -> None:
    clock = ManualClock(NOON)
    room = AsaasRoom(Settings(), clock, PostOffice(clock))
    assert all(room.enter("GET", "/payments").refusal is None for _ in range(READS_MAX))
    refused = room.enter("GET", "/payments").refusal
    assert refused is not None
    assert (refused.status_code, refused.headers["RateLimit-Reset"]) == (429, "1")
    assert room.enter("POST", "/payments").refusal is None
    room.reset()
    assert room.enter("GET", "/payments").refusal is not None
    room.leave("GET")
    assert room.enter("GET", "/payments").refusal is None


def test_a_read_counts_until_it_ends_however_it_ends(api: Api) -> None:
    for kind in ("error", "drop", "html"):
        api.control.fault(kind, times=READS_MAX, path="^/payments$")
    for _ in range(3 * READS_MAX):
        with suppress(httpx.RemoteProtocolError):
            api.ask("GET", "/payments")
    assert api.get("/payments")["totalCount"] == 0


def test_an_account_has_a_quota_for_twelve_hours(api: Api) -> None:
    api.control.settings(quota=2)
    api.get("/payments")
    api.control.advance(3600)
    api.get("/payments")
    refused = api.ask("GET", "/payments")
    assert refused.status_code == 429
    assert (refused.headers["RateLimit-Remaining"], refused.headers["RateLimit-Reset"]) == ("0", str(11 * 3600))
    api.control.advance(11 * 3600)
    assert api.get("/payments")["totalCount"] == 0


def test_an_endpoint_announces_its_limit(api: Api) -> None:
    assert "RateLimit-Limit" not in api.ask("GET", "/payments").headers
    made = [api.charge()["id"] for _ in range(2)]
    api.control.settings(endpoint_limit=2)
    seen = [api.ask("GET", f"/payments/{each}/status").headers["RateLimit-Remaining"] for each in made]
    assert seen == ["1", "0"]
    refused = api.ask("GET", f"/payments/{made[0]}/status")
    assert (refused.status_code, refused.headers["RateLimit-Limit"], refused.headers["RateLimit-Reset"]) == (
        429,
        "2",
        "60",
    )
    assert api.ask("GET", "/payments").status_code == 200
    api.control.advance(60)
    assert api.ask("GET", f"/payments/{made[0]}/status").status_code == 200


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"),
        ("limit", "101"),
        ("offset", "-1"),
        ("offset", "x"),
        ("status", "PAID"),
        ("billingType", "CASH"),
        ("dueDate[ge]", "01/03/2026"),
        ("paymentDate[le]", "2026-02-30"),
        ("dateCreated[ge]", "20260301"),
    ],
)
def test_a_list_refuses_what_it_cannot_read(api: Api, name: str, value: str) -> None:
    assert codes(api.ask("GET", "/payments", **{name: value})) == [f"invalid_{name.partition('[')[0]}"]


def test_only_settings_that_there_are_can_be_changed(api: Api) -> None:
    with pytest.raises(ControlRefused, match="no setting is called quotas"):
        api.control.settings(quotas=1)
