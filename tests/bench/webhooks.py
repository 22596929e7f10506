"""How fast events are acknowledged while many arrive, and how soon after a payment its ticket is there. Real programs.

The station's background work is done by an app's core in this process, beside the real `vez webhooks`; the load comes
from a third process, each answer counted from the moment at which its event should have been sent.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import httpx
from pydantic import SecretStr

from shared.bootstrap import Core, Outside, build_core
from shared.kernel.clock import SystemClock
from shared.kernel.ids import RandomIds
from shared.kernel.ways import Method
from shared.keys import Keys
from shared.payments.asaas import Asaas
from shared.visits.model import Visit
from shared.webhooks.doors import ASAAS_KEY
from tests.bench.figures import Figure, median, percentile
from tests.bench.paper import App
from tests.fakes.printer import FakePrinter
from tests.fakes.receiver import HOST, TOKEN, ReceiverProcess, asaas_event
from tests.fakes.shop import PROVIDER, cart
from tests.story.house import House, open_house

EVENTS_A_SECOND, SECONDS, CONNECTIONS = 200, 10, 16
SAMPLES = 100
ANSWER_GOAL_MS, TICKET_GOAL_MS = 50.0, 250.0
WAIT_SECONDS, LOOK_SECONDS = 20.0, 0.001


def measure(folder: Path, seconds: int = SECONDS, samples: int = SAMPLES) -> Sequence[Figure]:
    """Answers under load, and tickets on a quiet station and under load."""
    with open_house(folder / "house") as house:
        Keys(house.home).set(ASAAS_KEY, SecretStr(TOKEN))
        with closing(Asaas(house.simulator.base_url, house.simulator.api_key, SystemClock())) as asaas:
            world = Outside(SystemClock(), RandomIds(), FakePrinter(), {PROVIDER: asaas}, threading.Event())
            core = build_core(house.home, house.settings, world)
            app = App(core)
            with ReceiverProcess(house.home, house.environment) as receiver, receiver.client() as caller:
                _loads(receiver, 1).result()
                quiet = [_sale(core, house, caller) * 1_000 for _ in range(samples)]
                answers = _loads(receiver, seconds).result()
                load = _loads(receiver, seconds)
                busy = [_sale(core, house, caller) * 1_000 for _ in range(samples // 4)]
                load.result()
                assert core.inbox.tally().dead == 0
            app.close()
            core.close()
    rate = f"{EVENTS_A_SECOND}/s"
    return [
        Figure(f"webhook answered while {rate} arrive, p99", percentile(answers, 0.99), "ms", ANSWER_GOAL_MS),
        Figure(f"webhook answered while {rate} arrive, median", median(answers), "ms"),
        Figure("paid at the provider → ticket, p99", percentile(quiet, 0.99), "ms", TICKET_GOAL_MS),
        Figure("paid at the provider → ticket, median", median(quiet), "ms"),
        Figure(f"the same while {rate} arrive, most", max(busy), "ms"),
        Figure(f"the same while {rate} arrive, median", median(busy), "ms"),
    ]


class _Load:
    """A process that sends events; `result` are the milliseconds until each was answered."""

    def __init__(self, port: int, seconds: int) -> None:
        command = [sys.executable, "-m", "tests.bench.webhooks", str(port), str(seconds), str(time.time_ns())]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])

    def result(self) -> list[float]:
        said, _ = self._process.communicate(timeout=WAIT_SECONDS + SECONDS * 2)
        assert self._process.returncode == 0
        return [float(each) for each in json.loads(said)]


def _loads(receiver: ReceiverProcess, seconds: int) -> _Load:
    return _Load(int(receiver.origin.rpartition(":")[2]), seconds)


def _sale(core: Core, house: House, caller: httpx.Client) -> float:
    """Sell one visit; seconds from the payment at the provider, which speaks of it at once, to the ticket."""
    opened = core.sale.open(cart())
    assert isinstance(opened, Visit)
    assert isinstance(core.sale.pay(opened.id, Method.PIX), Visit)
    core.duties.nudge()
    visit = _until(core, opened, is_paid=False)
    intent_id = visit.charges[-1].intent_id
    house.simulator.control.pay(intent=intent_id)
    begun = time.monotonic()
    event = asaas_event("PAYMENT_RECEIVED", intent_id, externalReference=intent_id)
    assert caller.post("/asaas", json=event, headers={"asaas-access-token": TOKEN}).status_code == httpx.codes.OK
    _until(core, visit, is_paid=True)
    return time.monotonic() - begun


def _until(core: Core, visit: Visit, *, is_paid: bool) -> Visit:
    """Wait for the code, or for the ticket."""
    ends_at, pause = time.monotonic() + WAIT_SECONDS, threading.Event()
    while time.monotonic() < ends_at:
        found = core.board.visit(visit.id)
        assert isinstance(found, Visit)
        if (found.ticket is not None) if is_paid else (found.charges[-1].charge_id is not None):
            return found
        pause.wait(LOOK_SECONDS)
    raise AssertionError(f"{visit.label} has no {'ticket' if is_paid else 'code'}")


async def _send(port: int, seconds: int, name: str) -> list[float]:
    """Events of strangers at even intervals over a few connections that stay."""
    waiting: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
    answered: list[float] = []
    callers = [asyncio.create_task(_call(port, waiting, answered)) for _ in range(CONNECTIONS)]
    begun = time.monotonic()
    for number in range(EVENTS_A_SECOND * seconds):
        due = begun + number / EVENTS_A_SECOND
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        waiting.put_nowait((due, _request(asaas_event("PAYMENT_RECEIVED", f"{name}-{number}"))))
    await asyncio.wait_for(waiting.join(), WAIT_SECONDS)
    for each in callers:
        each.cancel()
    return answered


async def _call(port: int, waiting: asyncio.Queue[tuple[float, bytes]], answered: list[float]) -> None:
    reader, writer = await asyncio.open_connection(HOST, port)
    while True:
        due, request = await waiting.get()
        writer.write(request)
        answer = await reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 200"), answer
        answered.append((time.monotonic() - due) * 1_000)
        waiting.task_done()


def _request(event: dict[str, object]) -> bytes:
    body = json.dumps(event).encode()
    head = f"POST /asaas HTTP/1.1\r\nHost: {HOST}\r\nasaas-access-token: {TOKEN}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_send(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))))
