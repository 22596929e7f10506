"""Identifiers: time-ordered UUIDs as 32 hexadecimal characters, each with its own type."""

from __future__ import annotations

import random
from typing import NewType, Protocol

import uuid_utils

StationId = NewType("StationId", str)
Epoch = NewType("Epoch", str)
VisitId = NewType("VisitId", str)
TurnId = NewType("TurnId", str)
IntentId = NewType("IntentId", str)
RefundId = NewType("RefundId", str)
CustomerId = NewType("CustomerId", str)
OperatorId = NewType("OperatorId", str)
ServiceId = NewType("ServiceId", str)
ExtraId = NewType("ExtraId", str)
EquipmentId = NewType("EquipmentId", str)
PrintJobId = NewType("PrintJobId", str)


class Ids(Protocol):
    """Where new identifiers come from."""

    def new(self) -> str:
        """Return 32 hexadecimal characters never returned before."""
        ...


class RandomIds:
    """UUID version 7 (RFC 9562): sorts by time, so index pages stay warm."""

    def new(self) -> str:
        return uuid_utils.uuid7().hex


class SeededIds:
    """The same identifiers again for the same seed; for tests and simulations."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311

    def new(self) -> str:
        return f"{self._random.getrandbits(128):032x}"
