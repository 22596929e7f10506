"""What can happen to one turn of a ticket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from shared.journal.model import ORDINARY, PHYSICAL
from shared.kernel.ids import EquipmentId, OperatorId, ServiceId, TurnId


@dataclass(frozen=True, slots=True)
class TurnCalled:
    """Called for `service_id`, as its caller saw it: a turn transferred elsewhere meanwhile is not called by this."""

    KIND: ClassVar[str] = "turn_called"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    turn_id: TurnId
    service_id: ServiceId
    equipment_id: EquipmentId
    by: OperatorId
    override_reason: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class TurnRecalled:
    KIND: ClassVar[str] = "turn_recalled"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    turn_id: TurnId
    by: OperatorId | None
    at: datetime


@dataclass(frozen=True, slots=True)
class TurnStarted:
    """The customer is on `equipment_id` now: a physical fact, whoever called."""

    KIND: ClassVar[str] = "turn_started"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = PHYSICAL

    turn_id: TurnId
    service_id: ServiceId
    equipment_id: EquipmentId
    by: OperatorId
    at: datetime


@dataclass(frozen=True, slots=True)
class TurnCompleted:
    KIND: ClassVar[str] = "turn_completed"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = PHYSICAL

    turn_id: TurnId
    by: OperatorId
    at: datetime


@dataclass(frozen=True, slots=True)
class TurnReturned:
    """A called turn goes back to its old place in the queue."""

    KIND: ClassVar[str] = "turn_returned"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    turn_id: TurnId
    by: OperatorId
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TurnExpired:
    """The customer did not come; `by` is None when time alone decided.

    Time ends a call that was not answered, and the waiting of whoever was not called when the business day is over.
    """

    KIND: ClassVar[str] = "turn_expired"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    turn_id: TurnId
    by: OperatorId | None
    at: datetime


@dataclass(frozen=True, slots=True)
class TurnCancelled:
    KIND: ClassVar[str] = "turn_cancelled"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    turn_id: TurnId
    by: OperatorId
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TurnTransferred:
    """A turn that does not run goes to another service's queue, keeping its label and the time it has waited."""

    KIND: ClassVar[str] = "turn_transferred"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    turn_id: TurnId
    service_id: ServiceId
    name: str
    minutes: int
    by: OperatorId
    reason: str
    at: datetime


TurnFact = (
    TurnCalled
    | TurnRecalled
    | TurnStarted
    | TurnCompleted
    | TurnReturned
    | TurnExpired
    | TurnCancelled
    | TurnTransferred
)
