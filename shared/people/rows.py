"""The customers' and operators' tables and their queries."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, bindparam, func, insert, select, update
from sqlmodel import Field, SQLModel

from shared.kernel.ids import CustomerId, OperatorId
from shared.people.model import Customer, Operator, Role
from shared.people.rules import OPEN, SignInLock
from shared.store.columns import moment_or_none, stamp, stamp_or_none
from shared.store.database import Snapshot, Transaction
from shared.store.tables import table_of

IDS_MAX = 500
"""So many ids are asked for in one statement."""


class CustomerRow(SQLModel, table=True):
    __tablename__ = "customer"

    id: str = Field(primary_key=True)
    name: str | None
    cpf: str | None
    phone: str | None
    created_at: str
    erased_at: str | None


class OperatorRow(SQLModel, table=True):
    __tablename__ = "operator"

    id: str = Field(primary_key=True)
    name: str
    role: str
    capacity: int | None
    is_active: bool
    pin_hash: str
    failures: int
    locked_until: str | None


CUSTOMER = table_of(CustomerRow)
OPERATOR = table_of(OperatorRow)

_CUSTOMER = select(CUSTOMER).where(CUSTOMER.c.id == bindparam("of_id"))
_OPERATOR = select(OPERATOR).where(OPERATOR.c.id == bindparam("of_id"))
_ACTIVE = select(OPERATOR).where(OPERATOR.c.is_active).order_by(func.lower(OPERATOR.c.name), OPERATOR.c.id)
_NEW_CUSTOMER = insert(CUSTOMER)
_NEW_OPERATOR = insert(OPERATOR)


@dataclass(frozen=True, slots=True)
class Account:
    """An operator with what signing in needs."""

    operator: Operator
    pin_hash: str
    lock: SignInLock


def insert_customer(tx: Transaction, customer: Customer, at: datetime) -> None:
    tx.execute(
        _NEW_CUSTOMER,
        {
            "id": customer.id,
            "name": customer.name,
            "cpf": customer.cpf,
            "phone": customer.phone,
            "created_at": stamp(at),
            "erased_at": None,
        },
    )


def update_customer(tx: Transaction, customer: Customer) -> None:
    """What is known of them now; somebody who was erased and tells something anew can be erased again."""
    known = {"name": customer.name, "cpf": customer.cpf, "phone": customer.phone, "erased_at": None}
    tx.execute(update(CUSTOMER).where(CUSTOMER.c.id == customer.id).values(known))


def customer(read: Snapshot, customer_id: CustomerId) -> Customer | None:
    """What is left of what a customer told us."""
    row = read.execute(_CUSTOMER, {"of_id": customer_id}).one_or_none()
    return Customer(CustomerId(row.id), row.name, row.cpf, row.phone) if row else None


def _batches(ids: list[CustomerId]) -> Iterator[list[CustomerId]]:
    return (ids[start : start + IDS_MAX] for start in range(0, len(ids), IDS_MAX))


def names(read: Snapshot, customer_ids: Collection[CustomerId]) -> dict[CustomerId, str]:
    """The names that are left of these customers."""
    found: dict[CustomerId, str] = {}
    for batch in _batches(sorted(customer_ids)):
        named = select(CUSTOMER.c.id, CUSTOMER.c.name).where(CUSTOMER.c.id.in_(batch), CUSTOMER.c.name.is_not(None))
        found.update((CustomerId(row.id), row.name) for row in read.execute(named))
    return found


def operator_names(read: Snapshot) -> dict[str, str]:
    """Everybody who ever was an operator here."""
    return {row.id: row.name for row in read.execute(select(OPERATOR.c.id, OPERATOR.c.name))}


def is_erased(read: Snapshot, customer_id: CustomerId) -> bool:
    row = read.execute(_CUSTOMER, {"of_id": customer_id}).one_or_none()
    return row is not None and row.erased_at is not None


def erase_customer(tx: Transaction, customer_id: CustomerId, at: datetime) -> None:
    """Every field but the id is gone."""
    gone = {"name": None, "cpf": None, "phone": None, "erased_at": stamp(at)}
    tx.execute(update(CUSTOMER).where(CUSTOMER.c.id == customer_id).values(gone))


def insert_operator(tx: Transaction, operator: Operator, pin_hash: str) -> None:
    tx.execute(
        _NEW_OPERATOR,
        {
            "id": operator.id,
            "name": operator.name,
            "role": operator.role.value,
            "capacity": operator.capacity,
            "is_active": operator.is_active,
            "pin_hash": pin_hash,
            "failures": OPEN.failures,
            "locked_until": None,
        },
    )


def account(read: Snapshot, operator_id: OperatorId) -> Account | None:
    """An operator, active or not."""
    row = read.execute(_OPERATOR, {"of_id": operator_id}).one_or_none()
    return Account(_operator(row), row.pin_hash, _lock(row)) if row else None


def active_operators(read: Snapshot) -> tuple[Operator, ...]:
    """Who may sign in, by name."""
    return tuple(_operator(row) for row in read.execute(_ACTIVE))


def save_lock(tx: Transaction, operator_id: OperatorId, lock: SignInLock) -> None:
    tx.execute(
        update(OPERATOR)
        .where(OPERATOR.c.id == operator_id)
        .values(failures=lock.failures, locked_until=stamp_or_none(lock.locked_until))
    )


def _operator(row: Row[tuple[object, ...]]) -> Operator:
    return Operator(OperatorId(row.id), row.name, Role(row.role), row.capacity, row.is_active)


def _lock(row: Row[tuple[object, ...]]) -> SignInLock:
    return SignInLock(row.failures, moment_or_none(row.locked_until))
