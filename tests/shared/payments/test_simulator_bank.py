"""The simulated bank's tokens and charges: strict where the Pix API is."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest

from shared.kernel.clock import ManualClock
from shared.kernel.money import Money
from shared.payments.brcode import BrCode, check_for
from shared.payments.json_text import JsonValue
from shared.payments.simulator.bank_pix.records import (
    BANK_CLIENT_SECRET,
    BANK_PIX_KEY,
)
from tests.fakes.simulator import ControlRefused, RunningSimulator, simulator_thread
from tests.shared.payments.api import NOON, read
from tests.shared.payments.bank_api import BASIC, COB, TXID, WANTED, BankApi, bank_api, fields_of, problem


@pytest.fixture(scope="module")
def running() -> Iterator[RunningSimulator]:
    with simulator_thread(clock=ManualClock(NOON)) as running:
        yield running


@pytest.fixture
def api(running: RunningSimulator) -> Iterator[BankApi]:
    with bank_api(running) as made:
        yield made


def test_a_token_has_the_scopes_that_were_asked_for_and_ends(api: BankApi) -> None:
    granted = read(api.token(scope="cob.read pix.read rec.read"))
    assert (granted["token_type"], granted["expires_in"], granted["scope"]) == ("Bearer", 3600, "cob.read pix.read")
    token = granted["access_token"]
    assert problem(api.ask("PUT", COB, WANTED, token)) == (400, "RequisicaoInvalida"), "Sicredi's way"
    api.control.settings(bank="efi")
    assert problem(api.ask("PUT", f"/v2/cob/{TXID}", WANTED, token)) == (403, "AcessoNegado")
    api.control.advance(3600)
    assert problem(api.ask("GET", f"/v2/cob/{TXID}", None, token)) == (401, "AcessoNegado")


@pytest.mark.parametrize(
    ("basic", "fields", "status", "error"),
    [
        ("", {}, 401, "invalid_client"),
        ("nonsense", {}, 401, "invalid_client"),
        (base64.b64encode(b"vez-simulador:outro").decode("ascii"), {}, 401, "invalid_client"),
        (BASIC, {"grant_type": "password"}, 400, "unsupported_grant_type"),
        (BASIC, {"scope": "rec.read"}, 400, "invalid_scope"),
        (BASIC, {"client_secret": BANK_CLIENT_SECRET}, 401, "invalid_client"),
    ],
)
def test_a_token_is_denied_in_the_words_of_oauth(
    api: BankApi, basic: str, fields: dict[str, str], status: int, error: str
) -> None:
    response = api.token(basic, **fields)
    assert (response.status_code, read(response)["error"]) == (status, error)


def test_who_asks_for_too_many_tokens_is_shut_out_for_a_while(api: BankApi) -> None:
    api.control.settings(tokens_per_minute=3)
    answers = [api.token() for _ in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert answers[3].headers["retry-after"] == "60"
    api.control.advance(61)
    assert api.token().status_code == 200


@pytest.mark.parametrize("token", ["", "nonsense"])
def test_without_a_good_token_nothing_is_told(api: BankApi, token: str) -> None:
    assert problem(api.ask("GET", COB, None, token)) == (401, "AcessoNegado")


def test_a_charge_is_told_as_the_api_documents_it(api: BankApi) -> None:
    made = api.ask("PUT", COB, WANTED)
    assert made.status_code == 201
    said = read(made)
    assert said == {
        **WANTED,
        "calendario": {"criacao": "2026-03-02T15:00:00.000Z", "expiracao": 3600},
        "txid": TXID,
        "revisao": 0,
        "loc": {"id": 1, "location": said["location"], "tipoCob": "cob", "criacao": "2026-03-02T15:00:00.000Z"},
        "location": said["location"],
        "status": "ATIVA",
        "valor": {"original": "37.00", "modalidadeAlteracao": 0},
        "pixCopiaECola": said["pixCopiaECola"],
    }
    code = check_for(said["pixCopiaECola"], Money(3700))
    assert isinstance(code, BrCode)
    assert code.url == said["location"]
    assert len(said["location"]) <= 77
    assert api.good("GET", COB) == said


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"valor": None}, "cob.valor"),
        ({"valor": {"original": "0.00"}}, "cob.valor.original"),
        ({"valor": {"original": "37.0"}}, "cob.valor.original"),
        ({"valor": {"original": 37}}, "cob.valor.original"),
        ({"valor": {"original": "12345678901.00"}}, "cob.valor.original"),
        ({"valor": {"original": "37.00", "modalidadeAlteracao": 2}}, "cob.valor.modalidadeAlteracao"),
        ({"chave": None}, "cob.chave"),
        ({"chave": "outra@loja.com.br"}, "cob.chave"),
        ({"calendario": {"expiracao": 0}}, "cob.calendario.expiracao"),
        ({"calendario": {"expiracao": "3600"}}, "cob.calendario.expiracao"),
        ({"calendario": 3600}, "cob.calendario"),
        ({"solicitacaoPagador": "x" * 141}, "cob.solicitacaoPagador"),
        ({"devedor": {"cpf": "52998224725"}}, "cob.devedor.nome"),
        ({"devedor": {"nome": "Ana"}}, "cob.devedor"),
        ({"devedor": {"cpf": "52998224724", "nome": "Ana"}}, "cob.devedor.cpf"),
        ({"devedor": {"cpf": "52998224725", "cnpj": "00000000000191", "nome": "Ana"}}, "cob.devedor"),
        ({"devedor": {"cpf": "52998224725", "nome": "x" * 201}}, "cob.devedor.nome"),
        ({"infoAdicionais": [{"nome": "Senha"}]}, "cob.infoAdicionais.valor"),
        ({"infoAdicionais": [{"nome": "n", "valor": "v"}] * 51}, "cob.infoAdicionais"),
    ],
)
def test_a_charge_with_a_wrong_field_is_refused(api: BankApi, changed: dict[str, JsonValue], field: str) -> None:
    response = api.ask("PUT", COB, {name: value for name, value in {**WANTED, **changed}.items() if value is not None})
    assert problem(response) == (400, "CobOperacaoInvalida")
    assert fields_of(response) == [field]
    assert api.control.charges() == []


@pytest.mark.parametrize("txid", ["a" * 25, "a" * 36, "a" * 25 + "-"])
def test_a_txid_has_from_26_to_35_letters_and_digits(api: BankApi, txid: str) -> None:
    response = api.ask("PUT", f"/v3/cob/{txid}", WANTED)
    assert (problem(response), fields_of(response)) == ((400, "CobOperacaoInvalida"), ["txid"])


def test_a_body_must_be_a_json_object(api: BankApi) -> None:
    assert problem(api.ask("PUT", COB, ["no object"])) == (400, "RequisicaoInvalida")


def test_each_resource_has_the_version_of_its_bank(api: BankApi) -> None:
    assert problem(api.ask("PUT", f"/v2/cob/{TXID}", WANTED)) == (404, "NaoEncontrado")
    api.control.settings(bank="efi")
    api.control.settings(bank="sicredi")
    assert api.ask("PUT", COB, WANTED).status_code == 201


def test_a_charge_is_revised_and_its_past_can_be_read(api: BankApi) -> None:
    api.good("PUT", COB, WANTED)
    assert api.good("PATCH", COB, {"valor": {"original": "40.00"}})["revisao"] == 1
    assert api.good("PUT", COB, WANTED)["revisao"] == 2
    assert [api.good("GET", COB, revisao=str(each))["valor"]["original"] for each in range(3)] == [
        "37.00",
        "40.00",
        "37.00",
    ]
    assert problem(api.ask("GET", COB, revisao="3")) == (404, "CobNaoEncontrado")


def test_a_removal_stands_alone_and_is_final(api: BankApi) -> None:
    api.good("PUT", COB, WANTED)
    removal: dict[str, JsonValue] = {"status": "REMOVIDA_PELO_USUARIO_RECEBEDOR"}
    assert problem(api.ask("PATCH", COB, {**removal, "chave": BANK_PIX_KEY})) == (400, "CobOperacaoInvalida")
    assert problem(api.ask("PATCH", COB, {"status": "CONCLUIDA"})) == (400, "CobOperacaoInvalida")
    assert api.good("PATCH", COB, removal)["status"] == "REMOVIDA_PELO_USUARIO_RECEBEDOR"
    for method, body in (("PATCH", removal), ("PUT", WANTED)):
        assert problem(api.ask(method, COB, body)) == (400, "CobOperacaoInvalida")
    with pytest.raises(ControlRefused, match="removida"):
        api.control.pay(intent=TXID)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (COB, "CobNaoEncontrado"),
        ("/v2/pix/E0", "PixNaoEncontrado"),
        ("/v2/pix/E0/devolucao/1", "PixDevolucaoNaoEncontrada"),
        (f"/v2/webhook/{BANK_PIX_KEY}", "WebhookNaoEncontrado"),
    ],
)
def test_what_does_not_exist_is_not_found_by_its_name(api: BankApi, path: str, kind: str) -> None:
    assert problem(api.ask("GET", path)) == (404, kind)
