"""Who is let in and who is not, over real HTTP to the real server."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from pydantic import SecretStr

from shared.webhooks.doors import Doors
from shared.webhooks.edge import BODY_MAX_BYTES
from shared.webhooks.model import Ending, Source, WebhookState
from shared.webhooks.server import Tls, TlsFault, tls_context
from tests.fakes.receiver import (
    BANK_SECRET,
    PERSONAL,
    SECRET,
    TOKEN,
    Json,
    Receiver,
    asaas_event,
    bank_body,
    mercado_pago_headers,
    mercado_pago_order,
    mercado_pago_payment,
    receiving,
)
from tests.fakes.shop import Shop

OURS = "0123456789abcdef0123456789abcdef"
WAIT_SECONDS = 15.0


def kept(shop: Shop) -> list[tuple[Source, str]]:
    """What is in the inbox."""
    return sorted((each.source, each.kind) for each in shop.core.inbox.latest())


class Wire:
    """A caller who writes bytes."""

    def __init__(self, receiver: Receiver) -> None:
        at = urlsplit(receiver.origin)
        self._socket = socket.create_connection((at.hostname, at.port), WAIT_SECONDS)

    def says(self, *lines: str, body: bytes = b"") -> None:
        self._socket.sendall("\r\n".join([*lines, "", ""]).encode() + body)

    def says_more(self, body: bytes) -> None:
        self._socket.sendall(body)

    def hears(self) -> int:
        """The status of the answer, and that nobody listens any more."""
        answer = b""
        while chunk := self._socket.recv(65_536):
            answer += chunk
        return int(answer.split(b" ", 2)[1])

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def wire(receiver: Receiver) -> Iterator[Wire]:
    opened = Wire(receiver)
    yield opened
    opened.close()


def test_each_provider_is_let_in_with_its_own_proof(receiver: Receiver, shop: Shop) -> None:
    now = shop.clock.now()
    answers = [
        receiver.asaas(asaas_event("PAYMENT_RECEIVED")),
        receiver.mercado_pago(mercado_pago_payment("1234567890"), now),
        receiver.mercado_pago(mercado_pago_order("ORD01JY0", OURS), now),
        receiver.mercado_pago(mercado_pago_order("ORD01JY0", OURS, version=4), now, data_id="ord01jy0"),
        receiver.bank(bank_body(OURS)),
    ]
    assert [each.status_code for each in answers] == [200] * 5
    assert kept(shop) == [
        (Source.ASAAS, "PAYMENT_RECEIVED"),
        (Source.BANK_PIX, "pix"),
        (Source.MERCADO_PAGO, "order.processed"),
        (Source.MERCADO_PAGO, "order.processed"),
        (Source.MERCADO_PAGO, "payment.updated"),
    ]


@pytest.mark.parametrize(
    "path",
    [
        f"/bank-pix/{BANK_SECRET}",
        f"/bank-pix/{BANK_SECRET}/pix",
        f"/bank-pix?hmac={BANK_SECRET}&ignorar=/pix",
        f"/bank-pix/pix?hmac={BANK_SECRET}",
    ],
)
def test_a_bank_finds_its_door_whatever_it_hangs_behind_the_address(receiver: Receiver, shop: Shop, path: str) -> None:
    assert receiver.client.post(path, json=bank_body(OURS)).status_code == 200
    assert kept(shop) == [(Source.BANK_PIX, "pix")]


def test_whoever_has_no_proof_is_refused_and_nothing_is_kept(receiver: Receiver, shop: Shop) -> None:
    event, payment, now = asaas_event("PAYMENT_RECEIVED"), mercado_pago_payment("1"), shop.clock.now()
    other = mercado_pago_headers("1", now, secret="another")
    answers = [
        receiver.asaas(event, token="wrong"),
        receiver.asaas(event, token=""),
        receiver.asaas(event, token=TOKEN[:-1]),
        receiver.client.post("/asaas", json=event),
        receiver.mercado_pago(payment, now, **{"x-signature": other["x-signature"]}),
        receiver.mercado_pago(payment, now, **{"x-request-id": "another"}),
        receiver.mercado_pago(payment, now, **{"x-signature": "nonsense"}),
        receiver.mercado_pago(payment, now - timedelta(days=8)),
        receiver.client.post("/mercado-pago?data.id=2", json=payment, headers=mercado_pago_headers("1", now)),
        receiver.client.post("/mercado-pago", json=payment),
        receiver.bank(bank_body(OURS), secret="wrong"),
        receiver.client.post("/bank-pix", json=bank_body(OURS)),
        receiver.client.post("/bank-pix/pix", json=bank_body(OURS)),
        receiver.client.post("/bank-pix?hmac=wrong&ignorar=/pix", json=bank_body(OURS)),
    ]
    assert [each.status_code for each in answers] == [401] * len(answers)
    assert all(each.headers["connection"] == "close" for each in answers)
    assert kept(shop) == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("path", ["/asaas", "/mercado-pago", "/bank-pix", f"/bank-pix/{BANK_SECRET}/pix"])
def test_other_methods_are_refused(receiver: Receiver, method: str, path: str) -> None:
    answer = receiver.client.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize("path", ["/", "/asaas/x", "/nubank", "/docs", "/bank-pix/a/b"])
def test_other_addresses_do_not_exist(receiver: Receiver, path: str) -> None:
    assert receiver.client.post(path, json={}).status_code == 404


def test_a_provider_without_a_secret_has_no_door(shop: Shop) -> None:
    with receiving(shop.core.inbox, shop.clock, Doors(asaas=SecretStr(TOKEN))) as receiver:
        assert receiver.asaas(asaas_event("PAYMENT_CREATED")).status_code == 200
        assert receiver.mercado_pago(mercado_pago_payment("1"), shop.clock.now()).status_code == 404
        assert receiver.bank(bank_body(OURS)).status_code == 404


def test_a_wrong_token_is_refused_before_the_body_is_sent(wire: Wire) -> None:
    wire.says("POST /asaas HTTP/1.1", "Host: x", "asaas-access-token: wrong", "Content-Length: 200000")
    assert wire.hears() == 401


def test_a_body_that_says_that_it_is_huge_is_refused_before_it_is_sent(wire: Wire) -> None:
    wire.says(
        "POST /asaas HTTP/1.1", "Host: x", f"asaas-access-token: {TOKEN}", f"Content-Length: {BODY_MAX_BYTES + 1}"
    )
    assert wire.hears() == 413


def test_a_body_that_does_not_say_it_is_refused_when_it_is_too_much(wire: Wire, shop: Shop) -> None:
    wire.says("POST /asaas HTTP/1.1", "Host: x", f"asaas-access-token: {TOKEN}", "Transfer-Encoding: chunked")
    for _ in range(BODY_MAX_BYTES // 65_536):
        wire.says_more(b"10000\r\n" + b" " * 65_536 + b"\r\n")
    wire.says_more(b"1\r\n \r\n")
    assert wire.hears() == 413
    assert kept(shop) == []


def test_a_body_as_long_as_allowed_is_taken(receiver: Receiver, shop: Shop) -> None:
    body = json.dumps(asaas_event("PAYMENT_RECEIVED"))
    padded = body + " " * (BODY_MAX_BYTES - len(body))
    assert receiver.client.post("/asaas", content=padded, headers={"asaas-access-token": TOKEN}).status_code == 200
    assert len(kept(shop)) == 1


def test_a_body_that_does_not_come_is_not_waited_for(shop: Shop) -> None:
    with receiving(shop.core.inbox, shop.clock, body_seconds=0.05) as receiver:
        wire = Wire(receiver)
        wire.says("POST /asaas HTTP/1.1", "Host: x", f"asaas-access-token: {TOKEN}", "Content-Length: 100", body=b"{")
        assert wire.hears() == 408
        wire.close()


def test_a_caller_who_goes_away_leaves_nothing(receiver: Receiver, shop: Shop) -> None:
    leaving = Wire(receiver)
    leaving.says("POST /asaas HTTP/1.1", "Host: x", f"asaas-access-token: {TOKEN}", "Content-Length: 100", body=b"{")
    leaving.close()
    assert receiver.asaas(asaas_event("PAYMENT_CREATED")).status_code == 200
    assert len(kept(shop)) == 1


@pytest.mark.parametrize("body", ["", "{", "<html>", '{"a":NaN}', "[" * 100_000, "[]", '"x"', "\xff"])
def test_what_is_no_json_object_is_refused(receiver: Receiver, shop: Shop, body: str) -> None:
    headers = {"asaas-access-token": TOKEN}
    assert receiver.client.post("/asaas", content=body.encode("latin-1"), headers=headers).status_code == 400
    assert kept(shop) == []


@pytest.mark.parametrize(
    "event", [{}, {"id": "evt_1", "event": "INVOICE_CREATED"}, {"id": "evt_2", "event": "NEW_THING"}]
)
def test_an_unknown_event_is_kept_and_harms_nothing(receiver: Receiver, shop: Shop, event: Json) -> None:
    assert receiver.asaas(event).status_code == 200
    (found,) = shop.core.inbox.latest()
    assert (found.state, found.ending, found.subject) == (WebhookState.DONE, Ending.NO_NEWS, None)
    assert shop.core.webhook_duty.step() == 0


def test_no_secret_and_nothing_personal_is_in_the_file_or_in_a_log(
    receiver: Receiver, shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    receiver.asaas(asaas_event("PAYMENT_RECEIVED", externalReference="529.982.247-25"))
    receiver.asaas(asaas_event("PAYMENT_RECEIVED"), token="segredo-errado")
    receiver.mercado_pago(mercado_pago_order("ORD01JY0", "Marina Alves"), shop.clock.now())
    receiver.bank(bank_body("52998224725"))
    receiver.bank(bank_body(OURS), secret="segredo-errado")
    shop.core.webhook_duty.step()
    assert len(kept(shop)) == 3
    said = "".join(f"{each.name} {each.getMessage()}" for each in caplog.records if each.name != "httpx")
    files = b"".join(each.read_bytes() for each in Path(shop.home).rglob("*") if each.is_file())
    for marked in (*PERSONAL, TOKEN, SECRET, BANK_SECRET, "segredo-errado"):
        assert marked not in said
        assert marked.encode() not in files


def test_refusals_are_logged_once_in_a_while(receiver: Receiver, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(5):
        receiver.asaas(asaas_event("PAYMENT_RECEIVED"), token="wrong")
    refused = [each.msg for each in caplog.records if each.name == "webhooks"]
    assert [(each["event"], each["why"], each["path"]) for each in refused if isinstance(each, dict)] == [
        ("webhook refused", "wrong_token", "/asaas")
    ]


def test_files_that_are_no_certificate_are_named(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("not a certificate", encoding="ascii")
    assert tls_context(Tls(wrong)) == TlsFault(wrong)
    assert tls_context(Tls(tmp_path / "absent.pem")) == TlsFault(tmp_path / "absent.pem")


def test_a_caller_may_ask_many_things_on_one_connection(receiver: Receiver, shop: Shop) -> None:
    for number in range(20):
        assert receiver.asaas(asaas_event("PAYMENT_RECEIVED", str(number))).status_code == 200
    assert len(kept(shop)) == 20
    assert isinstance(receiver.client, httpx.Client)
