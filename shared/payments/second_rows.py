"""The table of second charges: an intent has one already, so nobody shall pay these."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Field, SQLModel

from shared.kernel.ids import IntentId
from shared.payments.cadence import AFTER_MOST, retry_after
from shared.payments.model import ChargeRef
from shared.payments.rows import NOBODY, Barred, positive
from shared.store.columns import moment, stamp
from shared.store.database import Snapshot, Transaction
from shared.store.tables import table_of

EAGER_TRIES = 10
"""After so many questions without an end it is asked about once an hour."""


@dataclass(frozen=True, slots=True)
class SecondCharge:
    """A charge to be voided until its provider says that it is void, paid or absent."""

    provider: str
    ref: ChargeRef
    next_ask_at: datetime
    failures: int
    last_cause: str | None

    @property
    def id(self) -> str:
        """Its name among all that is asked."""
        return name_of(self.provider, self.ref.charge_id)

    @property
    def pause(self) -> timedelta:
        """How long to wait after one more question without an end."""
        return retry_after(self.failures + 1) if self.failures < EAGER_TRIES else AFTER_MOST


@dataclass(frozen=True, slots=True)
class ListedSeconds:
    """`unreadable` are the names of rows that say what cannot be."""

    readable: tuple[SecondCharge, ...]
    unreadable: tuple[str, ...] = ()


class SecondChargeRow(SQLModel, table=True):
    __tablename__ = "second_charge"

    provider: str = Field(primary_key=True)
    charge_id: str = Field(primary_key=True)
    intent_id: str
    amount_centavos: int
    next_ask_at: str
    failures: int
    last_cause: str | None


_SECOND = table_of(SecondChargeRow)
_NAME = _SECOND.c.provider + ":" + _SECOND.c.charge_id
_IS = (_SECOND.c.provider == bindparam("of_provider"), _SECOND.c.charge_id == bindparam("of_charge"))
_ALL = select(_SECOND).order_by(_SECOND.c.provider, _SECOND.c.charge_id)
_DUE = (
    select(_SECOND)
    .where(
        _SECOND.c.next_ask_at <= bindparam("until"),
        _NAME.not_in(bindparam("but", expanding=True)),
        _SECOND.c.provider.not_in(bindparam("closed", expanding=True)),
    )
    .order_by(_SECOND.c.next_ask_at, _SECOND.c.charge_id)
    .limit(bindparam("at_most"))
)
_WAKE = update(_SECOND).where(_SECOND.c.next_ask_at > bindparam("until")).values(next_ask_at=bindparam("until"))
_LATER = (
    update(_SECOND)
    .where(*_IS)
    .values(next_ask_at=bindparam("at"), failures=bindparam("times"), last_cause=bindparam("cause"))
)
_REMOVE = delete(_SECOND).where(*_IS)


def name_of(provider: str, charge_id: str) -> str:
    """Its name among all that is asked."""
    return f"{provider}:{charge_id}"


def add(tx: Transaction, provider: str, ref: ChargeRef, now: datetime) -> SecondCharge:
    """Remember to have it voided, at once; one that is known already stays as it is."""
    added = SecondCharge(provider, ref, now, 0, None)
    values = {
        "provider": provider,
        "charge_id": ref.charge_id,
        "intent_id": ref.intent_id,
        "amount_centavos": ref.amount.centavos,
        "next_ask_at": stamp(now),
        "failures": 0,
        "last_cause": None,
    }
    tx.execute(insert(_SECOND).on_conflict_do_nothing(), values)
    return added


def later(tx: Transaction, second: SecondCharge, now: datetime, cause: str) -> None:
    """It did not end: ask again after a while."""
    values = {"at": stamp(now + second.pause), "times": second.failures + 1, "cause": cause}
    tx.execute(_LATER, {**_key(second), **values})


def remove(tx: Transaction, second: SecondCharge) -> None:
    """It cannot be paid any more, or its money is known."""
    tx.execute(_REMOVE, _key(second))


def due(read: Snapshot, until: datetime, at_most: int, but: Barred = NOBODY) -> ListedSeconds:
    """What is to be asked by `until`, the longest overdue first."""
    bounds = {"until": stamp(until), "at_most": at_most, "but": sorted(but.ids), "closed": sorted(but.closed)}
    return _listed(read.execute(_DUE, bounds))


def not_ended(read: Snapshot) -> tuple[SecondCharge, ...]:
    """All that can be read."""
    return _listed(read.execute(_ALL)).readable


def unreadable(read: Snapshot) -> tuple[str, ...]:
    """The names of all rows that say what cannot be."""
    return _listed(read.execute(_ALL)).unreadable


def wake(tx: Transaction, now: datetime) -> int:
    """All are due now; how many waited."""
    return int(tx.execute(_WAKE, {"until": stamp(now)}).rowcount)


def _key(second: SecondCharge) -> dict[str, str]:
    return {"of_provider": second.provider, "of_charge": second.ref.charge_id}


def _listed(found: Iterable[Row[Any]]) -> ListedSeconds:
    readable: list[SecondCharge] = []
    unreadable: list[str] = []
    for row in found:
        try:
            readable.append(_second(row))
        except (TypeError, ValueError):
            unreadable.append(name_of(row.provider, row.charge_id))
    return ListedSeconds(tuple(readable), tuple(unreadable))


def _second(row: Row[Any]) -> SecondCharge:
    ref = ChargeRef(IntentId(row.intent_id), row.charge_id, positive(row.amount_centavos))
    return SecondCharge(row.provider, ref, moment(row.next_ask_at), row.failures, row.last_cause)
