"""The queues as rows: who waits, since when, and why they stand where they stand."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from panel.model.shop import ShopRules
from panel.model.wording import NO_NAME, clock_time, estimate, stopwatch
from shared.catalog.model import Service
from shared.kernel.ids import CustomerId, ServiceId
from shared.visits.bands import BandLimits, WaitBand, band
from shared.visits.serving import TurnRef
from shared.visits.views import ExpiredTurn, QueueItem, QueueView


class Group(StrEnum):
    """What can be shown besides one service's queue."""

    EVERYONE = "everyone"
    NO_SHOWS = "no_shows"


Shown = ServiceId | Group


class Flag(StrEnum):
    """What an operator should know before calling somebody."""

    PRIORITY = "priority"
    ELSEWHERE = "elsewhere"
    UNPRINTED = "unprinted"
    CAME_BACK = "came_back"


FLAG_TEXTS: Mapping[Flag, str] = MappingProxyType(
    {
        Flag.PRIORITY: "Preferencial",
        Flag.ELSEWHERE: "Em outro serviço",
        Flag.UNPRINTED: "Sem papel",
        Flag.CAME_BACK: "Já não compareceu",
    }
)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One turn that can be called. `place` counts from 1 in its service's queue; 0 for who did not come."""

    turn: TurnRef
    service_id: ServiceId
    service: str
    place: int
    label: str
    customer: str
    why: str
    since: datetime
    estimate: str
    flags: tuple[Flag, ...] = ()

    @property
    def is_elsewhere(self) -> bool:
        return Flag.ELSEWHERE in self.flags

    @property
    def is_no_show(self) -> bool:
        return self.place == 0


@dataclass(frozen=True, slots=True)
class Wait:
    """How long somebody has waited, and whether that is too long."""

    text: str
    band: WaitBand


@dataclass(frozen=True, slots=True)
class QueueBook:
    """All queues, as far as they are listed. `since` holds, sorted, when each waiting turn of a service (or of all)
    began to wait, also of those beyond the list; `names` those of every service, also of services that are not shown.
    """

    services: tuple[Service, ...]
    by_service: Mapping[ServiceId, tuple[QueueRow, ...]]
    everyone: tuple[QueueRow, ...]
    no_shows: tuple[QueueRow, ...]
    since: Mapping[Shown, tuple[datetime, ...]]
    names: Mapping[ServiceId, str]

    def rows(self, shown: Shown) -> tuple[QueueRow, ...]:
        """The rows of one queue, next first; of everyone, longest wait first."""
        if shown is Group.EVERYONE:
            return self.everyone
        if shown is Group.NO_SHOWS:
            return self.no_shows
        return self.by_service.get(ServiceId(shown), ())

    def people(self, shown: Shown) -> int:
        """How many there are, listed or not."""
        return len(self.no_shows) if shown is Group.NO_SHOWS else len(self.since.get(shown, ()))

    def row(self, turn: TurnRef) -> QueueRow | None:
        """The row of one turn, if it can be called."""
        return next((row for row in (*self.everyone, *self.no_shows) if row.turn == turn), None)


def derive_book(
    queues: Iterable[QueueView], expired: Iterable[ExpiredTurn], names: Mapping[CustomerId, str], shop: ShopRules
) -> QueueBook:
    """Rows for every queue of services that are offered or still have somebody waiting."""
    known = tuple(queues)
    shown = [queue for queue in known if queue.people or (queue.service.is_listed and queue.service.is_offered)]
    by_service = {queue.service.id: _rows(queue, names) for queue in shown}
    everyone = tuple(sorted((row for rows in by_service.values() for row in rows), key=_arrival))
    since: dict[Shown, tuple[datetime, ...]] = {queue.service.id: queue.since for queue in shown}
    since[Group.EVERYONE] = tuple(sorted(moment for queue in shown for moment in queue.since))
    return QueueBook(
        services=tuple(queue.service for queue in shown),
        by_service=MappingProxyType(by_service),
        everyone=everyone,
        no_shows=tuple(_no_show(turn, names, shop) for turn in expired),
        since=MappingProxyType(since),
        names=MappingProxyType({queue.service.id: queue.service.name for queue in known}),
    )


def derive_wait(since: datetime, now: datetime, limits: BandLimits) -> Wait:
    """The running wait of one row."""
    waited = now - since
    return Wait(stopwatch(waited), band(waited, limits))


def count_bands(since: tuple[datetime, ...], now: datetime, limits: BandLimits) -> Mapping[WaitBand, int]:
    """How many of the sorted moments fall in each band now."""
    starts = (limits.over_minutes, limits.critical_minutes, limits.attention_minutes)
    over, critical, attention = (bisect_right(since, now - timedelta(minutes=minutes)) for minutes in starts)
    return MappingProxyType(
        {
            WaitBand.OK: len(since) - attention,
            WaitBand.ATTENTION: attention - critical,
            WaitBand.CRITICAL: critical - over,
            WaitBand.OVER: over,
        }
    )


def _rows(queue: QueueView, names: Mapping[CustomerId, str]) -> tuple[QueueRow, ...]:
    return tuple(
        QueueRow(
            turn=TurnRef(item.visit_id, item.turn_id),
            service_id=queue.service.id,
            service=queue.service.name,
            place=item.place,
            label=item.label,
            customer=name_of(item.customer_id, names),
            why=item.reason,
            since=item.joined_at,
            estimate=estimate(item.wait),
            flags=_flags(item),
        )
        for item in queue.items
    )


def _flags(item: QueueItem) -> tuple[Flag, ...]:
    present = {
        Flag.PRIORITY: item.priority is not None,
        Flag.ELSEWHERE: item.is_elsewhere,
        Flag.UNPRINTED: item.is_unprinted,
        Flag.CAME_BACK: item.reactivations > 0,
    }
    return tuple(flag for flag, is_present in present.items() if is_present)


def _no_show(turn: ExpiredTurn, names: Mapping[CustomerId, str], shop: ShopRules) -> QueueRow:
    return QueueRow(
        turn=TurnRef(turn.visit_id, turn.turn_id),
        service_id=turn.service.id,
        service=turn.service.name,
        place=0,
        label=turn.label,
        customer=name_of(turn.customer_id, names),
        why=f"Não compareceu às {clock_time(turn.expired_at, shop.zone)}; pode ser chamado de novo",
        since=turn.expired_at,
        estimate="",
    )


def name_of(customer_id: CustomerId | None, names: Mapping[CustomerId, str]) -> str:
    """What to call a customer."""
    return names.get(customer_id, NO_NAME) if customer_id else NO_NAME


def _arrival(row: QueueRow) -> tuple[datetime, str, str]:
    return row.since, row.label, row.turn.turn_id
