"""Stations that have been at work for years, or have a full house: copies of visits that the real core made."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from sqlite3 import Connection

from sqlalchemy import text

from shared.journal import chain
from shared.journal.model import Event, EventId
from shared.kernel.ids import Epoch, StationId
from shared.store.gate import driver
from shared.visits.model import Visit
from tests.fakes.shop import NOON, Shop

BATCH = 2_000
VISITS_A_DAY = 300
OF_VISIT = {"visit": "id", "charge": "visit_id", "turn": "visit_id", "intent": "visit_id", "print_job": "visit_id"}
COUNTED = {"journal": "arrival", "print_job": "number"}
"""Columns that the database counts by itself."""

Row = dict[str, object]
Rows = dict[str, list[Row]]


@dataclass(frozen=True)
class Stencil:
    """Every row of one visit, and what must differ in each copy."""

    rows: Rows
    events: tuple[Row, ...]
    visit: Visit

    def copy(self, number: int, day: date) -> tuple[Rows, list[Row]]:
        """The rows and the journal's lines of another visit that went the same way on another day."""
        turn, charge = self.visit.turns[0].id, self.visit.charges[0]
        changed = {
            self.visit.id: f"{number:032x}",
            turn: f"{number:08x}{turn[8:]}",
            charge.intent_id: f"{number:08x}{charge.intent_id[8:]}",
            str(charge.charge_id): f"pay_{number}",
            **{str(job["id"]): f"{number:08x}{str(job['id'])[8:]}" for job in self.rows["print_job"]},
            f'"{self.visit.label}"': f'"A{number:03d}"',
            NOON.date().isoformat(): day.isoformat(),
        }
        rows = {table: [_changed(row, changed) for row in rows] for table, rows in self.rows.items()}
        for row in (*rows["visit"], *rows["turn"]):
            row["label"] = f"A{number:03d}"
        return rows, [_changed(row, changed) for row in self.events]


def stencil(shop: Shop, visit: Visit) -> Stencil:
    """What the real core wrote about a visit."""
    with shop.core.database.snapshot() as read:

        def found(table: str, column: str, value: str) -> list[Row]:
            chosen = text(f"SELECT * FROM {table} WHERE {column} = :value")
            rows = [dict(row._mapping) for row in read.execute(chosen, {"value": value})]
            return [{name: each for name, each in row.items() if name != COUNTED.get(table)} for row in rows]

        rows = {table: found(table, column, visit.id) for table, column in OF_VISIT.items()}
        events = tuple(found("journal", "aggregate", f"visit:{visit.id}"))
    return Stencil(rows, events, shop.visit(visit))


def fill(database: Path, like: Stencil, count: int, *, over_days: bool) -> None:
    """Write `count` copies into a station's file that nobody has open; `over_days`: spread over the past."""
    connection = driver().connect(str(database), isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("BEGIN IMMEDIATE")
    sealing = _Sealing(connection)
    pending: Rows = {}
    for number in range(1, count + 1):
        days_ago = (count - number) // VISITS_A_DAY + 1 if over_days else 0
        rows, lines = like.copy(number, NOON.date() - timedelta(days=days_ago))
        events = list(sealing.seal(lines))
        heads = {"aggregate": events[-1]["aggregate"], "heads": json.dumps([sealing.head], separators=(",", ":"))}
        for table, new in {**rows, "journal": events, "aggregate_head": [heads]}.items():
            pending.setdefault(table, []).extend(new)
        if number % BATCH == 0 or number == count:
            for table, new in pending.items():
                _insert(connection, table, new)
            pending.clear()
    sealing.finish()
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


class _Sealing:
    """Goes on with the chain of the file's own station."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        found = connection.execute("SELECT station, epoch, seq, hlc, hash FROM chain_head").fetchone()
        self._station, self._epoch, self._seq, self._hlc, self._hash = found

    @property
    def head(self) -> list[object]:
        return [self._station, self._epoch, self._seq]

    def seal(self, lines: list[Row]) -> Iterator[Row]:
        parents: tuple[EventId, ...] = ()
        for line in lines:
            self._seq, self._hlc = self._seq + 1, self._hlc + 1
            mine = EventId(StationId(self._station), Epoch(self._epoch), self._seq)
            event = Event(
                id=mine,
                hlc=self._hlc,
                aggregate=str(line["aggregate"]),
                kind=str(line["kind"]),
                version=int(str(line["version"])),
                parents=parents,
                actor=str(line["actor"]),
                payload=str(line["payload"]),
                prev_hash=self._hash,
                hash="",
            )
            sealed = replace(event, hash=chain.digest(event))
            written = json.dumps([[each.station, each.epoch, each.seq] for each in parents], separators=(",", ":"))
            yield {
                **line,
                "seq": self._seq,
                "hlc": self._hlc,
                "parents": written,
                "prev_hash": sealed.prev_hash,
                "hash": sealed.hash,
            }
            parents, self._hash = (mine,), sealed.hash

    def finish(self) -> None:
        self._connection.execute("UPDATE chain_head SET seq = ?, hlc = ?, hash = ?", (self._seq, self._hlc, self._hash))


def _changed(row: Row, changed: Mapping[str, str]) -> Row:
    return {name: _substituted(value, changed) if isinstance(value, str) else value for name, value in row.items()}


def _substituted(value: str, changed: Mapping[str, str]) -> str:
    for old, new in changed.items():
        if old in value:
            value = value.replace(old, new)
    return value


def _insert(connection: Connection, table: str, rows: list[Row]) -> None:
    if rows:
        names = list(rows[0])
        marks = ", ".join("?" for _ in names)
        values = [tuple(row.values()) for row in rows]
        connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", values)
