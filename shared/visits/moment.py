"""One moment of the shop: everything that the pictures of queues and machines are made from, read in one snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from operator import itemgetter

from shared.catalog.model import Catalog, Equipment, EquipmentStatus, Service
from shared.catalog.rows import catalog_in
from shared.kernel.ids import ServiceId
from shared.store.database import Snapshot
from shared.visits import queue_rows
from shared.visits.estimates import MachineLoad, estimate_wait, estimate_waits, remaining, typical_duration
from shared.visits.order import Alternation, QueuePolicy, Ranked, RecentCalls, WaitingTurn, bounds, locate, rank
from shared.visits.queue_rows import RunningRow, WaitingRow


class Moment:
    """Everything one picture is made from, read in one snapshot."""

    def __init__(self, read: Snapshot, now: datetime, policy: QueuePolicy) -> None:
        self.read = read
        self.now = now
        self.catalog: Catalog = catalog_in(read)
        self.running = queue_rows.running(read)
        self.busy = frozenset(each.visit_id for each in self.running)
        self._policy = policy
        self._services = {service.id: service for service in self.catalog.services}
        self._typical: dict[ServiceId, timedelta] = {}

    def service(self, service_id: ServiceId) -> Service | None:
        return self._services.get(service_id)

    def ranked(self, service_id: ServiceId, waiting: Iterable[WaitingRow]) -> tuple[Ranked, ...]:
        return rank((each.turn for each in waiting), self._policy, self._recent_calls(service_id), self.now)

    def located(self, turn: WaitingTurn) -> Ranked:
        """The place of one turn, counted: the others are not read."""
        crowd = queue_rows.crowd(self.read, turn.service_id, bounds(turn, self._policy, self.now))
        return locate(turn, self._policy, self._recent_calls(turn.service_id), self.now, crowd)

    def waits(self, service: Service, places: int) -> tuple[timedelta | None, ...]:
        """How long each of the first places waits."""
        return estimate_waits(range(places), self._loads(service), self.typical(service)) if places else ()

    def wait(self, service: Service, ahead: int) -> timedelta | None:
        """How long somebody with so many people before them waits."""
        return estimate_wait(ahead, self._loads(service), self.typical(service))

    def machines(self, service_id: ServiceId) -> list[Equipment]:
        return [
            each
            for each in self.catalog.equipment
            if service_id in each.services and each.status is not EquipmentStatus.OUT_OF_ORDER
        ]

    def typical(self, service: Service) -> timedelta:
        if service.id not in self._typical:
            taken = queue_rows.measured(self.read, service.id)
            self._typical[service.id] = typical_duration(taken, service.minutes)
        return self._typical[service.id]

    def on(self, equipment: Equipment) -> RunningRow | None:
        return next((each for each in self.running if each.equipment_id == equipment.id), None)

    def _recent_calls(self, service_id: ServiceId) -> RecentCalls:
        return queue_rows.recent_calls(self.read, service_id) if isinstance(self._policy, Alternation) else ()

    def _loads(self, service: Service) -> list[MachineLoad]:
        return [MachineLoad(self._free_in(each)) for each in self.machines(service.id)]

    def _free_in(self, equipment: Equipment) -> timedelta:
        runs = self.on(equipment)
        service = self.service(runs.service_id) if runs else None
        if runs is None or service is None:
            return timedelta()
        typical = self.typical(service)
        return typical if runs.started_at is None else remaining(runs.started_at, typical, self.now)


def share_out(people: Mapping[ServiceId, int], at_most: int | None) -> Mapping[ServiceId, int]:
    """How many of each queue are listed: as evenly as can be, and nobody is left out while there is room."""
    if at_most is None:
        return people
    shares: dict[ServiceId, int] = {}
    left = at_most
    for number, (service_id, count) in enumerate(sorted(people.items(), key=itemgetter(1))):
        shares[service_id] = min(count, left // (len(people) - number))
        left -= shares[service_id]
    return shares
