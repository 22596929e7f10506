"""Banks prove themselves by a certificate, with an authority made for these tests."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import trustme
from pydantic import SecretStr

from shared.webhooks.doors import Doors
from shared.webhooks.server import Tls, tls_context
from tests.fakes.receiver import BANK_SECRET, TOKEN, Receiver, asaas_event, bank_body, receiving
from tests.fakes.shop import Shop

OURS = "0123456789abcdef0123456789abcdef"


class Office:
    """Whoever signs: the shop's own certificate, and those of banks."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ours, self._banks, self._thieves = trustme.CA(), trustme.CA(), trustme.CA()
        self._ours.cert_pem.write_to_path(folder / "ours.pem")
        self._banks.cert_pem.write_to_path(folder / "banks.pem")
        issued = self._ours.issue_cert("127.0.0.1")
        issued.private_key_and_cert_chain_pem.write_to_path(folder / "server.pem")

    def server(self) -> ssl.SSLContext:
        context = tls_context(Tls(self._folder / "server.pem", None, self._folder / "banks.pem"))
        assert isinstance(context, ssl.SSLContext)
        return context

    def caller(self, shows: str | None = None) -> ssl.SSLContext:
        """What a caller knows and shows: nothing, a bank's certificate, or one that somebody else signed."""
        context = ssl.create_default_context(cafile=str(self._folder / "ours.pem"))
        if shows is not None:
            signs = {"bank": self._banks, "thief": self._thieves}[shows]
            signs.issue_cert("webhook.bank.example").configure_cert(context)
        return context


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture(params=["certificate", "both"])
def doors(request: pytest.FixtureRequest) -> Doors:
    secret = SecretStr(BANK_SECRET) if request.param == "both" else None
    return Doors(asaas=SecretStr(TOKEN), bank_pix=secret, wants_certificate=True)


@pytest.fixture
def receiver(shop: Shop, office: Office, doors: Doors) -> Iterator[Receiver]:
    with receiving(shop.core.inbox, shop.clock, doors, tls=(office.server(), office.caller())) as running:
        yield running


def test_a_bank_is_let_in_by_its_certificate(receiver: Receiver, office: Office, shop: Shop, doors: Doors) -> None:
    with httpx.Client(base_url=receiver.origin, verify=office.caller("bank"), trust_env=False) as bank:
        assert bank.post(f"/bank-pix/{BANK_SECRET}/pix", json=bank_body(OURS, "E1")).status_code == 200
        without_secret = bank.post("/bank-pix/pix", json=bank_body(OURS, "E2")).status_code
    assert without_secret == (200 if doors.bank_pix is None else 401)
    assert len(shop.core.inbox.latest()) == (2 if doors.bank_pix is None else 1)


def test_without_a_certificate_nobody_is_a_bank(receiver: Receiver, shop: Shop) -> None:
    assert receiver.bank(bank_body(OURS)).status_code == 401
    assert shop.core.inbox.latest() == ()


def test_a_certificate_of_another_authority_ends_it(receiver: Receiver, office: Office, shop: Shop) -> None:
    with (
        httpx.Client(base_url=receiver.origin, verify=office.caller("thief"), trust_env=False) as thief,
        pytest.raises(httpx.TransportError),
    ):
        thief.post(f"/bank-pix/{BANK_SECRET}/pix", json=bank_body(OURS))
    assert shop.core.inbox.latest() == ()


def test_other_providers_need_no_certificate(receiver: Receiver) -> None:
    assert receiver.asaas(asaas_event("PAYMENT_CREATED")).status_code == 200
