"""The words of a provider's answer, made fit to be kept: nothing in them can break a file, a log line or a screen."""

from __future__ import annotations

import re

from shared.payments.json_text import read_json

TEXT_MAX = 1_000
"""Codes, statuses, ids and details; the longest that we read, a Pix code, has at most 512."""
TOKEN_MAX = 8_192
_LONG = frozenset({"access_token"})
_SPACES = re.compile(r"[\t\n\v\f\r\x85]+")
_UNKEPT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, and halves of surrogate pairs, which no UTF-8 can hold."""


def read_answer(body: bytes) -> object:
    """The JSON value in `body` with every text in it plain. ValueError as `read_json`."""
    try:
        return _plain(read_json(body), TEXT_MAX)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def plain_text(written: str, longest: int = TEXT_MAX) -> str:
    """At most `longest` characters, without control characters and lone surrogates; line breaks become spaces."""
    return _UNKEPT.sub("", _SPACES.sub(" ", written[: 2 * longest]))[:longest]


def _plain(value: object, longest: int) -> object:
    if isinstance(value, str):
        return plain_text(value, longest)
    if isinstance(value, list):
        return [_plain(each, longest) for each in value]
    if isinstance(value, dict):
        return {name: _plain(each, TOKEN_MAX if name in _LONG else TEXT_MAX) for name, each in value.items()}
    return value
