"""Customers: what they told us, kept apart from the journal so that it can be erased."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from shared.journal.service import Journal
from shared.kernel.clock import Clock
from shared.kernel.ids import CustomerId, OperatorId
from shared.people import rows
from shared.people.model import (
    Acquaintance,
    AlreadyErased,
    Customer,
    CustomerErased,
    CustomerErasedOk,
    CustomerUnknown,
    EraseOutcome,
    Told,
)
from shared.people.rules import cpf_digits, name_of, phone_digits
from shared.store.database import Database, Snapshot, Transaction


def of_customer(customer_id: CustomerId) -> str:
    """The aggregate that the erasing of a customer belongs to."""
    return f"customer:{customer_id}"


class Customers:
    """The people who buy. Each visit has its own row: a family may pay with one CPF under several names."""

    def __init__(self, database: Database, journal: Journal, clock: Clock) -> None:
        self._database = database
        self._journal = journal
        self._clock = clock

    def tell(self, tx: Transaction, customer_id: CustomerId, told: Told) -> None:
        """Keep what the customer of a visit says, beside what they said before; their row is made when it is needed.

        In the caller's transaction. ValueError for a CPF or phone that `rules.cpf_digits` or `rules.phone_digits` does
        not accept: ask them first.
        """
        name, cpf, phone = name_of(told.name), _cpf(told.cpf), _phone(told.phone)
        if name is None and cpf is None and phone is None:
            return
        known = rows.customer(tx, customer_id)
        if known is None:
            rows.insert_customer(tx, Customer(customer_id, name, cpf, phone), self._clock.now())
        else:
            now_known = replace(known, name=name or known.name, cpf=cpf or known.cpf, phone=phone or known.phone)
            rows.update_customer(tx, now_known)

    def acquaintance(self, customer_id: CustomerId) -> Acquaintance:
        """How far a customer is known."""
        with self._database.snapshot() as read:
            known = rows.customer(read, customer_id)
        return Acquaintance(known.name, known.cpf is not None) if known else Acquaintance()

    def get(self, read: Snapshot, customer_id: CustomerId) -> Customer | None:
        """What we know; every field but the id is None after erasing."""
        return rows.customer(read, customer_id)

    def names(self, customer_ids: Collection[CustomerId]) -> dict[CustomerId, str]:
        """The names of those who told one; whoever is unknown, erased or nameless is left out."""
        with self._database.snapshot() as read:
            return rows.names(read, customer_ids)

    def erase(self, tx: Transaction, customer_id: CustomerId, by: OperatorId) -> EraseOutcome:
        """Forget a customer's name, CPF and phone for good, in the caller's transaction.

        The journal keeps that it was done, and by whom.
        """
        if rows.customer(tx, customer_id) is None:
            return CustomerUnknown(customer_id)
        if rows.is_erased(tx, customer_id):
            return AlreadyErased(customer_id)
        fact = CustomerErased(customer_id, by, self._clock.now())
        self._journal.append(tx, of_customer(customer_id), [fact], by)
        rows.erase_customer(tx, customer_id, fact.at)
        return CustomerErasedOk(customer_id)


def _cpf(written: str | None) -> str | None:
    if not written:
        return None
    digits = cpf_digits(written)
    if digits is None:
        raise ValueError("not a CPF")
    return digits


def _phone(written: str | None) -> str | None:
    if not written:
        return None
    digits = phone_digits(written)
    if digits is None:
        raise ValueError("not a Brazilian phone number")
    return digits
