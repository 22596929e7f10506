from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.money import Money
from shared.payments.json_text import JsonValue, read_json, write_json


@given(st.integers(0, 10**12).map(Money))
def test_money_goes_through_as_it_is(amount: Money) -> None:
    assert read_json(write_json(amount.reais)) == amount.reais
    assert write_json(amount.reais)[-3] == "."


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=8,
    )
)
def test_every_other_value_is_json(value: JsonValue) -> None:
    assert json.loads(write_json(value)) == value


def test_fractions_are_decimals() -> None:
    assert read_json('{"value": 100.90}') == {"value": Decimal("100.90")}


@pytest.mark.parametrize("text", ["", "{", "NaN", "[Infinity]", "<html>", b"\xff\xfe\xfd", "[" * 100_000])
def test_what_is_not_json_is_a_value_error(text: str | bytes) -> None:
    with pytest.raises(ValueError):
        read_json(text)
