"""The simulated bank's API as any client sees it, with tokens of its own."""

from __future__ import annotations

import base64
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import httpx

from shared.payments.json_text import JsonValue, write_json
from shared.payments.simulator.bank_pix.records import (
    BANK_CLIENT_ID,
    BANK_CLIENT_SECRET,
    BANK_PIX_KEY,
)
from tests.fakes.simulator import RunningSimulator, SimulatorControl
from tests.shared.payments.api import read

TXID = "7978c0c97ea847e78e8849634473c1f1"
COB = f"/v3/cob/{TXID}"
WANTED: dict[str, JsonValue] = {
    "calendario": {"expiracao": 3600},
    "devedor": {"cnpj": "00000000000191", "nome": "Empresa de Serviços SA"},
    "valor": {"original": "37.00"},
    "chave": BANK_PIX_KEY,
    "solicitacaoPagador": "Serviço realizado.",
    "infoAdicionais": [{"nome": "Senha", "valor": "A042"}],
}
BASIC = base64.b64encode(f"{BANK_CLIENT_ID}:{BANK_CLIENT_SECRET}".encode()).decode("ascii")
FORM = {"grant_type": "client_credentials"}


class BankApi:
    """The API with a token of its own."""

    def __init__(self, running: RunningSimulator, control: SimulatorControl, tls: ssl.SSLContext | None = None) -> None:
        self.control = control
        verify = True if tls is None else tls
        self._client = httpx.Client(base_url=f"{running.origin}/bank", trust_env=False, verify=verify)

    def close(self) -> None:
        self._client.close()

    def token(self, basic: str = BASIC, **fields: str) -> httpx.Response:
        headers = {"Authorization": f"Basic {basic}"} if basic else {}
        return self._client.post("/oauth/token", data={**FORM, **fields}, headers=headers)

    def ask(self, method: str, path: str, body: Any = None, token: str | None = None, **query: str) -> httpx.Response:
        bearer = read(self.token())["access_token"] if token is None else token
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        content = None if body is None else write_json(body)
        return self._client.request(method, f"/api{path}", content=content, headers=headers, params=query)

    def good(self, method: str, path: str, body: Any = None, **query: str) -> dict[str, Any]:
        response = self.ask(method, path, body, **query)
        assert response.is_success, response.text
        return read(response)

    def paid(self) -> str:
        """A charge that was paid; its end-to-end id."""
        self.good("PUT", COB, WANTED)
        return self.control.pay(intent=TXID)


@contextmanager
def bank_api(running: RunningSimulator, tls: ssl.SSLContext | None = None) -> Iterator[BankApi]:
    """The API of a bank that was just reset, and gives as many tokens as a test may want."""
    running.control.reset()
    with closing(running.control.of("bank_pix")) as control:
        control.settings(tokens_per_minute=1_000)
        with closing(BankApi(running, control, tls)) as made:
            yield made


def problem(response: httpx.Response) -> tuple[int, str]:
    """The status and the last part of the problem's type."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    said = read(response)
    assert said["status"] == response.status_code
    return response.status_code, str(said["type"]).removeprefix("https://pix.bcb.gov.br/api/v2/error/")


def fields_of(response: httpx.Response) -> list[str]:
    return [each["propriedade"] for each in read(response)["violacoes"]]
