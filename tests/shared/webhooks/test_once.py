"""Each event once, and none that was acknowledged is lost, whoever repeats, crowds or pulls the plug."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from shared.bootstrap import build_core
from shared.config import Settings
from shared.keys import Keys
from shared.store.failures import DiskFull
from shared.webhooks.doors import ASAAS_KEY
from shared.webhooks.model import Notification, Source
from shared.webhooks.service import Arrived, Inbox
from shared.webhooks.writer import Kept, NotKept, Writer
from tests.fakes.receiver import (
    TOKEN,
    Receiver,
    ReceiverProcess,
    asaas_event,
    bank_body,
    mercado_pago_order,
    receiving,
)
from tests.fakes.shop import Shop
from tests.shared.webhooks.dying import DEAD
from tests.story.house import NO_KEYRING

OURS = "0123456789abcdef0123456789abcdef"
CLIENTS, ENOUGH = 8, 100
WAIT_SECONDS = 30.0


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A station that nobody has open, and to which Asaas may speak."""
    for name, value in NO_KEYRING.items():
        monkeypatch.setenv(name, value)
    shop = Shop(tmp_path / "home")
    shop.closes()
    Keys(shop.home).set(ASAAS_KEY, SecretStr(TOKEN))
    return shop.home


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    assert home.is_dir()
    return {name: value for name, value in os.environ.items() if not name.startswith("VEZ_")}


def keys_in(home: Path) -> Sequence[str]:
    """The events that the file holds."""
    core = build_core(home, Settings())
    found = [each.key for each in core.inbox.latest(10_000)]
    core.close()
    return found


def test_the_same_event_from_eight_callers_at_once_is_one(receiver: Receiver, shop: Shop) -> None:
    start = threading.Barrier(CLIENTS)

    def calls() -> list[int]:
        with httpx.Client(base_url=receiver.origin, timeout=WAIT_SECONDS, trust_env=False) as client:
            headers = {"asaas-access-token": TOKEN}
            start.wait(WAIT_SECONDS)
            return [
                client.post("/asaas", json=asaas_event("PAYMENT_RECEIVED"), headers=headers).status_code for _ in "123"
            ]

    with ThreadPoolExecutor(CLIENTS) as callers:
        answers = [each.result(WAIT_SECONDS) for each in [callers.submit(calls) for _ in range(CLIENTS)]]
    assert answers == [[200] * 3] * CLIENTS
    assert len(shop.core.inbox.latest()) == 1


def test_a_repeated_event_is_answered_and_not_worked_on_again(receiver: Receiver, shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    event = asaas_event("PAYMENT_RECEIVED", externalReference=shop.intent_of(visit))
    assert receiver.asaas(event).status_code == 200
    shop.core.webhook_duty.step()
    assert receiver.asaas(event).status_code == 200
    assert shop.core.webhook_duty.step() == 0
    assert shop.asked("look") == 1


def test_an_order_is_an_event_again_only_when_its_version_grew(receiver: Receiver, shop: Shop) -> None:
    for version in (3, 3, 4):
        order = mercado_pago_order("ORD01JY0", OURS, version)
        again = receiver.mercado_pago(order, shop.clock.now())
        assert again.status_code == 200
    assert len(shop.core.inbox.latest()) == 2


def test_several_pix_in_one_call_are_kept_each_once(receiver: Receiver, shop: Shop) -> None:
    first, second = bank_body(OURS, "E1")["pix"], bank_body(OURS, "E2")["pix"]
    for told in ([*first, *second], first, second):
        assert receiver.bank({"pix": told}).status_code == 200
    assert len(shop.core.inbox.latest()) == 2


class FullDisk(Inbox):
    """A disk on which nothing can be written for a while."""

    is_full = True

    def receive(self, arrived: Sequence[Arrived]) -> None:
        if self.is_full:
            raise DiskFull("O disco está cheio.")
        super().receive(arrived)


def test_what_cannot_be_committed_is_not_acknowledged(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    inbox = FullDisk(shop.core.database, shop.core.journal, shop.clock, shop.ids)
    with receiving(inbox, shop.clock) as receiver:
        assert [receiver.asaas(asaas_event("PAYMENT_RECEIVED")).status_code for _ in "123"] == [503] * 3
        assert inbox.latest() == ()
        inbox.is_full = False
        assert receiver.asaas(asaas_event("PAYMENT_RECEIVED")).status_code == 200
    assert len(inbox.latest()) == 1
    said = [each.msg["event"] for each in caplog.records if each.name == "webhooks" and isinstance(each.msg, dict)]
    assert said.count("webhooks cannot be kept") == 1


class Breaking(Inbox):
    """One event breaks whatever it is committed with. The first commit waits until there are others for the next."""

    def __init__(self, shop: Shop) -> None:
        super().__init__(shop.core.database, shop.core.journal, shop.clock, shop.ids)
        self.go_on = threading.Event()
        self.sizes: list[int] = []

    def receive(self, arrived: Sequence[Arrived]) -> None:
        self.go_on.wait(WAIT_SECONDS)
        self.sizes.append(len(arrived))
        if any(each.said.kind == "PAYMENT_UPDATED" for each in arrived):
            raise OverflowError("an event that nobody foresaw")
        super().receive(arrived)


def test_an_event_that_breaks_a_commit_takes_no_other_with_it(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    async def arrive(writer: Writer) -> list[Kept | NotKept]:
        kinds = ("PAYMENT_RECEIVED", "PAYMENT_UPDATED", "PAYMENT_DELETED", "PAYMENT_RESTORED")
        said = [Notification(Source.ASAAS, kind, kind, None, "{}") for kind in kinds]
        asking = [asyncio.ensure_future(writer.keep([Arrived(each, shop.clock.now())])) for each in said]
        await asyncio.sleep(0)
        inbox.go_on.set()
        return await asyncio.gather(*asking)

    inbox = Breaking(shop)
    writer = Writer(inbox, lambda: None)
    answers = asyncio.run(arrive(writer))
    writer.close()
    assert answers == [Kept(), NotKept(), Kept(), Kept()]
    assert max(inbox.sizes) > 1
    assert {each.kind for each in inbox.latest()} == {"PAYMENT_RECEIVED", "PAYMENT_DELETED", "PAYMENT_RESTORED"}
    assert [each.levelname for each in caplog.records if each.name == "webhooks"] == ["ERROR"]


def test_an_answer_that_is_lost_after_the_commit_makes_no_second(home: Path, environment: dict[str, str]) -> None:
    event = asaas_event("PAYMENT_RECEIVED")
    with ReceiverProcess(home, environment, "tests.shared.webhooks.dying") as dying:
        with pytest.raises(httpx.TransportError):
            dying.posts(event)
        assert dying.process.wait(WAIT_SECONDS) == DEAD
    assert keys_in(home) == [event["id"]]
    with ReceiverProcess(home, environment) as receiver:
        assert receiver.posts(event) == 200
        assert receiver.ends() == 0
    assert keys_in(home) == [event["id"]]


def test_no_acknowledged_event_is_lost_when_the_plug_is_pulled(home: Path, environment: dict[str, str]) -> None:
    acknowledged: list[str] = []
    enough = threading.Event()

    def calls(origin: str, caller: int) -> None:
        with httpx.Client(base_url=origin, timeout=WAIT_SECONDS, trust_env=False) as client:
            for number in range(ENOUGH * 10):
                event = asaas_event("PAYMENT_RECEIVED", f"{caller}-{number}")
                try:
                    answer = client.post("/asaas", json=event, headers={"asaas-access-token": TOKEN})
                except httpx.TransportError:
                    return
                assert answer.status_code == 200
                acknowledged.append(event["id"])
                if len(acknowledged) >= ENOUGH:
                    enough.set()

    with ReceiverProcess(home, environment) as receiver, ThreadPoolExecutor(CLIENTS) as callers:
        calling = [callers.submit(calls, receiver.origin, caller) for caller in range(CLIENTS)]
        assert enough.wait(WAIT_SECONDS)
        receiver.kill()
        for each in calling:
            each.result(WAIT_SECONDS)
    found = keys_in(home)
    assert set(acknowledged) <= set(found)
    assert len(found) == len(set(found)) <= len(acknowledged) + CLIENTS


def test_it_stops_in_order_when_it_is_told_to(home: Path, environment: dict[str, str]) -> None:
    with ReceiverProcess(home, environment) as receiver:
        assert receiver.posts(asaas_event("PAYMENT_CREATED")) == 200
        assert receiver.ends() == 0
        assert receiver.process.stderr is not None
        assert receiver.process.stderr.read() == b""
