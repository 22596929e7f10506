"""Facts to stored JSON and back, typed and validated on both ways."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from shared.journal.model import Event, EventId, Fact, Unreadable
from shared.kernel.ids import Epoch, StationId

Upcast = Callable[[dict[str, Any]], dict[str, Any]]


class FactTypes:
    """The kinds of facts this program can read. Feature packages bring their own; see `bootstrap`."""

    def __init__(self, types: Iterable[type[Fact]], upcasts: Mapping[tuple[str, int], Upcast] | None = None) -> None:
        """`upcasts` turn the body of version *n* of a kind into that of version *n + 1*."""
        self._types = {fact.KIND: fact for fact in types}
        self._upcasts = dict(upcasts or {})

    def encode(self, fact: Fact) -> str:
        """The fact as JSON text. KeyError if its kind was never registered.

        ValueError if the text would not be read back as the same fact: what is written once can never be mended.
        """
        adapter = _adapter(self._types[fact.KIND])
        payload = adapter.dump_json(fact)
        if adapter.validate_json(payload) != fact:
            raise ValueError(f"{fact.KIND} would not be read back as it was written")
        return payload.decode()

    def decode(self, kind: str, version: int, payload: str) -> Fact | Unreadable:
        """What a stored event says; older versions are brought up to today's."""
        known = self._types.get(kind)
        if known is None or version > known.VERSION:
            return Unreadable(kind, version)
        try:
            if version == known.VERSION:
                fact: Fact = _adapter(known).validate_json(payload)
                return fact
            body = json.loads(payload)
            for step in range(version, known.VERSION):
                body = self._upcasts[kind, step](body)
            older: Fact = _adapter(known).validate_python(body, strict=False)
        except (ValidationError, KeyError, ValueError):
            return Unreadable(kind, version)
        return older

    def read(self, event: Event) -> Fact | Unreadable:
        """What an event says."""
        return self.decode(event.kind, event.version, event.payload)


@cache
def _adapter(fact: type[Fact]) -> TypeAdapter[Any]:
    """Made at its first use: all of them together would take a tenth of a second of every start."""
    return TypeAdapter(fact)


def write_ids(ids: Iterable[EventId]) -> str:
    """Event ids as stored text, sorted."""
    return json.dumps([[each.station, each.epoch, each.seq] for each in sorted(ids)], separators=(",", ":"))


def read_ids(stored: str) -> tuple[EventId, ...]:
    """The inverse of `write_ids`."""
    return tuple(EventId(StationId(station), Epoch(epoch), seq) for station, epoch, seq in json.loads(stored))
