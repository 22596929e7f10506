"""What stands on a visit's papers, gathered from the visit, the catalogue and the customer."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from shared.kernel.clock import Clock
from shared.kernel.ways import Method
from shared.people.customers import Customers
from shared.printing.model import PrintedCash, PrintedExtra, PrintedService, TestPrintout, TicketPrintout
from shared.store.database import Snapshot
from shared.visits import priority
from shared.visits.board import Board
from shared.visits.model import Charge, ChargeState, ReleaseKind, Taken, Tender, Visit
from shared.visits.views import ServiceLoad

PAID_WITH = {
    Method.PIX: "Pago com Pix",
    Method.CARD: "Pago com cartão",
    Method.BOLETO: "Pago com boleto",
    Method.TERMINAL: "Pago na maquininha",
    Method.OWN_PIX: "Pago com Pix",
    Method.COUNTER: "Pago no balcão",
}
TAKEN_IN = {
    Tender.CASH: "Pago em dinheiro",
    Tender.CARD_MACHINE: "Pago no cartão",
    Tender.STATEMENT: "Pago com Pix",
}
LET_IN = {
    ReleaseKind.UNPAID: "Liberado no balcão",
    ReleaseKind.COURTESY: "Cortesia",
    ReleaseKind.OWN_PIX: "Pix da loja, a conferir",
}
CODE_PREFIX = "VEZ:"


class Printouts:
    """Makes printouts inside their caller's transaction."""

    def __init__(self, shop_name: str, zone: ZoneInfo, customers: Customers, board: Board, clock: Clock) -> None:
        self._shop_name = shop_name
        self._zone = zone
        self._customers = customers
        self._board = board
        self._clock = clock

    def ticket(self, read: Snapshot, visit: Visit, *, is_reprint: bool = False) -> TicketPrintout:
        """The customer's ticket as things stand now."""
        loads = {load.service.id: load for load in self._board.loads_in(read)}
        customer = self._customers.get(read, visit.customer_id) if visit.customer_id else None
        return TicketPrintout(
            shop_name=self._shop_name,
            label=visit.label,
            customer_name=customer.name if customer else None,
            services=tuple(
                PrintedService(line.name, _place(load), line.price, _minutes(load))
                for line, load in ((line, loads.get(line.service_id)) for line in visit.lines)
            ),
            extras=tuple(PrintedExtra(extra.name, extra.quantity, extra.price) for extra in visit.extras),
            total=visit.total,
            paid_with=_paid_with(visit),
            printed_at=self._now(),
            code=f"{CODE_PREFIX}{visit.id}",
            priority=priority.name(visit.priority) if visit.priority else None,
            is_reprint=is_reprint,
            cash=_cash(visit),
        )

    def test(self) -> TestPrintout:
        """A page to judge the printer by."""
        return TestPrintout(self._shop_name, self._now())

    def description(self, visit: Visit) -> str:
        """How the provider names the charge to the payer."""
        return f"{self._shop_name} {visit.label}"

    def _now(self) -> datetime:
        return self._clock.now().astimezone(self._zone)


def _place(load: ServiceLoad | None) -> str:
    return load.service.place if load else ""


def _minutes(load: ServiceLoad | None) -> int | None:
    wait = load.wait if load else None
    return None if wait is None else -(-int(wait.total_seconds()) // 60)


def _paid_with(visit: Visit) -> str:
    paid = next((charge for charge in visit.charges if charge.state is ChargeState.PAID), None)
    if paid is None:
        return LET_IN[visit.release.kind if visit.release else ReleaseKind.UNPAID]
    taken = _taken(paid)
    return TAKEN_IN[taken.tender] if taken else PAID_WITH[paid.method]


def _cash(visit: Visit) -> PrintedCash | None:
    paid = next((charge for charge in visit.charges if charge.state is ChargeState.PAID), None)
    taken = _taken(paid) if paid else None
    return PrintedCash(taken.handed, taken.change) if taken and taken.handed else None


def _taken(charge: Charge) -> Taken | None:
    settling = charge.receipt(charge.settled_by) if charge.settled_by else None
    return settling.taken if settling else None
