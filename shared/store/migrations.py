"""Numbered SQL files bring a database to today's shape; `PRAGMA user_version` says how far it is."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from sqlalchemy import text

from shared.store.backup import MARKED, back_up
from shared.store.database import Database, translated
from shared.store.failures import DatabaseForeign, DatabaseNewer

NAME = re.compile(r"^(\d{4})_\w+\.sql$")


@dataclass(frozen=True, slots=True)
class Migration:
    """One step; `number` is the `user_version` it leads to."""

    number: int
    name: str
    sql: str


def migrations() -> tuple[Migration, ...]:
    """Every step this program knows, in order; their numbers have no gap."""
    found = []
    for entry in resources.files("shared.store").joinpath("steps").iterdir():
        match = NAME.match(entry.name)
        if match:
            found.append(Migration(int(match[1]), entry.name, entry.read_text(encoding="utf-8")))
    ordered = tuple(sorted(found, key=lambda step: step.number))
    if [step.number for step in ordered] != list(range(1, len(ordered) + 1)):
        raise ValueError("migration numbers must run 1, 2, 3, … without a gap")
    return ordered


def version(database: Database) -> int:
    """How far this file is."""
    with translated(), database.writing_engine.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def migrate(database: Database, backups: Path, steps: tuple[Migration, ...] | None = None) -> int:
    """Bring the file to today's shape, with a backup first; returns how many steps were taken.

    Raises DatabaseNewer when the file was written by a newer program, DatabaseForeign when by another program.
    """
    known = migrations() if steps is None else steps
    have = _refuse_unfit(database, len(known))
    if 0 < have < len(known):
        back_up(database, backups / f"before-{known[have].number:04d}.sqlite")
    return sum(_take(database, step) for step in known[have:])


def _refuse_unfit(database: Database, newest: int) -> int:
    """How far this file is, if it is new or ours: every station's file has its mark, from the first step on."""
    with database.snapshot() as read:
        have = int(read.execute(text("PRAGMA user_version")).scalar_one())
        names = set(read.execute(text("SELECT name FROM sqlite_master")).scalars())
    if (have or names) and MARKED not in names:
        raise DatabaseForeign(f"{database.path} é o banco de dados de outro programa. Tire-o dali e tente de novo.")
    if have > newest:
        raise DatabaseNewer("Este banco de dados é de uma versão mais nova do Vez. Instale a versão mais nova.")
    return have


def _take(database: Database, step: Migration) -> int:
    with database.transaction() as tx:
        connection = tx._connection  # noqa: SLF001 - migrations speak raw SQL
        have = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        if have >= step.number:
            return 0
        for statement in statements(step.sql):
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(f"PRAGMA user_version={step.number}")
    return 1


def statements(sql: str) -> Iterator[str]:
    """The statements of a script, one by one, so that they run inside our transaction."""
    pending = ""
    for line in sql.splitlines():
        pending += line + "\n"
        if sqlite3.complete_statement(pending):
            yield pending.strip()
            pending = ""
    if pending.strip():
        yield pending.strip()
