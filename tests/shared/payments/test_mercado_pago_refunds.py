"""Which refund of an order is ours: the API does not repeat our id."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from shared.kernel.ids import IntentId
from shared.kernel.money import Money
from shared.payments.mercado_pago_order_messages import Order
from shared.payments.mercado_pago_order_refunds import UNNAMED, again, ours_among, told
from shared.payments.model import ChargeRef, PaymentProvider, Refunded, RefundPending, RefundRefused, RefundUnknown
from tests.fakes.simulator import RunningSimulator
from tests.shared.payments.mercado_pago import POINT, PRICE, Account, account_of, adapter, intent_for, opened, refund_of

PART = Money(4_000)
REF = ChargeRef(IntentId("1" * 32), "ORD1", PRICE)


@pytest.fixture
def account(simulator: RunningSimulator) -> Iterator[Account]:
    with account_of(simulator) as made:
        yield made


@pytest.fixture
def provider(account: Account) -> Iterator[PaymentProvider]:
    with closing(adapter(POINT, account.base_url)) as made:
        yield made


def test_two_equal_parts_one_after_the_other_are_told_apart_though_answers_are_lost(
    provider: PaymentProvider, account: Account
) -> None:
    intent = intent_for()
    ref = opened(provider, intent).ref
    first = refund_of(ref, account.control.pay(intent=intent.id), PART)
    assert provider.refund(first) == Refunded()
    second = replace(first, id="2" * 32, alike_before=1)
    account.control.fault("drop", method="POST", path="/refund$", has_effect=False)
    assert isinstance(provider.refund(second), RefundUnknown)
    account.control.fault("drop", method="POST", path="/refund$", has_effect=True)
    assert isinstance(provider.refund(second), RefundUnknown)
    assert provider.refund(second) == Refunded()
    assert account.control.given_back() == PART * 2


def order(*refunds: tuple[str, str, str]) -> Order:
    """An order with refunds of 40.00 each but for those that say otherwise."""
    listed = [
        {"id": each, "transaction_id": "PAY1", "status": status, "amount": amount} for each, status, amount in refunds
    ]
    return Order.model_validate({"id": "ORD1", "status": "processed", "transactions": {"refunds": listed}})


@pytest.mark.parametrize(
    ("refunds", "alike_before", "so"),
    [
        ([], 0, RefundUnknown(UNNAMED)),
        ([("R1", "processed", "40.00")], 0, Refunded()),
        ([("R1", "processed", "40.00")], 1, RefundUnknown(UNNAMED)),
        ([("R1", "processed", "40.00"), ("R2", "processing", "40.00")], 1, RefundPending()),
        ([("R2", "processing", "40.00"), ("R1", "processed", "40.00")], 1, RefundPending()),
        ([("R1", "processed", "40.00"), ("R2", "processed", "40.01")], 1, RefundUnknown(UNNAMED)),
        ([("R1", "processed", "40.00"), ("R2", "a word of tomorrow", "40.00")], 1, RefundUnknown("a word of tomorrow")),
    ],
)
def test_the_newest_is_ours_once_there_are_more_than_before(
    refunds: list[tuple[str, str, str]], alike_before: int, so: object
) -> None:
    asked = replace(refund_of(REF, "PAY1", PART), alike_before=alike_before)
    assert told(ours_among(asked, order(*refunds))) == so


def test_what_was_ours_stays_ours_whatever_comes_after() -> None:
    ours = order(("R1", "processing", "40.00")).transactions.refunds[0]
    later = order(("R1", "failed", "40.00"), ("R2", "processed", "40.00"))
    assert isinstance(told(again(ours, later)), RefundRefused)
    assert again(ours, order()) == ours, "an answer that lags behind says nothing new"
