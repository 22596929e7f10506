"""Asaas tells by itself: what is sent, how it is repeated, and everything that can be done to it on the way."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx
import pytest

from shared.kernel.clock import ManualClock
from shared.payments.json_text import JsonValue
from shared.payments.simulator.asaas.mail import EVENTS, WAITS
from shared.payments.simulator.notices import Flaw, FlawKind, Notice, ways
from tests.fakes.receiver import Heard, Receiver, receiver
from tests.fakes.simulator import ControlRefused, RunningSimulator, simulator_thread
from tests.shared.payments.api import NOON, STATIC, Api, codes, read

TOKEN = "whsec_0123456789abcdef0123456789abcdef"
ATTEMPTS = 15


@pytest.fixture(scope="module")
def running() -> Iterator[RunningSimulator]:
    with simulator_thread(clock=ManualClock(NOON)) as running:
        yield running


@pytest.fixture
def api(running: RunningSimulator) -> Iterator[Api]:
    running.control.reset()
    running.control.tune_deliveries(factor="0")
    made = Api(running)
    yield made
    running.control.reset()
    made.close()


@pytest.fixture
def ear() -> Iterator[Receiver]:
    with receiver() as made:
        yield made


def wanted(ear: Receiver, **changed: JsonValue) -> dict[str, JsonValue]:
    usual: dict[str, JsonValue] = {
        "name": "Vez",
        "url": ear.url,
        "email": "loja@example.com",
        "enabled": True,
        "interrupted": False,
        "apiVersion": 3,
        "authToken": TOKEN,
        "sendType": "SEQUENTIALLY",
        "events": list[JsonValue](sorted(EVENTS)),
    }
    return {name: value for name, value in {**usual, **changed}.items() if value is not None}


def hooked(api: Api, ear: Receiver, **changed: JsonValue) -> dict[str, Any]:
    return api.post("/webhooks", wanted(ear, **changed))


def told(heard: list[Heard]) -> list[str]:
    return [each.body["event"] for each in heard]


def settled(api: Api, state: str, count: int = 1) -> list[dict[str, Any]]:
    """The deliveries, once `count` of them stand so."""
    for _ in range(5_000):
        found = [each for each in api.control.deliveries() if each["state"] == state]
        if len(found) >= count:
            return found
    raise AssertionError([(each["event"], each["state"]) for each in api.control.deliveries()])


def stopped(api: Api) -> dict[str, Any]:
    for _ in range(5_000):
        queue = api.control.queue()
        if queue["stopped"]:
            return queue
    raise AssertionError(api.control.queue())


def test_a_webhook_is_kept_without_showing_its_token(api: Api, ear: Receiver) -> None:
    made = hooked(api, ear)
    assert TOKEN not in str(made)
    assert (made["hasAuthToken"], made["interrupted"], made["sendType"]) == (True, False, "SEQUENTIALLY")
    path = f"/webhooks/{made['id']}"
    assert api.get(path) == made
    changed = read(api.ask("PUT", path, {"sendType": "NON_SEQUENTIALLY"}))
    assert (changed["sendType"], changed["hasAuthToken"], changed["url"]) == ("NON_SEQUENTIALLY", True, ear.url)
    assert api.get("/webhooks")["totalCount"] == 1
    assert read(api.ask("DELETE", path)) == {"deleted": True, "id": made["id"]}
    for method, body in (("GET", None), ("PUT", {}), ("DELETE", None)):
        assert api.ask(method, path, body).status_code == 404


def test_an_account_has_ten_webhooks_at_most(api: Api, ear: Receiver) -> None:
    for _ in range(10):
        hooked(api, ear)
    assert codes(api.ask("POST", "/webhooks", wanted(ear))) == ["invalid_action"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"url": None}, "invalid_url"),
        ({"url": "http://shop.example/told"}, "invalid_url"),
        ({"url": "ftp://shop.example"}, "invalid_url"),
        ({"url": "https://[x"}, "invalid_url"),
        ({"email": None}, "invalid_email"),
        ({"sendType": "SOMEHOW"}, "invalid_sendType"),
        ({"sendType": None}, "invalid_sendType"),
        ({"events": []}, "invalid_events"),
        ({"events": None}, "invalid_events"),
        ({"events": ["PAYMENT_TELEPORTED"]}, "invalid_events"),
        ({"apiVersion": 2}, "invalid_apiVersion"),
        ({"enabled": "yes"}, "invalid_enabled"),
        ({"authToken": "x" * 256}, "invalid_authToken"),
    ],
)
def test_a_wrong_webhook_is_refused(api: Api, ear: Receiver, changed: dict[str, JsonValue], code: str) -> None:
    assert codes(api.ask("POST", "/webhooks", wanted(ear, **changed))) == [code]


def test_an_event_names_the_charge_and_bears_the_token(api: Api, ear: Receiver) -> None:
    hooked(api, ear)
    made = api.charge(externalReference="intent")
    api.control.pay(charge=made["id"])
    created, received = ear.wait_for(2)
    assert (created.body["event"], received.body["event"]) == ("PAYMENT_CREATED", "PAYMENT_RECEIVED")
    assert received.headers["asaas-access-token"] == TOKEN
    assert received.headers["content-type"] == "application/json"
    assert received.body["dateCreated"] == "2026-03-02 12:00:00"
    assert received.body["payment"] == api.get(f"/payments/{made['id']}")
    assert (created.body["payment"]["status"], received.body["payment"]["value"]) == ("PENDING", Decimal("100.90"))
    assert created.body["id"] != received.body["id"]
    assert all(each.body["id"].startswith("evt_") for each in (created, received))


def test_every_movement_of_a_charge_is_told(api: Api, ear: Receiver) -> None:
    hooked(api, ear)
    pix, card, slip = api.charge(), api.charge(billingType="CREDIT_CARD"), api.charge(billingType="BOLETO")
    api.ask("PUT", f"/payments/{pix['id']}", {"value": 90})
    api.ask("DELETE", f"/payments/{pix['id']}")
    api.post(f"/payments/{pix['id']}/restore", {})
    api.post(f"/payments/{pix['id']}/receiveInCash", {"paymentDate": "2026-03-02", "value": 90})
    api.post(f"/payments/{pix['id']}/undoReceivedInCash", {})
    api.control.pay(charge=pix["id"])
    api.post(f"/payments/{pix['id']}/refund", {"value": 1})
    api.control.settings(refund_status="PENDING")
    api.post(f"/payments/{pix['id']}/refund", {})
    api.control.settle_refunds("CANCELLED", charge=pix["id"])
    api.control.settings(refund_status="DONE")
    api.post(f"/payments/{pix['id']}/refund", {})
    api.control.pay(charge=card["id"], card="refused")
    api.control.pay(charge=card["id"], card="risk")
    api.control.play("reprove_risk", charge=card["id"])
    api.control.pay(charge=card["id"], card="risk")
    for step in ("approve_risk", "anticipate", "credit", "request_chargeback", "dispute", "win_dispute"):
        api.control.play(step, charge=card["id"])
    for step in ("view_invoice", "view_slip"):
        api.control.play(step, charge=slip["id"])
    api.control.advance(24 * 3600)
    api.get("/payments")
    api.control.play("request_dunning", charge=slip["id"])
    api.control.pay(charge=slip["id"])
    unheard = {"PAYMENT_AUTHORIZED", *(each for each in EVENTS if "SPLIT" in each)}
    by_charge: dict[str, list[str]] = {}
    settled(api, "delivered", 30)
    for each in ear.wait_for(30):
        by_charge.setdefault(each.body["payment"]["id"], []).append(each.body["event"].removeprefix("PAYMENT_"))
    assert by_charge[pix["id"]] == [
        *("CREATED", "UPDATED", "DELETED", "RESTORED", "RECEIVED", "RECEIVED_IN_CASH_UNDONE", "RECEIVED"),
        *("PARTIALLY_REFUNDED", "REFUND_IN_PROGRESS", "REFUND_DENIED", "REFUND_IN_PROGRESS", "REFUNDED"),
    ]
    assert by_charge[card["id"]] == [
        *("CREATED", "CREDIT_CARD_CAPTURE_REFUSED", "AWAITING_RISK_ANALYSIS", "REPROVED_BY_RISK_ANALYSIS"),
        *("AWAITING_RISK_ANALYSIS", "APPROVED_BY_RISK_ANALYSIS", "CONFIRMED", "ANTICIPATED", "RECEIVED"),
        *("CHARGEBACK_REQUESTED", "CHARGEBACK_DISPUTE", "AWAITING_CHARGEBACK_REVERSAL"),
    ]
    slips = ("CREATED", "CHECKOUT_VIEWED", "BANK_SLIP_VIEWED", "OVERDUE", "DUNNING_REQUESTED", "DUNNING_RECEIVED")
    assert by_charge[slip["id"]] == list(slips)
    assert {f"PAYMENT_{each}" for events in by_charge.values() for each in events} == EVENTS - unheard


def test_only_wanted_events_of_enabled_webhooks_are_sent(api: Api, ear: Receiver) -> None:
    hooked(api, ear, enabled=False)
    hooked(api, ear, events=["PAYMENT_RECEIVED"])
    api.control.pay(charge=api.charge()["id"])
    settled(api, "delivered")
    assert told(ear.wait_for(1)) == ["PAYMENT_RECEIVED"]


def test_a_static_codes_payment_is_told_with_its_code(api: Api, ear: Receiver) -> None:
    hooked(api, ear)
    code = api.post("/pix/qrCodes/static", STATIC)
    api.control.pay(code=code["payload"])
    assert [each.body["payment"]["pixQrCodeId"] for each in ear.wait_for(2)] == [code["id"]] * 2


def test_a_failing_event_blocks_all_later_ones_in_order(api: Api, ear: Receiver) -> None:
    hooked(api, ear)
    ear.answer(500, 201, 404)
    api.control.pay(charge=api.charge()["id"])
    heard = ear.wait_for(5)
    assert told(heard) == ["PAYMENT_CREATED"] * 4 + ["PAYMENT_RECEIVED"]
    assert len({each.body["id"] for each in heard}) == 2
    first, second = settled(api, "delivered", 2)
    assert (first["attempts"], second["attempts"]) == (["500", "201", "404", "200"], ["200"])


def test_without_order_a_failing_event_blocks_nobody(api: Api, ear: Receiver) -> None:
    api.control.tune_deliveries(factor="1000")
    hooked(api, ear, sendType="NON_SEQUENTIALLY")
    ear.answer(500)
    made = api.charge()
    ear.wait_for(1)
    api.control.pay(charge=made["id"])
    assert told(ear.wait_for(2)) == ["PAYMENT_CREATED", "PAYMENT_RECEIVED"]
    settled(api, "delivered")
    api.control.tune_deliveries(wake=True)
    assert told(ear.wait_for(3))[-1] == "PAYMENT_CREATED"


@pytest.mark.parametrize("order", ["SEQUENTIALLY", "NON_SEQUENTIALLY"])
def test_after_fifteen_failures_the_queue_stands_still_until_it_is_restarted(
    api: Api, ear: Receiver, order: str
) -> None:
    hook = hooked(api, ear, sendType=order)
    ear.answer(*[503] * ATTEMPTS)
    made = api.charge()
    stopped(api)
    assert len(ear.wait_for(ATTEMPTS)) == len(WAITS) + 1 == ATTEMPTS
    api.control.pay(charge=made["id"])
    path = f"/webhooks/{hook['id']}"
    assert (api.get(path)["interrupted"], api.control.queue()["waiting"]) == (True, 2)
    assert read(api.ask("PUT", path, {"interrupted": False}))["interrupted"] is False
    settled(api, "delivered", 2)
    heard = ear.wait_for(ATTEMPTS + 2)[ATTEMPTS:]
    assert sorted(told(heard)) == ["PAYMENT_CREATED", "PAYMENT_RECEIVED"]
    if order == "SEQUENTIALLY":
        assert told(heard) == ["PAYMENT_CREATED", "PAYMENT_RECEIVED"]


def test_whoever_does_not_answer_in_time_is_told_again(api: Api, ear: Receiver) -> None:
    api.control.tune_deliveries(timeout_seconds="0.05")
    hooked(api, ear)
    ear.hang()
    api.charge()
    stopped(api)
    assert set(api.control.deliveries()[0]["attempts"]) == {"ReadTimeout"}
    ear.recover()


def test_nobody_there_is_a_failure_too(api: Api) -> None:
    with receiver() as gone:
        pass
    hooked(api, gone)
    api.charge()
    stopped(api)
    assert api.control.deliveries()[0]["attempts"] == ["ConnectError"] * ATTEMPTS


def test_events_are_kept_for_fourteen_days(api: Api, ear: Receiver) -> None:
    hook = hooked(api, ear, interrupted=True)
    api.charge()
    api.control.advance(15 * 24 * 3600)
    late = api.charge(dueDate="2026-03-20")
    api.ask("PUT", f"/webhooks/{hook['id']}", {"interrupted": False})
    settled(api, "expired")
    first, second = ear.wait_for(2)
    assert (first.body["event"], second.body["payment"]["id"]) == ("PAYMENT_OVERDUE", late["id"])


def test_the_backoff_can_be_removed(api: Api, ear: Receiver) -> None:
    api.control.tune_deliveries(factor="1000")
    hook = hooked(api, ear)
    ear.answer(500)
    api.charge()
    ear.wait_for(1)
    for _ in range(5_000):
        api.post(f"/webhooks/{hook['id']}/removeBackoff", {})
        if len(ear.heard()) == 2:
            break
    assert told(ear.wait_for(2)) == ["PAYMENT_CREATED"] * 2
    assert api.ask("POST", "/webhooks/0/removeBackoff", {}).status_code == 404


def test_an_event_comes_twice(api: Api, ear: Receiver) -> None:
    hooked(api, ear)
    api.control.flaw("duplicate")
    api.charge()
    first, second = ear.wait_for(2)
    assert first.body == second.body


def test_the_same_state_comes_under_another_id(api: Api, ear: Receiver) -> None:
    hooked(api, ear)
    api.control.flaw("new_id", event="RECEIVED")
    api.control.pay(charge=api.charge()["id"])
    _, first, second = ear.wait_for(3)
    assert first.body["id"] != second.body["id"]
    assert {**first.body, "id": ""} == {**second.body, "id": ""}


def test_an_event_comes_before_its_cause_is_answered(api: Api, ear: Receiver) -> None:
    """The creation is not answered while the one who is told does not answer."""
    hooked(api, ear)
    wish = api.wanted()
    api.control.flaw("early", times=2)
    ear.hang()
    with pytest.raises(httpx.ReadTimeout):
        api.ask("POST", "/payments", wish, None, 0.3)
    ear.recover()
    assert told(ear.wait_for(1)) == ["PAYMENT_CREATED"]
    made = api.post("/payments", wish)
    assert [each.body["payment"]["id"] for each in ear.heard()][1] == made["id"]


def test_events_come_out_of_order(api: Api, ear: Receiver) -> None:
    hooked(api, ear)
    api.control.flaw("hold", event="CREATED")
    api.control.pay(charge=api.charge()["id"])
    assert told(ear.wait_for(2)) == ["PAYMENT_RECEIVED", "PAYMENT_CREATED"]
    api.control.flaw("hold")
    api.charge()
    settled(api, "held")
    api.control.tune_deliveries(release=True)
    assert len(ear.wait_for(3)) == 3


def test_an_event_never_comes(api: Api, ear: Receiver) -> None:
    hooked(api, ear)
    api.control.flaw("drop", event="RECEIVED")
    api.control.pay(charge=api.charge()["id"])
    settled(api, "dropped")
    api.control.refund(charge=ear.wait_for(1)[0].body["payment"]["id"])
    assert "PAYMENT_RECEIVED" not in told(ear.wait_for(3))


def test_an_event_comes_later(api: Api, ear: Receiver) -> None:
    hooked(api, ear)
    api.control.flaw("delay", seconds=60)
    api.charge()
    settled(api, "waiting")
    assert ear.heard() == []
    api.control.tune_deliveries(wake=True)
    assert told(ear.wait_for(1)) == ["PAYMENT_CREATED"]


def test_a_forged_event_is_tried_once(api: Api, ear: Receiver) -> None:
    hooked(api, ear)
    api.control.flaw("forged")
    ear.answer(401)
    made = api.charge()
    (forged,) = ear.wait_for(1)
    assert forged.headers["asaas-access-token"] != TOKEN
    settled(api, "given_up")
    api.control.pay(charge=made["id"])
    assert ear.wait_for(2)[1].headers["asaas-access-token"] == TOKEN


def test_names_and_fields_that_nobody_knows(api: Api, ear: Receiver) -> None:
    hooked(api, ear)
    api.control.flaw("unknown_event", event="CREATED")
    api.control.flaw("extra_fields", event="RECEIVED")
    api.control.pay(charge=api.charge()["id"])
    strange, wide = ear.wait_for(2)
    assert strange.body["event"] not in EVENTS
    assert {"vezUnknown", "another"} <= set(wide.body)
    assert {"vezUnknown", "another"} <= set(wide.body["payment"])


def test_an_event_for_a_strangers_charge_or_of_any_name(api: Api, ear: Receiver) -> None:
    hooked(api, ear)
    made = api.charge()
    stranger = api.control.say(charge=made["id"], event="PAYMENT_RECEIVED", stranger=True)
    api.control.say(charge=made["id"], event="SUBSCRIPTION_CREATED")
    _, foreign, other = ear.wait_for(3)
    assert (foreign.body["payment"]["id"], foreign.body["event"]) == (stranger, "PAYMENT_RECEIVED")
    assert stranger != made["id"]
    assert api.ask("GET", f"/payments/{stranger}").status_code == 404
    assert other.body["event"] == "SUBSCRIPTION_CREATED"


def test_the_page_shows_what_was_sent_and_answered(api: Api, ear: Receiver, running: RunningSimulator) -> None:
    assert "Nenhum aviso foi enviado" in httpx.get(running.page, trust_env=False).text
    hooked(api, ear)
    ear.answer(500)
    api.charge()
    settled(api, "delivered")
    page = httpx.get(running.page, trust_env=False).text
    assert "PAYMENT_CREATED" in page
    assert "500, 200" in page
    assert TOKEN not in page


@pytest.mark.parametrize("kind", list(FlawKind))
def test_every_flaw_has_its_way(kind: FlawKind) -> None:
    notice = Notice("PAYMENT_CREATED", {"id": "1"}, id_field="id", new_id=lambda: "2")
    assert ways(notice, Flaw(kind, "asaas", seconds=1)) != ways(notice, None)


@pytest.mark.parametrize(
    ("kind", "details"),
    [("earthquake", {}), ("drop", {"times": 0}), ("delay", {"seconds": 61}), ("drop", {"event": "("})],
)
def test_a_flaw_that_makes_no_sense_is_refused(api: Api, kind: str, details: dict[str, JsonValue]) -> None:
    with pytest.raises(ControlRefused):
        api.control.flaw(kind, **details)
    with pytest.raises(ControlRefused):
        api.control.tune_deliveries(factor="-1")
