"""What a customer has chosen so far, and each way to change it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from shared.catalog.model import Catalog, Extra, Service
from shared.checkout.outcomes import MethodNotOffered
from shared.kernel.ids import ExtraId, ServiceId
from shared.kernel.money import ZERO, Money
from shared.visits.model import PriorityGroup, Visit
from shared.visits.opening import Cart
from shared.visits.views import ServiceLoad

NAME_LENGTH_MAX = 20
"""As long as the call on a display and the ticket's widest line can show."""
PIECES_MAX = 20


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What was chosen can no longer be had and left the order."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reduced:
    """Fewer pieces are there than were chosen; the order has as many as there are."""

    name: str
    available: int


Notice = Withdrawn | Reduced | MethodNotOffered
"""Said on the page where the customer can do something about it."""


@dataclass(frozen=True, slots=True)
class Choice:
    services: tuple[ServiceId, ...] = ()
    extras: tuple[tuple[ExtraId, int], ...] = ()
    priority: PriorityGroup | None = None
    first_name: str = ""

    def quantity(self, extra_id: ExtraId) -> int:
        return dict(self.extras).get(extra_id, 0)


NOTHING_CHOSEN = Choice()


def is_available(load: ServiceLoad) -> bool:
    """Offered, and there is a machine that can do it."""
    return load.service.is_offered and load.machines > 0


def toggled(choice: Choice, service_id: ServiceId) -> Choice:
    if service_id in choice.services:
        return replace(choice, services=tuple(each for each in choice.services if each != service_id))
    return replace(choice, services=(*choice.services, service_id))


def with_extra(choice: Choice, extra: Extra, by: int) -> Choice:
    """A piece more or fewer, never below none or above what is there."""
    wanted = min(max(choice.quantity(extra.id) + by, 0), most_of(extra))
    others = tuple((each, count) for each, count in choice.extras if each != extra.id)
    return replace(choice, extras=(*others, (extra.id, wanted)) if wanted else others)


def most_of(extra: Extra) -> int:
    """How many pieces one customer can take now."""
    return max(0, min(extra.available, PIECES_MAX)) if extra.is_offered and extra.is_listed else 0


def named(choice: Choice, written: str) -> Choice:
    return replace(choice, first_name=" ".join(written.lstrip().split(" "))[:NAME_LENGTH_MAX])


def chosen_services(choice: Choice, catalog: Catalog) -> tuple[Service, ...]:
    """In the order in which they were chosen."""
    known = {service.id: service for service in catalog.services}
    return tuple(known[each] for each in choice.services if each in known)


def chosen_extras(choice: Choice, catalog: Catalog) -> tuple[tuple[Extra, int], ...]:
    """In the order of the catalogue."""
    wanted = dict(choice.extras)
    return tuple((extra, wanted[extra.id]) for extra in catalog.extras if wanted.get(extra.id))


def total_of(choice: Choice, catalog: Catalog) -> Money:
    services = sum((service.price for service in chosen_services(choice, catalog)), ZERO)
    return sum((extra.price * count for extra, count in chosen_extras(choice, catalog)), services)


def cart_of(choice: Choice) -> Cart:
    return Cart(choice.services, choice.extras, choice.priority)


def choice_of(visit: Visit) -> Choice:
    """The same order again, for a visit that this totem opened before it was started anew."""
    return Choice(
        services=tuple(line.service_id for line in visit.lines),
        extras=tuple((extra.extra_id, extra.quantity) for extra in visit.extras),
        priority=visit.priority,
    )


def still_to_be_had(choice: Choice, catalog: Catalog, loads: tuple[ServiceLoad, ...]) -> tuple[Choice, Notice | None]:
    """The choice without what is gone, and what to tell the customer about it."""
    available = {load.service.id for load in loads if load.service.is_listed and is_available(load)}
    names = {service.id: service.name for service in catalog.services}
    gone = [names.get(each, each) for each in choice.services if each not in available]
    extras = {extra.id: extra for extra in catalog.extras}
    kept: list[tuple[ExtraId, int]] = []
    reduced: Reduced | None = None
    for extra_id, wanted in choice.extras:
        extra = extras.get(extra_id)
        count = min(wanted, most_of(extra)) if extra else 0
        if count:
            kept.append((extra_id, count))
        else:
            gone.append(extra.name if extra else extra_id)
        if extra and 0 < count < wanted:
            reduced = Reduced(extra.name, count)
    services = tuple(each for each in choice.services if each in available)
    told = Withdrawn(tuple(gone)) if gone else reduced
    return replace(choice, services=services, extras=tuple(kept)), told
