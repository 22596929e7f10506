"""Which notifications are believed to come from Mercado Pago; the known answers are those of its documentation."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from shared.payments.mercado_pago_signature import HEADER_MAX, Signature, is_signed, manifest, read_signature, sign

SECRET = SecretStr("your_secret_key_here")
REQUEST_ID = "2066ca19-c6f1-498a-be75-1923005edd06"
ORDER_ID = "ORD01JQ4S4KY8HWQ6NA5PXB65B3D3"

KNOWN = [
    (ORDER_ID.lower(), "1742505638683", "633f91233312dd391ec75fa0bea539cfc2d6c4918873305b84a96cc1c58db71c"),
    (ORDER_ID, "1742505638683", "fb15ae6472eb449173c556793205d77787d58f384d183bb5bc3b724c27bd103c"),
    ("123456", "1704908010", "6cdd4bd7138e90f51355e5af2c56d4348e7c99930a476f7490baa3459a07db0f"),
    (None, "1704908010", "a2d8b9f2183063522f01ca8d71f1cf68f92eaeeeb2359d29caaf1a7b424f9ee6"),
]
ANSWER = KNOWN[2]


@pytest.mark.parametrize(("data_id", "ts", "v1"), KNOWN)
def test_the_known_answers_are_signed(data_id: str | None, ts: str, v1: str) -> None:
    assert sign(SECRET, data_id, REQUEST_ID, ts) == v1
    assert is_signed(f"ts={ts},v1={v1}", SECRET, data_id, REQUEST_ID)


def test_the_id_of_an_order_is_accepted_lower_cased_and_as_received() -> None:
    for _, ts, v1 in KNOWN[:2]:
        assert is_signed(f"ts={ts},v1={v1}", SECRET, ORDER_ID, REQUEST_ID)


def test_what_is_absent_is_left_out_with_its_name() -> None:
    assert manifest("1", "r", "2") == "id:1;request-id:r;ts:2;"
    assert manifest(None, "r", "2") == "request-id:r;ts:2;"
    assert manifest("1", None, "2") == "id:1;ts:2;"


@pytest.mark.parametrize(
    ("secret", "data_id", "request_id", "ts"),
    [
        (SecretStr("another"), ANSWER[0], REQUEST_ID, ANSWER[1]),
        (SECRET, "123457", REQUEST_ID, ANSWER[1]),
        (SECRET, None, REQUEST_ID, ANSWER[1]),
        (SECRET, ANSWER[0], "another", ANSWER[1]),
        (SECRET, ANSWER[0], None, ANSWER[1]),
        (SECRET, ANSWER[0], REQUEST_ID, "1704908011"),
    ],
)
def test_anything_else_that_was_signed_is_refused(
    secret: SecretStr, data_id: str | None, request_id: str | None, ts: str
) -> None:
    assert not is_signed(f"ts={ts},v1={ANSWER[2]}", secret, data_id, request_id)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "ts=1704908010",
        f"v1={ANSWER[2]}",
        f"ts=,v1={ANSWER[2]}",
        f"ts=now,v1={ANSWER[2]}",
        f"ts=1704908010,v1={ANSWER[2][:-1]}",
        "ts=1704908010,v1=é" + ANSWER[2][1:],
        f"ts=1704908010,v1={ANSWER[2]}," + "x" * HEADER_MAX,
    ],
)
def test_a_header_of_another_form_is_refused(header: str) -> None:
    assert read_signature(header) is None
    assert not is_signed(header, SECRET, "123456", REQUEST_ID)


def test_parts_may_come_in_any_order_with_others_between() -> None:
    assert read_signature(f"v1={ANSWER[2].upper()}, new=a=b, ts=1704908010") == Signature("1704908010", ANSWER[2])
