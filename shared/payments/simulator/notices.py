"""What providers send by themselves, to whom, and what can be done to it on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from shared.payments.json_text import JsonValue
from shared.payments.simulator.answers import Json

TIMES_MAX = 10_000
DELAY_MAX_SECONDS = 60.0
UNHEARD_OF = "VEZ_NEVER_HEARD_OF_IT"
EXTRA: Json = {"vezUnknown": {"nested": [1, None, "x"]}, "another": Decimal("0.10")}


@dataclass(frozen=True, slots=True)
class Notice:
    """One event. `body` is sent as JSON; `query` goes behind the address.

    `id_field` and `event_field` say where in the body its id and its name are, None where there is no such thing.
    `object_field` holds what it is about.
    """

    event: str
    body: Json
    query: Mapping[str, str] = field(default_factory=dict)
    id_field: str | None = None
    event_field: str | None = None
    object_field: str | None = None
    new_id: Callable[[], JsonValue] = lambda: None

    @property
    def id(self) -> str:
        return str(self.body.get(self.id_field or "", ""))

    def anew(self) -> Notice:
        """The same state under a new id."""
        return replace(self, body={**self.body, self.id_field: self.new_id()}) if self.id_field else self

    def renamed(self, event: str) -> Notice:
        """The same under another name."""
        named: Json = {self.event_field: event} if self.event_field else {}
        return replace(self, event=event, body={**self.body, **named})

    def widened(self) -> Notice:
        """With fields that nobody knows, outside and inside."""
        inner = self.body.get(self.object_field or "")
        wide: Json = {self.object_field or "": {**inner, **EXTRA}} if isinstance(inner, dict) else {}
        return replace(self, body={**self.body, **EXTRA, **wide})


@dataclass(frozen=True, slots=True)
class Envelope:
    """Where and with what one attempt is made."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a provider delivers.

    `waits`: seconds before attempt 2, 3, …; after the last one the queue stands still where it `stops`, elsewhere the
    notice is given up. `in_order`: one that fails blocks all later ones. `keeps_for`: older ones are thrown away.
    """

    timeout_seconds: float
    accepted: frozenset[int]
    waits: tuple[float, ...]
    in_order: bool
    stops: bool
    keeps_for: timedelta


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One who is told. `envelope` is asked before each attempt; its second argument: with a wrong proof of origin."""

    id: str
    provider: str
    manner: Manner
    envelope: Callable[[Notice, bool], Envelope]


class FlawKind(StrEnum):
    """What can be done to a notice.

    `duplicate`: it comes twice. `new_id`: and once more under another id. `early`: it is sent before the request that
    caused it is answered. `hold`: it waits until a later one was sent. `drop`: it never comes. `delay`: it comes
    `seconds` later. `forged`: instead of it comes one with a wrong token or signature, once. `unknown_event`: it bears
    a name that nobody knows. `extra_fields`: with fields that nobody knows.
    """

    DUPLICATE = "duplicate"
    NEW_ID = "new_id"
    EARLY = "early"
    HOLD = "hold"
    DROP = "drop"
    DELAY = "delay"
    FORGED = "forged"
    UNKNOWN_EVENT = "unknown_event"
    EXTRA_FIELDS = "extra_fields"


@dataclass(frozen=True, slots=True)
class Flaw:
    """Befalls the next `times` notices of a provider whose name `event`, a regular expression, is found in."""

    kind: FlawKind
    provider: str
    times: int = 1
    event: str = ""
    seconds: float = 0.0

    @classmethod
    def read(cls, fields: Mapping[str, object]) -> Flaw:
        """ValueError for what is no flaw."""
        times, seconds = fields.get("times", 1), fields.get("seconds", 0)
        if not isinstance(times, int) or not 1 <= times <= TIMES_MAX:
            raise ValueError(f"times must be a whole number from 1 to {TIMES_MAX}")
        if not isinstance(seconds, int | Decimal) or not 0 <= seconds <= DELAY_MAX_SECONDS:
            raise ValueError(f"seconds must be a number from 0 to {DELAY_MAX_SECONDS:.0f}")
        event = str(fields.get("event", ""))
        try:
            re.compile(event)
        except re.error as error:
            raise ValueError(f"event is no regular expression: {error}") from None
        return cls(FlawKind(str(fields.get("kind"))), str(fields["provider"]), times, event, float(seconds))

    def applies_to(self, provider: str, event: str) -> bool:
        return self.provider == provider and re.search(self.event, event) is not None


@dataclass(frozen=True, slots=True)
class Way:
    """How one copy of a notice travels."""

    notice: Notice
    delay_seconds: float = 0.0
    is_early: bool = False
    is_held: bool = False
    is_dropped: bool = False
    is_forged: bool = False


_BEFALLEN: Mapping[FlawKind, Callable[[Notice, Flaw], tuple[Way, ...]]] = {
    FlawKind.DUPLICATE: lambda notice, _flaw: (Way(notice), Way(notice)),
    FlawKind.NEW_ID: lambda notice, _flaw: (Way(notice), Way(notice.anew())),
    FlawKind.EARLY: lambda notice, _flaw: (Way(notice, is_early=True),),
    FlawKind.HOLD: lambda notice, _flaw: (Way(notice, is_held=True),),
    FlawKind.DROP: lambda notice, _flaw: (Way(notice, is_dropped=True),),
    FlawKind.DELAY: lambda notice, flaw: (Way(notice, delay_seconds=flaw.seconds),),
    FlawKind.FORGED: lambda notice, _flaw: (Way(notice, is_forged=True),),
    FlawKind.UNKNOWN_EVENT: lambda notice, _flaw: (Way(notice.renamed(UNHEARD_OF)),),
    FlawKind.EXTRA_FIELDS: lambda notice, _flaw: (Way(notice.widened()),),
}


def ways(notice: Notice, flaw: Flaw | None) -> tuple[Way, ...]:
    """What is sent instead of a notice that this befalls."""
    return _BEFALLEN[flaw.kind](notice, flaw) if flaw else (Way(notice),)
