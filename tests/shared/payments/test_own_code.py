"""The shop's own code asks for exactly this amount, names its charge, and is read before anybody sees it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.ids import IntentId, SeededIds
from shared.kernel.money import Money
from shared.payments.brcode import BrCode, BrCodeFault, read_br_code
from shared.payments.own_code import OwnAccount, OwnCode, txid_of, write_own_code

ACCOUNT = OwnAccount("pix@estudio.com.br", "Estúdio Recupera", "São Paulo")
INTENT = IntentId("0193a3f0c0de7c0e8000000000000001")


@given(st.integers(1, 10**9))
def test_the_code_asks_for_exactly_the_amount(centavos: int) -> None:
    code = write_own_code(ACCOUNT, INTENT, Money(centavos), "A042")
    assert isinstance(code, OwnCode)
    read = read_br_code(code.br_code)
    assert isinstance(read, BrCode)
    assert (read.key, read.amount, read.txid, read.text) == (ACCOUNT.key, Money(centavos), code.txid, "A042")
    assert (read.name, read.city) == ("Estudio Recupera", "Sao Paulo")


def test_the_txid_follows_from_the_intent_and_fits_a_static_code() -> None:
    assert re.fullmatch("[A-Z0-9]{25}", txid_of(INTENT))
    assert txid_of(INTENT) == txid_of(INTENT)


def test_no_two_charges_share_a_txid() -> None:
    ids = SeededIds(7)
    assert len({txid_of(IntentId(ids.new())) for _ in range(10_000)}) == 10_000


@pytest.mark.parametrize(
    ("account", "amount"),
    [
        (OwnAccount("529.982.247-25", "Loja", "Recife"), Money(100)),
        (OwnAccount(ACCOUNT.key, "店", "Recife"), Money(100)),
        (OwnAccount(ACCOUNT.key, "Loja", "市"), Money(100)),
        (ACCOUNT, Money(0)),
        (ACCOUNT, Money(-1)),
        (ACCOUNT, Money(10**13)),
    ],
)
def test_what_cannot_be_paid_is_never_shown(account: OwnAccount, amount: Money) -> None:
    assert isinstance(write_own_code(account, INTENT, amount, "A042"), BrCodeFault)
