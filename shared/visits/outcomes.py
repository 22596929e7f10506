"""What can be said to somebody who wants to buy or pay, besides yes."""

from __future__ import annotations

from dataclasses import dataclass

from shared.kernel.ids import EquipmentId, IntentId, ServiceId, VisitId
from shared.visits.model import VisitState


@dataclass(frozen=True, slots=True)
class NothingChosen:
    """An order needs at least one service."""


@dataclass(frozen=True, slots=True)
class ServiceNotOffered:
    """Not on sale now, or every machine of it is out of order."""

    name: str


@dataclass(frozen=True, slots=True)
class SoldOut:
    """Fewer pieces are left than were asked for."""

    name: str
    available: int


@dataclass(frozen=True, slots=True)
class NoSuchVisit:
    visit_id: VisitId | None = None


@dataclass(frozen=True, slots=True)
class VisitHeld:
    """A newer program wrote something about this visit that this one cannot read: only look."""

    visit_id: VisitId


@dataclass(frozen=True, slots=True)
class AlreadyPaid:
    """The visit has its ticket."""


@dataclass(frozen=True, slots=True)
class VisitEnded:
    """The visit was given up or cancelled."""

    state: VisitState


@dataclass(frozen=True, slots=True)
class NoSuchCharge:
    intent_id: IntentId | None = None


@dataclass(frozen=True, slots=True)
class NoSuchEquipment:
    equipment_id: EquipmentId


@dataclass(frozen=True, slots=True)
class NoSuchService:
    service_id: ServiceId


@dataclass(frozen=True, slots=True)
class NotPermitted:
    """This person's role does not allow it."""


@dataclass(frozen=True, slots=True)
class ReasonNeeded:
    """This is only done with a reason."""


@dataclass(frozen=True, slots=True)
class NoSuchTask:
    task_id: str


@dataclass(frozen=True, slots=True)
class AlreadyDecided:
    """Somebody decided this task before."""

    task_id: str


@dataclass(frozen=True, slots=True)
class NotReleasable:
    """This task's money pays for no ticket: nobody is let in for it."""

    task_id: str


@dataclass(frozen=True, slots=True)
class RefundUnderWay:
    """A provider was asked to give this task's money back, and has not said how it ended."""

    task_id: str


@dataclass(frozen=True, slots=True)
class OnlyByHand:
    """No provider holds one payment with enough of this money: a person gives it back."""


@dataclass(frozen=True, slots=True)
class NoTicket:
    """An unpaid visit has no ticket to do this with."""


@dataclass(frozen=True, slots=True)
class WrongAmount:
    """A counter payment must be exactly the charge's amount."""


OpeningRefusal = NothingChosen | ServiceNotOffered | SoldOut
ChargeRefusal = AlreadyPaid | VisitEnded
