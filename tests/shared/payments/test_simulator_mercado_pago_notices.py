"""Mercado Pago tells by itself: signed, by topic, repeated."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from pydantic import SecretStr

from shared.kernel.clock import ManualClock
from shared.kernel.money import Money
from shared.payments.json_text import JsonValue
from shared.payments.mercado_pago_signature import is_signed
from shared.payments.simulator.mercado_pago.records import SIMULATOR_SECRET, SIMULATOR_TERMINAL
from tests.fakes.receiver import Heard, Receiver, receiver
from tests.fakes.simulator import RunningSimulator, simulator_thread
from tests.shared.payments.api import NOON
from tests.shared.payments.mercado_pago import Account, account_of, read

SECRET = SecretStr(SIMULATOR_SECRET)
PIX: dict[str, JsonValue] = {
    "transaction_amount": Decimal("25.00"),
    "payment_method_id": "pix",
    "payer": {"email": "loja@testuser.com"},
}
POINT: dict[str, JsonValue] = {
    "type": "point",
    "external_reference": "T-000123",
    "transactions": {"payments": [{"amount": "25.00"}]},
    "config": {"point": {"terminal_id": SIMULATOR_TERMINAL}},
}


@pytest.fixture(scope="module")
def running() -> Iterator[RunningSimulator]:
    with simulator_thread(clock=ManualClock(NOON)) as running:
        yield running


@pytest.fixture
def ear() -> Iterator[Receiver]:
    with receiver() as made:
        yield made


@pytest.fixture
def account(running: RunningSimulator, ear: Receiver) -> Iterator[Account]:
    running.control.reset()
    with account_of(running) as made:
        made.control.tune_deliveries(factor="0")
        made.control.settings(webhook_url=f"{ear.url}?shop=1")
        yield made
    running.control.reset()


def made(account: Account, path: str, body: dict[str, JsonValue], key: str = "key-1") -> dict[str, Any]:
    response = account.ask("POST", path, body, key)
    assert response.is_success, response.text
    return read(response)


def is_genuine(heard: Heard) -> bool:
    (data_id,) = heard.query["data.id"]
    return is_signed(heard.headers["x-signature"], SECRET, data_id, heard.headers["x-request-id"])


def test_a_payment_is_told_without_its_status(account: Account, ear: Receiver) -> None:
    payment = made(account, "/v1/payments", PIX)
    account.control.pay(charge=str(payment["id"]))
    created, updated = ear.wait_for(2)
    assert (created.body["action"], updated.body["action"]) == ("payment.created", "payment.updated")
    assert updated.body["data"] == {"id": str(payment["id"])}
    assert (updated.body["type"], updated.body["api_version"]) == ("payment", "v1")
    assert "status" not in str(updated.body)
    query = {"shop": ["1"], "data.id": [str(payment["id"])], "type": ["payment"]}
    assert [dict(each.query) for each in (created, updated)] == [query, query]
    assert all(is_genuine(each) for each in (created, updated))
    assert created.headers["x-request-id"] != updated.headers["x-request-id"]


def test_an_order_is_told_with_its_state_and_a_growing_version(account: Account, ear: Receiver) -> None:
    order = made(account, "/v1/orders", POINT)
    account.control.play("action_required", charge=order["id"])
    account.control.play("processed", charge=order["id"])
    account.control.refund(charge=order["id"], amount=Money(500))
    account.control.refund(charge=order["id"])
    heard = ear.wait_for(4)
    assert [each.body["action"] for each in heard] == [
        "order.action_required",
        "order.processed",
        "order.refunded",
        "order.refunded",
    ]
    versions = [each.body["data"]["version"] for each in heard]
    assert versions == sorted(set(versions))
    paid = heard[1].body["data"]
    assert (paid["id"], paid["status"], paid["status_detail"]) == (order["id"], "processed", "accredited")
    assert (paid["total_paid_amount"], paid["external_reference"], paid["type"]) == ("25.00", "T-000123", "point")
    assert paid["transactions"]["payments"][0]["paid_amount"] == "25.00"
    assert heard[1].query["type"] == ["order"]
    assert all(is_genuine(each) for each in heard)


def test_what_expires_is_told_when_its_time_comes(account: Account, ear: Receiver) -> None:
    made(account, "/v1/orders", POINT)
    payment = made(account, "/v1/payments", PIX)
    account.control.advance(25 * 3600)
    heard = ear.wait_for(3)
    assert {each.body["action"] for each in heard} == {"payment.created", "payment.updated", "order.expired"}
    assert account.read(f"/v1/payments/{payment['id']}")["status"] == "cancelled"


def test_what_was_there_before_is_no_news(account: Account, ear: Receiver) -> None:
    account.control.settings(webhook_url="")
    old = made(account, "/v1/payments", PIX)
    account.control.settings(webhook_url=ear.url)
    account.control.pay(charge=str(old["id"]))
    assert [each.body["action"] for each in ear.wait_for(1)] == ["payment.updated"]


def test_it_is_told_again_until_it_is_taken(account: Account, ear: Receiver) -> None:
    ear.answer(500, 401, 201)
    made(account, "/v1/payments", PIX)
    heard = ear.wait_for(3)
    assert len({each.body["id"] for each in heard}) == 1
    assert len({each.headers["x-request-id"] for each in heard}) == 3
    assert all(is_genuine(each) for each in heard)
    ear.answer(*[500] * 6)
    made(account, "/v1/payments", PIX, "key-2")
    assert len(ear.wait_for(9)) == 9
    account.control.tune_deliveries(wake=True)
    assert account.control.queue()["stopped"] is False


def test_a_forged_signature_a_stranger_and_fields_that_nobody_knows(account: Account, ear: Receiver) -> None:
    account.control.flaw("forged", event="created")
    account.control.flaw("new_id", event="updated")
    payment = made(account, "/v1/payments", PIX)
    forged = ear.wait_for(1)[0]
    assert not is_genuine(forged)
    account.control.pay(charge=str(payment["id"]))
    heard = ear.wait_for(3)
    assert heard[1].body["id"] != heard[2].body["id"]
    stranger = account.control.say(charge=str(payment["id"]), stranger=True)
    assert ear.wait_for(4)[3].query["data.id"] == [stranger]
    account.control.flaw("extra_fields")
    account.control.say(charge=str(payment["id"]), event="payment.teleported")
    wide = ear.wait_for(5)[4]
    assert (wide.body["action"], "vezUnknown" in wide.body["data"]) == ("payment.teleported", True)


def test_an_order_is_told_before_its_payment_is_answered(account: Account, ear: Receiver) -> None:
    account.control.flaw("early")
    payment = made(account, "/v1/payments", PIX)
    assert [each.body["data"]["id"] for each in ear.heard()] == [str(payment["id"])]
