"""Reads from the core what the totem shows, on the reading lane."""

from __future__ import annotations

from typing import assert_never

from kiosk.model.state import Shop
from kiosk.ports import Acquaintances, Board, Conditions, Menu
from shared.kernel.ids import VisitId
from shared.people.model import Acquaintance
from shared.visits.model import Visit
from shared.visits.outcomes import NoSuchVisit, VisitHeld


class Reader:
    """A few small indexed reads, each its own snapshot."""

    def __init__(self, menu: Menu, board: Board, conditions: Conditions, known: Acquaintances) -> None:
        self._menu = menu
        self._board = board
        self._conditions = conditions
        self._known = known

    def read(self, visit_id: VisitId | None) -> Shop:
        """The shop now, and the visit on the screen if there is one."""
        health = self._conditions.now()
        visit, is_unreadable = self._visit(visit_id)
        customer = self._customer(visit)
        return Shop(
            catalog=self._menu.read(),
            loads=() if visit_id is not None else self._board.loads(),
            troubled=health.troubled,
            printer_trouble=health.printer_trouble,
            is_disk_low=health.is_disk_low,
            visit=visit,
            first_name=customer.name or "",
            has_cpf=customer.has_cpf,
            is_visit_unreadable=is_unreadable,
            progress=self._board.progress(visit.id) if visit is not None and visit.ticket is not None else (),
        )

    def _customer(self, visit: Visit | None) -> Acquaintance:
        customer_id = visit.customer_id if visit is not None else None
        return self._known.acquaintance(customer_id) if customer_id is not None else Acquaintance()

    def _visit(self, visit_id: VisitId | None) -> tuple[Visit | None, bool]:
        if visit_id is None:
            return None, False
        found = self._board.visit(visit_id)
        match found:
            case Visit():
                return found, False
            case NoSuchVisit() | VisitHeld():
                return None, True
            case _:
                assert_never(found)
