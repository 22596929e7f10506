"""The board: what is waiting, running and owed, as frozen pictures for screens. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shared.catalog.model import Service
from shared.catalog.rows import catalog_in
from shared.journal.model import Recorded, Unreadable
from shared.journal.order import order
from shared.journal.service import Journal
from shared.kernel.clock import Clock
from shared.kernel.ids import ServiceId, VisitId
from shared.kernel.ways import Method
from shared.people.rows import operator_names
from shared.store.database import Database, Snapshot
from shared.visits import queue_rows, rows
from shared.visits.bands import BandLimits, band
from shared.visits.evolve import evolve
from shared.visits.model import OPEN_CHARGES, Charge, Task, Turn, TurnState, Visit
from shared.visits.moment import Moment, share_out
from shared.visits.narration import Name, narrate
from shared.visits.order import (
    QueuePolicy,
    Ranked,
    WaitingTurn,
    reason_text,
)
from shared.visits.outcomes import NoSuchVisit, VisitHeld
from shared.visits.queue_rows import RunningRow, WaitingRow
from shared.visits.refunds import source_of
from shared.visits.views import (
    EquipmentView,
    ExpiredTurn,
    Occupant,
    OpenTask,
    PendingPayment,
    QueueItem,
    QueueView,
    ServiceLoad,
    TurnProgress,
)

EXPIRED_SHOWN = timedelta(hours=12)


class Board:
    """Questions that screens ask. Each answer is one snapshot."""

    def __init__(
        self,
        database: Database,
        journal: Journal,
        policy: QueuePolicy,
        limits: BandLimits,
        zone: ZoneInfo,
        clock: Clock,
    ) -> None:
        self._database = database
        self._journal = journal
        self._zone = zone
        self._policy = policy
        self._limits = limits
        self._clock = clock

    def loads(self) -> tuple[ServiceLoad, ...]:
        """What a newcomer meets at each service of the catalogue."""
        with self._database.snapshot() as read:
            return self.loads_in(read)

    def loads_in(self, read: Snapshot) -> tuple[ServiceLoad, ...]:
        """The same, in the caller's snapshot or transaction."""
        at = self._moment(read)
        counts = queue_rows.waiting_counts(read)
        return tuple(self._load(at, each, counts.get(each.id, 0)) for each in at.catalog.services)

    def queues(self, at_most: int | None = None) -> tuple[QueueView, ...]:
        """Every service's queue, next first; of all of them together at most so many items."""
        with self._database.snapshot() as read:
            at = self._moment(read)
            since = queue_rows.joined(read)
            shares = share_out({each: len(people) for each, people in since.items()}, at_most)
            return tuple(
                self._queue(at, each, since.get(each.id, ()), shares.get(each.id, 0)) for each in at.catalog.services
            )

    def queue(self, service_id: ServiceId) -> QueueView | None:
        """One service's queue, whole; None for a service the catalogue does not know."""
        with self._database.snapshot() as read:
            at = self._moment(read)
            service = at.service(service_id)
            if service is None:
                return None
            since = queue_rows.joined(read, service_id).get(service_id, ())
            return self._queue(at, service, since, len(since))

    def equipment(self) -> tuple[EquipmentView, ...]:
        """Each machine with whoever is on it."""
        with self._database.snapshot() as read:
            at = self._moment(read)
            return tuple(EquipmentView(each, _occupant(at, at.on(each))) for each in at.catalog.equipment)

    def pending_payments(self) -> tuple[PendingPayment, ...]:
        """Visits that are still to be paid, oldest first."""
        with self._database.snapshot() as read:
            visits = rows.pending_visits(read).readable
        return tuple(pending for visit in visits if (pending := _pending(visit)) is not None)

    def tasks(self) -> tuple[OpenTask, ...]:
        """Decisions about money that wait for a person, oldest first."""
        with self._database.snapshot() as read:
            visits = [rows.load(read, visit_id) for visit_id in queue_rows.open_task_visits(read)]
        tasks = [_open_task(visit, task) for visit in visits if isinstance(visit, Visit) for task in visit.open_tasks]
        return tuple(sorted(tasks, key=lambda task: task.opened_at))

    def expired(self) -> tuple[ExpiredTurn, ...]:
        """Customers who did not come lately and may be called again."""
        with self._database.snapshot() as read:
            at = self._moment(read)
            found = queue_rows.expired(read, at.now - EXPIRED_SHOWN)
        return tuple(
            ExpiredTurn(each.visit_id, each.turn_id, each.label, each.customer_id, service, each.ended_at)
            for each in found
            if (service := at.service(each.service_id)) is not None
        )

    def progress(self, visit_id: VisitId) -> tuple[TurnProgress, ...]:
        """How each turn of one visit stands; empty without a ticket."""
        with self._database.snapshot() as read:
            visit = rows.load(read, visit_id)
            if not isinstance(visit, Visit):
                return ()
            at = self._moment(read)
            return tuple(self._progress(at, visit, position) for position in range(len(visit.turns)))

    def visit(self, visit_id: VisitId) -> Visit | NoSuchVisit | VisitHeld:
        """One visit, whole."""
        with self._database.snapshot() as read:
            return rows.load(read, visit_id)

    def visits_since(self, opened_after: datetime) -> tuple[Visit, ...]:
        """Visits opened after a moment, oldest first."""
        with self._database.snapshot() as read:
            return tuple(rows.visits_since(read, opened_after))

    def history(self, visit_id: VisitId) -> tuple[str, ...]:
        """All that happened to a visit, in plain words, in the order in which it counts."""
        with self._database.snapshot() as read:
            visit = rows.load(read, visit_id)
            if not isinstance(visit, Visit):
                return ()
            events = order(self._journal.events_of(read, rows.aggregate_of(visit_id))).events
            names = operator_names(read) | {each.id: each.name for each in catalog_in(read).equipment}
        return tuple(self._lines(events, visit, lambda known: names.get(known, known)))

    def notes(self, visit_id: VisitId) -> tuple[str, ...]:
        """What operators noted about a visit, oldest first."""
        with self._database.snapshot() as read:
            return tuple(rows.notes(read, visit_id))

    def _lines(self, events: Iterable[Recorded], today: Visit, name: Name) -> Iterator[str]:
        """Each event is told of the visit as it stood then: before a transfer its turn had another name."""
        standing: Visit | None = None
        for each in events:
            at = each.event.written_at.astimezone(self._zone)
            yield f"{at:%H:%M:%S}  {narrate(each.fact, standing or today, name)}"
            evolved = standing if isinstance(each.fact, Unreadable) else evolve(standing, each.fact)
            standing = evolved if isinstance(evolved, Visit) else standing

    def _moment(self, read: Snapshot) -> Moment:
        return Moment(read, self._clock.now(), self._policy)

    def _load(self, at: Moment, service: Service, people: int) -> ServiceLoad:
        return ServiceLoad(service, people, at.wait(service, people), len(at.machines(service.id)))

    def _queue(self, at: Moment, service: Service, since: tuple[datetime, ...], listed: int) -> QueueView:
        is_whole = listed == len(since)
        waiting = queue_rows.waiting(at.read, service.id, None if is_whole else listed) if listed else []
        ranked = at.ranked(service.id, waiting)[:listed]
        by_turn = {each.turn.turn_id: each for each in waiting}
        placed = zip(ranked, at.waits(service, listed), strict=True)
        items = tuple(self._item(at, each, by_turn[each.turn.turn_id], wait) for each, wait in placed)
        return QueueView(service, items, since)

    def _item(self, at: Moment, ranked: Ranked, row: WaitingRow, wait: timedelta | None) -> QueueItem:
        turn = ranked.turn
        return QueueItem(
            visit_id=turn.visit_id,
            turn_id=turn.turn_id,
            label=turn.label,
            customer_id=row.customer_id,
            priority=turn.priority,
            place=ranked.place,
            reason=reason_text(ranked.reason, self._zone),
            joined_at=turn.joined_at,
            band=band(at.now - turn.joined_at, self._limits),
            wait=wait,
            is_elsewhere=turn.visit_id in at.busy,
            is_unprinted=row.is_unprinted,
            reactivations=turn.reactivations,
        )

    def _progress(self, at: Moment, visit: Visit, position: int) -> TurnProgress:
        turn = visit.turns[position]
        service = at.service(turn.service_id)
        machine = next((each for each in at.catalog.equipment if each.id == turn.equipment_id), None)
        waiting = _waiting_turn(visit, turn)
        place, wait = None, None
        if service is not None and waiting is not None:
            place = at.located(waiting).place
            wait = at.wait(service, place - 1)
        return TurnProgress(
            turn_id=turn.id,
            service_id=turn.service_id,
            service_name=turn.name,
            state=turn.state,
            place=place,
            wait=wait,
            equipment_id=turn.equipment_id,
            equipment_name=machine.name if machine else None,
            where=(machine.place if machine else "") or (service.place if service else ""),
        )


def _waiting_turn(visit: Visit, turn: Turn) -> WaitingTurn | None:
    if turn.state is not TurnState.IN_QUEUE or turn.joined_at is None:
        return None
    return WaitingTurn(
        visit.id, turn.id, visit.label, turn.service_id, visit.priority, turn.joined_at, turn.reactivations
    )


def _occupant(at: Moment, runs: RunningRow | None) -> Occupant | None:
    if runs is None:
        return None
    service = at.service(runs.service_id)
    return Occupant(
        visit_id=runs.visit_id,
        turn_id=runs.turn_id,
        label=runs.label,
        customer_id=runs.customer_id,
        service_id=runs.service_id,
        service_name=service.name if service else runs.service_id,
        state=runs.state,
        operator_id=runs.operator_id,
        called_at=runs.called_at,
        started_at=runs.started_at,
        minutes=service.minutes if service else 0,
    )


def _open_task(visit: Visit, task: Task) -> OpenTask:
    return OpenTask(
        visit_id=visit.id,
        label=visit.label,
        task_id=task.id,
        kind=task.kind,
        amount=task.amount,
        opened_at=task.opened_at,
        is_returnable=visit.is_giving_back(task) or source_of(visit, task) is not None,
        refund=visit.refund_of(task.id),
        intent_id=task.intent_id,
        opened_by=task.opened_by,
        txid=_own_txid(visit.charge(task.intent_id)) if task.intent_id else None,
    )


def _pending(visit: Visit) -> PendingPayment | None:
    charge = visit.current_charge
    if charge is None or charge.state not in OPEN_CHARGES:
        return None
    return PendingPayment(
        visit_id=visit.id,
        label=visit.label,
        customer_id=visit.customer_id,
        intent_id=charge.intent_id,
        method=charge.method,
        state=charge.state,
        amount=charge.amount,
        opened_at=visit.opened_at,
        expires_at=charge.expires_at,
        trouble=charge.trouble,
        txid=_own_txid(charge),
    )


def _own_txid(charge: Charge | None) -> str | None:
    return charge.charge_id if charge is not None and charge.method is Method.OWN_PIX else None
