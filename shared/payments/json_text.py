"""JSON in which amounts stay decimal: no float is made on the way in or out."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import NoReturn

JsonValue = None | bool | int | str | Decimal | list["JsonValue"] | dict[str, "JsonValue"]


def write_json(value: JsonValue) -> str:
    """Text for `value`; a Decimal is written with exactly the digits it has."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(name)}:{write_json(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(write_json(each) for each in value) + "]"
    return json.dumps(value)


def read_json(text: bytes | str) -> object:
    """The value in `text`, fractions as Decimal. ValueError when it is not JSON, or no answer that we could hold."""
    try:
        value: object = json.loads(text, parse_float=Decimal, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return value


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
