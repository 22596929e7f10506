"""The journal's words: an event, what is known about it, and what a fold can say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from shared.kernel.ids import Epoch, StationId

S = TypeVar("S")

MONEY_FIRST = 0
PHYSICAL = 10
ORDINARY = 50


class Fact(Protocol):
    """What an event says: a frozen dataclass with its name and version.

    `PRIORITY` orders events that nobody ordered: money and physical facts first (smaller comes first).
    """

    KIND: ClassVar[str]
    VERSION: ClassVar[int]
    PRIORITY: ClassVar[int]
    __dataclass_fields__: ClassVar[dict[str, Any]]


@dataclass(frozen=True, slots=True, order=True)
class EventId:
    """Who wrote it and as the how-manieth: unique in the world."""

    station: StationId
    epoch: Epoch
    seq: int


@dataclass(frozen=True, slots=True)
class Event:
    """One immutable line of the journal, exactly as stored.

    `hlc` is 48 bits of milliseconds and a 16-bit counter; `payload` is the stored JSON text, never rewritten.
    """

    id: EventId
    hlc: int
    aggregate: str
    kind: str
    version: int
    parents: tuple[EventId, ...]
    actor: str
    payload: str
    prev_hash: str
    hash: str

    @property
    def written_at(self) -> datetime:
        """The author's logical time, in UTC."""
        return datetime.fromtimestamp((self.hlc >> 16) / 1000, UTC)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An event of a kind or version that this program does not know. It is kept and passed on."""

    kind: str
    version: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as this database holds it: `arrival` is the local order, `fact` what it says."""

    arrival: int
    event: Event
    fact: Fact | Unreadable


@dataclass(frozen=True, slots=True)
class Invalid:
    """The event contradicts the state that the order puts before it: a person must look."""

    reason: str


@dataclass(frozen=True, slots=True)
class AlreadyTrue:
    """The event says what is so already: nothing changes and nobody need look."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """An event that could not take effect, and why."""

    event: EventId
    reason: str


@dataclass(frozen=True, slots=True)
class Folded(Generic[S]):
    """What an aggregate's events come to.

    `conflicts` could not take effect; `waiting` miss a parent that has not arrived; `stopped_at` is the first event
    this program cannot read: it and all `beyond` it are kept but not folded.
    """

    state: S | None
    conflicts: tuple[Conflict, ...] = ()
    waiting: tuple[EventId, ...] = ()
    stopped_at: EventId | None = None
    beyond: tuple[EventId, ...] = ()


Evolve = Callable[[S | None, Fact], S | Invalid | AlreadyTrue]
"""``evolve(state, fact)``: the next state, or why there is none. Total and pure."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes here: the station, its epoch (new after each restore) and the letter on its labels."""

    station: StationId
    epoch: Epoch
    letter: str
