"""What may be kept of a body. Pure: what is not named is left out, so that no new field brings personal data in.

A shape names the fields that are kept and what each may look like; anything else in its place is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Union

from shared.payments.json_text import JsonValue, write_json

HIDDEN = "[hidden]"
LISTED_MAX = 50
"""Elements of one list that are kept."""

Rule = Callable[[object], JsonValue]
Shape = Mapping[str, Union[Rule, "Shape"]]

_WORD = re.compile(r"[A-Za-z_.-]{1,80}")
_ID = re.compile(r"[A-Za-z0-9_.:&-]{1,120}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.]{5,18}(Z|[+-][0-9:]{4,6})?)?")
_AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
_OURS = re.compile(r"[0-9a-f]{32}")
NUMBER_MAX = 10**16
EXPONENTS = range(-6, 13)
"""Of a decimal: written out it stays short."""


def word(value: object) -> JsonValue:
    """Letters only: a state or a kind."""
    return _matching(value, _WORD)


def identifier(value: object) -> JsonValue:
    """The provider's own id of something."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value if 0 <= value < NUMBER_MAX else HIDDEN
    return _matching(value, _ID)


def moment(value: object) -> JsonValue:
    """A date, or a time."""
    return _matching(value, _MOMENT)


def amount(value: object) -> JsonValue:
    """Money as the provider writes it."""
    if isinstance(value, Decimal):
        is_written_out = value.as_tuple().exponent in EXPONENTS
        return value if is_written_out and abs(value) < NUMBER_MAX else HIDDEN
    if isinstance(value, int) and not isinstance(value, bool):
        return value if abs(value) < NUMBER_MAX else HIDDEN
    return _matching(value, _AMOUNT)


def flag(value: object) -> JsonValue:
    return value if value is None or isinstance(value, bool) else HIDDEN


def ours(value: object) -> JsonValue:
    """Our own reference. A stranger's may hold anything, also a person's number."""
    return _matching(value, _OURS)


def keep(body: object, shape: Shape) -> JsonValue:
    """What of `body` the shape names."""
    if isinstance(body, list):
        return [keep(each, shape) for each in body[:LISTED_MAX]]
    if not isinstance(body, dict):
        return None if body is None else HIDDEN
    kept: dict[str, JsonValue] = {}
    for name, rule in shape.items():
        if name in body:
            kept[name] = rule(body[name]) if callable(rule) else keep(body[name], rule)
    return kept


def kept_text(body: object, shape: Shape) -> str:
    """The same as JSON."""
    return write_json(keep(body, shape))


def is_ours(value: object) -> bool:
    """Does this look like a reference that we made?"""
    return isinstance(value, str) and _OURS.fullmatch(value) is not None


def id_or_none(value: object) -> str | None:
    """A provider's id as text; None for anything that is none, which may be a person's number or name."""
    kept = identifier(value)
    return None if kept is None or kept in ("", HIDDEN) else str(kept)


def _matching(value: object, pattern: re.Pattern[str]) -> JsonValue:
    if value is None:
        return None
    return value if isinstance(value, str) and pattern.fullmatch(value) else HIDDEN
