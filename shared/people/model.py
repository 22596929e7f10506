"""Customers (personal data, erasable) and operators (sign-in, roles)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from shared.kernel.ids import CustomerId, OperatorId


@dataclass(frozen=True, slots=True)
class Customer:
    """A person as far as they told us. Every field but the id can be erased."""

    id: CustomerId
    name: str | None
    cpf: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What a customer says about themselves; None: nothing was said about it. `repr` shows none of it."""

    name: str | None = field(default=None, repr=False)
    cpf: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """How far a customer is known, for a screen: a CPF that was told is never shown again."""

    name: str | None = None
    has_cpf: bool = False


class Role(StrEnum):
    """Each role may do all that the ones before it may."""

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


class Permission(StrEnum):
    """What a person may do, beyond looking."""

    SERVE = "serve"
    CONFIRM_COUNTER = "confirm_counter"
    REPRINT = "reprint"
    OVERRIDE_PLACE = "override_place"
    CANCEL_PAID = "cancel_paid"
    RELEASE_UNPAID = "release_unpaid"
    RESOLVE_TASK = "resolve_task"
    SET_EQUIPMENT = "set_equipment"
    CONFIGURE = "configure"


@dataclass(frozen=True, slots=True)
class Operator:
    """A person who signs in to the panel. `capacity`: how many turns they may have called or running (None: any)."""

    id: OperatorId
    name: str
    role: Role
    capacity: int | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class SignedIn:
    operator: Operator


@dataclass(frozen=True, slots=True)
class WrongPin:
    """Not this person's PIN; `locked_for_seconds` before the next try is looked at (0: none)."""

    locked_for_seconds: float


@dataclass(frozen=True, slots=True)
class SignInLocked:
    """Too many mistakes: nothing was looked at."""

    locked_for_seconds: float


SignInOutcome = SignedIn | WrongPin | SignInLocked


@dataclass(frozen=True, slots=True)
class OperatorFault:
    """Nothing was changed. `sentence` is in Portuguese: what is wrong and what to do."""

    sentence: str


@dataclass(frozen=True, slots=True)
class OperatorsImportedOk:
    """`added` were new; those whose id was known were left as they are, PIN and all."""

    added: tuple[Operator, ...]


AddOutcome = Operator | OperatorFault
OperatorImportOutcome = OperatorsImportedOk | OperatorFault


@dataclass(frozen=True, slots=True)
class CustomerErasedOk:
    """Name, CPF and phone are gone from this database."""

    customer_id: CustomerId


@dataclass(frozen=True, slots=True)
class AlreadyErased:
    customer_id: CustomerId


@dataclass(frozen=True, slots=True)
class CustomerUnknown:
    customer_id: CustomerId


EraseOutcome = CustomerErasedOk | AlreadyErased | CustomerUnknown


@dataclass(frozen=True, slots=True)
class OperatorAdded:
    """Somebody may sign in from now on. The name is in the `operator` row alone."""

    KIND: ClassVar[str] = "operator_added"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = 50

    operator_id: OperatorId
    role: Role
    by: OperatorId | None
    at: datetime


@dataclass(frozen=True, slots=True)
class OperatorSignedIn:
    KIND: ClassVar[str] = "operator_signed_in"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = 50

    operator_id: OperatorId
    at: datetime


@dataclass(frozen=True, slots=True)
class OperatorSignInFailed:
    KIND: ClassVar[str] = "operator_sign_in_failed"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = 50

    operator_id: OperatorId
    at: datetime


@dataclass(frozen=True, slots=True)
class OperatorSignedOut:
    KIND: ClassVar[str] = "operator_signed_out"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = 50

    operator_id: OperatorId
    at: datetime


@dataclass(frozen=True, slots=True)
class CustomerErased:
    KIND: ClassVar[str] = "customer_erased"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = 50

    customer_id: CustomerId
    by: OperatorId
    at: datetime


FACTS = (OperatorAdded, OperatorSignedIn, OperatorSignInFailed, OperatorSignedOut, CustomerErased)
