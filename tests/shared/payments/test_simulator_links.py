"""Charges by link: card, boleto and the payer's choice; instalments; what becomes of them afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx
import pytest

from shared.kernel.clock import ManualClock
from shared.kernel.money import Money
from shared.payments.json_text import JsonValue
from shared.payments.simulator.asaas.life import STEPS
from shared.payments.simulator.asaas.records import STATUSES
from tests.fakes.simulator import ControlRefused, RunningSimulator, simulator_thread
from tests.shared.payments.api import NOON, Api, codes, read

DAY = 24 * 3600


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


def plan(api: Api, **changed: JsonValue) -> list[dict[str, Any]]:
    """The parts of an instalment plan, first part first."""
    asked = {"billingType": "CREDIT_CARD", "value": None, "installmentCount": 3, **changed}
    first = api.charge(**asked)
    parts = api.get("/payments", installment=first["installment"])["data"]
    return sorted(parts, key=lambda each: int(each["installmentNumber"]))


def test_each_billing_type_shows_what_its_payer_needs(api: Api) -> None:
    shown = {kind: api.charge(billingType=kind) for kind in ("PIX", "BOLETO", "CREDIT_CARD", "UNDEFINED")}
    assert all(each["invoiceUrl"].endswith(f"/i/{each['id'][4:]}") for each in shown.values())
    has_slip = {
        kind: (each["bankSlipUrl"] is not None, each["nossoNumero"] is not None) for kind, each in shown.items()
    }
    assert has_slip == {
        "PIX": (False, False),
        "BOLETO": (True, True),
        "CREDIT_CARD": (False, False),
        "UNDEFINED": (True, True),
    }
    assert codes(api.ask("GET", f"/payments/{shown['CREDIT_CARD']['id']}/pixQrCode")) == ["invalid_action"]
    billing = {kind: api.get(f"/payments/{each['id']}/billingInfo") for kind, each in shown.items()}
    assert [kind for kind, each in billing.items() if each["pix"]] == ["PIX", "BOLETO", "UNDEFINED"]
    assert [kind for kind, each in billing.items() if each["bankSlip"]] == ["BOLETO", "UNDEFINED"]


def test_a_card_is_confirmed_at_once_and_credited_later(api: Api) -> None:
    made = api.charge(billingType="CREDIT_CARD", externalReference="intent")
    api.control.settings(balance="0.00")
    api.control.pay(charge=made["id"], way="CREDIT_CARD")
    held = api.get(f"/payments/{made['id']}")
    assert (held["status"], held["clientPaymentDate"], held["paymentDate"], held["creditDate"]) == (
        "CONFIRMED",
        "2026-03-02",
        None,
        None,
    )
    assert held["estimatedCreditDate"] == "2026-04-03"
    assert held["creditCard"]["creditCardNumber"]
    assert api.control.received("intent") == Money(10090)
    api.control.advance(31 * DAY)
    assert api.control.play("credit", charge=made["id"]) == "RECEIVED"
    held = api.get(f"/payments/{made['id']}")
    assert (held["paymentDate"], held["creditDate"]) == ("2026-04-02", "2026-04-02")


def test_a_card_before_its_credit_is_refunded_without_balance(api: Api) -> None:
    made = api.charge(billingType="CREDIT_CARD")
    api.control.settings(balance="0.00")
    api.control.pay(charge=made["id"])
    assert api.post(f"/payments/{made['id']}/refund", {})["status"] == "REFUNDED"


@pytest.mark.parametrize(
    ("kind", "way", "is_accepted"),
    [
        ("PIX", "CREDIT_CARD", False),
        ("PIX", "BOLETO", False),
        ("BOLETO", "PIX", True),
        ("BOLETO", "BOLETO", True),
        ("BOLETO", "CREDIT_CARD", False),
        ("CREDIT_CARD", "PIX", False),
        ("CREDIT_CARD", "BOLETO", False),
        ("UNDEFINED", "PIX", True),
        ("UNDEFINED", "BOLETO", True),
        ("UNDEFINED", "CREDIT_CARD", True),
    ],
)
def test_a_charge_takes_only_the_means_of_its_type(api: Api, kind: str, way: str, *, is_accepted: bool) -> None:
    made = api.charge(billingType=kind)
    if not is_accepted:
        with pytest.raises(ControlRefused, match="meio de pagamento"):
            api.control.pay(charge=made["id"], way=way)
        assert api.get(f"/payments/{made['id']}")["status"] == "PENDING"
        return
    api.control.pay(charge=made["id"], way=way)
    held = api.get(f"/payments/{made['id']}")
    assert (held["status"], held["billingType"]) == ("CONFIRMED" if way == "CREDIT_CARD" else "RECEIVED", way)


def test_a_card_may_be_refused_or_looked_at_first(api: Api) -> None:
    made = api.charge(billingType="CREDIT_CARD", externalReference="intent")
    api.control.pay(charge=made["id"], card="refused")
    assert api.get(f"/payments/{made['id']}")["status"] == "PENDING"
    api.control.pay(charge=made["id"], card="risk")
    assert api.get(f"/payments/{made['id']}")["status"] == "AWAITING_RISK_ANALYSIS"
    assert codes(api.ask("DELETE", f"/payments/{made['id']}")) == ["invalid_action"]
    assert api.control.play("reprove_risk", charge=made["id"]) == "PENDING"
    assert api.control.received("intent") == Money(0)
    api.control.pay(charge=made["id"], card="risk")
    assert api.control.play("approve_risk", charge=made["id"]) == "CONFIRMED"
    assert api.control.received("intent") == Money(10090)


def test_a_chargeback_takes_the_money_until_it_is_won_back(api: Api) -> None:
    made = api.charge(billingType="CREDIT_CARD")
    api.control.pay(charge=made["id"])
    steps = {"request_chargeback": "CHARGEBACK_REQUESTED", "dispute": "CHARGEBACK_DISPUTE"}
    steps |= {"win_dispute": "AWAITING_CHARGEBACK_REVERSAL", "reverse_chargeback": "CONFIRMED"}
    for step, status in steps.items():
        assert api.control.play(step, charge=made["id"]) == status
        assert api.get(f"/payments/{made['id']}")["chargeback"] is not None
    assert [each["kind"] for each in api.control.ledger()] == ["received", "charged_back", "chargeback_won"]
    api.control.play("request_chargeback", charge=made["id"])
    assert api.control.play("lose_dispute", charge=made["id"]) == "REFUNDED"


def test_all_statuses_can_be_reached(api: Api) -> None:
    seen: set[str] = set()

    def look(charge: dict[str, Any]) -> None:
        seen.add(api.get(f"/payments/{charge['id']}/status")["status"])

    card, slip, noted = api.charge(billingType="CREDIT_CARD"), api.charge(billingType="BOLETO"), api.charge()
    look(card)
    api.control.pay(charge=card["id"], card="risk")
    look(card)
    chargeback = ("request_chargeback", "dispute", "win_dispute", "reverse_chargeback")
    for step in ("approve_risk", "credit", *chargeback):
        api.control.play(step, charge=card["id"])
        look(card)
    for status in ("AWAITING_CRITICAL_ACTION_AUTHORIZATION", "PENDING"):
        api.control.settings(refund_status=status)
        api.post(f"/payments/{card['id']}/refund", {})
        look(card)
        api.control.settle_refunds("CANCELLED", charge=card["id"])
    api.control.settings(refund_status="DONE")
    api.post(f"/payments/{card['id']}/refund", {})
    look(card)
    api.control.play("overdue", charge=slip["id"])
    look(slip)
    api.control.play("request_dunning", charge=slip["id"])
    look(slip)
    api.control.pay(charge=slip["id"])
    look(slip)
    api.post(f"/payments/{noted['id']}/receiveInCash", {"paymentDate": "2026-03-02", "value": Decimal("100.90")})
    look(noted)
    assert seen == STATUSES


def test_a_step_is_refused_where_it_makes_no_sense(api: Api) -> None:
    made = api.charge(billingType="CREDIT_CARD")
    for step in sorted(set(STEPS) - {"overdue", "view_invoice", "view_slip"}):
        with pytest.raises(ControlRefused, match="PENDING"):
            api.control.play(step, charge=made["id"])
    with pytest.raises(ControlRefused, match="no step"):
        api.control.play("vanish", charge=made["id"])


def test_a_forced_return_asks_for_no_balance(api: Api) -> None:
    made = api.charge()
    api.control.pay(charge=made["id"])
    api.control.settings(balance="0.00")
    with pytest.raises(ControlRefused, match="Saldo insuficiente"):
        api.control.refund(charge=made["id"])
    assert api.control.refund(charge=made["id"], amount=Money(1000), force=True) == "RECEIVED"
    assert api.control.refund(charge=made["id"], force=True) == "REFUNDED"
    with pytest.raises(ControlRefused):
        api.control.refund(charge=made["id"], force=True)


def test_cash_takes_no_future_day_and_its_undoing_restores_the_amount(api: Api) -> None:
    made = api.charge()
    path = f"/payments/{made['id']}/receiveInCash"
    assert codes(api.ask("POST", path, {"paymentDate": "2026-03-03", "value": 1})) == ["invalid_paymentDate"]
    noted = api.post(path, {"paymentDate": "2026-03-02", "value": Decimal("90.00"), "notifyCustomer": False})
    assert (noted["value"], noted["paymentDate"], noted["creditDate"]) == (Decimal("90.00"), "2026-03-02", None)
    assert api.post(f"/payments/{made['id']}/undoReceivedInCash", {})["value"] == Decimal("100.90")


def test_instalments_add_up_and_fall_due_monthly(api: Api) -> None:
    parts = plan(api, totalValue=Decimal("100.00"), dueDate="2026-03-31")
    assert [each["value"] for each in parts] == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]
    assert [each["dueDate"] for each in parts] == ["2026-03-31", "2026-04-30", "2026-05-31"]
    assert [each["installmentNumber"] for each in parts] == [1, 2, 3]
    assert len({each["id"] for each in parts}) == 3
    assert [each["value"] for each in plan(api, installmentValue=Decimal("10.01"))] == [Decimal("10.01")] * 3


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"installmentCount": 0, "totalValue": 10}, "invalid_installmentCount"),
        ({"installmentCount": 13, "totalValue": 10}, "invalid_installmentCount"),
        ({"installmentCount": "3", "totalValue": 10}, "invalid_installmentCount"),
        ({"installmentCount": 3}, "invalid_installmentValue"),
        ({"installmentCount": 3, "totalValue": 9, "installmentValue": 3}, "invalid_installmentValue"),
        ({"installmentCount": 3, "totalValue": Decimal("0.02")}, "invalid_totalValue"),
        ({"totalValue": 10}, "invalid_installmentCount"),
        ({"value": 10, "creditCard": {"number": "4235647728025682"}}, "invalid_creditCard"),
    ],
)
def test_a_wrong_plan_is_refused(api: Api, changed: dict[str, JsonValue], code: str) -> None:
    said = codes(api.ask("POST", "/payments", api.wanted(billingType="CREDIT_CARD", **{"value": None, **changed})))
    assert code in said
    assert api.get("/payments")["totalCount"] == 0


def test_a_card_pays_all_parts_and_a_boleto_one(api: Api) -> None:
    card, slips = plan(api, totalValue=30), plan(api, billingType="BOLETO", totalValue=30)
    api.control.pay(charge=card[0]["id"])
    api.control.pay(charge=slips[1]["id"])
    status = [api.get(f"/payments/{each['id']}")["status"] for each in (*card, *slips)]
    assert status == ["CONFIRMED"] * 3 + ["PENDING", "RECEIVED", "PENDING"]
    credited = [api.get(f"/payments/{each['id']}")["estimatedCreditDate"] for each in card]
    assert credited == ["2026-04-03", "2026-05-05", "2026-06-06"]


def test_a_plan_is_read_removed_and_refunded_as_a_whole(api: Api) -> None:
    parts = plan(api, totalValue=30)
    path = f"/installments/{parts[0]['installment']}"
    assert (api.get(path)["value"], api.get(path)["installmentCount"]) == (Decimal("30.00"), 3)
    assert api.get(f"{path}/payments")["totalCount"] == 3
    assert read(api.ask("DELETE", path))["deleted"] is True
    assert api.get("/payments")["totalCount"] == 0
    assert api.ask("DELETE", path).status_code == 404
    paid = plan(api, totalValue=30)
    path = f"/installments/{paid[0]['installment']}"
    assert codes(api.ask("POST", f"{path}/refund", {})) == ["invalid_action"]
    api.control.pay(charge=paid[0]["id"])
    assert codes(api.ask("DELETE", path)) == ["invalid_action"]
    api.post(f"{path}/refund", {})
    assert {each["status"] for each in api.get(f"{path}/payments")["data"]} == {"REFUNDED"}


def test_an_unpaid_charge_is_changed_and_a_paid_one_is_not(api: Api) -> None:
    made = api.charge(externalReference="intent")
    path = f"/payments/{made['id']}"
    changed = read(api.ask("PUT", path, {"value": Decimal("50.00"), "dueDate": "2026-03-10"}))
    assert (changed["value"], changed["dueDate"], changed["originalDueDate"]) == (
        Decimal("50.00"),
        "2026-03-10",
        "2026-03-02",
    )
    assert changed["externalReference"] == "intent"
    assert codes(api.ask("PUT", path, {"dueDate": "2026-03-01"})) == ["invalid_dueDate"]
    api.control.pay(charge=made["id"])
    assert codes(api.ask("PUT", path, {"value": 1})) == ["invalid_action"]
    part = plan(api, totalValue=30)[0]
    assert codes(api.ask("PUT", f"/payments/{part['id']}", {"value": 1})) == ["invalid_action"]


def test_no_more_charges_than_a_day_allows(api: Api) -> None:
    api.control.settings(daily_limit=3)
    api.charge()
    limits = {"limit": 3, "used": 1, "wasReached": False}
    assert api.get("/payments/limits") == {"creation": {"daily": limits}}
    three: dict[str, JsonValue] = {"value": None, "installmentCount": 3, "totalValue": 30}
    assert codes(api.ask("POST", "/payments", api.wanted(**three))) == ["invalid_action"]
    plan(api, totalValue=30, installmentCount=2)
    assert api.get("/payments/limits")["creation"]["daily"]["wasReached"] is True
    assert codes(api.ask("POST", "/payments", api.wanted())) == ["invalid_action"]
    api.control.advance(DAY)
    assert api.charge(dueDate="2026-03-03")["status"] == "PENDING"


def test_a_removed_customer_is_charged_no_more(api: Api) -> None:
    wanted = api.wanted()
    path = f"/customers/{wanted['customer']}"
    assert read(api.ask("DELETE", path)) == {"deleted": True, "id": wanted["customer"]}
    assert codes(api.ask("POST", "/payments", wanted)) == ["invalid_customer"]
    assert api.post(f"{path}/restore", {})["deleted"] is False
    assert api.post("/payments", wanted)["status"] == "PENDING"
    assert codes(api.ask("POST", f"{path}/restore")) == ["invalid_action"]


def test_a_payer_opens_the_link_and_pays(api: Api) -> None:
    made = api.charge(billingType="UNDEFINED", description="<b>Senha</b> A042")
    assert api.get(f"/payments/{made['id']}/viewingInfo") == {"invoiceViewedDate": None, "boletoViewedDate": None}
    with httpx.Client(follow_redirects=True, trust_env=False) as browser:
        page = browser.get(made["invoiceUrl"])
        assert "Pagar com cartão" in page.text
        assert "<b>Senha" not in page.text
        assert browser.get(made["bankSlipUrl"]).status_code == 200
        seen = {"invoiceViewedDate": "2026-03-02", "boletoViewedDate": "2026-03-02"}
        assert api.get(f"/payments/{made['id']}/viewingInfo") == seen
        browser.post(made["invoiceUrl"], data={"how": "risk"})
        assert api.get(f"/payments/{made['id']}")["status"] == "AWAITING_RISK_ANALYSIS"
        api.control.play("reprove_risk", charge=made["id"])
        paid = browser.post(made["invoiceUrl"], data={"how": "BOLETO"})
        assert "Pagar" not in paid.text
        assert browser.post(made["invoiceUrl"], data={"how": "beans"}).status_code == 404
        assert browser.get(f"{made['invoiceUrl']}0").status_code == 404
    assert api.get(f"/payments/{made['id']}")["billingType"] == "BOLETO"


def test_a_charge_is_named_by_the_link_that_its_payer_sees(api: Api) -> None:
    made = api.charge(billingType="CREDIT_CARD")
    assert api.control.pay(code=made["invoiceUrl"]) == made["id"]


@pytest.mark.parametrize("callback", [{}, {"successUrl": "http://x.example"}, {"successUrl": 1}, "https://x.example"])
def test_a_callback_names_where_the_payer_goes(api: Api, callback: JsonValue) -> None:
    assert codes(api.ask("POST", "/payments", api.wanted(callback=callback))) == ["invalid_callback"]
    assert api.charge(callback={"successUrl": "https://x.example", "autoRedirect": False})["status"] == "PENDING"
