"""Writing and reading the journal. Every method runs inside its caller's transaction or snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from shared.journal import chain, hlc, rows
from shared.journal.codec import FactTypes
from shared.journal.fold import fold
from shared.journal.model import Author, Event, EventId, Evolve, Fact, Folded, Recorded
from shared.journal.order import heads
from shared.kernel.clock import Clock
from shared.store.database import Snapshot, Transaction

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Received:
    """Events of another station that are now here, and had not been before."""

    new: tuple[Recorded, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Events are missing before these: ask for the chain from `have` on."""

    have: int


class Journal:
    """The append-only record of this station and of all it has heard from."""

    def __init__(self, author: Author, types: FactTypes, clock: Clock) -> None:
        self.author = author
        self._types = types
        self._clock = clock

    def append(self, tx: Transaction, aggregate: str, facts: Sequence[Fact], actor: str) -> tuple[Recorded, ...]:
        """Record what was decided here, in order, on top of everything this database knows of the aggregate."""
        last = rows.standing(tx, self.author, aggregate)
        number, sealed, reading, parents = last.seq, last.hash, last.hlc, last.heads
        recorded: list[Recorded] = []
        for fact in facts:
            number, reading = number + 1, hlc.tick(reading, self._clock.now())
            event = chain.seal(
                Event(
                    id=EventId(self.author.station, self.author.epoch, number),
                    hlc=reading,
                    aggregate=aggregate,
                    kind=fact.KIND,
                    version=fact.VERSION,
                    parents=parents,
                    actor=actor,
                    payload=self._types.encode(fact),
                    prev_hash=sealed,
                    hash="",
                )
            )
            recorded.append(Recorded(rows.insert_event(tx, event), event, fact))
            parents, sealed = (event.id,), event.hash
        if recorded:
            rows.save_chain_head(tx, recorded[-1].event, reading)
            rows.save_aggregate_heads(tx, aggregate, parents)
        return tuple(recorded)

    def receive(self, tx: Transaction, events: Sequence[Event]) -> Received | Gap | chain.Broken:
        """Take in one chain's events from elsewhere; those already here are passed over.

        The caller refolds every aggregate that `Received.new` names, in the same transaction.
        """
        if not events:
            return Received(())
        first = events[0].id
        have, _ = rows.chain_head(tx, first.station, first.epoch)
        fresh = [event for event in events if event.id.seq > have]
        if not fresh:
            return Received(())
        if fresh[0].id.seq != have + 1:
            return Gap(have)
        broken = chain.check(fresh, self._last(tx, first, have))
        if broken:
            return broken
        reading = rows.newest_hlc(tx)
        for event in fresh:
            reading = hlc.merge(reading, event.hlc, self._clock.now())
        new = tuple(Recorded(rows.insert_event(tx, event), event, self._types.read(event)) for event in fresh)
        rows.save_chain_head(tx, fresh[-1], reading)
        for aggregate in sorted({each.event.aggregate for each in new}):
            rows.save_aggregate_heads(tx, aggregate, heads(self.events_of(tx, aggregate)))
        return Received(new)

    def refold(self, tx: Transaction, aggregate: str, evolve: Evolve[S]) -> Folded[S]:
        """Fold an aggregate anew from all its events; its conflicts are brought up to date."""
        folded = fold(self.events_of(tx, aggregate), evolve)
        rows.replace_conflicts(tx, aggregate, folded.conflicts)
        return folded

    def events_of(self, read: Snapshot, aggregate: str) -> tuple[Recorded, ...]:
        """Everything known of an aggregate, in order of arrival."""
        return tuple(self._read(each) for each in rows.of_aggregate(read, aggregate))

    def aggregates(self, read: Snapshot, prefix: str) -> list[str]:
        """The names of all aggregates that begin so."""
        return rows.aggregates(read, prefix)

    def after(self, read: Snapshot, arrival: int, limit: int = rows.READ_MAX) -> tuple[Recorded, ...]:
        """What arrived here later than `arrival`."""
        return tuple(self._read(each) for each in rows.after_arrival(read, arrival, limit))

    def check_chains(self, read: Snapshot) -> chain.Broken | None:
        """Check every chain from its first event; the first break found, or None."""
        for station, epoch, newest in rows.chains(read):
            last: Event | None = None
            while last is None or last.id.seq < newest:
                part = [
                    event for _, event in rows.of_chain(read, station, epoch, last.id.seq if last else 0, rows.READ_MAX)
                ]
                if not part:
                    return chain.Broken(EventId(station, epoch, last.id.seq + 1 if last else 1), "is missing")
                broken = chain.check(part, last)
                if broken:
                    return broken
                last = part[-1]
        return None

    def _last(self, read: Snapshot, of: EventId, number: int) -> Event | None:
        if number == 0:
            return None
        return rows.of_chain(read, of.station, of.epoch, number - 1, 1)[0][1]

    def _read(self, stored: tuple[int, Event]) -> Recorded:
        arrival, event = stored
        return Recorded(arrival, event, self._types.read(event))
