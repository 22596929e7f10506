"""The table of conditions: how the outside world was when it was last looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Field, SQLModel

from shared.store.columns import moment, stamp
from shared.store.database import Snapshot, Transaction
from shared.store.tables import table_of


class HealthRow(SQLModel, table=True):
    __tablename__ = "health"

    name: str = Field(primary_key=True)
    trouble: str | None
    since: str


_HEALTH = table_of(HealthRow)


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing of the outside world; `trouble` is None while it is well, otherwise a word for the screens."""

    trouble: str | None
    since: datetime


def conditions(read: Snapshot) -> dict[str, Condition]:
    """Everything that was looked at, by name."""
    return {row.name: Condition(row.trouble, moment(row.since)) for row in read.execute(select(_HEALTH))}


def save_condition(tx: Transaction, name: str, trouble: str | None, since: datetime) -> None:
    """`name` is so from `since` on."""
    values = {"name": name, "trouble": trouble, "since": stamp(since)}
    tx.execute(insert(_HEALTH).on_conflict_do_update(index_elements=["name"], set_=values), values)
