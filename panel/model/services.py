"""The list of queues beside the queue that is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from panel.model.queues import Group, QueueBook, QueueRow, Shown, Wait, count_bands, derive_wait
from panel.model.shop import ShopRules
from panel.model.wording import grouped
from shared.visits.bands import BandLimits, WaitBand


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One queue in a line: how many, the longest wait, and who is next. `wait` is None while nobody waits."""

    shown: Shown
    name: str
    icon: str
    count: str
    wait: Wait | None
    next_text: str


@dataclass(frozen=True, slots=True)
class BandCount:
    """How many of the shown queue are in a band."""

    band: WaitBand
    count: str
    meaning: str


def derive_services(book: QueueBook, now: datetime, shop: ShopRules) -> tuple[ServiceRow, ...]:
    """Everyone first, then each service, then who did not come (only while there is somebody)."""
    everyone = ServiceRow(
        shown=Group.EVERYONE,
        name="Todas as filas",
        icon="list",
        count=grouped(book.people(Group.EVERYONE)),
        wait=_longest(book, Group.EVERYONE, now, shop),
        next_text="" if book.everyone else "Ninguém na fila",
    )
    services = (
        ServiceRow(
            shown=service.id,
            name=service.name,
            icon=service.icon,
            count=grouped(book.people(service.id)),
            wait=_longest(book, service.id, now, shop),
            next_text=_next_text(book.rows(service.id)),
        )
        for service in book.services
    )
    return (everyone, *services, *_no_shows(book))


def derive_band_counts(book: QueueBook, shown: Shown, now: datetime, shop: ShopRules) -> tuple[BandCount, ...]:
    """The shown queue by waiting band, calm first; empty for who did not come."""
    since = book.since.get(shown)
    if since is None:
        return ()
    counts: Mapping[WaitBand, int] = count_bands(since, now, shop.bands)
    return tuple(BandCount(each, grouped(counts[each]), _range(each, shop.bands)) for each in WaitBand)


def _longest(book: QueueBook, shown: Shown, now: datetime, shop: ShopRules) -> Wait | None:
    since = book.since.get(shown, ())
    return derive_wait(since[0], now, shop.bands) if since else None


def _next_text(rows: tuple[QueueRow, ...]) -> str:
    if not rows:
        return "Ninguém na fila"
    following = next((row for row in rows if not row.is_elsewhere), rows[0])
    return f"próx. {following.label}"


def _no_shows(book: QueueBook) -> tuple[ServiceRow, ...]:
    if not book.no_shows:
        return ()
    count = grouped(len(book.no_shows))
    return (ServiceRow(Group.NO_SHOWS, "Não compareceram", "user-x", count, None, "podem voltar à fila"),)


def _range(band: WaitBand, limits: BandLimits) -> str:
    attention, critical, over = limits.attention_minutes, limits.critical_minutes, limits.over_minutes
    return {
        WaitBand.OK: f"até {attention} min",
        WaitBand.ATTENTION: f"{attention} a {critical} min",
        WaitBand.CRITICAL: f"{critical} a {over} min",
        WaitBand.OVER: f"mais de {over} min",
    }[band]
