"""Serving: what operators do with turns and tickets. Each method is one use case and one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shared.catalog.rows import equipment_in, service_in
from shared.kernel.clock import Clock
from shared.kernel.ids import EquipmentId, Ids, ServiceId, TurnId, VisitId
from shared.people.model import Operator, Permission
from shared.people.permissions import may
from shared.redaction import hide_people
from shared.store.database import Database, Transaction
from shared.visits import queue_rows, refusals, rows, turns
from shared.visits.book import VisitBook
from shared.visits.facts import NoteAdded, VisitFact
from shared.visits.model import PriorityGroup, Visit
from shared.visits.outcomes import NoSuchEquipment, NoSuchService, NoSuchVisit, NotPermitted, VisitHeld


@dataclass(frozen=True, slots=True)
class TurnRef:
    """Which turn of which visit."""

    visit_id: VisitId
    turn_id: TurnId


Served = Visit | refusals.TurnRefusal | NoSuchVisit | VisitHeld | NotPermitted | NoSuchEquipment | NoSuchService
Decided = VisitFact | refusals.TurnRefusal | NotPermitted | NoSuchEquipment | NoSuchService
Decide = Callable[[Transaction, Visit], Decided]


class Serving:
    """The operator's side of a ticket. `by` is whoever is signed in; their role is checked here.

    No number of a person stays in what is written: of a reason the journal keeps every word for good.
    """

    def __init__(self, database: Database, book: VisitBook, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._book = book
        self._clock = clock
        self._ids = ids

    def call(self, turn: TurnRef, onto: EquipmentId, by: Operator, override: str | None = None) -> Served:
        """Call a customer to a machine. `override` is why they may be in two places at once."""
        if override is not None and not may(by.role, Permission.OVERRIDE_PLACE):
            return NotPermitted()

        def decide(tx: Transaction, visit: Visit) -> Decided:
            context = self._context(tx, visit, turn.turn_id, onto, by)
            if isinstance(context, NoSuchEquipment):
                return context
            why = None if override is None else hide_people(override)
            return turns.decide_call(visit, turn.turn_id, context, by.id, self._clock.now(), why)

        return self._decide(turn.visit_id, by, Permission.SERVE, decide)

    def call_again(self, turn: TurnRef, by: Operator) -> Served:
        """Repeat a call that nobody answered yet."""
        return self._decide(
            turn.visit_id,
            by,
            Permission.SERVE,
            lambda _, visit: turns.decide_recall(visit, turn.turn_id, by.id, self._clock.now()),
        )

    def start(self, turn: TurnRef, by: Operator) -> Served:
        """The customer is there: the service begins."""
        return self._decide(
            turn.visit_id,
            by,
            Permission.SERVE,
            lambda _, visit: turns.decide_start(visit, turn.turn_id, by.id, self._clock.now()),
        )

    def complete(self, turn: TurnRef, by: Operator) -> Served:
        """The service is done; the visit's other turns stay where they are."""
        return self._decide(
            turn.visit_id,
            by,
            Permission.SERVE,
            lambda _, visit: turns.decide_complete(visit, turn.turn_id, by.id, self._clock.now()),
        )

    def send_back(self, turn: TurnRef, reason: str, by: Operator) -> Served:
        """Put a called turn back to its old place in the queue."""
        return self._decide(
            turn.visit_id,
            by,
            Permission.SERVE,
            lambda _, visit: turns.decide_return(visit, turn.turn_id, by.id, hide_people(reason), self._clock.now()),
        )

    def no_show(self, turn: TurnRef, by: Operator) -> Served:
        """The customer did not come; they can be called again later."""
        return self._decide(
            turn.visit_id,
            by,
            Permission.SERVE,
            lambda _, visit: turns.decide_no_show(visit, turn.turn_id, by.id, self._clock.now()),
        )

    def cancel_turn(self, turn: TurnRef, reason: str, by: Operator) -> Served:
        """End one service of a ticket for good; its price is to be given back."""
        return self._decide(
            turn.visit_id,
            by,
            Permission.CANCEL_PAID,
            lambda _, visit: turns.decide_cancel_turn(
                visit, turn.turn_id, by.id, hide_people(reason), self._clock.now()
            ),
        )

    def transfer(self, turn: TurnRef, to: ServiceId, reason: str, by: Operator) -> Served:
        """Move a turn to another service's queue, keeping its label and the time it has waited."""

        def decide(tx: Transaction, visit: Visit) -> Decided:
            service = service_in(tx, to)
            if service is None:
                return NoSuchService(to)
            return turns.decide_transfer(visit, turn.turn_id, service, by.id, hide_people(reason), self._clock.now())

        return self._decide(turn.visit_id, by, Permission.SERVE, decide)

    def change_priority(self, visit_id: VisitId, group: PriorityGroup | None, reason: str, by: Operator) -> Served:
        """Give a visit a priority group, or take it away, with a reason."""
        return self._decide(
            visit_id,
            by,
            Permission.SERVE,
            lambda _, visit: turns.decide_priority_change(visit, group, by.id, hide_people(reason), self._clock.now()),
        )

    def add_note(self, visit_id: VisitId, text: str, by: Operator) -> Served:
        """Write something down about a visit. The words can be erased; that somebody noted stays."""
        if not text.strip():
            return refusals.ReasonMissing()

        def decide(tx: Transaction, _: Visit) -> Decided:
            note_id = self._ids.new()
            rows.save_note(tx, note_id, visit_id, hide_people(text.strip()))
            return NoteAdded(note_id, by.id, self._clock.now())

        return self._decide(visit_id, by, Permission.SERVE, decide)

    def _decide(self, visit_id: VisitId, by: Operator, needs: Permission, decide: Decide) -> Served:
        if not may(by.role, needs):
            return NotPermitted()
        with self._database.transaction() as tx:
            visit = self._book.load(tx, visit_id)
            if not isinstance(visit, Visit):
                return visit
            decided = decide(tx, visit)
            if not isinstance(decided, VisitFact):
                return decided
            return self._book.record(tx, visit_id, visit, [decided], by.id)

    def _context(
        self, tx: Transaction, visit: Visit, turn_id: TurnId, onto: EquipmentId, by: Operator
    ) -> turns.CallContext | NoSuchEquipment:
        equipment = equipment_in(tx, onto)
        if equipment is None:
            return NoSuchEquipment(onto)
        running = queue_rows.running(tx)
        turn = visit.turn(turn_id)
        service = service_in(tx, turn.service_id) if turn else None
        return turns.CallContext(
            equipment=equipment,
            occupied_by=next((each.label for each in running if each.equipment_id == onto), None),
            service=turns.Load(
                sum(turn is not None and each.service_id == turn.service_id for each in running),
                service.capacity if service else None,
            ),
            operator=turns.Load(sum(each.operator_id == by.id for each in running), by.capacity),
        )
