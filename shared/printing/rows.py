"""The print jobs' table and its queries."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, bindparam, func, insert, select, update
from sqlmodel import Field, SQLModel

from shared.kernel.ids import PrintJobId, VisitId
from shared.printing.model import JobState, PrintJob, Printout, TestPrintout, TicketPrintout
from shared.store.database import Snapshot, Transaction
from shared.store.tables import table_of

READ_MAX = 1_000


class PrintJobRow(SQLModel, table=True):
    __tablename__ = "print_job"

    number: int | None = Field(default=None, primary_key=True)
    id: str
    visit_id: str | None
    printout: str
    state: str
    attempts: int
    bytes_sent: int
    trouble: str | None
    created_at: str
    updated_at: str


JOBS = table_of(PrintJobRow)
_PRINTOUT: TypeAdapter[Printout] = TypeAdapter(TicketPrintout | TestPrintout)

_BY_ID = select(JOBS).where(JOBS.c.id == bindparam("of_id"))
_QUEUED = JOBS.c.state == JobState.QUEUED.value
_HEAD = select(JOBS).where(JOBS.c.number == select(func.min(JOBS.c.number)).where(_QUEUED).scalar_subquery())
"""The least number comes from the index alone: no other paper's row is read, however many wait."""
_NUMBER = select(JOBS.c.number).where(JOBS.c.id == bindparam("after_id")).scalar_subquery()
_QUEUED_AFTER = select(JOBS).where(_QUEUED, JOBS.c.number > func.coalesce(_NUMBER, 0)).order_by(JOBS.c.number)
_SAVE = (
    update(JOBS)
    .where(JOBS.c.id == bindparam("of_id"))
    .values(
        {name: bindparam(name) for name in ("printout", "state", "attempts", "bytes_sent", "trouble", "updated_at")}
    )
)


def add(tx: Transaction, job: PrintJob) -> None:
    """A new job, last in line."""
    fixed = {"id": job.id, "visit_id": job.visit_id, "created_at": job.created_at.isoformat()}
    tx.execute(insert(JOBS), {**fixed, **_changing(job)})


def save(tx: Transaction, job: PrintJob) -> None:
    """The job as it is now."""
    tx.execute(_SAVE, {"of_id": job.id, **_changing(job)})


def load(read: Snapshot, job_id: PrintJobId) -> PrintJob | None:
    """One job, if it exists."""
    row = read.execute(_BY_ID, {"of_id": job_id}).one_or_none()
    return _job(row) if row else None


def of_visit(read: Snapshot, visit_id: VisitId) -> tuple[PrintJob, ...]:
    """A visit's jobs, oldest first."""
    return _matching(read, JOBS.c.visit_id == visit_id, READ_MAX)


def in_states(read: Snapshot, states: Collection[JobState], limit: int = READ_MAX) -> tuple[PrintJob, ...]:
    """Jobs in any of these states, oldest first."""
    return _matching(read, JOBS.c.state.in_(sorted(state.value for state in states)), limit)


def head(read: Snapshot) -> PrintJob | None:
    """The oldest queued job."""
    row = read.execute(_HEAD).one_or_none()
    return _job(row) if row else None


def queued_after(read: Snapshot, job_id: PrintJobId | None, limit: int) -> tuple[PrintJob, ...]:
    """Queued jobs that were asked for after another one (None: from the first on), oldest first."""
    found = read.execute(_QUEUED_AFTER.limit(limit), {"after_id": job_id})
    return tuple(_job(row) for row in found)


def _matching(read: Snapshot, condition: ColumnElement[bool], limit: int) -> tuple[PrintJob, ...]:
    return tuple(_job(row) for row in read.execute(select(JOBS).where(condition).order_by(JOBS.c.number).limit(limit)))


def _changing(job: PrintJob) -> dict[str, str | int | None]:
    return {
        "printout": _PRINTOUT.dump_json(job.printout).decode(),
        "state": job.state.value,
        "attempts": job.attempts,
        "bytes_sent": job.bytes_sent,
        "trouble": job.trouble,
        "updated_at": job.updated_at.isoformat(),
    }


def _job(row: Row[tuple[object, ...]]) -> PrintJob:
    return PrintJob(
        id=row.id,
        visit_id=row.visit_id,
        printout=_PRINTOUT.validate_json(row.printout),
        state=JobState(row.state),
        attempts=row.attempts,
        bytes_sent=row.bytes_sent,
        trouble=row.trouble,
        created_at=datetime.fromisoformat(row.created_at),
        updated_at=datetime.fromisoformat(row.updated_at),
    )
