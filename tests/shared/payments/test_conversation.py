"""What no adapter may stumble over in an answer, whoever wrote it."""

from __future__ import annotations

import json
from collections.abc import Callable

import httpx
import pytest
from pydantic import SecretStr

from shared.kernel.clock import SystemClock
from shared.payments.asaas_http import asaas_conversation
from shared.payments.asaas_messages import PaymentPage
from shared.payments.bank_pix_oauth import complaint as bank_complaint
from shared.payments.conversation import CODE_MAX, Answered, Complaint, Conversation, Denied, Throttled
from shared.payments.mercado_pago_http import complaint as mercado_pago_complaint

ODD_DATES = [
    "Sun, 22 Nov 2026 15:00:00 +99999999999999999",
    "Sun, 22 Nov 2026 15:00:00 -99999999999999999",
    "Fri, 31 Dec 9999 23:59:59 -2300",
    "Sun, 22 Nov 99999999999999999999 15:00:00 +0000",
]


def answering(status: int, body: str, **headers: str) -> Conversation:
    """A line to an Asaas that always says the same."""
    line = asaas_conversation("http://asaas.example", SecretStr("k"), SystemClock())
    answer = httpx.MockTransport(lambda _: httpx.Response(status, headers=headers, content=body.encode()))
    line._client = httpx.Client(base_url="http://asaas.example", transport=answer)
    return line


@pytest.mark.parametrize("date", ODD_DATES)
def test_a_date_that_nobody_can_read_hides_nothing(date: str) -> None:
    assert answering(200, '{"data": []}', Date=date).get("/payments", PaymentPage) == Answered(
        PaymentPage(data=()), None
    )


@pytest.mark.parametrize("date", ODD_DATES)
def test_a_wait_until_a_date_that_nobody_can_read_is_no_wait(date: str) -> None:
    throttled = answering(429, "{}", **{"Retry-After": date}).get("/payments", PaymentPage)
    assert throttled == Throttled(None)


def test_a_refusal_keeps_its_code_short_and_plain() -> None:
    said = {"errors": [{"code": "\ud800" + "x" * 5_000, "description": "a\x00b\nc\udfff"}]}
    denied = answering(400, json.dumps(said)).get("/payments", PaymentPage)
    assert denied == Denied("x" * CODE_MAX, "ab c")


def test_a_code_of_which_nothing_remains_is_named_by_its_status() -> None:
    denied = answering(400, json.dumps({"errors": [{"code": "\ud800"}]})).get("/payments", PaymentPage)
    assert denied == Denied("http_400", "")


@pytest.mark.parametrize(
    ("reads", "said"),
    [
        (mercado_pago_complaint, {"error": "bad\ud800", "message": "n\x00ão"}),
        (bank_complaint, {"error": "bad\ud800", "error_description": "n\x00ão"}),
    ],
)
def test_every_adapter_reads_complaints_plainly(
    reads: Callable[[bytes, int], Complaint | None], said: dict[str, str]
) -> None:
    assert reads(json.dumps(said).encode(), 400) == Complaint("bad", "não")
