"""What is read out of each provider's body, and what of it is kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from pydantic import SecretStr

from shared.kernel.ids import IntentId
from shared.payments.json_text import read_json
from shared.payments.mercado_pago_signature import sign
from shared.webhooks import asaas, bank_pix, keeping, mercado_pago
from shared.webhooks.model import Notification, ReadOutcome, Subject, Unreadable
from tests.fakes.receiver import (
    PERSONAL,
    SECRET,
    Json,
    asaas_event,
    bank_body,
    mercado_pago_headers,
    mercado_pago_order,
    mercado_pago_payment,
)

OURS = "0123456789abcdef0123456789abcdef"
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
SIGNED = mercado_pago.Signed("1234567890", "a-request", NOW)

ALL_CHARGE_EVENTS = [
    "PAYMENT_CREATED",
    "PAYMENT_UPDATED",
    "PAYMENT_CONFIRMED",
    "PAYMENT_RECEIVED",
    "PAYMENT_OVERDUE",
    "PAYMENT_DELETED",
    "PAYMENT_RESTORED",
    "PAYMENT_REFUNDED",
    "PAYMENT_PARTIALLY_REFUNDED",
    "PAYMENT_REFUND_IN_PROGRESS",
    "PAYMENT_REFUND_DENIED",
    "PAYMENT_RECEIVED_IN_CASH_UNDONE",
    "PAYMENT_AUTHORIZED",
    "PAYMENT_AWAITING_RISK_ANALYSIS",
    "PAYMENT_APPROVED_BY_RISK_ANALYSIS",
    "PAYMENT_REPROVED_BY_RISK_ANALYSIS",
    "PAYMENT_CREDIT_CARD_CAPTURE_REFUSED",
    "PAYMENT_ANTICIPATED",
    "PAYMENT_CHARGEBACK_REQUESTED",
    "PAYMENT_CHARGEBACK_DISPUTE",
    "PAYMENT_AWAITING_CHARGEBACK_REVERSAL",
    "PAYMENT_DUNNING_REQUESTED",
    "PAYMENT_DUNNING_RECEIVED",
    "PAYMENT_BANK_SLIP_VIEWED",
    "PAYMENT_CHECKOUT_VIEWED",
    "PAYMENT_SPLIT_CANCELLED",
    "PAYMENT_SPLIT_DIVERGENCE_BLOCK",
    "PAYMENT_SPLIT_DIVERGENCE_BLOCK_FINISHED",
]
"""All that the reference names."""


def raw(body: Json) -> bytes:
    return json.dumps(body).encode()


def only(outcome: ReadOutcome) -> Notification:
    assert isinstance(outcome, tuple)
    assert len(outcome) == 1
    return outcome[0]


def of_asaas(body: Json) -> Notification:
    return only(asaas.read(read_json(raw(body)), raw(body)))


def of_mercado_pago(body: Json, signed: mercado_pago.Signed = SIGNED) -> Notification:
    return only(mercado_pago.read(read_json(raw(body)), raw(body), signed))


def of_bank(body: Json) -> Notification:
    return only(bank_pix.read(read_json(raw(body)), raw(body)))


def test_every_charge_event_of_asaas_is_understood() -> None:
    assert set(ALL_CHARGE_EVENTS) == asaas.CHARGE_EVENTS | asaas.NO_NEWS
    assert not asaas.CHARGE_EVENTS & asaas.NO_NEWS


@pytest.mark.parametrize("kind", ALL_CHARGE_EVENTS)
def test_an_event_about_money_names_its_charge(kind: str) -> None:
    said = of_asaas(asaas_event(kind, externalReference=OURS))
    assert said.kind == kind
    named = Subject(IntentId(OURS), "pay_080225913252")
    assert said.subject == (named if kind in asaas.CHARGE_EVENTS else None)


def test_the_payment_of_a_static_code_is_known_by_its_code() -> None:
    said = of_asaas(asaas_event("PAYMENT_RECEIVED", pixQrCodeId="ASAAS000001"))
    assert said.subject == Subject(None, "static:ASAAS000001")


@pytest.mark.parametrize(
    ("event", "subject"),
    [
        ({"id": "evt_1", "event": "INVOICE_CREATED", "invoice": {"id": "inv_1"}}, None),
        ({"id": "evt_1", "event": "CHECKOUT_PAID", "checkout": {"id": "x"}}, None),
        ({"id": "evt_1", "event": "PAYMENT_RECEIVED"}, None),
        ({"id": "evt_1", "event": "PAYMENT_RECEIVED", "payment": []}, None),
        ({"id": "evt_1", "event": 7, "payment": {"id": "pay_1"}}, None),
        ({"event": "PAYMENT_RECEIVED", "payment": {"id": "pay_1"}}, Subject(None, "pay_1")),
        ({"id": "evt_1", "event": "PAYMENT_INVENTED_LATER", "payment": {"id": "pay_1"}}, Subject(None, "pay_1")),
        ({"id": "evt_1", "event": "PAYMENT_RECEIVED", "payment": {"externalReference": "Pedido 7"}}, Subject()),
        ({}, None),
    ],
)
def test_whatever_else_asaas_says_is_kept_and_harms_nothing(event: Json, subject: Subject | None) -> None:
    assert of_asaas(event).subject == subject


def test_an_event_without_an_id_is_told_apart_by_its_bytes() -> None:
    first, again, other = ({"event": "PAYMENT_RECEIVED", "n": each} for each in (1, 1, 2))
    assert of_asaas(first).key == of_asaas(again).key != of_asaas(other).key


def test_a_payment_of_mercado_pago_is_named_by_the_query() -> None:
    said = of_mercado_pago(mercado_pago_payment("1234567890"))
    assert said.subject == Subject(None, "1234567890")
    assert said.key == "payment.updated:112233445566"
    assert said.said_at == NOW


def test_an_order_of_mercado_pago_names_our_reference_and_its_version() -> None:
    signed = mercado_pago.Signed("ord01jy0", "a-request", NOW)
    said = of_mercado_pago(mercado_pago_order("ORD01JY0", OURS), signed)
    assert said.subject == Subject(IntentId(OURS), "ORD01JY0")
    assert said.key == "order.processed:ORD01JY0:v3"


def test_a_body_that_names_another_charge_than_was_signed_is_refused() -> None:
    body = mercado_pago_payment("666")
    assert mercado_pago.read(body, raw(body), SIGNED) == Unreadable("another_charge")


def test_other_topics_of_mercado_pago_are_kept_and_harm_nothing() -> None:
    body = mercado_pago_payment("1234567890") | {"type": "point_integration_wh", "action": "state_FINISHED"}
    assert of_mercado_pago(body).subject is None


@pytest.mark.parametrize(
    ("ts", "data_id", "v1"),
    [
        (
            "1742505638683",
            "ord01jq4s4ky8hwq6na5pxb65b3d3",
            "633f91233312dd391ec75fa0bea539cfc2d6c4918873305b84a96cc1c58db71c",
        ),
        (
            "1742505638683",
            "ORD01JQ4S4KY8HWQ6NA5PXB65B3D3",
            "fb15ae6472eb449173c556793205d77787d58f384d183bb5bc3b724c27bd103c",
        ),
        ("1704908010", "123456", "6cdd4bd7138e90f51355e5af2c56d4348e7c99930a476f7490baa3459a07db0f"),
        ("1704908010", None, "a2d8b9f2183063522f01ca8d71f1cf68f92eaeeeb2359d29caaf1a7b424f9ee6"),
    ],
)
def test_the_known_answers_are_accepted_in_their_time_and_refused_long_after(
    ts: str, data_id: str | None, v1: str
) -> None:
    headers = {"x-signature": f"ts={ts},v1={v1}", "x-request-id": "2066ca19-c6f1-498a-be75-1923005edd06"}
    query = {} if data_id is None else {"data.id": data_id}
    sent = datetime.fromtimestamp(int(ts[:10]), UTC)

    def accepted(now: datetime) -> bool:
        return mercado_pago.check(headers, query, SecretStr(SECRET), now) is not None

    assert accepted(sent)
    assert accepted(sent + timedelta(days=6, hours=23))
    assert accepted(sent - timedelta(days=1))
    assert not accepted(sent + timedelta(days=7, seconds=2))
    assert not accepted(sent - timedelta(days=2, seconds=2))
    assert mercado_pago.check(headers, query, SecretStr("another"), sent) is None


@pytest.mark.parametrize("ts", ["9" * 16, "0" * 16, "9999999999999999"])
def test_a_time_that_no_clock_shows_is_refused(ts: str) -> None:
    headers = {"x-signature": f"ts={ts},v1={sign(SecretStr(SECRET), '1', None, ts)}"}
    assert mercado_pago.check(headers, {"data.id": "1"}, SecretStr(SECRET), NOW) is None


def test_each_pix_of_a_bank_is_an_event_of_its_own() -> None:
    body = {"pix": [*bank_body(OURS, "E1")["pix"], *bank_body(OURS, "E2")["pix"]]}
    told = bank_pix.read(body, raw(body))
    assert isinstance(told, tuple)
    assert [each.subject for each in told] == [Subject(IntentId(OURS), OURS)] * 2
    assert len({each.key for each in told}) == 2


def test_a_return_is_another_event_than_its_payment_and_than_its_next_state() -> None:
    def key(*devolucoes: object) -> str:
        return of_bank(bank_body(OURS, devolucoes=list(devolucoes)) if devolucoes else bank_body(OURS)).key

    waiting = {"id": "d1", "rtrId": "D1", "valor": "7.89", "status": "EM_PROCESSAMENTO"}
    keys = [key(), key(waiting), key({**waiting, "status": "DEVOLVIDO"}), key(waiting, {**waiting, "id": "d2"})]
    assert len(set(keys)) == 4
    assert key(waiting) == key(waiting)


def test_a_return_may_come_as_an_object() -> None:
    returned = {"id": "d1", "status": "DEVOLVIDO"}
    assert of_bank(bank_body(OURS, devolucoes=returned)).key == of_bank(bank_body(OURS, devolucoes=[returned])).key


def test_a_pix_of_no_charge_of_ours_has_no_name() -> None:
    assert of_bank(bank_body("LOJA7")).subject == Subject()


@pytest.mark.parametrize("body", [{}, {"evento": "teste_webhook"}, {"pix": []}, {"pix": "x"}])
def test_the_banks_trial_call_is_kept_and_harms_nothing(body: Json) -> None:
    assert of_bank(body).subject is None


@pytest.mark.parametrize("body", [[], "x", 7, None])
def test_what_is_no_object_is_unreadable(body: object) -> None:
    for read in (asaas.read(body, b""), mercado_pago.read(body, b"", SIGNED), bank_pix.read(body, b"")):
        assert read == Unreadable("not_an_object")


def test_nothing_personal_is_kept() -> None:
    order = mercado_pago_order("ORD01JY0", "Marina Alves")
    kept = "".join(
        (
            of_asaas(asaas_event("PAYMENT_RECEIVED", externalReference="529.982.247-25")).body,
            of_mercado_pago(mercado_pago_payment("1234567890")).body,
            of_mercado_pago(order, mercado_pago.Signed("ORD01JY0", None, NOW)).body,
            of_bank(bank_body("52998224725")).body,
        )
    )
    assert not [each for each in PERSONAL if each in kept], kept
    assert '"value":180' in kept
    assert '"valor":"180.00"' in kept


def test_what_stands_where_something_else_belongs_is_hidden() -> None:
    shape: keeping.Shape = {
        "word": keeping.word,
        "money": keeping.amount,
        "flag": keeping.flag,
        "in": {"id": keeping.identifier},
    }
    body = {"word": "529.982.247-25", "money": "muito", "flag": "sim", "in": "Marina", "more": 1}
    hidden = keeping.HIDDEN
    assert keeping.keep(body, shape) == {"word": hidden, "money": hidden, "flag": hidden, "in": hidden}
    assert keeping.keep({"money": Decimal("1E-999999")}, shape) == {"money": hidden}
    assert keeping.keep({"in": [{"id": "a", "name": "Marina"}] * 60}, shape) == {
        "in": [{"id": "a"}] * keeping.LISTED_MAX
    }


def test_signed_headers_are_what_the_check_wants() -> None:
    signed = mercado_pago.check(mercado_pago_headers("1", NOW), {"data.id": "1"}, SecretStr(SECRET), NOW)
    assert signed == mercado_pago.Signed("1", "2066ca19-c6f1-498a-be75-1923005edd06", NOW)
