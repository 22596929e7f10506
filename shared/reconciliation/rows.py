"""The tables of differences and comparisons, and the payments of ours that are compared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Field, SQLModel

from shared.kernel.ids import IntentId, VisitId
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.reconciliation.model import Difference, HeldPayment, KnownCharge, Run, Window
from shared.store.columns import moment, stamp, stamp_or_none
from shared.store.database import Snapshot, Transaction
from shared.store.tables import table_of
from shared.visits.rows import CHARGE, RECEIPT, VISIT

_DOCUMENT = TypeAdapter(Difference)
ASKED_MAX = 500
"""Names in one question: SQLite bounds them."""
PREFIX = "difference:"


class DifferenceRow(SQLModel, table=True):
    __tablename__ = "difference"

    id: str = Field(primary_key=True)
    provider: str
    reference: str
    is_open: int
    is_gone: int
    found_at: str
    paid_at: str | None
    document: str


class RunRow(SQLModel, table=True):
    __tablename__ = "reconciliation"

    provider: str = Field(primary_key=True)
    covered_until: str
    tried_at: str
    trouble: str | None
    listed: int
    open_differences: int


DIFFERENCE = table_of(DifferenceRow)
_RUN = table_of(RunRow)

_OPEN = select(DIFFERENCE.c.document).where(DIFFERENCE.c.is_open == 1).order_by(DIFFERENCE.c.found_at, DIFFERENCE.c.id)
_LIVING = select(DIFFERENCE.c.document).where(
    DIFFERENCE.c.provider == bindparam("of_provider"), DIFFERENCE.c.is_gone == 0
)
_ROW = select(DIFFERENCE).where(DIFFERENCE.c.id == bindparam("of_id"))
_ONE = select(DIFFERENCE.c.document).where(DIFFERENCE.c.id == bindparam("of_id"))
_HELD = select(RECEIPT).where(RECEIPT.c.provider == bindparam("of_provider"))
_IN_WINDOW = _HELD.where(RECEIPT.c.at >= bindparam("since"), RECEIPT.c.at < bindparam("until"))
_CHARGE = select(CHARGE.c.visit_id, CHARGE.c.provider).where(CHARGE.c.intent_id == bindparam("of_intent"))
_BY_CODE = select(CHARGE.c.intent_id).where(
    or_(
        and_(CHARGE.c.charge_id == bindparam("of_charge"), CHARGE.c.provider == bindparam("of_provider")),
        and_(CHARGE.c.charge_id == bindparam("in_capitals"), CHARGE.c.method == Method.OWN_PIX.value),
    )
)


def aggregate_of(difference_id: str) -> str:
    """The difference's name in the journal."""
    return f"{PREFIX}{difference_id}"


def difference(read: Snapshot, difference_id: str) -> Difference | None:
    found = read.execute(_ONE, {"of_id": difference_id}).scalar_one_or_none()
    return _DOCUMENT.validate_json(found) if found else None


def open_differences(read: Snapshot) -> tuple[Difference, ...]:
    """What waits for a person, oldest first."""
    return tuple(_DOCUMENT.validate_json(each) for each in read.execute(_OPEN).scalars())


def living(read: Snapshot, provider: str) -> dict[str, Difference]:
    """By id, all of a provider's differences that are not gone, answered or not."""
    found = (_DOCUMENT.validate_json(each) for each in read.execute(_LIVING, {"of_provider": provider}).scalars())
    return {each.seen.id: each for each in found}


def save(tx: Transaction, state: Difference) -> None:
    """The difference is now as given."""
    values = {**_columns_of(state), "document": _DOCUMENT.dump_json(state).decode()}
    tx.execute(insert(DIFFERENCE).on_conflict_do_update(index_elements=["id"], set_=values), values)


def is_stored(read: Snapshot, difference_id: str, state: Difference | None) -> bool:
    """Whether all that stands in the table is this state. ValueError for a document that cannot be read."""
    row = read.execute(_ROW, {"of_id": difference_id}).mappings().one_or_none()
    if row is None or state is None:
        return row is None and state is None
    is_same = all(row[name] == value for name, value in _columns_of(state).items())
    return is_same and _DOCUMENT.validate_json(row["document"]) == state


def all_ids(read: Snapshot) -> tuple[str, ...]:
    """Of every difference that was ever found."""
    return tuple(read.execute(select(DIFFERENCE.c.id)).scalars())


def labels(read: Snapshot, found: Iterable[Difference]) -> dict[VisitId, str]:
    """The labels of the visits that these are about."""
    wanted = sorted({each.seen.visit_id for each in found if each.seen.visit_id is not None})
    known: dict[VisitId, str] = {}
    for start in range(0, len(wanted), ASKED_MAX):
        some = select(VISIT.c.id, VISIT.c.label).where(VISIT.c.id.in_(wanted[start : start + ASKED_MAX]))
        known.update((VisitId(row.id), row.label) for row in read.execute(some))
    return known


def _columns_of(state: Difference) -> dict[str, Any]:
    """What of it can be searched for."""
    return {
        "id": state.seen.id,
        "provider": state.seen.provider,
        "reference": state.seen.reference,
        "is_open": int(state.is_open),
        "is_gone": int(state.gone_at is not None),
        "found_at": stamp(state.found_at),
        "paid_at": stamp_or_none(state.seen.paid_at),
    }


def runs(read: Snapshot) -> dict[str, Run]:
    """The last comparison with each provider, by its name."""
    return {
        row.provider: Run(
            row.provider, moment(row.covered_until), moment(row.tried_at), row.trouble, row.listed, row.open_differences
        )
        for row in read.execute(select(_RUN))
    }


def save_run(tx: Transaction, run: Run) -> None:
    """This was the last comparison with the provider."""
    values = {
        "provider": run.provider,
        "covered_until": stamp(run.covered_until),
        "tried_at": stamp(run.tried_at),
        "trouble": run.trouble,
        "listed": run.listed,
        "open_differences": run.open_differences,
    }
    tx.execute(insert(_RUN).on_conflict_do_update(index_elements=["provider"], set_=values), values)


def charge(read: Snapshot, intent_id: IntentId) -> KnownCharge | None:
    """Whose charge it is; None for one that nobody here knows."""
    row = read.execute(_CHARGE, {"of_intent": intent_id}).one_or_none()
    return KnownCharge(VisitId(row.visit_id), row.provider) if row else None


def by_code(read: Snapshot, provider: str, charge_id: str) -> IntentId | None:
    """The charge that a payment names by its code alone: the provider's, or one of the shop's own key, by its txid."""
    names = {"of_provider": provider, "of_charge": charge_id, "in_capitals": charge_id.upper()}
    found = read.execute(_BY_CODE, names).scalars().first()
    return IntentId(found) if found else None


def held(read: Snapshot, provider: str, window: Window, references: Collection[str]) -> tuple[HeldPayment, ...]:
    """Our payments by a provider in the window, and those with these references whenever and by whomever they came."""
    found: dict[tuple[str, str], HeldPayment] = {}
    parts: list[Sequence[Any]] = [
        read.execute(
            _IN_WINDOW, {"of_provider": provider, "since": stamp(window.since), "until": stamp(window.until)}
        ).all()
    ]
    wanted = sorted(references)
    for start in range(0, len(wanted), ASKED_MAX):
        some = wanted[start : start + ASKED_MAX]
        named = select(RECEIPT).where(or_(RECEIPT.c.reference.in_(some), RECEIPT.c.also.in_(some)))
        parts.append(read.execute(named).all())
    for row in (row for part in parts for row in part):
        found[row.intent_id, row.reference] = _held(row)
    return tuple(found.values())


def _held(row: Any) -> HeldPayment:
    return HeldPayment(
        intent_id=IntentId(row.intent_id),
        visit_id=VisitId(row.visit_id),
        charge_id=row.charge_id or "",
        reference=row.reference,
        amount=Money(row.amount_centavos),
        since=moment(row.since),
        at=moment(row.at),
        is_reversed=bool(row.is_reversed),
        returned=Money(row.returned_centavos),
        also=row.also,
    )
