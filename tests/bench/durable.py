"""A durable command (decide, journal, projection, commit) against the same rows written by the bare driver.

Both in one run, in pairs that follow each other, with the same SQLite and `synchronous=FULL`: the ratio says what the
core costs, whatever the disk. The same on a full house and after years shows whether it stays so.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from shared.config import Paths
from shared.kernel.ids import EquipmentId
from shared.store.gate import driver
from shared.visits.model import Visit
from shared.visits.serving import TurnRef
from tests.bench.figures import Figure, median, percentile
from tests.bench.filled import fill, stencil
from tests.fakes.shop import ANA, CRYO, Shop

PAIRS, WARM_UP = 300, 30
WAITING, PAST = 5_000, 100_000
RATIO_GOAL, FLAT_GOAL = 3.0, 1.2
WRITTEN = ("chain_head", "aggregate_head", "visit", "turn", "journal")


@dataclass
class Pair:
    """Seconds for one command, by the core and bare."""

    core: float
    bare: float


class Bench:
    """A station that calls one customer again and again, and a bare copy of its file."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._visit = shop.gets_ticket()
        self._turn = TurnRef(self._visit.id, self._visit.turns[0].id)
        copy = shop.home / "bare.sqlite"
        shop.core.database.writing_engine.dispose()
        shutil.copyfile(Paths.of(shop.home).database, copy)
        self._bare = driver().connect(str(copy), isolation_level=None)
        for pragma in shop.core.database._pragmas(query_only=False):
            self._bare.execute(pragma)
        self.pairs: list[Pair] = []

    def measures(self) -> None:
        """One command, the same rows bare, and everything as it was before."""
        begun = time.perf_counter()
        called = self._shop.core.serving.call(self._turn, EquipmentId("crio-1"), ANA)
        core = time.perf_counter() - begun
        assert isinstance(called, Visit), called
        statements = self._statements()
        begun = time.perf_counter()
        self._bare.execute("BEGIN IMMEDIATE")
        for statement, values in statements:
            self._bare.execute(statement, values)
        self._bare.execute("COMMIT")
        self.pairs.append(Pair(core, time.perf_counter() - begun))
        self._shop.core.serving.send_back(self._turn, "", ANA)

    def close(self) -> None:
        self._bare.close()
        self._shop.closes()

    def _statements(self) -> list[tuple[str, tuple[object, ...]]]:
        """What the command has just written, as plain statements."""
        chosen = {
            "chain_head": "1 = 1",
            "aggregate_head": f"aggregate = 'visit:{self._visit.id}'",
            "visit": f"id = '{self._visit.id}'",
            "turn": f"id = '{self._turn.turn_id}'",
            "journal": "arrival = (SELECT max(arrival) FROM journal)",
        }
        with self._shop.core.database.snapshot() as read:
            rows = {name: read.execute(text(f"SELECT * FROM {name} WHERE {chosen[name]}")).one() for name in WRITTEN}
        return [_writing(table, dict(row._mapping)) for table, row in rows.items()]


def _writing(table: str, row: dict[str, object]) -> tuple[str, tuple[object, ...]]:
    row.pop("arrival", None)
    names, marks = ", ".join(row), ", ".join("?" for _ in row)
    changed = ", ".join(f"{name} = excluded.{name}" for name in row)
    instead = "" if table == "journal" else f" ON CONFLICT DO UPDATE SET {changed}"
    return f"INSERT INTO {table} ({names}) VALUES ({marks}){instead}", tuple(row.values())


def measure(folder: Path, pairs: int = PAIRS, waiting: int = WAITING, past: int = PAST) -> Sequence[Figure]:
    """The ratio, its parts, and how much it changes on a full house and after years."""
    benches = {name: Bench(_shop(folder / name, name, waiting, past)) for name in ("empty", "full", "old")}
    for _ in range(WARM_UP + pairs):
        for bench in benches.values():
            bench.measures()
    for bench in benches.values():
        del bench.pairs[:WARM_UP]
        bench.close()
    ratio = {name: median([pair.core / pair.bare for pair in bench.pairs]) for name, bench in benches.items()}
    core = [pair.core * 1_000 for pair in benches["empty"].pairs]
    bare = [pair.bare * 1_000 for pair in benches["empty"].pairs]
    return [
        Figure("durable command ÷ bare rows, median", ratio["empty"], "×", RATIO_GOAL),
        Figure(f"the same with {waiting} waiting ÷ with none", ratio["full"] / ratio["empty"], "×", FLAT_GOAL),
        Figure(f"the same after {past} visits ÷ after none", ratio["old"] / ratio["empty"], "×", FLAT_GOAL),
        Figure("durable command, median", median(core), "ms"),
        Figure("durable command, p99", percentile(core, 0.99), "ms"),
        Figure("bare rows, median", median(bare), "ms"),
    ]


def _shop(home: Path, kind: str, waiting: int, past: int) -> Shop:
    if kind == "empty":
        return Shop(home)
    model = Shop(home.with_name(f"{home.name}-model"))
    visit = model.gets_ticket([CRYO])
    if kind == "old":
        model.serves(visit)
    like = stencil(model, visit)
    model.closes()
    Shop(home).closes()
    fill(Paths.of(home).database, like, past if kind == "old" else waiting, over_days=kind == "old")
    return Shop(home)
