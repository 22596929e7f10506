"""The simulator refuses what the real API refuses, and keeps a ledger of all money."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from decimal import Decimal

import pytest
import zxingcpp
from PIL import Image

from shared.kernel.clock import ManualClock
from shared.kernel.money import Money
from shared.payments.brcode import BrCode, check_for
from shared.payments.json_text import JsonValue
from tests.fakes.simulator import RunningSimulator, simulator_thread
from tests.shared.payments.api import CUSTOMER, NOON, STATIC, Api, codes, read


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


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"access_token": ""}, "access_token_not_found"),
        ({"access_token": "nonsense"}, "invalid_access_token_format"),
        ({"access_token": "$aact_prod_other"}, "invalid_environment"),
        ({"access_token": "$aact_hmlg_other"}, "invalid_access_token"),
    ],
)
def test_a_wrong_key_is_told_by_its_cause(api: Api, headers: dict[str, str], code: str) -> None:
    response = api.ask("GET", "/payments", None, headers)
    assert (response.status_code, codes(response)) == (401, [code])


def test_a_revoked_key_is_no_longer_accepted(api: Api) -> None:
    api.control.accept_key(accepted=False)
    assert codes(api.ask("GET", "/payments")) == ["invalid_access_token"]
    api.control.accept_key(accepted=True)
    assert api.get("/payments")["totalCount"] == 0


def test_a_request_must_name_its_application(api: Api) -> None:
    assert codes(api.ask("GET", "/payments", None, {"User-Agent": ""})) == ["invalid_user_agent"]


def test_a_reading_request_with_a_body_is_stopped_at_the_edge(api: Api) -> None:
    response = api.ask("GET", "/payments", {})
    assert (response.status_code, response.headers["content-type"]) == (403, "text/html; charset=utf-8")


def test_a_body_must_be_a_json_object(api: Api) -> None:
    assert codes(api.ask("POST", "/customers", ["no object"])) == ["invalid_object"]
    assert codes(api.ask("POST", "/customers", CUSTOMER, {"Content-Type": "text/plain"})) == ["invalid_content_type"]


@pytest.mark.parametrize("path", ["/payments/pay_0", "/customers/cus_0", "/payments/pay_0/pixQrCode", "/nothing"])
def test_what_does_not_exist_is_not_found(api: Api, path: str) -> None:
    assert api.ask("GET", path).status_code == 404


def test_all_complaints_come_in_one_answer(api: Api) -> None:
    response = api.ask("POST", "/payments", {"dueDate": "2026-03-01"})
    assert response.status_code == 400
    said = {each["code"]: each["description"] for each in read(response)["errors"]}
    assert set(said) == {"invalid_customer", "invalid_billingType", "invalid_value", "invalid_dueDate"}
    assert said["invalid_value"] == "O campo value deve ser informado"
    assert said["invalid_dueDate"] == "A data de vencimento não pode ser inferior à hoje"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("customer", "cus_0"),
        ("customer", None),
        ("billingType", "CASH"),
        ("billingType", None),
        ("value", Decimal("0.00")),
        ("value", Decimal("-1.00")),
        ("value", Decimal("1.001")),
        ("value", "100"),
        ("value", True),
        ("value", None),
        ("dueDate", "2026-03-01"),
        ("dueDate", "02/03/2026"),
        ("dueDate", "2026-02-30"),
        ("dueDate", None),
        ("description", "x" * 501),
        ("description", 7),
        ("externalReference", "x" * 101),
    ],
)
def test_a_charge_with_a_wrong_field_is_refused(api: Api, field: str, value: JsonValue) -> None:
    assert codes(api.ask("POST", "/payments", api.wanted(**{field: value}))) == [f"invalid_{field}"]
    assert api.get("/payments")["totalCount"] == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", None),
        ("cpfCnpj", None),
        ("cpfCnpj", "111.111.111-11"),
        ("cpfCnpj", "12345678900"),
        ("notificationDisabled", "yes"),
    ],
)
def test_a_customer_with_a_wrong_field_is_refused(api: Api, field: str, value: JsonValue) -> None:
    body = {name: each for name, each in {**CUSTOMER, field: value}.items() if each is not None}
    assert codes(api.ask("POST", "/customers", body)) == [f"invalid_{field}"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"addressKey": "outra@loja.com.br"}, "invalid_addressKey"),
        ({"addressKey": None}, "invalid_addressKey"),
        ({"format": "PDF"}, "invalid_format"),
        ({"value": 0}, "invalid_value"),
        ({"description": "x" * 38}, "invalid_description"),
        ({"expirationSeconds": 0}, "invalid_expirationSeconds"),
        ({"expirationDate": "2026-03-02 12:30:00"}, "invalid_expirationSeconds"),
        ({"expirationDate": "2026-03-02 11:59:59", "expirationSeconds": None}, "invalid_expirationDate"),
        ({"allowsMultiplePayments": 1}, "invalid_allowsMultiplePayments"),
    ],
)
def test_a_static_code_with_a_wrong_field_is_refused(api: Api, changed: dict[str, JsonValue], code: str) -> None:
    body = {name: value for name, value in {**STATIC, **changed}.items() if value is not None}
    assert codes(api.ask("POST", "/pix/qrCodes/static", body)) == [code]


def test_both_kinds_of_code_can_be_scanned_and_are_right(api: Api) -> None:
    dynamic = api.get(f"/payments/{api.charge()['id']}/pixQrCode")
    static = api.post("/pix/qrCodes/static", STATIC)
    for code, amount in ((dynamic, Money(10090)), (static, Money(990))):
        picture = Image.open(io.BytesIO(base64.b64decode(code["encodedImage"])))
        scanned = zxingcpp.read_barcode(picture.convert("L"))
        assert scanned is not None
        assert scanned.text == code["payload"]
        assert isinstance(check_for(code["payload"], amount), BrCode)
    assert static["expirationDate"] == "2026-03-02 12:01:00"


def test_lists_are_filtered_and_paged(api: Api) -> None:
    made = [api.charge(externalReference=f"ref-{number % 2}", dueDate=f"2026-03-0{2 + number}") for number in range(5)]
    page = api.get("/payments", externalReference="ref-0", limit="2", offset="0")
    assert [each["id"] for each in page["data"]] == [made[4]["id"], made[2]["id"]]
    assert (page["hasMore"], page["totalCount"], page["object"]) == (True, 3, "list")
    rest = api.get("/payments", externalReference="ref-0", limit="2", offset="2")
    assert ([each["id"] for each in rest["data"]], rest["hasMore"]) == ([made[0]["id"]], False)
    late = api.get("/payments", **{"dueDate[ge]": "2026-03-04", "dueDate[le]": "2026-03-05"})
    assert {each["id"] for each in late["data"]} == {made[2]["id"], made[3]["id"]}
    assert api.get("/payments", status="RECEIVED")["totalCount"] == 0
    for limit in ("0", "101", "many"):
        assert codes(api.ask("GET", "/payments", limit=limit)) == ["invalid_limit"]


def test_a_removed_charge_keeps_its_status_and_can_be_restored(api: Api) -> None:
    made = api.charge()
    assert read(api.ask("DELETE", f"/payments/{made['id']}")) == {"deleted": True, "id": made["id"]}
    held = api.get(f"/payments/{made['id']}")
    assert (held["status"], held["deleted"]) == ("PENDING", True)
    assert codes(api.ask("DELETE", f"/payments/{made['id']}")) == ["invalid_action"]
    assert codes(api.ask("GET", f"/payments/{made['id']}/pixQrCode")) == ["invalid_action"]
    assert api.post(f"/payments/{made['id']}/restore", {})["deleted"] is False


def test_a_paid_charge_shows_its_payment_and_is_not_removed(api: Api) -> None:
    made = api.charge()
    api.post(f"/sandbox/payment/{made['id']}/confirm", {})
    held = api.get(f"/payments/{made['id']}")
    assert (held["status"], held["paymentDate"], held["netValue"]) == ("RECEIVED", "2026-03-02", Decimal("99.91"))
    assert held["pixTransaction"]
    assert codes(api.ask("DELETE", f"/payments/{made['id']}")) == ["invalid_action"]
    assert codes(api.ask("POST", f"/sandbox/payment/{made['id']}/confirm")) == ["invalid_action"]


def test_a_charge_falls_overdue_and_can_still_be_paid(api: Api) -> None:
    made = api.charge()
    api.control.advance(24 * 3600)
    assert api.get(f"/payments/{made['id']}/status") == {"status": "OVERDUE"}
    api.control.pay(charge=made["id"])
    assert api.get(f"/payments/{made['id']}/status") == {"status": "RECEIVED"}
