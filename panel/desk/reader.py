"""Reads everything the desk shows. Belongs to the reading lane: only its thread may call it."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from panel.model.queues import derive_book
from panel.model.shop import ShopRules
from panel.model.snapshot import DeskSnapshot, TicketReading
from panel.ports import Shop
from shared.kernel.ids import CustomerId, VisitId
from shared.visits.model import Visit
from shared.visits.outcomes import NoSuchVisit, VisitHeld
from shared.visits.views import EquipmentView, ExpiredTurn, PendingPayment, QueueView

LISTED_MAX = 500
"""Rows of all queues together: more than anybody looks through, and read and laid out within a blink."""


class DeskReader:
    """Each method is a few small snapshots; names are read once and kept while somebody is on the screen."""

    def __init__(self, shop: Shop, rules: ShopRules) -> None:
        self._shop = shop
        self._rules = rules
        self._names: dict[CustomerId, str | None] = {}

    def desk(self) -> DeskSnapshot:
        """All lists of all pages."""
        board = self._shop.board
        read_at = self._shop.clock.now()
        queues, expired = board.queues(LISTED_MAX), board.expired()
        equipment, pending = board.equipment(), board.pending_payments()
        differences = self._shop.reconciliation.open()
        names = self._names_of(_customers(queues, expired, equipment, pending))
        return DeskSnapshot(
            read_at=read_at,
            book=derive_book(queues, expired, names, self._rules),
            equipment=equipment,
            pending=pending,
            tasks=board.tasks(),
            papers=self._shop.papers.waiting(),
            health=self._shop.health.now(),
            held=self._shop.held.list(),
            refunds=self._shop.refunds.list(),
            webhooks=self._shop.inbox.dead(),
            differences=differences,
            labels=self._shop.reconciliation.labels(differences),
            names=names,
            operators=MappingProxyType({each.id: each.name for each in self._shop.operators.list()}),
        )

    def ticket(self, visit_id: VisitId) -> TicketReading:
        """One ticket with its story and papers."""
        board = self._shop.board
        visit = board.visit(visit_id)
        return TicketReading(
            visit_id=visit_id,
            visit=visit,
            history=board.history(visit_id),
            notes=board.notes(visit_id),
            papers=self._shop.papers.jobs_of(visit_id),
            progress=board.progress(visit_id),
            names=self._name_on(visit),
        )

    def _name_on(self, visit: Visit | NoSuchVisit | VisitHeld) -> Mapping[CustomerId, str]:
        """The lists no longer name somebody whose last service has ended."""
        if not isinstance(visit, Visit) or visit.customer_id is None:
            return {}
        return self._shop.names((visit.customer_id,))

    def forget_names(self) -> None:
        """Somebody's data was erased: read all names anew."""
        self._names.clear()

    def _names_of(self, present: frozenset[CustomerId]) -> Mapping[CustomerId, str]:
        self._names = {each: name for each, name in self._names.items() if each in present}
        unknown = present - self._names.keys()
        if unknown:
            told = self._shop.names(unknown)
            self._names.update((each, told.get(each)) for each in unknown)
        return MappingProxyType({each: name for each, name in self._names.items() if name})


def _customers(
    queues: Iterable[QueueView],
    expired: Iterable[ExpiredTurn],
    equipment: Iterable[EquipmentView],
    pending: Iterable[PendingPayment],
) -> frozenset[CustomerId]:
    ids = {item.customer_id for queue in queues for item in queue.items}
    ids.update(turn.customer_id for turn in expired)
    ids.update(view.occupant.customer_id for view in equipment if view.occupant)
    ids.update(payment.customer_id for payment in pending)
    return frozenset(each for each in ids if each is not None)
