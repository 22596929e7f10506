"""Mutual TLS, with a certificate authority made for these tests."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from shared.payments.bank_pix_line import Certificate
from shared.payments.model import (
    ChargeOpened,
    ChargeRefused,
    CheckOutcome,
    ProviderHealthy,
    ProviderUnreachable,
)
from shared.payments.simulator.server import MutualTls
from tests.fakes.simulator import HouseTls, RunningSimulator, simulator_thread
from tests.shared.payments.charging import PAYER, intent_for
from tests.shared.payments.conftest import bank_at


@dataclass(frozen=True, slots=True)
class Papers:
    """Files in PEM: a caller's certificate and key, and who signs the server's."""

    chain: Path
    key: Path
    authority: Path

    @property
    def certificate(self) -> Certificate:
        return Certificate(self.chain, self.key, self.authority)


class Office:
    """A bank's certificate authority."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._authority = trustme.CA()
        self.file = folder / "authority.pem"
        self._authority.cert_pem.write_to_path(self.file)

    def papers_for(self, name: str) -> Papers:
        issued = self._authority.issue_cert(name)
        chain, key = self._folder / f"{name}.pem", self._folder / f"{name}.key"
        for blob in issued.cert_chain_pems:
            blob.write_to_path(chain, append=True)
        issued.private_key_pem.write_to_path(key)
        return Papers(chain, key, self.file)

    def tls(self) -> HouseTls:
        server = self._folder / "server.pem"
        self._authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(server)
        context = ssl.create_default_context(cafile=str(self.file))
        operator = self.papers_for("operator.example")
        context.load_cert_chain(operator.chain, operator.key)
        return HouseTls(MutualTls(server, self.file), context)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def bank(office: Office) -> Iterator[RunningSimulator]:
    with simulator_thread(tls=office.tls()) as running:
        yield running


@pytest.fixture(scope="module")
def shop(office: Office) -> Papers:
    return office.papers_for("shop.example")


def checked(bank: RunningSimulator, certificate: Certificate) -> CheckOutcome:
    with bank_at(bank, certificate=certificate) as adapter:
        return adapter.check()


def test_a_shop_with_its_certificate_is_let_in(bank: RunningSimulator, shop: Papers) -> None:
    with bank_at(bank, certificate=shop.certificate) as adapter:
        assert isinstance(adapter.check(), ProviderHealthy)
        assert isinstance(adapter.open_charge(intent_for(PAYER)), ChargeOpened)


def test_a_shop_without_one_is_not_even_heard(bank: RunningSimulator, shop: Papers) -> None:
    assert isinstance(checked(bank, Certificate(None, None, shop.authority)), ProviderUnreachable)


def test_a_certificate_that_somebody_else_signed_is_worth_nothing(
    bank: RunningSimulator, office: Office, tmp_path: Path
) -> None:
    stranger = Office(tmp_path).papers_for("shop.example")
    shown = Certificate(stranger.chain, stranger.key, office.file)
    assert isinstance(checked(bank, shown), ProviderUnreachable)


def test_a_bank_that_cannot_prove_itself_is_told_nothing(bank: RunningSimulator, shop: Papers) -> None:
    assert checked(bank, Certificate(shop.chain, shop.key)) == ProviderUnreachable("ConnectError")


def test_a_token_is_good_only_with_the_certificate_it_was_given_to(
    bank: RunningSimulator, office: Office, shop: Papers
) -> None:
    other = office.papers_for("thief.example")
    with bank_at(bank, certificate=shop.certificate) as owner, bank_at(bank, certificate=other.certificate) as thief:
        owner.check()
        thief._line._tokens._token = stolen = owner._line._tokens._token
        assert isinstance(thief.check(), ProviderHealthy), "with a token of its own"
        assert thief._line._tokens._token is not stolen
        assert owner._line._tokens._token is stolen


def test_a_certificate_that_cannot_be_used_is_named_and_nothing_is_asked(
    bank: RunningSimulator, shop: Papers, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("", encoding="ascii")
    locked = tmp_path / "locked.key"
    key = load_pem_private_key(shop.key.read_bytes(), None)
    locked.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"segredo")))
    unusable = (
        Certificate(tmp_path / "missing.pem", shop.key, shop.authority),
        Certificate(empty, shop.key, shop.authority),
        Certificate(shop.chain, tmp_path / "missing.key", shop.authority),
        Certificate(shop.chain, locked, shop.authority),
        Certificate(shop.chain, shop.key, tmp_path / "missing.pem"),
        Certificate(shop.chain, shop.key, empty),
    )
    with closing(bank.control.of("bank_pix")) as control:
        control.reset()
        outcomes = [checked(bank, each) for each in unusable]
        assert control.requests() == []
    assert [each.code for each in outcomes if isinstance(each, ChargeRefused)] == ["bad_certificate"] * len(unusable)
