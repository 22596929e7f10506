"""Operators: who may sign in to the panel, and signing in with a PIN."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from pydantic import SecretStr

from shared import toml_file
from shared.journal.service import Journal
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids, OperatorId
from shared.people import rows
from shared.people.file import PIN_UNFIT, NewOperator, read_operators
from shared.people.model import (
    AddOutcome,
    Operator,
    OperatorAdded,
    OperatorFault,
    OperatorImportOutcome,
    OperatorSignedIn,
    OperatorSignedOut,
    OperatorSignInFailed,
    OperatorsImportedOk,
    Role,
    SignedIn,
    SignInLocked,
    SignInOutcome,
    WrongPin,
)
from shared.people.rules import decide_sign_in, is_fit_pin, name_of, seconds_locked
from shared.store.database import Database, Snapshot, Transaction
from shared.toml_file import FileFault

STATION = "station"
"""The actor of what no person asked for."""

NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$Kr8CkE18D68d9TFBVDEVrg$aEmKV4TApi1znTHFbx43SnZUmf9cZ4eZ6J/sOsJecOY"
"""The hash of random bytes, so that a try for nobody costs the time of a real one."""


def of_operator(operator_id: OperatorId) -> str:
    """The aggregate that an operator's facts belong to."""
    return f"operator:{operator_id}"


class Operators:
    """The people at the desk. Hashing takes some tens of milliseconds: call this from a lane, not from a screen."""

    def __init__(
        self, database: Database, journal: Journal, clock: Clock, ids: Ids, hasher: PasswordHasher | None = None
    ) -> None:
        """`hasher` None: argon2id with the library's parameters (RFC 9106, low memory)."""
        self._database = database
        self._journal = journal
        self._clock = clock
        self._ids = ids
        self._hasher = hasher or PasswordHasher()

    def list(self) -> tuple[Operator, ...]:
        """Who may sign in, by name."""
        with self._database.snapshot() as read:
            return rows.active_operators(read)

    def get(self, read: Snapshot, operator_id: OperatorId) -> Operator | None:
        """An operator, active or not, in the caller's snapshot or transaction."""
        account = rows.account(read, operator_id)
        return account.operator if account else None

    def add(self, name: str, role: Role, pin: str, by: OperatorId | None = None) -> AddOutcome:
        """Let one more person sign in. `by` None: the station's installation."""
        clean = name_of(name)
        if clean is None:
            return OperatorFault("O nome do atendente está vazio; escreva um nome.")
        if not is_fit_pin(pin):
            return OperatorFault(f"{PIN_UNFIT[0].upper()}{PIN_UNFIT[1:]}; escolha outro.")
        new = NewOperator(Operator(OperatorId(self._ids.new()), clean, role), SecretStr(pin))
        return self._insert([new], by)[0]

    def import_file(self, path: Path, by: OperatorId | None = None) -> OperatorImportOutcome:
        """Add the operators that a catalogue file names, all or none; those already known stay as they are."""
        text = toml_file.read_text(path)
        if isinstance(text, FileFault):
            return OperatorFault(text.sentence)
        named = read_operators(text, path.name)
        if isinstance(named, OperatorFault):
            return named
        with self._database.snapshot() as read:
            new = [each for each in named if rows.account(read, each.operator.id) is None]
        return OperatorsImportedOk(self._insert(new, by))

    def sign_in(self, operator_id: OperatorId, pin: str) -> SignInOutcome:
        """Let a person in by PIN. Mistakes in a row lock, longer each time; the lock survives a restart."""
        with self._database.snapshot() as read:
            account = rows.account(read, operator_id)
        if account is None or not account.operator.is_active:
            self._matches(NOBODY, pin)
            return WrongPin(0.0)
        locked_for = seconds_locked(account.lock, self._clock.now())
        if locked_for > 0:
            return SignInLocked(locked_for)
        is_right = self._matches(account.pin_hash, pin)
        with self._database.transaction() as tx:
            return self._conclude(tx, operator_id, account.pin_hash if is_right else None)

    def sign_out(self, operator_id: OperatorId) -> None:
        """Record that a person left the desk."""
        with self._database.transaction() as tx:
            fact = OperatorSignedOut(operator_id, self._clock.now())
            self._journal.append(tx, of_operator(operator_id), [fact], operator_id)

    def _conclude(self, tx: Transaction, operator_id: OperatorId, matched: str | None) -> SignInOutcome:
        """Decide on what stands now: other tries may have locked, or the PIN changed, while this one was hashed."""
        account = rows.account(tx, operator_id)
        if account is None or not account.operator.is_active:
            return WrongPin(0.0)
        now = self._clock.now()
        is_right = account.pin_hash == matched
        outcome, lock = decide_sign_in(account.operator, account.lock, now, is_right=is_right)
        if isinstance(outcome, SignInLocked):
            return outcome
        kind = OperatorSignedIn if isinstance(outcome, SignedIn) else OperatorSignInFailed
        self._journal.append(tx, of_operator(operator_id), [kind(operator_id, now)], operator_id)
        if lock != account.lock:
            rows.save_lock(tx, operator_id, lock)
        return outcome

    def _insert(self, new: Iterable[NewOperator], by: OperatorId | None) -> tuple[Operator, ...]:
        hashed = [(each.operator, self._hasher.hash(each.pin.get_secret_value())) for each in new]
        added: list[Operator] = []
        with self._database.transaction() as tx:
            for operator, pin_hash in hashed:
                if rows.account(tx, operator.id) is None:
                    rows.insert_operator(tx, operator, pin_hash)
                    fact = OperatorAdded(operator.id, operator.role, by, self._clock.now())
                    self._journal.append(tx, of_operator(operator.id), [fact], by or STATION)
                    added.append(operator)
        return tuple(added)

    def _matches(self, pin_hash: str, pin: str) -> bool:
        try:
            return self._hasher.verify(pin_hash, pin)
        except VerifyMismatchError:
            return False
