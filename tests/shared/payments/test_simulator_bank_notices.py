"""The bank tells by itself: received Pix and ended returns, grouped, over mutual TLS."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from shared.kernel.clock import ManualClock
from shared.kernel.money import Money
from shared.payments.simulator.bank_pix.records import BANK_PIX_KEY
from shared.payments.simulator.server import MutualTls
from tests.fakes.receiver import Receiver, receiver
from tests.fakes.simulator import HouseTls, RunningSimulator, SimulatorControl, simulator_thread
from tests.shared.payments.api import NOON
from tests.shared.payments.bank_api import TXID, WANTED, BankApi, bank_api, problem

WEBHOOK = f"/v2/webhook/{BANK_PIX_KEY}"
OTHER = "8978c0c97ea847e78e8849634473c1f2"


@pytest.fixture(scope="module")
def running() -> Iterator[RunningSimulator]:
    with simulator_thread(clock=ManualClock(NOON)) as running:
        yield running


@pytest.fixture
def ear() -> Iterator[Receiver]:
    with receiver() as made:
        yield made


@pytest.fixture
def api(running: RunningSimulator, ear: Receiver) -> Iterator[BankApi]:
    """A bank that already tells the receiver."""
    with bank_api(running) as made:
        made.control.settings(plain_callbacks=True)
        made.control.tune_deliveries(factor="0")
        made.good("PUT", WEBHOOK, {"webhookUrl": f"{ear.url}?hmac=segredo&ignorar="})
        yield made
    running.control.reset()


def test_only_https_is_called_unless_a_test_says_otherwise(running: RunningSimulator) -> None:
    with bank_api(running) as api:
        for url in ("http://127.0.0.1:1/x", "https://[x", "ftp://127.0.0.1", "https://"):
            assert problem(api.ask("PUT", WEBHOOK, {"webhookUrl": url})) == (400, "WebhookOperacaoInvalida")


def test_a_received_pix_is_told_at_the_address_and_pix(api: BankApi, ear: Receiver) -> None:
    end_to_end_id = api.paid()
    (heard,) = ear.wait_for(1)
    (pix,) = heard.body["pix"]
    assert (pix["endToEndId"], pix["txid"], pix["valor"]) == (end_to_end_id, TXID, "37.00")
    assert pix["horario"] == "2026-03-02T15:00:00.000Z"
    assert heard.query["hmac"] == ["segredo"]
    assert heard.path == "/told"


def test_pix_without_a_txid_are_not_told(api: BankApi, ear: Receiver) -> None:
    api.control.sends_to_key(Money(500))
    api.paid()
    (heard,) = ear.wait_for(1)
    assert [each["txid"] for each in heard.body["pix"]] == [TXID]


def test_several_pix_may_come_in_one_notice(api: BankApi, ear: Receiver) -> None:
    api.control.settings(webhook_group=2)
    api.paid()
    api.good("PUT", f"/v3/cob/{OTHER}", WANTED)
    api.control.pay(intent=OTHER)
    (heard,) = ear.wait_for(1)
    assert [each["txid"] for each in heard.body["pix"]] == [TXID, OTHER]


@pytest.mark.parametrize(("status", "count"), [("DEVOLVIDO", 1), ("NAO_REALIZADO", 0)])
def test_a_return_is_told_when_it_has_ended(api: BankApi, ear: Receiver, status: str, count: int) -> None:
    end_to_end_id = api.paid()
    api.control.settings(return_state="EM_PROCESSAMENTO")
    api.good("PUT", f"/v2/pix/{end_to_end_id}/devolucao/r1", {"valor": "7.00"})
    api.control.settle_refunds(status, intent=TXID)
    (back,) = ear.wait_for(2)[1].body["pix"][0]["devolucoes"]
    assert (back["id"], back["status"], "liquidacao" in back["horario"]) == ("r1", status, count == 1)
    api.control.settings(return_state="DEVOLVIDO", returns_as_object=True)
    api.good("PUT", f"/v2/pix/{end_to_end_id}/devolucao/r2", {"valor": "7.00"})
    assert ear.wait_for(3)[2].body["pix"][0]["devolucoes"]["id"] == "r2"


def test_nobody_is_told_once_the_webhook_is_removed(api: BankApi, ear: Receiver) -> None:
    assert api.ask("DELETE", WEBHOOK).status_code == 204
    end_to_end_id = api.paid()
    assert api.control.deliveries() == []
    api.good("PUT", WEBHOOK, {"webhookUrl": ear.url})
    api.good("PUT", f"/v2/pix/{end_to_end_id}/devolucao/r1", {"valor": "1.00"})
    assert len(ear.wait_for(1)) == 1


def test_it_is_told_again_until_it_is_taken(api: BankApi, ear: Receiver) -> None:
    ear.answer(500, 404)
    api.paid()
    assert len(ear.wait_for(3)) == 3


def test_a_strangers_pix_a_forged_one_and_one_that_comes_twice(api: BankApi, ear: Receiver) -> None:
    api.control.flaw("forged")
    api.paid()
    (forged,) = ear.wait_for(1)
    assert "segredo" not in str(forged.query)
    stranger = api.control.say(intent=TXID, stranger=True)
    assert ear.wait_for(2)[1].body["pix"][0]["endToEndId"] == stranger
    api.control.flaw("duplicate")
    api.control.say(intent=TXID)
    assert len(ear.wait_for(4)) == 4


def test_the_bank_shows_its_certificate_and_demands_a_known_one(tmp_path: Path) -> None:
    authority = trustme.CA()
    known = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(known)
    papers = tmp_path / "bank.pem"
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(papers)
    caller = ssl.create_default_context(cafile=str(known))
    authority.issue_cert("shop.example").configure_cert(caller)
    inside = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(inside)
    authority.configure_trust(inside)
    inside.verify_mode = ssl.CERT_REQUIRED
    stranger = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(stranger)
    tls = HouseTls(MutualTls(papers, known), caller)
    with (
        simulator_thread(clock=ManualClock(NOON), tls=tls) as running,
        receiver(inside) as ear,
        receiver(stranger) as odd,
        bank_api(running, caller) as api,
    ):
        api.control.tune_deliveries(factor="0")
        api.good("PUT", WEBHOOK, {"webhookUrl": ear.url})
        api.paid()
        (heard,) = ear.wait_for(1)
        assert heard.path == "/told/pix"
        assert heard.certificate == ssl.PEM_cert_to_DER_cert(_first_certificate(papers))
        api.good("PUT", WEBHOOK, {"webhookUrl": odd.url})
        api.good("PUT", f"/v3/cob/{OTHER}", WANTED)
        api.control.pay(intent=OTHER)
        assert _given_up(api.control) == ["ConnectError"] * 5
        assert odd.heard() == []


def _first_certificate(papers: Path) -> str:
    text = papers.read_text("ascii")
    start = text.index("-----BEGIN CERTIFICATE-----")
    end = text.index("-----END CERTIFICATE-----", start)
    return f"{text[start:end]}-----END CERTIFICATE-----\n"


def _given_up(control: SimulatorControl) -> list[str]:
    for _ in range(5_000):
        found = [each for each in control.deliveries() if each["state"] == "given_up"]
        if found:
            return list(found[0]["attempts"])
    raise AssertionError("it is still being tried")
