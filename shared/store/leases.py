"""Leases: work that only one process of a station may do at a time, taken over when its holder dies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Field, SQLModel

from shared.kernel.clock import Clock
from shared.store.columns import moment, stamp
from shared.store.database import Database, Snapshot
from shared.store.tables import table_of

LEASE = timedelta(seconds=3)


class LeaseRow(SQLModel, table=True):
    __tablename__ = "lease"

    name: str = Field(primary_key=True)
    holder: str
    expires_at: str


_LEASES = table_of(LeaseRow)


@dataclass(frozen=True, slots=True)
class _Lease:
    holder: str
    expires_at: datetime


class Leases:
    """This process's leases. `holder` names the process, the same for its whole life."""

    def __init__(self, database: Database, clock: Clock, holder: str) -> None:
        self._database = database
        self._clock = clock
        self._holder = holder

    def hold(self, name: str) -> bool:
        """Take the lease for LEASE, or renew it when half of it is over; False while another living process has it.

        A lease that ends further ahead than any could (the clock was set back) counts as ended.
        """
        now = self._clock.now()
        with self._database.snapshot() as read:
            seen = _find(read, name)
        if seen is not None and _is_alive(seen, now):
            if seen.holder != self._holder:
                return False
            if seen.expires_at - now > LEASE / 2:
                return True
        with self._database.transaction() as tx:
            now = self._clock.now()  # waiting for the write lock may have taken longer than a lease
            seen = _find(tx, name)
            if seen is not None and seen.holder != self._holder and _is_alive(seen, now):
                return False
            held = {"name": name, "holder": self._holder, "expires_at": stamp(now + LEASE)}
            tx.execute(insert(_LEASES).on_conflict_do_update(index_elements=["name"], set_=held), held)
        return True

    def release(self, name: str) -> None:
        """Give the lease back, so that another need not wait for its end."""
        with self._database.transaction() as tx:
            tx.execute(delete(_LEASES).where(_LEASES.c.name == name, _LEASES.c.holder == self._holder))


def _find(read: Snapshot, name: str) -> _Lease | None:
    row = read.execute(select(_LEASES).where(_LEASES.c.name == name)).one_or_none()
    return _Lease(row.holder, moment(row.expires_at)) if row else None


def _is_alive(lease: _Lease, now: datetime) -> bool:
    return timedelta(0) < lease.expires_at - now <= LEASE
