"""The simulator's money and its control: refunds, cash, the ledger, automatic payment, the page for people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from shared.kernel.clock import ManualClock
from shared.kernel.money import Money
from shared.payments.json_text import JsonValue, write_json
from shared.payments.simulator.asaas.records import Settings
from tests.fakes.simulator import ControlRefused, RunningSimulator, simulator_process, simulator_thread
from tests.shared.payments.api import NOON, STATIC, Api, codes, read


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


def test_refunds_are_partial_then_whole_and_need_balance(api: Api) -> None:
    made = api.charge()
    api.control.pay(charge=made["id"])
    path = f"/payments/{made['id']}/refund"
    assert api.post(path, {"value": Decimal("40.90")})["status"] == "RECEIVED"
    assert codes(api.ask("POST", path, {"value": Decimal("60.01")})) == ["invalid_action"]
    api.control.settings(balance="59.99")
    assert "Saldo insuficiente" in api.ask("POST", path).text
    api.control.settings(balance="60.00")
    assert api.post(path, {})["status"] == "REFUNDED"
    assert [each["value"] for each in api.get(f"/payments/{made['id']}/refunds")["data"]] == [
        Decimal("40.90"),
        Decimal("60.00"),
    ]


def test_cash_is_noted_and_can_be_undone(api: Api) -> None:
    made = api.charge()
    noted = api.post(f"/payments/{made['id']}/receiveInCash", {"paymentDate": "2026-03-02", "value": Decimal("100.90")})
    assert noted["status"] == "RECEIVED_IN_CASH"
    assert api.control.received(made["id"]) == Money(0)
    assert api.post(f"/payments/{made['id']}/undoReceivedInCash", {})["status"] == "PENDING"


def test_a_single_use_code_is_paid_once_and_its_money_is_a_charge_of_its_own(api: Api) -> None:
    code = api.post("/pix/qrCodes/static", {**STATIC, "allowsMultiplePayments": False, "externalReference": "intent"})
    paid = api.control.pay(code=code["payload"])
    with pytest.raises(ControlRefused, match="já utilizado"):
        api.control.pay(code=code["payload"])
    (held,) = api.get("/payments", pixQrCodeId=code["id"])["data"]
    assert (held["id"], held["status"], held["externalReference"]) == (paid, "RECEIVED", None)
    assert codes(api.ask("DELETE", f"/pix/qrCodes/static/{code['id']}")) == ["invalid_action"]
    assert api.control.received("intent") == Money(990)


def test_every_movement_is_in_the_ledger(api: Api) -> None:
    made = api.charge(externalReference="intent")
    api.control.pay(intent="intent", amount=Money(10000))
    api.control.pay(intent="intent", force=True)
    api.control.refund(charge=made["id"], amount=Money(500))
    moves = [(each["kind"], each["amount"], each["reference"]) for each in api.control.ledger()]
    assert moves == [
        ("received", Decimal("100.00"), "intent"),
        ("received", Decimal("100.00"), "intent"),
        ("refunded", Decimal("5.00"), "intent"),
    ]
    assert api.get(f"/payments/{made['id']}")["originalValue"] == Decimal("100.90")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("pay", {"charge": "pay_0"}),
        ("pay", {}),
        ("pay", {"intent": "x", "amount": "1.001"}),
        ("faults", {"kind": "earthquake"}),
        ("faults", {"kind": "drop", "times": 0}),
        ("faults", {"kind": "drop", "path": "("}),
        ("faults", {"kind": "error", "status": 99}),
        ("faults", {"kind": "delay", "seconds": 3600}),
        ("clock", {"seconds": "1e99"}),
        ("clock", {}),
        ("settings", {"balance": "much"}),
        ("change", {"charge": "pay_0"}),
        ("refund", {"charge": "pay_0"}),
    ],
)
def test_the_control_says_what_it_does_not_understand(
    api: Api, running: RunningSimulator, path: str, body: dict[str, JsonValue]
) -> None:
    response = httpx.post(f"{running.page}_control/{path}", content=write_json(body), trust_env=False)
    assert response.status_code == 400
    assert [each["code"] for each in read(response)["errors"]] == ["invalid_control"]


def test_a_code_that_was_given_out_is_paid_by_itself_when_asked_for() -> None:
    clock = ManualClock(NOON)
    with simulator_thread(Settings(auto_pay_after=timedelta(seconds=4)), clock) as running:
        api = Api(running)
        shown, unseen = api.charge(), api.charge()
        static = api.post("/pix/qrCodes/static", STATIC)
        api.get(f"/payments/{shown['id']}/pixQrCode")
        clock.advance(timedelta(seconds=3))
        assert api.get("/payments", status="RECEIVED")["totalCount"] == 0
        clock.advance(timedelta(seconds=1))
        assert api.get(f"/payments/{shown['id']}")["status"] == "RECEIVED"
        assert api.get(f"/payments/{unseen['id']}")["status"] == "PENDING"
        assert api.get("/payments", pixQrCodeId=static["id"])["totalCount"] == 1
        api.close()


def test_a_person_pays_on_the_page(api: Api, running: RunningSimulator) -> None:
    made = api.charge(description="<b>Senha</b> A042")
    with httpx.Client(base_url=running.page, follow_redirects=True, trust_env=False) as browser:
        assert "Nenhuma cobrança aberta" in browser.get("/").text
        api.get(f"/payments/{made['id']}/pixQrCode")
        page = browser.get("/")
        assert "R$ 100,90" in page.text
        assert "&lt;b&gt;Senha" in page.text
        assert "<b>Senha" not in page.text
        paid = browser.post("/pagar", data={"id": made["id"]})
        assert "Nenhuma cobrança aberta" in paid.text
        assert browser.post("/pagar", data={"id": "nothing"}).status_code == 200
    assert api.get(f"/payments/{made['id']}")["status"] == "RECEIVED"


def test_it_runs_as_a_process_of_its_own(tmp_path: Path) -> None:
    with simulator_process(tmp_path, auto_pay_seconds=0) as running:
        api = Api(running)
        code = api.post("/pix/qrCodes/static", STATIC)
        assert api.get("/payments", pixQrCodeId=code["id"])["totalCount"] == 1
        api.close()
    assert running.process is not None
    assert running.process.returncode is not None
