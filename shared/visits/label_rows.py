"""Rows of numbers that a station gives once: how far the labels of each business day are."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlmodel import Field, SQLModel

from shared.store.database import Snapshot, Transaction
from shared.store.tables import table_of


class CounterRow(SQLModel, table=True):
    __tablename__ = "counter"

    name: str = Field(primary_key=True)
    value: int


_COUNTER = table_of(CounterRow)

_COUNT = (
    upsert(_COUNTER)
    .values(name=bindparam("of_counter"), value=1)
    .on_conflict_do_update(index_elements=["name"], set_={"value": _COUNTER.c.value + 1})
    .returning(_COUNTER.c.value)
)
_SKIPPED = upsert(_COUNTER).values(name=bindparam("of_counter"), value=bindparam("by"))
_SKIP = _SKIPPED.on_conflict_do_update(
    index_elements=["name"], set_={"value": _COUNTER.c.value + _SKIPPED.excluded.value}
)
_LAST = select(_COUNTER.c.value).where(_COUNTER.c.name == bindparam("of_counter"))


def label_counter(letter: str, day: date) -> str:
    """The name of what counts the labels of one station's business day."""
    return f"label:{letter}:{day.isoformat()}"


def next_number(tx: Transaction, counter: str) -> int:
    """Count one on: 1, 2, 3, …; never the same twice, in any process."""
    return int(tx.execute(_COUNT, {"of_counter": counter}).scalar_one())


def skip_numbers(tx: Transaction, counter: str, by: int) -> None:
    """Leave `by` numbers out."""
    tx.execute(_SKIP, {"of_counter": counter, "by": by})


def last_number(read: Snapshot, counter: str) -> int:
    """How far a counter is; 0 before it has begun."""
    return read.execute(_LAST, {"of_counter": counter}).scalar_one_or_none() or 0
