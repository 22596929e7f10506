"""The table of refunds: row and model, and what is asked of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, bindparam, insert, or_, select, update
from sqlmodel import Field, SQLModel

from shared.kernel.ids import IntentId, OperatorId, RefundId, VisitId
from shared.kernel.money import Money
from shared.payments.model import ChargeRef, Refund
from shared.payments.rows import NOBODY, Barred, positive
from shared.store.columns import moment, moment_or_none, stamp, stamp_or_none
from shared.store.database import Snapshot, Transaction
from shared.store.tables import table_of


class RefundState(StrEnum):
    """`asked`: a call is under way, or its answer was lost. `pending`: the provider has it and is not done."""

    TO_ASK = "to_ask"
    ASKED = "asked"
    PENDING = "pending"
    DONE = "done"
    REFUSED = "refused"


ENDED = frozenset({RefundState.DONE, RefundState.REFUSED})


@dataclass(frozen=True, slots=True)
class WantedRefund:
    """A refund and how far it is at its provider. `failures` counts the questions in a row that told nothing."""

    id: RefundId
    visit_id: VisitId
    provider: str
    ref: ChargeRef
    payment: str
    amount: Money
    by: OperatorId
    reason: str
    state: RefundState
    created_at: datetime
    next_ask_at: datetime | None
    failures: int
    last_cause: str | None

    @property
    def wanted(self) -> Refund:
        """What the provider is asked for."""
        return Refund(self.id, self.ref, self.payment, self.amount, self.reason)


@dataclass(frozen=True, slots=True)
class ListedRefunds:
    """`unreadable` are the ids of rows that say what cannot be."""

    readable: tuple[WantedRefund, ...]
    unreadable: tuple[str, ...] = ()


class RefundRow(SQLModel, table=True):
    __tablename__ = "refund"

    id: str = Field(primary_key=True)
    visit_id: str
    intent_id: str
    provider: str
    charge_id: str
    charge_centavos: int
    payment: str
    amount_centavos: int
    operator_id: str
    reason: str
    state: str
    created_at: str
    next_ask_at: str | None
    failures: int
    last_cause: str | None


REFUND = table_of(RefundRow)

_ALL = select(REFUND).order_by(REFUND.c.id)
_BY_ID = select(REFUND).where(REFUND.c.id == bindparam("of_id"))
_DUE = (
    select(REFUND)
    .where(
        REFUND.c.next_ask_at <= bindparam("until"),
        REFUND.c.id.not_in(bindparam("but", expanding=True)),
        REFUND.c.provider.not_in(bindparam("closed", expanding=True)),
    )
    .order_by(REFUND.c.next_ask_at, REFUND.c.id)
    .limit(bindparam("at_most"))
)
_ALIKE = select(REFUND).where(
    REFUND.c.intent_id == bindparam("of_intent"),
    REFUND.c.payment == bindparam("of_payment"),
    REFUND.c.amount_centavos == bindparam("of_amount"),
    REFUND.c.id != bindparam("of_id"),
)
_NOT_ENDED = select(REFUND).where(REFUND.c.next_ask_at.is_not(None)).order_by(REFUND.c.created_at, REFUND.c.id)
_LATEST = (
    select(REFUND)
    .where(or_(REFUND.c.next_ask_at.is_not(None), REFUND.c.created_at >= bindparam("since")))
    .order_by(REFUND.c.created_at.desc(), REFUND.c.id)
    .limit(bindparam("at_most"))
)
_LATER = update(REFUND).where(REFUND.c.next_ask_at > bindparam("until")).values(next_ask_at=bindparam("until"))
_LOST = REFUND.c.state == RefundState.ASKED.value
_SAVE = update(REFUND).where(REFUND.c.id == bindparam("of_id"))


def insert_refund(tx: Transaction, refund: WantedRefund) -> None:
    """Remember a new refund."""
    tx.execute(insert(REFUND), _columns(refund))


def save(tx: Transaction, refund: WantedRefund) -> None:
    """The refund is now as given."""
    columns = _columns(refund)
    tx.execute(_SAVE.values(**columns), {"of_id": columns["id"]})


def by_id(read: Snapshot, refund_id: RefundId) -> WantedRefund | None:
    """None also for one that cannot be read: nothing can be done with it."""
    return next(iter(_listed(read.execute(_BY_ID, {"of_id": refund_id})).readable), None)


def due(read: Snapshot, until: datetime, at_most: int, but: Barred = NOBODY) -> ListedRefunds:
    """What is to be asked by `until`, the longest overdue first; scarce providers are asked for none."""
    closed = sorted(but.closed | but.scarce)
    bounds = {"until": stamp(until), "at_most": at_most, "but": sorted(but.ids), "closed": closed}
    return _listed(read.execute(_DUE, bounds))


def alike(read: Snapshot, refund: WantedRefund) -> tuple[WantedRefund, ...]:
    """The other refunds of the same amount of the same payment."""
    same = {"of_intent": refund.ref.intent_id, "of_payment": refund.payment, "of_amount": refund.amount.centavos}
    return _listed(read.execute(_ALIKE, {**same, "of_id": refund.id})).readable


def not_ended(read: Snapshot) -> tuple[WantedRefund, ...]:
    """What a provider has neither done nor refused, as far as it can be read, oldest first."""
    return _listed(read.execute(_NOT_ENDED)).readable


def latest(read: Snapshot, since: datetime, at_most: int) -> tuple[WantedRefund, ...]:
    """What has not ended, and what was asked for since then, as far as it can be read, newest first."""
    return _listed(read.execute(_LATEST, {"since": stamp(since), "at_most": at_most})).readable


def unreadable(read: Snapshot) -> tuple[str, ...]:
    """The ids of all rows that say what cannot be."""
    return _listed(read.execute(_ALL)).unreadable


def wake(tx: Transaction, now: datetime, lost_until: datetime) -> int:
    """What waits is due now; a lost question that may still have its effect, at `lost_until` at the latest."""
    woken = tx.execute(_LATER.where(~_LOST), {"until": stamp(now)}).rowcount
    return int(woken + tx.execute(_LATER.where(_LOST), {"until": stamp(lost_until)}).rowcount)


def _columns(refund: WantedRefund) -> dict[str, Any]:
    return {
        "id": refund.id,
        "visit_id": refund.visit_id,
        "intent_id": refund.ref.intent_id,
        "provider": refund.provider,
        "charge_id": refund.ref.charge_id,
        "charge_centavos": refund.ref.amount.centavos,
        "payment": refund.payment,
        "amount_centavos": refund.amount.centavos,
        "operator_id": refund.by,
        "reason": refund.reason,
        "state": refund.state.value,
        "created_at": stamp(refund.created_at),
        "next_ask_at": stamp_or_none(refund.next_ask_at),
        "failures": refund.failures,
        "last_cause": refund.last_cause,
    }


def _listed(found: Iterable[Row[Any]]) -> ListedRefunds:
    readable: list[WantedRefund] = []
    unreadable: list[str] = []
    for row in found:
        try:
            readable.append(_refund(row))
        except (TypeError, ValueError):
            unreadable.append(str(row.id))
    return ListedRefunds(tuple(readable), tuple(unreadable))


def _refund(row: Row[Any]) -> WantedRefund:
    """Raises TypeError or ValueError for a row that a broken disk or another hand wrote."""
    return WantedRefund(
        id=RefundId(row.id),
        visit_id=VisitId(row.visit_id),
        provider=row.provider,
        ref=ChargeRef(IntentId(row.intent_id), row.charge_id, positive(row.charge_centavos)),
        payment=row.payment,
        amount=positive(row.amount_centavos),
        by=OperatorId(row.operator_id),
        reason=row.reason,
        state=RefundState(row.state),
        created_at=moment(row.created_at),
        next_ask_at=moment_or_none(row.next_ask_at),
        failures=row.failures,
        last_cause=row.last_cause,
    )
