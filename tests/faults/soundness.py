"""What must hold in a station's file at every moment, whatever happened to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress

from sqlalchemy import text

from shared.bootstrap import Core
from shared.catalog.stock_rows import drifted
from shared.store.database import Database, Snapshot, integrity
from shared.visits.model import RUNNING_TURNS, ReleaseKind, TaskKind, Visit
from shared.visits.rows import all_visit_ids
from shared.visits.ticket import is_settled

Dump = dict[str, list[tuple[object, ...]]]
PROJECTED = ("visit", "charge", "receipt", "turn", "task", "stock_movement", "stock", "conflict")


class _TakenBack(Exception):
    """Ends a transaction without a trace."""


def dump(read: Snapshot, tables: Iterable[str] | None = None) -> Dump:
    """All rows of these tables (None: of every table), sorted."""
    names = tables if tables is not None else _tables(read)
    return {name: sorted(map(tuple, read.execute(text(f"SELECT * FROM {name}"))), key=repr) for name in names}


def dump_of(database: Database) -> Dump:
    """All rows of the file."""
    with database.snapshot() as read:
        return dump(read)


def unsound(core: Core) -> list[str]:
    """What does not hold; nothing, if all is well."""
    return [*_file(core), *_projections(core), *_visits(core)]


def _tables(read: Snapshot) -> list[str]:
    found = read.execute(text("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"))
    return list(found.scalars())


def _file(core: Core) -> Iterator[str]:
    said = integrity(core.database)
    if said != "ok":
        yield f"the file is damaged: {said}"
    with core.database.snapshot() as read:
        broken = core.journal.check_chains(read)
        if broken is not None:
            yield f"the chain is broken: {broken}"
        for extra in drifted(read):
            yield f"the stock of {extra} is not the sum of its movements"
        for row in read.execute(text("PRAGMA foreign_key_check")):
            yield f"a row names what is not there: {tuple(row)}"


def _projections(core: Core) -> Iterator[str]:
    """The tables are what the journal comes to, row by row."""
    with core.database.snapshot() as read:
        for visit_id in core.book.differing(read):
            yield f"visit {visit_id} is not what its events come to"
        for difference_id in core.reconciliation.differing(read):
            yield f"difference {difference_id} is not what its events come to"
    before: Dump = {}
    after: Dump = {}
    with suppress(_TakenBack), core.database.transaction() as tx:
        before = dump(tx, PROJECTED)
        for visit_id in all_visit_ids(tx):
            core.book.refold(tx, visit_id)
        after = dump(tx, PROJECTED)
        raise _TakenBack
    for table in PROJECTED:
        if before[table] != after[table]:
            yield f"table {table} is not what the events come to: {before[table]} != {after[table]}"


def _visits(core: Core) -> Iterator[str]:
    with core.database.snapshot() as read:
        loaded = [core.book.load(read, visit_id) for visit_id in all_visit_ids(read)]
    visits = [visit for visit in loaded if isinstance(visit, Visit)]
    labels = Counter((visit.label, visit.business_day) for visit in visits)
    yield from (f"label {label} was given {count} times" for (label, _), count in labels.items() if count > 1)
    machines = Counter(turn.equipment_id for visit in visits for turn in visit.turns if turn.state in RUNNING_TURNS)
    yield from (f"{count} turns run on {machine}" for machine, count in machines.items() if count > 1)
    for visit in visits:
        yield from _money(visit)


def _money(visit: Visit) -> Iterator[str]:
    if visit.ticket is not None and not is_settled(visit) and visit.release is None:
        yield f"{visit.label} has a ticket that nobody paid or released"
    held = [receipt for charge in visit.charges for receipt in charge.receipts if not receipt.is_reversed]
    if held and visit.ticket is None and not visit.tasks:
        yield f"{visit.label} was paid and has neither ticket nor task"
    receipts = [(charge.provider, receipt) for charge in visit.charges for receipt in charge.receipts]
    names = Counter((by, name) for by, each in receipts for name in (each.reference, each.also) if name)
    yield from (f"{visit.label} counts {name} of {by} twice" for (by, name), count in names.items() if count > 1)
    vouched = visit.release is not None and visit.release.kind is ReleaseKind.OWN_PIX
    if vouched and not any(task.kind is TaskKind.TO_RECONCILE for task in visit.tasks) and not held:
        yield f"{visit.label} was let in for a receipt that nobody looks for"
