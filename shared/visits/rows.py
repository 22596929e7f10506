"""The visit's tables: everything in them is derived from one `Visit` value, and can be made again from the journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import CursorResult, bindparam, delete, insert, literal_column, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlmodel import Field, SQLModel

from shared.kernel.ids import IntentId, VisitId
from shared.store.columns import stamp, stamp_or_none
from shared.store.database import Snapshot, Transaction
from shared.store.tables import table_of
from shared.visits.model import Charge, Task, Turn, TurnState, Visit, VisitState
from shared.visits.outcomes import NoSuchVisit, VisitHeld
from shared.visits.ticket import is_over, visit_state

_DOCUMENT = TypeAdapter(Visit)


@dataclass(frozen=True, slots=True)
class VisitList:
    """Visits in their order, and those whose document cannot be read: `vez doctor` says what to do about them."""

    readable: tuple[Visit, ...]
    unreadable: tuple[VisitId, ...]


class VisitRow(SQLModel, table=True):
    __tablename__ = "visit"

    id: str = Field(primary_key=True)
    label: str
    business_day: str
    state: str
    is_open: int
    is_held: int
    is_unprinted: int
    opened_at: str
    customer_id: str | None
    total_centavos: int
    document: str


class ChargeRow(SQLModel, table=True):
    __tablename__ = "charge"

    intent_id: str = Field(primary_key=True)
    visit_id: str = Field(foreign_key="visit.id")
    method: str
    provider: str
    state: str
    charge_id: str | None


class ReceiptRow(SQLModel, table=True):
    __tablename__ = "receipt"

    intent_id: str = Field(primary_key=True)
    reference: str = Field(primary_key=True)
    visit_id: str = Field(foreign_key="visit.id")
    provider: str
    charge_id: str | None
    amount_centavos: int
    since: str
    at: str
    is_reversed: int
    returned_centavos: int
    also: str | None


class TurnRow(SQLModel, table=True):
    __tablename__ = "turn"

    id: str = Field(primary_key=True)
    visit_id: str = Field(foreign_key="visit.id")
    label: str
    service_id: str
    state: str
    priority: str | None
    joined_at: str | None
    equipment_id: str | None
    operator_id: str | None
    called_at: str | None
    started_at: str | None
    ended_at: str | None
    reactivations: int


class TaskRow(SQLModel, table=True):
    __tablename__ = "task"

    visit_id: str = Field(primary_key=True, foreign_key="visit.id")
    id: str = Field(primary_key=True)
    kind: str
    amount_centavos: int
    opened_at: str
    decision: str | None


class NoteRow(SQLModel, table=True):
    __tablename__ = "note"

    id: str = Field(primary_key=True)
    visit_id: str
    text: str | None


VISIT = table_of(VisitRow)
CHARGE = table_of(ChargeRow)
RECEIPT = table_of(ReceiptRow)
TURN = table_of(TurnRow)
TASK = table_of(TaskRow)
NOTE = table_of(NoteRow)


def _saving(row: type[SQLModel], *keys: str) -> Any:
    table = table_of(row)
    new = upsert(table)
    changed = {column.name: new.excluded[column.name] for column in table.columns if column.name not in keys}
    return new.on_conflict_do_update(index_elements=list(keys), set_=changed)


_SAVE_VISIT = _saving(VisitRow, "id")
_SAVE_CHARGE = _saving(ChargeRow, "intent_id")
_SAVE_RECEIPT = _saving(ReceiptRow, "intent_id", "reference")
_SAVE_TURN = _saving(TurnRow, "id")
_SAVE_TASK = _saving(TaskRow, "visit_id", "id")
IS_RUNNING = TURN.c.state.in_(
    [literal_column(f"'{state.value}'") for state in (TurnState.CALLED, TurnState.IN_PROGRESS)]
)
IS_WAITING = (TURN.c.state == literal_column(f"'{TurnState.IN_QUEUE.value}'")) & TURN.c.joined_at.is_not(None)
"""Both in the words of the partial indexes: SQLite does not see that parameters come to the same."""

_LOAD = select(VISIT.c.document, VISIT.c.is_held).where(VISIT.c.id == bindparam("of_visit"))
_BY_INTENT = select(CHARGE.c.visit_id).where(CHARGE.c.intent_id == bindparam("of_intent"))
_DOCUMENTS = select(VISIT.c.id, VISIT.c.document).where(VISIT.c.is_held == 0).order_by(VISIT.c.opened_at)
_PENDING = _DOCUMENTS.where(VISIT.c.is_open == 1, VISIT.c.state == VisitState.PENDING_PAYMENT.value)
_UNQUEUED = _DOCUMENTS.where(
    VISIT.c.is_open == 1,
    VISIT.c.state.in_([each.value for each in (VisitState.PAID, VisitState.PRINTING, VisitState.PRINT_ERROR)]),
)
_CALLED = _DOCUMENTS.where(
    VISIT.c.id.in_(select(TURN.c.visit_id).where(IS_RUNNING, TURN.c.state == TurnState.CALLED.value))
)
_OVERNIGHT = _DOCUMENTS.where(
    VISIT.c.business_day < bindparam("today"),
    VISIT.c.id.in_(select(TURN.c.visit_id).where(IS_WAITING, TURN.c.joined_at < bindparam("began"))),
).limit(bindparam("at_most"))
_SINCE = _DOCUMENTS.where(VISIT.c.opened_at >= bindparam("since"))


def aggregate_of(visit_id: VisitId) -> str:
    """The visit's name in the journal."""
    return f"visit:{visit_id}"


def load(read: Snapshot, visit_id: VisitId) -> Visit | NoSuchVisit | VisitHeld:
    """The visit as it stands."""
    row = read.execute(_LOAD, {"of_visit": visit_id}).one_or_none()
    if row is None:
        return NoSuchVisit(visit_id)
    if row.is_held:
        return VisitHeld(visit_id)
    return _DOCUMENT.validate_json(row.document)


def visit_of_charge(read: Snapshot, intent_id: IntentId) -> VisitId | None:
    """Which visit a charge belongs to."""
    found = read.execute(_BY_INTENT, {"of_intent": intent_id}).scalar_one_or_none()
    return VisitId(found) if found else None


def save(tx: Transaction, before: Visit | None, after: Visit, *, is_held: bool = False) -> None:
    """Bring the tables from `before` to `after`; only what differs is written."""
    tx.execute(_SAVE_VISIT, _visit_values(after, is_held=is_held))
    for values in _changed(_charge_values, before, after, "charges"):
        tx.execute(_SAVE_CHARGE, values)
    for values in _changed_receipts(before, after):
        tx.execute(_SAVE_RECEIPT, values)
    for values in _changed(_turn_values, before, after, "turns"):
        tx.execute(_SAVE_TURN, values)
    for values in _changed(_task_values, before, after, "tasks"):
        tx.execute(_SAVE_TASK, values)


def replace(tx: Transaction, after: Visit, *, is_held: bool) -> None:
    """Write the visit anew, whatever stood there."""
    for table in (CHARGE, RECEIPT, TURN, TASK):
        tx.execute(delete(table).where(table.c.visit_id == after.id))
    save(tx, None, after, is_held=is_held)


def derived(visit: Visit, *, is_held: bool) -> dict[str, list[dict[str, Any]]]:
    """All rows that `replace` writes for a visit, by table."""
    return {
        VISIT.name: [_visit_values(visit, is_held=is_held)],
        CHARGE.name: [_charge_values(visit, each) for each in visit.charges],
        RECEIPT.name: _receipts(visit),
        TURN.name: [_turn_values(visit, each) for each in visit.turns],
        TASK.name: [_task_values(visit, each) for each in visit.tasks],
    }


def documents(read: Snapshot, visit_ids: Sequence[VisitId]) -> dict[VisitId, str]:
    """The stored documents of these visits; those that are not there are left out."""
    found = read.execute(select(VISIT.c.id, VISIT.c.document).where(VISIT.c.id.in_(visit_ids)))
    return {VisitId(row.id): row.document for row in found}


def document_of(visit: Visit) -> str:
    """A visit as it is stored."""
    return _DOCUMENT.dump_json(visit).decode()


def read_document(stored: str) -> Visit:
    """The inverse of `document_of`; ValueError if it is none."""
    return _DOCUMENT.validate_json(stored)


def _changed(values: Any, before: Visit | None, after: Visit, part: str) -> list[dict[str, Any]]:
    old = set() if before is None or before.priority != after.priority else set(getattr(before, part))
    return [values(after, each) for each in getattr(after, part) if each not in old]


def _visit_values(visit: Visit, *, is_held: bool) -> dict[str, Any]:
    return {
        "id": visit.id,
        "label": visit.label,
        "business_day": visit.business_day.isoformat(),
        "state": visit_state(visit).value,
        "is_open": int(not is_over(visit)),
        "is_held": int(is_held),
        "is_unprinted": int(visit.ticket is not None and visit.ticket.is_unprinted),
        "opened_at": stamp(visit.opened_at),
        "customer_id": visit.customer_id,
        "total_centavos": visit.total.centavos,
        "document": document_of(visit),
    }


def _charge_values(visit: Visit, charge: Charge) -> dict[str, Any]:
    return {
        "intent_id": charge.intent_id,
        "visit_id": visit.id,
        "method": charge.method.value,
        "provider": charge.provider,
        "state": charge.state.value,
        "charge_id": charge.charge_id,
    }


def _changed_receipts(before: Visit | None, after: Visit) -> list[dict[str, Any]]:
    known = [] if before is None else _receipts(before)
    return [each for each in _receipts(after) if each not in known]


def _receipts(visit: Visit) -> list[dict[str, Any]]:
    return [
        {
            "intent_id": charge.intent_id,
            "reference": receipt.reference,
            "visit_id": visit.id,
            "provider": charge.provider,
            "charge_id": charge.charge_id,
            "amount_centavos": receipt.amount.centavos,
            "since": stamp(receipt.paid_at or visit.opened_at),
            "at": stamp(receipt.paid_at or receipt.noticed_at),
            "is_reversed": int(receipt.is_reversed),
            "returned_centavos": receipt.returned.centavos,
            "also": receipt.also,
        }
        for charge in visit.charges
        for receipt in charge.receipts
    ]


def _turn_values(visit: Visit, turn: Turn) -> dict[str, Any]:
    return {
        "id": turn.id,
        "visit_id": visit.id,
        "label": visit.label,
        "service_id": turn.service_id,
        "state": turn.state.value,
        "priority": visit.priority.value if visit.priority else None,
        "joined_at": stamp_or_none(turn.joined_at),
        "equipment_id": turn.equipment_id,
        "operator_id": turn.operator_id,
        "called_at": stamp_or_none(turn.called_at),
        "started_at": stamp_or_none(turn.started_at),
        "ended_at": stamp_or_none(turn.ended_at),
        "reactivations": turn.reactivations,
    }


def _task_values(visit: Visit, task: Task) -> dict[str, Any]:
    return {
        "visit_id": visit.id,
        "id": task.id,
        "kind": task.kind.value,
        "amount_centavos": task.amount.centavos,
        "opened_at": stamp(task.opened_at),
        "decision": task.decision.value if task.decision else None,
    }


def save_note(tx: Transaction, note_id: str, visit_id: VisitId, text: str) -> None:
    """The words of a note, apart from the journal so that they can be erased."""
    tx.execute(insert(NOTE), {"id": note_id, "visit_id": visit_id, "text": text})


def notes(read: Snapshot, visit_id: VisitId) -> Sequence[str]:
    """What operators noted about a visit, oldest first; erased ones are left out."""
    found = select(NOTE.c.text).where(NOTE.c.visit_id == visit_id, NOTE.c.text.is_not(None)).order_by(NOTE.c.id)
    return [str(text) for text in read.execute(found).scalars()]


def pending_visits(read: Snapshot) -> VisitList:
    """Visits that wait for money, oldest first."""
    return _visits(read.execute(_PENDING))


def unqueued_visits(read: Snapshot) -> VisitList:
    """Tickets that are not in the queue yet, oldest first."""
    return _visits(read.execute(_UNQUEUED))


def called_visits(read: Snapshot) -> VisitList:
    """Visits with a turn that is called, oldest first."""
    return _visits(read.execute(_CALLED))


def overnight_visits(read: Snapshot, today: date, began: datetime, at_most: int) -> VisitList:
    """Visits of days before `today` with a turn that has waited since before it `began`, oldest first."""
    return _visits(read.execute(_OVERNIGHT, {"today": today.isoformat(), "began": stamp(began), "at_most": at_most}))


def visits_since(read: Snapshot, opened_after: datetime) -> list[Visit]:
    """Visits opened after a moment, oldest first; those a newer program wrote to are left out."""
    found = read.execute(_SINCE, {"since": stamp(opened_after)})
    return [_DOCUMENT.validate_json(row.document) for row in found]


def all_visit_ids(read: Snapshot) -> list[VisitId]:
    """Every visit of this file, oldest first."""
    return [VisitId(each) for each in read.execute(select(VISIT.c.id).order_by(VISIT.c.opened_at)).scalars()]


def _visits(found: CursorResult[Any]) -> VisitList:
    """One bad document hides none of the others."""
    readable, unreadable = [], []
    for row in found:
        try:
            readable.append(_DOCUMENT.validate_json(row.document))
        except ValidationError:
            unreadable.append(VisitId(row.id))
    return VisitList(tuple(readable), tuple(unreadable))
