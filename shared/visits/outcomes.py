"""What can be said to somebody who wants to buy or pay, besides yes."""

from __future__ import annotations

from dataclasses import dataclass

from shared.kernel.ids import EquipmentId, IntentId, ServiceId, VisitId
from shared.kernel.money import Money
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
    """A card machine must have approved exactly the charge's amount; nothing at all is no payment."""


@dataclass(frozen=True, slots=True)
class CashShort:
    """Less cash was handed over than is due; `missing` is what is still to come."""

    missing: Money


@dataclass(frozen=True, slots=True)
class ChangeTooLarge:
    """More change than anybody is given: the amount was mistyped."""

    change: Money


@dataclass(frozen=True, slots=True)
class NotAReference:
    """This is not how a card machine or a statement names a payment, or it could be somebody's number."""


@dataclass(frozen=True, slots=True)
class AlreadyFound:
    """This payment is known already; `label` is the visit that it pays."""

    label: str


@dataclass(frozen=True, slots=True)
class OwnPixLimit:
    """This person has let in all that one may in a shift for Pix to the shop's own key."""

    released: int
    amount: Money
    per_shift: int
    amount_per_shift: Money


@dataclass(frozen=True, slots=True)
class NotAnAnswer:
    """This task is not answered so."""

    task_id: str


OpeningRefusal = NothingChosen | ServiceNotOffered | SoldOut
ChargeRefusal = AlreadyPaid | VisitEnded
