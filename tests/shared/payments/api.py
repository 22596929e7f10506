"""The simulated API as any client sees it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx

from shared.payments.json_text import JsonValue, read_json, write_json
from shared.payments.simulator.asaas.records import SIMULATOR_KEY, SIMULATOR_PIX_KEY
from tests.fakes.simulator import RunningSimulator

NOON = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
CUSTOMER: dict[str, JsonValue] = {"name": "Ana Souza", "cpfCnpj": "529.982.247-25"}
STATIC: dict[str, JsonValue] = {"addressKey": SIMULATOR_PIX_KEY, "value": Decimal("9.90"), "expirationSeconds": 60}


class Api:
    """The API as any client sees it."""

    def __init__(self, running: RunningSimulator) -> None:
        self.control = running.control
        self._client = httpx.Client(base_url=running.base_url, trust_env=False)

    def close(self) -> None:
        self._client.close()

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: dict[str, str] | None = None,
        timeout_seconds: float = 5.0,
        /,
        **query: str,
    ) -> httpx.Response:
        sent = {"access_token": SIMULATOR_KEY, "Content-Type": "application/json", **(headers or {})}
        content = None if body is None else write_json(body)
        return self._client.request(method, path, params=query, content=content, headers=sent, timeout=timeout_seconds)

    def get(self, path: str, **query: str) -> dict[str, Any]:
        response = self.ask("GET", path, **query)
        assert response.status_code == 200, response.text
        return read(response)

    def post(self, path: str, body: dict[str, JsonValue]) -> dict[str, Any]:
        response = self.ask("POST", path, body)
        assert response.status_code == 200, response.text
        return read(response)

    def charge(self, **changed: JsonValue) -> dict[str, Any]:
        """A charge of a customer of its own."""
        return self.post("/payments", self.wanted(**changed))

    def wanted(self, **changed: JsonValue) -> dict[str, JsonValue]:
        usual: dict[str, JsonValue] = {
            "customer": self.post("/customers", CUSTOMER)["id"],
            "billingType": "PIX",
            "value": Decimal("100.90"),
            "dueDate": "2026-03-02",
        }
        return {name: value for name, value in {**usual, **changed}.items() if value is not None}


def read(response: httpx.Response) -> dict[str, Any]:
    body = read_json(response.content)
    assert isinstance(body, dict)
    return body


def codes(response: httpx.Response) -> list[str]:
    assert response.status_code in {400, 401}, response.text
    return [each["code"] for each in read(response)["errors"]]
