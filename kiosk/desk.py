"""What the customer's taps change in the core, on the database lane. Each call may be repeated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from kiosk.memory import SessionFile
from kiosk.model.choice import Choice, cart_of
from kiosk.model.route import is_worth_resuming
from kiosk.ports import Background, Board, MoneyWatch, Selling
from shared.checkout.outcomes import DiskNearlyFull, MethodNotOffered
from shared.kernel.ids import VisitId
from shared.kernel.ways import Method
from shared.people.model import Told
from shared.visits.model import EndReason, Visit
from shared.visits.outcomes import (
    AlreadyPaid,
    NoSuchVisit,
    NothingChosen,
    ServiceNotOffered,
    SoldOut,
    VisitEnded,
    VisitHeld,
)

Unreadable = NoSuchVisit | VisitHeld
PayAnswer = Visit | NothingChosen | ServiceNotOffered | SoldOut | DiskNearlyFull | MethodNotOffered | Unreadable


@dataclass(frozen=True, slots=True)
class HowToPay:
    """`installments`: in how many monthly parts. `payer`: what the method has to know of the customer."""

    method: Method
    installments: int = 1
    payer: Told | None = None


class Desk:
    """Opens, pays and gives up visits, and keeps in mind which one is on the screen."""

    def __init__(
        self, sale: Selling, board: Board, watch: MoneyWatch, background: Background, memory: SessionFile
    ) -> None:
        self._sale = sale
        self._board = board
        self._watch = watch
        self._background = background
        self._memory = memory

    def pay(self, choice: Choice, visit_id: VisitId | None, how: HowToPay) -> PayAnswer:
        """Ask for money in this way: for the visit on the screen, or for a new one if there is none or it has ended."""
        answer = self._pay_known(visit_id, how) if visit_id is not None else None
        if answer is None:
            answer = self._pay_new(choice, how)
        self._background.nudge()
        return answer

    def give_up(self, visit_id: VisitId) -> Visit | Unreadable:
        """The customer cancels, and stays to see what becomes of it."""
        given_up = self._sale.give_up(visit_id, EndReason.CUSTOMER)
        self._background.nudge()
        return given_up

    def look_for_money(self, visit_id: VisitId) -> None:
        """The customer says that they paid: the charges of their visit are looked at now."""
        self._watch.look_at(visit_id)
        self._background.nudge()

    def leave(self, unpaid: VisitId | None) -> None:
        """Nobody is there any more; `unpaid` is a visit that ends with this."""
        if unpaid is not None:
            self._sale.give_up(unpaid, EndReason.TIMEOUT)
            self._background.nudge()
        self._memory.forget()

    def resume(self, now: datetime) -> Visit | None:
        """The visit that was on the screen when the program ended, if its customer may still be there."""
        visit_id = self._memory.recall()
        visit = self._board.visit(visit_id) if visit_id is not None else None
        if isinstance(visit, Visit) and is_worth_resuming(visit, now):
            return visit
        is_bare = isinstance(visit, Visit) and not visit.charges and visit.ticket is None
        self.leave(visit_id if is_bare else None)
        return None

    def _pay_known(self, visit_id: VisitId, how: HowToPay) -> PayAnswer | None:
        """None when the visit has ended: the same order needs a new one."""
        paid = self._sale.pay(visit_id, how.method, installments=how.installments, payer=how.payer)
        match paid:
            case VisitEnded():
                return None
            case AlreadyPaid():
                return self._board.visit(visit_id)
            case Visit() | MethodNotOffered() | NoSuchVisit() | VisitHeld():
                return paid
            case _:
                assert_never(paid)

    def _pay_new(self, choice: Choice, how: HowToPay) -> PayAnswer:
        opened = self._sale.open(cart_of(choice), choice.first_name.strip() or None)
        if not isinstance(opened, Visit):
            return opened
        self._memory.remember(opened.id)
        answer = self._pay_known(opened.id, how)
        if isinstance(answer, MethodNotOffered):
            self.leave(opened.id)
        return answer if answer is not None else NoSuchVisit(opened.id)
