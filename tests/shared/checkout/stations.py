"""What one station hears from another, until there is a network between them."""

from __future__ import annotations

from dataclasses import replace

from shared.journal import chain, rows
from shared.journal.model import Event
from shared.journal.service import Received
from shared.kernel.ids import EquipmentId, ExtraId, VisitId
from shared.visits.model import Visit
from tests.fakes.shop import Shop
from tests.faults.soundness import PROJECTED, Dump, dump

BATCH_MAX = 1_000


def events_of(shop: Shop) -> list[list[Event]]:
    """Everything that a station knows, chain by chain."""
    with shop.core.database.snapshot() as read:
        return [
            [event for _, event in rows.of_chain(read, station, epoch, 0, BATCH_MAX)]
            for station, epoch, _ in rows.chains(read)
        ]


def hears(shop: Shop, events: list[Event]) -> bool:
    """A station takes in events, and makes anew whatever they are about; whether they fitted."""
    core = shop.core
    with core.database.transaction() as tx:
        received = core.journal.receive(tx, events)
        if not isinstance(received, Received):
            return False
        for aggregate in dict.fromkeys(each.event.aggregate for each in received.new):
            kind, _, name = aggregate.partition(":")
            match kind:
                case "visit":
                    core.book.refold(tx, VisitId(name))
                case "extra":
                    core.catalogue.refold_stock(tx, ExtraId(name))
                case "equipment":
                    core.catalogue.refold_equipment(tx, EquipmentId(name))
                case _:
                    pass
    return True


def exchange(*shops: Shop) -> None:
    """Every station hears all that the others know."""
    for source in shops:
        for target in shops:
            for events in events_of(source):
                assert hears(target, events)


def projection(shop: Shop) -> Dump:
    with shop.core.database.snapshot() as read:
        return dump(read, PROJECTED)


def from_a_newer_program(shop: Shop, visit: Visit) -> Event:
    """An event about `visit` of a kind that this program does not know, as `shop` would have written it."""
    author = shop.core.journal.author
    with shop.core.database.snapshot() as read:
        number, sealed = rows.chain_head(read, author.station, author.epoch)
        parents = rows.aggregate_heads(read, f"visit:{visit.id}")
        (_, last), *_ = rows.of_chain(read, author.station, author.epoch, number - 1, 1)
    new = replace(
        last,
        id=replace(last.id, seq=number + 1),
        hlc=last.hlc + 1,
        aggregate=f"visit:{visit.id}",
        kind="turn_blessed",
        parents=parents,
        payload='{"turn_id":"?"}',
        prev_hash=sealed,
    )
    return chain.seal(new)
