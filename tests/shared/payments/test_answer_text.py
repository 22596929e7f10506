"""Whatever a provider writes, what is read of it can be kept."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.payments.answer_text import TEXT_MAX, TOKEN_MAX, plain_text, read_answer


@given(st.text(st.characters(min_codepoint=0, max_codepoint=0x10FFFF, exclude_categories=()), max_size=50))
def test_every_text_can_be_kept(written: str) -> None:
    plain = plain_text(written)
    plain.encode()
    assert all(each.isprintable() or ord(each) > 0x9F for each in plain)


def test_every_text_of_an_answer_is_plain_wherever_it_stands() -> None:
    body = json.dumps({"errors": [{"code": "\ud800in\x00valid", "said": "um\r\ndois"}], "n": 1, "é": None}).encode()
    assert read_answer(body) == {"errors": [{"code": "invalid", "said": "um dois"}], "n": 1, "é": None}


def test_a_text_has_a_bound_and_a_token_a_wider_one() -> None:
    body = json.dumps({"status": "x" * 20_000, "access_token": "x" * 20_000}).encode()
    assert read_answer(body) == {"status": "x" * TEXT_MAX, "access_token": "x" * TOKEN_MAX}


@pytest.mark.parametrize("depth", [400, 900, 5_000, 100_000])
def test_an_answer_nested_too_deeply_is_no_answer_or_a_whole_one(depth: int) -> None:
    try:
        said = read_answer(b"[" * depth + b"]" * depth)
    except ValueError:
        return
    assert isinstance(said, list)
