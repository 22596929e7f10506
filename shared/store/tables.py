"""The Core table behind a SQLModel row: rows are read and written as columns, objects with state never exist."""

from __future__ import annotations

from sqlalchemy import Table, inspect
from sqlmodel import SQLModel


def table_of(row: type[SQLModel]) -> Table:
    """The table that `row` (declared with ``table=True``) maps."""
    table = inspect(row).local_table
    if not isinstance(table, Table):
        raise TypeError(f"{row.__name__} maps no table")
    return table
