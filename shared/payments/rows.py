"""The table of intents and its queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, and_, bindparam, case, func, insert, or_, select, update
from sqlmodel import Field, SQLModel

from shared.kernel.ids import CustomerId, IntentId, VisitId
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.payments.cadence import Watch
from shared.payments.model import ChargeRef, Intent, Payer
from shared.store.columns import moment, moment_or_none, stamp, stamp_or_none
from shared.store.database import Snapshot, Transaction
from shared.store.tables import table_of


class IntentState(StrEnum):
    """`opening` and `voiding`: a call is under way, or its answer was lost. `watched`: only surprises can come."""

    TO_OPEN = "to_open"
    OPENING = "opening"
    OPEN = "open"
    TO_VOID = "to_void"
    VOIDING = "voiding"
    WATCHED = "watched"
    CLOSED = "closed"


UNFINISHED = frozenset(
    {IntentState.TO_OPEN, IntentState.OPENING, IntentState.OPEN, IntentState.TO_VOID, IntentState.VOIDING}
)
URGENT = UNFINISHED - {IntentState.OPEN}
"""What changes something at the provider, or finds out whether something was changed; the rest are looks."""


@dataclass(frozen=True, slots=True)
class Barred:
    """Whom not to ask: rows by their `ids`, `closed` providers not at all, `scarce` ones only for what is URGENT."""

    ids: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    scarce: frozenset[str] = frozenset()


NOBODY = Barred()


@dataclass(frozen=True, slots=True)
class Listed:
    """`unreadable` are the ids of rows that say what cannot be."""

    readable: tuple[WatchedIntent, ...]
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WatchedIntent:
    """An intent and how far it is at its provider. `opened_at` is when we learnt of the charge.

    `unbooked_since`: a provider says that money is there, and the visit cannot be written to here.
    """

    id: IntentId
    visit_id: VisitId
    provider: str
    method: Method
    installments: int
    amount: Money
    description: str
    customer_id: CustomerId | None
    state: IntentState
    charge_id: str | None
    br_code: str | None
    link: str | None
    created_at: datetime
    opened_at: datetime | None
    expires_at: datetime
    next_look_at: datetime | None
    looks: int
    failures: int
    last_cause: str | None
    watch_until: datetime
    unbooked_since: datetime | None = None

    @property
    def ref(self) -> ChargeRef | None:
        """How the provider finds the charge; None while we do not know of any."""
        return ChargeRef(self.id, self.charge_id, self.amount) if self.charge_id else None

    @property
    def watch(self) -> Watch:
        """What the next look depends on."""
        return Watch(
            opened_at=self.opened_at or self.created_at,
            expires_at=self.expires_at,
            looks=self.looks,
            is_on_screen=self.state is IntentState.OPEN,
            is_settled=self.state is IntentState.WATCHED,
        )

    def intent(self, payer: Payer | None) -> Intent:
        """What the provider is asked for; who pays is not kept here."""
        return Intent(
            id=self.id,
            amount=self.amount,
            description=self.description,
            created_at=self.created_at,
            expires_at=self.expires_at,
            payer=payer,
            method=self.method,
            installments=self.installments,
        )


class IntentRow(SQLModel, table=True):
    __tablename__ = "intent"

    id: str = Field(primary_key=True)
    visit_id: str
    provider: str
    method: str
    installments: int
    amount_centavos: int
    description: str
    customer_id: str | None
    state: str
    charge_id: str | None
    br_code: str | None
    link: str | None
    created_at: str
    opened_at: str | None
    expires_at: str
    next_look_at: str | None
    looks: int
    failures: int
    last_cause: str | None
    watch_until: str
    unbooked_since: str | None


INTENT = table_of(IntentRow)

_BY_ID = select(INTENT).where(INTENT.c.id == bindparam("of_id"))
_BY_CHARGE = select(INTENT).where(
    INTENT.c.provider == bindparam("of_provider"), INTENT.c.charge_id == bindparam("of_charge")
)
_BY_VISIT = select(INTENT).where(INTENT.c.visit_id == bindparam("of_visit")).order_by(INTENT.c.created_at, INTENT.c.id)
_ALL = select(INTENT).order_by(INTENT.c.id)
_IS_AWAITED = INTENT.c.state.in_([IntentState.TO_OPEN.value, IntentState.OPENING.value])
_IS_ON_SCREEN = and_(INTENT.c.state == IntentState.OPEN.value, INTENT.c.expires_at > bindparam("until"))
_IS_URGENT = INTENT.c.state.in_(sorted(each.value for each in URGENT))
_RANK = case((_IS_AWAITED, 0), (_IS_ON_SCREEN, 1), (INTENT.c.state == IntentState.WATCHED.value, 3), else_=2)
_FAIR_RANK = case((_IS_AWAITED, 0), else_=1)
_MAY_BE_ASKED = (
    select(INTENT)
    .where(
        INTENT.c.next_look_at <= bindparam("until"),
        INTENT.c.id.not_in(bindparam("but", expanding=True)),
        INTENT.c.provider.not_in(bindparam("closed", expanding=True)),
        or_(_IS_URGENT, INTENT.c.provider.not_in(bindparam("scarce", expanding=True))),
    )
    .limit(bindparam("at_most"))
)
_DUE = _MAY_BE_ASKED.order_by(_RANK, INTENT.c.next_look_at, INTENT.c.id)
_OVERDUE = _MAY_BE_ASKED.order_by(_FAIR_RANK, INTENT.c.next_look_at, INTENT.c.id)
_WAKE = (
    update(INTENT)
    .where(INTENT.c.next_look_at > bindparam("until"), INTENT.c.state != IntentState.WATCHED.value)
    .values(next_look_at=bindparam("until"))
)
_WAKE_FAILED = _WAKE.where(INTENT.c.provider == bindparam("of_provider"), INTENT.c.failures > 0)
_SAVE = update(INTENT).where(INTENT.c.id == bindparam("of_id"))


def insert_intent(tx: Transaction, intent: WatchedIntent) -> None:
    """Remember a new intent."""
    tx.execute(insert(INTENT), _columns(intent))


def save(tx: Transaction, intent: WatchedIntent) -> None:
    """The intent is now as given."""
    columns = _columns(intent)
    tx.execute(_SAVE.values(**columns), {"of_id": columns["id"]})


def by_id(read: Snapshot, intent_id: IntentId) -> WatchedIntent | None:
    """None also for one that cannot be read: nothing can be done with it."""
    return next(iter(_listed(read.execute(_BY_ID, {"of_id": intent_id})).readable), None)


def by_visit(read: Snapshot, visit_id: VisitId) -> tuple[WatchedIntent, ...]:
    """Those that can be read, oldest first."""
    return _listed(read.execute(_BY_VISIT, {"of_visit": visit_id})).readable


def in_states(read: Snapshot, states: Iterable[IntentState], provider: str) -> tuple[WatchedIntent, ...]:
    """A provider's intents in one of `states`, those that can be read, oldest first."""
    wanted = select(INTENT).where(INTENT.c.provider == provider, INTENT.c.state.in_(sorted(states)))
    return _listed(read.execute(wanted.order_by(INTENT.c.created_at, INTENT.c.id))).readable


def by_charge(read: Snapshot, provider: str, charge_id: str) -> WatchedIntent | None:
    """None also for one that cannot be read."""
    found = read.execute(_BY_CHARGE, {"of_provider": provider, "of_charge": charge_id})
    return next(iter(_listed(found).readable), None)


def due(read: Snapshot, until: datetime, at_most: int, but: Barred = NOBODY) -> Listed:
    """What is to be asked by `until`: what customers wait for, the rest, what rests; the longest overdue first."""
    return _listed(read.execute(_DUE, _bounds(until, at_most, but)))


def overdue(read: Snapshot, until: datetime, at_most: int, but: Barred = NOBODY) -> Listed:
    """What is to be asked by `until`: codes that are not there yet, then whatever waits longest."""
    return _listed(read.execute(_OVERDUE, _bounds(until, at_most, but)))


def unreadable(read: Snapshot) -> tuple[str, ...]:
    """The ids of all rows that say what cannot be."""
    return _listed(read.execute(_ALL)).unreadable


def count(read: Snapshot, states: Iterable[IntentState]) -> int:
    """How many intents are in one of `states`."""
    wanted = sorted(states)
    return int(read.execute(select(func.count()).select_from(INTENT).where(INTENT.c.state.in_(wanted))).scalar_one())


def wake_all(tx: Transaction, now: datetime) -> int:
    """Everything that waits for a later look is due now; how many that were."""
    return int(tx.execute(_WAKE, {"until": stamp(now)}).rowcount)


def wake_failed(tx: Transaction, provider: str, now: datetime) -> int:
    """Whatever waits because this provider told nothing is due now; how many that were."""
    return int(tx.execute(_WAKE_FAILED, {"until": stamp(now), "of_provider": provider}).rowcount)


def _bounds(until: datetime, at_most: int, but: Barred) -> dict[str, Any]:
    groups = {"but": but.ids, "closed": but.closed, "scarce": but.scarce}
    return {"until": stamp(until), "at_most": at_most, **{name: sorted(group) for name, group in groups.items()}}


def _columns(intent: WatchedIntent) -> dict[str, Any]:
    return {
        "id": intent.id,
        "visit_id": intent.visit_id,
        "provider": intent.provider,
        "method": intent.method.value,
        "installments": intent.installments,
        "amount_centavos": intent.amount.centavos,
        "description": intent.description,
        "customer_id": intent.customer_id,
        "state": intent.state.value,
        "charge_id": intent.charge_id,
        "br_code": intent.br_code,
        "link": intent.link,
        "created_at": stamp(intent.created_at),
        "opened_at": stamp_or_none(intent.opened_at),
        "expires_at": stamp(intent.expires_at),
        "next_look_at": stamp_or_none(intent.next_look_at),
        "looks": intent.looks,
        "failures": intent.failures,
        "last_cause": intent.last_cause,
        "watch_until": stamp(intent.watch_until),
        "unbooked_since": stamp_or_none(intent.unbooked_since),
    }


def positive(centavos: int) -> Money:
    """An amount as a row has it; ValueError for one that the file would refuse today."""
    if centavos <= 0:
        raise ValueError(f"{centavos} centavos are nothing to ask for")
    return Money(centavos)


def _listed(found: Iterable[Row[Any]]) -> Listed:
    readable: list[WatchedIntent] = []
    unreadable: list[str] = []
    for row in found:
        try:
            readable.append(_intent(row))
        except (TypeError, ValueError):
            unreadable.append(str(row.id))
    return Listed(tuple(readable), tuple(unreadable))


def _intent(row: Row[Any]) -> WatchedIntent:
    """Raises TypeError or ValueError for a row that a broken disk or another hand wrote."""
    return WatchedIntent(
        id=IntentId(row.id),
        visit_id=VisitId(row.visit_id),
        provider=row.provider,
        method=Method(row.method),
        installments=row.installments,
        amount=positive(row.amount_centavos),
        description=row.description,
        customer_id=CustomerId(row.customer_id) if row.customer_id else None,
        state=IntentState(row.state),
        charge_id=row.charge_id,
        br_code=row.br_code,
        link=row.link,
        created_at=moment(row.created_at),
        opened_at=moment_or_none(row.opened_at),
        expires_at=moment(row.expires_at),
        next_look_at=moment_or_none(row.next_look_at),
        looks=row.looks,
        failures=row.failures,
        last_cause=row.last_cause,
        watch_until=moment(row.watch_until),
        unbooked_since=moment_or_none(row.unbooked_since),
    )
