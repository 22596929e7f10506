"""A small aggregate to test the journal with: a sum that refuses to fall below zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shared.journal.model import AlreadyTrue, Fact, Invalid


@dataclass(frozen=True, slots=True)
class Added:
    KIND: ClassVar[str] = "added"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = 0

    amount: int


@dataclass(frozen=True, slots=True)
class Taken:
    KIND: ClassVar[str] = "taken"
    VERSION: ClassVar[int] = 2
    PRIORITY: ClassVar[int] = 50

    amount: int
    why: str


@dataclass(frozen=True, slots=True)
class Closed:
    KIND: ClassVar[str] = "closed"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = 90


FACTS = (Added, Taken, Closed)


@dataclass(frozen=True, slots=True)
class Sum:
    total: int
    is_closed: bool = False


def evolve(state: Sum | None, fact: Fact) -> Sum | Invalid | AlreadyTrue:
    current = state or Sum(0)
    match fact:
        case Added(amount):
            return Invalid("closed") if current.is_closed else Sum(current.total + amount)
        case Taken(amount):
            return Invalid("too little") if amount > current.total else Sum(current.total - amount, current.is_closed)
        case Closed():
            return AlreadyTrue() if current.is_closed else Sum(current.total, is_closed=True)
        case _:
            return Invalid("unknown")
