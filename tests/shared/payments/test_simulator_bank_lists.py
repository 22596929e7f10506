"""The bank's lists and charges refuse what the schema refuses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared.kernel.clock import ManualClock
from tests.fakes.simulator import RunningSimulator, simulator_thread
from tests.shared.payments.api import NOON, read
from tests.shared.payments.bank_api import COB, TXID, WANTED, BankApi, bank_api, fields_of, problem

PERIOD = {"inicio": "2026-03-01T00:00:00Z", "fim": "2026-03-03T00:00:00Z"}


@pytest.fixture(scope="module")
def running() -> Iterator[RunningSimulator]:
    with simulator_thread(clock=ManualClock(NOON)) as running:
        yield running


@pytest.fixture
def api(running: RunningSimulator) -> Iterator[BankApi]:
    with bank_api(running) as made:
        yield made


def test_the_bank_chooses_a_txid_where_none_is_given(api: BankApi) -> None:
    response = api.ask("POST", "/v2/cob", WANTED)
    assert response.status_code == 201
    made = read(response)
    assert len(made["txid"]) == 32
    assert api.good("GET", f"/v3/cob/{made['txid']}")["status"] == "ATIVA"


def test_a_location_that_does_not_exist_is_refused(api: BankApi) -> None:
    response = api.ask("PUT", COB, {**WANTED, "loc": {"id": 1}})
    assert (problem(response), fields_of(response)) == ((400, "CobOperacaoInvalida"), ["cob.loc"])


@pytest.mark.parametrize(
    ("path", "kind", "query"),
    [
        ("/v2/cob", "CobConsultaInvalida", {"status": "PAGA"}),
        ("/v2/cob", "CobConsultaInvalida", {"locationPresente": "sim"}),
        ("/v2/cob", "CobConsultaInvalida", {"cpf": "52998224725", "cnpj": "00000000000191"}),
        ("/v2/pix", "PixConsultaInvalida", {"txIdPresente": "1"}),
        ("/v2/pix", "PixConsultaInvalida", {"devolucaoPresente": ""}),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(api: BankApi, path: str, kind: str, query: dict[str, str]) -> None:
    response = api.ask("GET", path, **PERIOD, **query)
    assert problem(response) == (400, kind)
    assert read(response)["correlationId"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"cnpj": "00000000000191"}, 1),
        ({"cpf": "52998224725"}, 0),
        ({"locationPresente": "true"}, 1),
        ({"locationPresente": "false"}, 0),
        ({"status": "ATIVA"}, 1),
        ({"status": "CONCLUIDA"}, 0),
    ],
)
def test_charges_are_chosen_by_their_debtor_and_state(api: BankApi, query: dict[str, str], count: int) -> None:
    api.good("PUT", COB, WANTED)
    assert [each["txid"] for each in api.good("GET", "/v2/cob", **PERIOD, **query)["cobs"]] == [TXID] * count
