"""Numbered SQL files bring a database to today's shape; `PRAGMA user_version` says how far it is."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from shared.store.backup import back_up
from shared.store.database import Database, translated
from shared.store.failures import DatabaseNewer

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

    Raises DatabaseNewer when the file was written by a newer program.
    """
    known = migrations() if steps is None else steps
    if version(database) > len(known):
        raise DatabaseNewer("Este banco de dados é de uma versão mais nova do Vez. Instale a versão mais nova.")
    have = version(database)
    if 0 < have < len(known):
        back_up(database, backups / f"before-{known[have].number:04d}.sqlite")
    return sum(_take(database, step) for step in known[have:])


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
