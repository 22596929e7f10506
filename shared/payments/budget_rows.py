"""The table of budgets: what is left of each account, as it was last written off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Field, SQLModel

from shared.store.columns import moment, stamp
from shared.store.database import Snapshot, Transaction
from shared.store.tables import table_of


class ProviderBudgetRow(SQLModel, table=True):
    __tablename__ = "provider_budget"

    account: str = Field(primary_key=True)
    left_requests: int
    at: str


_BUDGET = table_of(ProviderBudgetRow)
_BY_ACCOUNT = select(_BUDGET).where(_BUDGET.c.account == bindparam("of_account"))


@dataclass(frozen=True, slots=True)
class KeptBudget:
    """What was left of an account at `at`, by the wall clock."""

    left: int
    at: datetime


def load(read: Snapshot, account: str, now: datetime) -> KeptBudget | None:
    """None for an account that was never asked. One that cannot be read counts as used up just now."""
    row = read.execute(_BY_ACCOUNT, {"of_account": account}).one_or_none()
    if row is None:
        return None
    try:
        return KeptBudget(row.left_requests, moment(row.at))
    except ValueError:
        return KeptBudget(0, now)


def save(tx: Transaction, account: str, kept: KeptBudget) -> None:
    """So much is left, and everything else is spent."""
    values = {"account": account, "left_requests": kept.left, "at": stamp(kept.at)}
    tx.execute(insert(_BUDGET).on_conflict_do_update(index_elements=["account"], set_=values), values)
