"""The table of conditions (how the outside world was when it was last looked at), and what erasing asks of visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Field, SQLModel

from shared.kernel.ids import CustomerId, VisitId
from shared.store.columns import moment, stamp
from shared.store.database import Snapshot, Transaction
from shared.store.tables import table_of
from shared.visits.rows import NOTE, VISIT


class HealthRow(SQLModel, table=True):
    __tablename__ = "health"

    name: str = Field(primary_key=True)
    trouble: str | None
    since: str


_HEALTH = table_of(HealthRow)
_OF_CUSTOMER = select(VISIT.c.id).where(VISIT.c.customer_id == bindparam("of_customer")).order_by(VISIT.c.opened_at)
_ERASE_NOTES = update(NOTE).where(NOTE.c.visit_id == bindparam("of_visit")).values(text=None)


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


def visits_of(read: Snapshot, customer_id: CustomerId) -> tuple[VisitId, ...]:
    """The visits of one customer, oldest first."""
    return tuple(VisitId(each) for each in read.execute(_OF_CUSTOMER, {"of_customer": customer_id}).scalars())


def erase_notes(tx: Transaction, visit_id: VisitId) -> None:
    """The words of a visit's notes are gone; that somebody noted something stays in the journal."""
    tx.execute(_ERASE_NOTES, {"of_visit": visit_id})
