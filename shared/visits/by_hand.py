"""Decisions about money that only a person of the shop sees: at the counter, and on the shop's own Pix key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from shared.kernel.ids import IntentId, OperatorId
from shared.kernel.money import ZERO, Money
from shared.kernel.ways import Method
from shared.people.rules import cpf_digits
from shared.visits import facts
from shared.visits.letting_in import RELEASABLE
from shared.visits.model import Charge, ReleaseKind, Taken, Tender, Visit
from shared.visits.outcomes import (
    AlreadyFound,
    AlreadyPaid,
    CashShort,
    ChangeTooLarge,
    NoSuchCharge,
    NotAReference,
    OwnPixLimit,
    RefundUnderWay,
    VisitEnded,
    WrongAmount,
)
from shared.visits.own_pix import has_money, is_end_to_end, may_be_same
from shared.visits.ticket import is_settled, visit_state

CHANGE_MAX = Money(20_000)
"""Nobody is given back a note that they handed over, and R$ 200 is the largest (Central Bank, 2020): the amount was
mistyped.
"""
STATEMENT = "statement:"
"""How the reference of money begins that a person found under another name than its end-to-end id."""

# What a card machine prints: NSU (DOC) and authorisation; too short for the number of a card (13 to 19 digits).
_AUTHORISATION = re.compile(r"[A-Za-z0-9]{1,12}")
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{2,39}")


@dataclass(frozen=True, slots=True)
class CashTendered:
    """Notes and coins that the customer handed over."""

    handed: Money


@dataclass(frozen=True, slots=True)
class CardTendered:
    """What a card machine that is not connected approved, and the code it printed, if somebody wrote it down."""

    amount: Money
    authorisation: str = ""


Tendered = CashTendered | CardTendered


@dataclass(frozen=True, slots=True)
class OwnPixRoom:
    """What a person let in for the shop's own Pix in this shift, and how much of it one may."""

    per_shift: int
    amount_per_shift: Money
    released: int = 0
    amount: Money = ZERO

    def has_room_for(self, more: Money) -> bool:
        return self.released < self.per_shift and self.amount + more <= self.amount_per_shift


NO_ROOM = OwnPixRoom(0, ZERO)


def decide_counter_payment(
    visit: Visit, intent_id: IntentId, tendered: Tendered, by: OperatorId, now: datetime
) -> (
    facts.MoneyReceived
    | NoSuchCharge
    | AlreadyPaid
    | VisitEnded
    | WrongAmount
    | CashShort
    | ChangeTooLarge
    | NotAReference
):
    """An operator took the money at the counter. The reference is the charge's, so that twice counts once."""
    charge = visit.charge(intent_id)
    if charge is None or charge.method is not Method.COUNTER:
        return NoSuchCharge(intent_id)
    if is_settled(visit):
        return AlreadyPaid()
    if visit.abandoned_at is not None:
        return VisitEnded(visit_state(visit))
    taken = _taken(charge.amount, tendered, by)
    if not isinstance(taken, Taken):
        return taken
    return facts.MoneyReceived(intent_id, f"counter:{intent_id}", charge.amount, now, now, taken=taken)


def _taken(
    due: Money, tendered: Tendered, by: OperatorId
) -> Taken | WrongAmount | CashShort | ChangeTooLarge | NotAReference:
    match tendered:
        case CashTendered(handed):
            change = handed - due
            if change < ZERO:
                return CashShort(ZERO - change)
            if change >= CHANGE_MAX:
                return ChangeTooLarge(change)
            return Taken(Tender.CASH, by, handed, change)
        case CardTendered(amount, authorisation):
            if amount != due:
                return WrongAmount()
            if authorisation and not is_authorisation(authorisation):
                return NotAReference()
            return Taken(Tender.CARD_MACHINE, by, authorisation=authorisation)
        case _:
            assert_never(tendered)


def is_authorisation(written: str) -> bool:
    """What a card machine prints: never somebody's number."""
    return _AUTHORISATION.fullmatch(written) is not None and cpf_digits(written) is None


def decide_release(
    visit: Visit, by: OperatorId, reason: str, now: datetime, room: OwnPixRoom = NO_ROOM
) -> facts.VisitReleased | AlreadyPaid | RefundUnderWay | OwnPixLimit:
    """Let a visit in without settled money; open charges stay watched, and money that comes later settles it.

    Not while its money is being given back: nobody could say yet whether it pays. A visit whose customer pays to the
    shop's own key is let in for the receipt that was shown, as far as the person's shift has `room`.
    """
    if visit.ticket is not None:
        return AlreadyPaid()
    under_way = _money_under_way(visit)
    if under_way is not None:
        return under_way
    charge = vouched_for(visit)
    if charge is None:
        counted = tuple(task.id for task in visit.open_tasks if task.kind in RELEASABLE)
        return facts.VisitReleased(by, reason, now, counted)
    if not room.has_room_for(charge.amount):
        return OwnPixLimit(room.released, room.amount, room.per_shift, room.amount_per_shift)
    return facts.VisitReleased(by, reason, now, kind=ReleaseKind.OWN_PIX, intent_id=charge.intent_id)


def decide_courtesy(
    visit: Visit, by: OperatorId, reason: str, now: datetime
) -> facts.VisitReleased | AlreadyPaid | RefundUnderWay:
    """Let a visit in for nothing. Money that is there all the same keeps its task: it is to go back."""
    if visit.ticket is not None:
        return AlreadyPaid()
    return _money_under_way(visit) or facts.VisitReleased(by, reason, now, kind=ReleaseKind.COURTESY)


def _money_under_way(visit: Visit) -> RefundUnderWay | None:
    going = (task for task in visit.open_tasks if task.kind in RELEASABLE and visit.is_giving_back(task))
    return next((RefundUnderWay(task.id) for task in going), None)


def vouched_for(visit: Visit) -> Charge | None:
    """The charge on the shop's own key that a release would vouch for; None when money is here to count on."""
    current = visit.current_charge
    if current is None or current.method is not Method.OWN_PIX or has_money(current):
        return None
    return None if any(task.kind in RELEASABLE for task in visit.open_tasks) else current


def decide_found(
    visit: Visit, intent_id: IntentId, reference: str, amount: Money, by: OperatorId, now: datetime
) -> facts.MoneyReceived | NoSuchCharge | NotAReference | AlreadyFound | WrongAmount:
    """A person found money of the shop's own key in the statement. It means what any money means.

    `reference`: the payment's end-to-end id, or how else the statement names it.
    """
    charge = visit.charge(intent_id)
    if charge is None or charge.method is not Method.OWN_PIX:
        return NoSuchCharge(intent_id)
    name = reference_of(reference)
    if name is None:
        return NotAReference()
    if amount <= ZERO:
        return WrongAmount()
    if any(name in {each.reference, each.also} for each in charge.receipts) or _is_listed(charge, name, amount):
        return AlreadyFound(visit.label)
    return facts.MoneyReceived(intent_id, name, amount, None, now, taken=Taken(Tender.STATEMENT, by))


def _is_listed(charge: Charge, name: str, amount: Money) -> bool:
    """A provider listed such a payment by its own name before a person found it."""
    unnamed = (each for each in charge.receipts if each.taken is None and each.also is None and not each.is_reversed)
    return any(each.amount == amount and may_be_same(each.reference, name) for each in unnamed)


def reference_of(written: str) -> str | None:
    """A payment's name in the statement as it is kept; None for what could be a person's number, or is no name."""
    name = written.strip()
    if is_end_to_end(name):
        return name
    if not _REFERENCE.fullmatch(name) or cpf_digits(name) is not None:
        return None
    return f"{STATEMENT}{name.upper()}"
