"""The simulated bank's payments, returns, lists and callbacks: strict where the Pix API is."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from shared.kernel.clock import ManualClock
from shared.kernel.money import Money
from shared.payments.json_text import JsonValue
from shared.payments.simulator.bank_pix import paying
from shared.payments.simulator.bank_pix.records import (
    BANK_PIX_KEY,
    BankSettings,
    PixIn,
    Return,
)
from shared.payments.simulator.bank_pix.room import BankRoom
from shared.payments.simulator.post import PostOffice
from tests.fakes.simulator import ControlRefused, RunningSimulator, simulator_thread
from tests.shared.payments.api import NOON, read
from tests.shared.payments.bank_api import COB, TXID, WANTED, BankApi, bank_api, fields_of, problem


@pytest.fixture(scope="module")
def running() -> Iterator[RunningSimulator]:
    with simulator_thread(clock=ManualClock(NOON)) as running:
        yield running


@pytest.fixture
def api(running: RunningSimulator) -> Iterator[BankApi]:
    with bank_api(running) as made:
        yield made


def test_a_payment_of_any_amount_ends_the_charge_without_a_revision(api: BankApi) -> None:
    api.good("PUT", COB, WANTED)
    paid = api.control.pay(intent=TXID, amount=Money(4000))
    held = api.good("GET", COB)
    assert (held["status"], held["revisao"], held["pix"]) == ("CONCLUIDA", 0, [api.good("GET", f"/v2/pix/{paid}")])
    assert held["pix"][0]["valor"] == "40.00"
    assert (len(paid), paid[0], paid[9:21]) == (32, "E", "202603021500")


def test_lists_are_filtered_and_paged(api: BankApi) -> None:
    first = api.paid()
    api.control.advance(60)
    others = [api.control.sends_to_key(Money(100 + number)) for number in range(3)]
    period = {"inicio": "2026-03-02T15:00:00Z", "fim": "2026-03-02T12:01:00-03:00"}
    page = {"paginacao.itensPorPagina": "3", "paginacao.paginaAtual": "1"}
    said = api.good("GET", "/v2/pix", **period, **page)
    assert [each["endToEndId"] for each in said["pix"]] == others[2:]
    assert said["parametros"]["paginacao"] == {
        "paginaAtual": 1,
        "itensPorPagina": 3,
        "quantidadeDePaginas": 2,
        "quantidadeTotalDeItens": 4,
    }
    for also, found in (
        ({"txid": TXID}, [first]),
        ({"txIdPresente": "false"}, others),
        ({"devolucaoPresente": "true"}, []),
    ):
        assert [each["endToEndId"] for each in api.good("GET", "/v2/pix", **period, **also)["pix"]] == found
    assert [each["txid"] for each in api.good("GET", "/v2/cob", **period, status="CONCLUIDA")["cobs"]] == [TXID]
    assert api.good("GET", "/v2/cob", **period, status="ATIVA")["cobs"] == []
    assert api.good("GET", "/v2/pix", inicio="2026-03-02T15:00:01Z", fim="2026-03-02T15:00:59Z")["pix"] == []


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ({}, ["inicio", "fim"]),
        ({"inicio": "2026-03-02", "fim": "2026-03-03T00:00:00"}, ["inicio", "fim"]),
        ({"inicio": "2026-03-02T15:00:00Z", "fim": "2026-03-02T14:59:59Z"}, ["fim"]),
        (
            {"inicio": "2026-03-02T15:00:00Z", "fim": "2026-03-03T15:00:00Z", "paginacao.paginaAtual": "-1"},
            ["paginacao.paginaAtual"],
        ),
        (
            {"inicio": "2026-03-02T15:00:00Z", "fim": "2026-03-03T15:00:00Z", "paginacao.itensPorPagina": "1001"},
            ["paginacao.itensPorPagina"],
        ),
        (
            {"inicio": "2026-03-02T15:00:00Z", "fim": "2026-03-03T15:00:00Z", "paginacao.itensPorPagina": "0"},
            ["paginacao.itensPorPagina"],
        ),
    ],
)
@pytest.mark.parametrize(("path", "kind"), [("/v2/pix", "PixConsultaInvalida"), ("/v2/cob", "CobConsultaInvalida")])
def test_a_list_that_makes_no_sense_is_refused(
    api: BankApi, path: str, kind: str, query: dict[str, str], fields: list[str]
) -> None:
    response = api.ask("GET", path, **query)
    assert (problem(response), fields_of(response)) == ((400, kind), fields)


def test_a_return_is_told_as_the_api_documents_it(api: BankApi) -> None:
    path = f"/v2/pix/{api.paid()}/devolucao/1"
    made = api.ask("PUT", path, {"valor": "7.89", "descricao": "Troco"})
    assert made.status_code == 201
    said = read(made)
    assert (said["id"], said["valor"], said["natureza"], said["status"]) == ("1", "7.89", "ORIGINAL", "DEVOLVIDO")
    assert (len(said["rtrId"]), said["rtrId"][0]) == (32, "D")
    assert said["horario"] == {"solicitacao": "2026-03-02T15:00:00.000Z", "liquidacao": "2026-03-02T15:00:00.000Z"}
    assert api.good("GET", path) == said


@pytest.mark.parametrize(
    ("number", "body", "field"),
    [
        ("1", {"valor": "1.00"}, "id"),
        ("a-b", {"valor": "1.00"}, "id"),
        ("2", {"valor": "36.01"}, "devolucao.valor"),
        ("2", {"valor": "0.00"}, "devolucao.valor"),
        ("2", {}, "devolucao.valor"),
        ("2", {"valor": "1.00", "natureza": "MED_FRAUDE"}, "devolucao.natureza"),
        ("2", {"valor": "1.00", "descricao": "x" * 141}, "devolucao.descricao"),
    ],
)
def test_a_return_that_is_not_allowed_is_refused(
    api: BankApi, number: str, body: dict[str, JsonValue], field: str
) -> None:
    paid = api.paid()
    api.good("PUT", f"/v2/pix/{paid}/devolucao/1", {"valor": "1.00"})
    response = api.ask("PUT", f"/v2/pix/{paid}/devolucao/{number}", body)
    assert (problem(response), fields_of(response)) == ((400, "PixDevolucaoInvalida"), [field])


def test_webhooks_are_set_read_listed_and_removed(api: BankApi) -> None:
    path = f"/v2/webhook/{BANK_PIX_KEY}"
    for url in ("http://loja.example/pix", "nonsense", "https://loja.example/" + "x" * 140, None):
        assert problem(api.ask("PUT", path, {"webhookUrl": url})) == (400, "WebhookOperacaoInvalida")
    assert problem(api.ask("PUT", "/v2/webhook/outra", {"webhookUrl": "https://a.example"}))[0] == 400
    api.good("PUT", path, {"webhookUrl": "https://loja.example/avisos"})
    held = api.good("GET", path)
    assert (held["webhookUrl"], held["chave"]) == ("https://loja.example/avisos", BANK_PIX_KEY)
    assert api.good("GET", "/v2/webhook")["webhooks"] == [held]
    assert api.ask("DELETE", path).status_code == 204
    assert problem(api.ask("GET", path)) == (404, "WebhookNaoEncontrado")


def test_every_movement_is_in_the_ledger(api: BankApi) -> None:
    paid = api.paid()
    api.control.settings(return_state="EM_PROCESSAMENTO")
    api.good("PUT", f"/v2/pix/{paid}/devolucao/1", {"valor": "7.00"})
    api.control.settle_refunds("NAO_REALIZADO", intent=TXID)
    moves = [(each["kind"], str(each["amount"]), each["reference"]) for each in api.control.ledger()]
    assert moves == [("received", "37.00", TXID), ("refunded", "7.00", TXID), ("refund_cancelled", "7.00", TXID)]
    assert api.control.received(TXID) == Money(3700)
    assert api.control.given_back() == Money(0)


@pytest.mark.parametrize(
    "changed", [{"bank": "nubank"}, {"colour": "blue"}, {"token_seconds": "many"}, {"auto_pay_seconds": "soon"}]
)
def test_the_control_says_what_it_does_not_understand(api: BankApi, changed: dict[str, JsonValue]) -> None:
    with pytest.raises(ControlRefused):
        api.control.settings(**changed)


def test_a_person_pays_on_the_page(api: BankApi, running: RunningSimulator) -> None:
    api.good("PUT", COB, WANTED)
    with httpx.Client(base_url=running.page, follow_redirects=True, trust_env=False) as browser:
        assert "R$ 37,00" in browser.get("/").text
        assert "Nenhuma cobrança aberta" in browser.post("/pagar", data={"id": TXID, "provider": "bank_pix"}).text
    assert api.good("GET", COB)["status"] == "CONCLUIDA"


def test_a_charge_is_paid_by_itself_when_asked_for(api: BankApi) -> None:
    api.control.settings(auto_pay_seconds=4)
    api.good("PUT", COB, WANTED)
    api.control.advance(3)
    assert api.good("GET", COB)["status"] == "ATIVA"
    api.control.advance(1)
    assert api.good("GET", COB)["status"] == "CONCLUIDA"


def test_whoever_asks_is_told_of_money_and_of_returns_that_end() -> None:
    """What the bank would send to the shop's callback: not for money without a txid."""
    clock = ManualClock(NOON)
    room = BankRoom(BankSettings(return_state="EM_PROCESSAMENTO"), clock, lambda _scope: None, PostOffice(clock))
    told: list[PixIn] = []
    room.books.told.append(told.append)
    made = paying.pay_key(room.books, Money(500))
    assert told == []
    pix = PixIn(made.end_to_end_id, TXID, made.amount, made.key, made.at)
    room.books.received[pix.end_to_end_id] = pix
    started = paying.put_return(room.books, pix.end_to_end_id, "1", {"valor": "5.00"})
    assert isinstance(started, Return)
    assert told == [], "it is still being processed"
    ended = paying.end_returns(room.books, room.books.received[pix.end_to_end_id], "DEVOLVIDO")
    assert told == [ended]
    assert ended.gone == Money(500)
    assert ended.returns[0].settled_at == NOON
    assert ended.at == NOON
