"""The journal's tables and their queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, CursorResult, Row, and_, bindparam, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlmodel import Field, SQLModel

from shared.journal.chain import GENESIS
from shared.journal.codec import read_ids, write_ids
from shared.journal.model import Author, Conflict, Event, EventId
from shared.kernel.ids import Epoch, StationId
from shared.store.database import Snapshot, Transaction
from shared.store.tables import table_of

READ_MAX = 10_000


class StationRow(SQLModel, table=True):
    __tablename__ = "station"

    only: int = Field(default=1, primary_key=True)
    id: str
    epoch: str
    letter: str


class JournalRow(SQLModel, table=True):
    __tablename__ = "journal"

    arrival: int | None = Field(default=None, primary_key=True)
    station: str
    epoch: str
    seq: int
    hlc: int
    aggregate: str
    kind: str
    version: int
    parents: str
    actor: str
    payload: str
    prev_hash: str
    hash: str


class ChainHeadRow(SQLModel, table=True):
    __tablename__ = "chain_head"

    station: str = Field(primary_key=True)
    epoch: str = Field(primary_key=True)
    seq: int
    hlc: int
    hash: str


class AggregateHeadRow(SQLModel, table=True):
    __tablename__ = "aggregate_head"

    aggregate: str = Field(primary_key=True)
    heads: str


class ConflictRow(SQLModel, table=True):
    __tablename__ = "conflict"

    station: str = Field(primary_key=True)
    epoch: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    aggregate: str
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Number and hash of an author's newest event, the highest logical time seen, and an aggregate's heads."""

    seq: int
    hash: str
    hlc: int
    heads: tuple[EventId, ...]


STATION = table_of(StationRow)
JOURNAL = table_of(JournalRow)
CHAIN = table_of(ChainHeadRow)
HEADS = table_of(AggregateHeadRow)
CONFLICT = table_of(ConflictRow)

_NEWEST_HLC = select(func.max(CHAIN.c.hlc))
_MINE = and_(CHAIN.c.station == bindparam("of_station"), CHAIN.c.epoch == bindparam("of_epoch"))
_CHAIN_HEAD = select(CHAIN.c.seq, CHAIN.c.hash).where(_MINE)
_HEADS = select(HEADS.c.heads).where(HEADS.c.aggregate == bindparam("of_aggregate"))
_STANDING = select(
    _NEWEST_HLC.scalar_subquery().label("hlc"),
    select(CHAIN.c.seq).where(_MINE).scalar_subquery().label("seq"),
    select(CHAIN.c.hash).where(_MINE).scalar_subquery().label("hash"),
    _HEADS.scalar_subquery().label("heads"),
)
_LIMIT: BindParameter[int] = bindparam("at_most")
_OF_AGGREGATE = select(JOURNAL).where(JOURNAL.c.aggregate == bindparam("of_aggregate")).order_by(JOURNAL.c.arrival)
_AFTER = select(JOURNAL).where(JOURNAL.c.arrival > bindparam("after")).order_by(JOURNAL.c.arrival).limit(_LIMIT)
_OF_CHAIN = (
    select(JOURNAL)
    .where(
        JOURNAL.c.station == bindparam("of_station"),
        JOURNAL.c.epoch == bindparam("of_epoch"),
        JOURNAL.c.seq > bindparam("after"),
    )
    .order_by(JOURNAL.c.seq)
    .limit(_LIMIT)
)
_INSERT = insert(JOURNAL).returning(JOURNAL.c.arrival)
_NEW_CHAIN = upsert(CHAIN)
_SAVE_CHAIN = _NEW_CHAIN.on_conflict_do_update(
    index_elements=["station", "epoch"],
    set_={name: _NEW_CHAIN.excluded[name] for name in ("seq", "hlc", "hash")},
)
_NEW_HEADS = upsert(HEADS)
_SAVE_HEADS = _NEW_HEADS.on_conflict_do_update(
    index_elements=["aggregate"], set_={"heads": _NEW_HEADS.excluded["heads"]}
)


def load_author(read: Snapshot) -> Author | None:
    """Who this station is, once it was installed."""
    row = read.execute(select(STATION)).one_or_none()
    return Author(StationId(row.id), Epoch(row.epoch), row.letter) if row else None


def save_author(tx: Transaction, author: Author) -> None:
    """Say who this station is; replaces what was there."""
    tx.execute(delete(STATION))
    tx.execute(insert(STATION), {"only": 1, "id": author.station, "epoch": author.epoch, "letter": author.letter})


def newest_hlc(read: Snapshot) -> int:
    """The highest logical time seen."""
    return read.execute(_NEWEST_HLC).scalar_one() or 0


def chain_head(read: Snapshot, station: StationId, epoch: Epoch) -> tuple[int, str]:
    """Number and hash of the newest event of one chain; (0, GENESIS) when there is none."""
    row = read.execute(_CHAIN_HEAD, {"of_station": station, "of_epoch": epoch}).one_or_none()
    return (row.seq, row.hash) if row else (0, GENESIS)


def standing(read: Snapshot, author: Author, aggregate: str) -> Standing:
    """All that a new event is written on top of, asked at once."""
    asked = {"of_station": author.station, "of_epoch": author.epoch, "of_aggregate": aggregate}
    row = read.execute(_STANDING, asked).one()
    return Standing(row.seq or 0, row.hash or GENESIS, row.hlc or 0, read_ids(row.heads) if row.heads else ())


def save_chain_head(tx: Transaction, event: Event, hlc: int) -> None:
    """Remember `event` as the newest of its chain; `hlc` is what it moves our clock to."""
    tx.execute(
        _SAVE_CHAIN,
        {"station": event.id.station, "epoch": event.id.epoch, "seq": event.id.seq, "hlc": hlc, "hash": event.hash},
    )


def aggregate_heads(read: Snapshot, aggregate: str) -> tuple[EventId, ...]:
    """The newest events of an aggregate that were seen here."""
    stored = read.execute(_HEADS, {"of_aggregate": aggregate}).scalar_one_or_none()
    return read_ids(stored) if stored else ()


def aggregates(read: Snapshot, prefix: str) -> list[str]:
    """The names of all aggregates that begin so."""
    found = select(HEADS.c.aggregate).where(HEADS.c.aggregate >= prefix, HEADS.c.aggregate < prefix + "\uffff")
    return list(read.execute(found.order_by(HEADS.c.aggregate)).scalars())


def save_aggregate_heads(tx: Transaction, aggregate: str, heads: Iterable[EventId]) -> None:
    """Remember the newest events of an aggregate."""
    tx.execute(_SAVE_HEADS, {"aggregate": aggregate, "heads": write_ids(heads)})


def insert_event(tx: Transaction, event: Event) -> int:
    """Append one event; returns its arrival."""
    return int(
        tx.execute(
            _INSERT,
            {
                "station": event.id.station,
                "epoch": event.id.epoch,
                "seq": event.id.seq,
                "hlc": event.hlc,
                "aggregate": event.aggregate,
                "kind": event.kind,
                "version": event.version,
                "parents": write_ids(event.parents),
                "actor": event.actor,
                "payload": event.payload,
                "prev_hash": event.prev_hash,
                "hash": event.hash,
            },
        ).scalar_one()
    )


def of_aggregate(read: Snapshot, aggregate: str) -> list[tuple[int, Event]]:
    """All events of one aggregate, in order of arrival. Without a limit: a fold of a part would be another state."""
    return _events(read.execute(_OF_AGGREGATE, {"of_aggregate": aggregate}))


def after_arrival(read: Snapshot, arrival: int, limit: int = READ_MAX) -> list[tuple[int, Event]]:
    """Events that arrived later than `arrival`, oldest first."""
    return _events(read.execute(_AFTER, {"after": arrival, "at_most": limit}))


def of_chain(read: Snapshot, station: StationId, epoch: Epoch, after: int, limit: int) -> list[tuple[int, Event]]:
    """One chain's events with numbers above `after`."""
    asked = {"of_station": station, "of_epoch": epoch, "after": after, "at_most": limit}
    return _events(read.execute(_OF_CHAIN, asked))


def chains(read: Snapshot) -> list[tuple[StationId, Epoch, int]]:
    """Every chain this database holds, with the number of its newest event."""
    rows = read.execute(select(CHAIN.c.station, CHAIN.c.epoch, CHAIN.c.seq).order_by(CHAIN.c.station, CHAIN.c.epoch))
    return [(StationId(row.station), Epoch(row.epoch), row.seq) for row in rows]


def newest_arrival(read: Snapshot) -> int:
    """The arrival of the newest event; 0 in an empty journal."""
    return read.execute(select(func.max(JOURNAL.c.arrival))).scalar_one() or 0


def replace_conflicts(tx: Transaction, aggregate: str, conflicts: Sequence[Conflict]) -> None:
    """The aggregate's conflicts are now exactly these."""
    tx.execute(delete(CONFLICT).where(CONFLICT.c.aggregate == aggregate))
    for each in conflicts:
        tx.execute(
            insert(CONFLICT),
            {
                "station": each.event.station,
                "epoch": each.event.epoch,
                "seq": each.event.seq,
                "aggregate": aggregate,
                "reason": each.reason,
            },
        )


def conflicts(read: Snapshot) -> list[tuple[str, Conflict]]:
    """Every conflict that stands, with its aggregate."""
    rows = read.execute(select(CONFLICT).order_by(CONFLICT.c.aggregate, CONFLICT.c.seq))
    return [
        (row.aggregate, Conflict(EventId(StationId(row.station), Epoch(row.epoch), row.seq), row.reason))
        for row in rows
    ]


def _events(found: CursorResult[Any]) -> list[tuple[int, Event]]:
    return [(row.arrival, _event(row)) for row in found]


def _event(row: Row[tuple[object, ...]]) -> Event:
    return Event(
        id=EventId(row.station, row.epoch, row.seq),
        hlc=row.hlc,
        aggregate=row.aggregate,
        kind=row.kind,
        version=row.version,
        parents=read_ids(row.parents),
        actor=row.actor,
        payload=row.payload,
        prev_hash=row.prev_hash,
        hash=row.hash,
    )
