from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from argon2 import PasswordHasher

import resources
from shared.kernel.ids import OperatorId
from shared.people.file import read_operators
from shared.people.model import (
    Operator,
    OperatorFault,
    OperatorsImportedOk,
    Role,
    SignedIn,
    SignInLocked,
    WrongPin,
)
from shared.people.operators import NOBODY, Operators
from shared.people.rows import OPERATOR
from shared.store.failures import DiskFull
from tests.shared.catalog.conftest import STATEMENTS_MAX, contents, failing_at
from tests.shared.people.conftest import CHEAP, Staffed, staff

EXAMPLE = Path(resources.__file__).parent / "examples" / "recovery-studio.toml"
ANA = OperatorId("ana")
PIN = "2580"

GOOD = """\
[[operators]]
id = "ana"
name = "Ana"
role = "operator"
pin = "2580"
"""


@pytest.fixture
def desk(staffed: Staffed) -> Staffed:
    staffed.operators.import_file(EXAMPLE)
    return staffed


def _ana(staffed: Staffed) -> Operator:
    return next(each for each in staffed.operators.list() if each.id == ANA)


def test_the_example_has_one_person_of_each_role(desk: Staffed) -> None:
    assert [(each.name, each.role) for each in desk.operators.list()] == [
        ("Ana", Role.OPERATOR),
        ("Bruno", Role.SUPERVISOR),
        ("Carla", Role.ADMIN),
    ]
    assert desk.shop.kinds("operator:ana") == ["operator_added"]


def test_importing_again_leaves_known_people_as_they_are(desk: Staffed) -> None:
    changed = desk.shop.write("loja.toml", EXAMPLE.read_text(encoding="utf-8").replace(PIN, "9999"))
    before = contents(desk.shop.database)
    assert desk.operators.import_file(changed) == OperatorsImportedOk(())
    assert contents(desk.shop.database) == before
    assert isinstance(desk.operators.sign_in(ANA, PIN), SignedIn)


def test_importing_is_all_or_nothing(staffed: Staffed) -> None:
    before = contents(staffed.shop.database)
    for statement in range(STATEMENTS_MAX):
        with failing_at(staffed.shop.database, statement):
            try:
                staffed.operators.import_file(EXAMPLE)
            except DiskFull:
                assert contents(staffed.shop.database) == before
            else:
                break
    assert len(staffed.operators.list()) == 3


BROKEN = {
    "a short PIN": (
        '"2580"',
        '"258"',
        (
            'loja.toml, linha 5, atendente "ana": o PIN precisa ter de 4 a 8 algarismos; '
            'escreva-o entre aspas, como "4821".'
        ),
    ),
    "a PIN as a number": (
        '"2580"',
        "2580",
        'loja.toml, linha 5, atendente "ana": o campo "pin" precisa ser um texto entre aspas; corrija o valor.',
    ),
    "a role that does not exist": (
        '"operator"',
        '"chefe"',
        (
            'loja.toml, linha 4, atendente "ana": o campo "role" precisa ser um destes: '
            "'operator', 'supervisor' ou 'admin'; corrija o valor."
        ),
    ),
    "an id used twice": (
        'pin = "2580"\n',
        'pin = "2580"\n' + GOOD,
        'loja.toml, linha 7, atendente "ana": o código "ana" já foi usado; dê um código diferente a cada um.',
    ),
    "no TOML": (
        "[[operators]]",
        "[[operators",
        (
            "loja.toml, linha 1, coluna 12: o texto não está no formato TOML; "
            "confira as aspas, os colchetes e o sinal de igual."
        ),
    ),
}


@pytest.mark.parametrize(("good", "bad", "sentence"), BROKEN.values(), ids=BROKEN.keys())
def test_each_mistake_in_the_file_has_its_sentence(staffed: Staffed, good: str, bad: str, sentence: str) -> None:
    path = staffed.shop.write("loja.toml", GOOD.replace(good, bad, 1))
    assert staffed.operators.import_file(path) == OperatorFault(sentence)
    assert staffed.operators.list() == ()


def test_a_missing_file_has_its_sentence(staffed: Staffed) -> None:
    assert staffed.operators.import_file(staffed.shop.folder / "nada.toml") == OperatorFault(
        "nada.toml: o arquivo não existe; confira o nome e a pasta."
    )


def test_a_pin_is_not_shown_by_what_was_read() -> None:
    assert PIN not in repr(read_operators(GOOD, "loja.toml"))


def test_a_person_can_be_added(desk: Staffed) -> None:
    davi = desk.operators.add(" Davi ", Role.OPERATOR, "007700", by=OperatorId("carla"))
    assert isinstance(davi, Operator)
    assert davi.name == "Davi"
    assert desk.operators.sign_in(davi.id, "007700") == SignedIn(davi)
    with desk.shop.database.snapshot() as read:
        assert desk.operators.get(read, davi.id) == davi
        assert desk.operators.get(read, OperatorId("nobody")) is None


@pytest.mark.parametrize(
    ("name", "pin", "sentence"),
    [
        ("  ", PIN, "O nome do atendente está vazio; escreva um nome."),
        ("Davi", "12", "O PIN precisa ter de 4 a 8 algarismos; escolha outro."),
    ],
)
def test_a_person_needs_a_name_and_a_pin(staffed: Staffed, name: str, pin: str, sentence: str) -> None:
    assert staffed.operators.add(name, Role.OPERATOR, pin) == OperatorFault(sentence)
    assert staffed.operators.list() == ()


def test_signing_in_and_out_is_on_record(desk: Staffed) -> None:
    assert desk.operators.sign_in(ANA, PIN) == SignedIn(_ana(desk))
    assert desk.operators.sign_in(ANA, "0000") == WrongPin(0.0)
    desk.operators.sign_out(ANA)
    assert desk.shop.kinds("operator:ana") == [
        "operator_added",
        "operator_signed_in",
        "operator_sign_in_failed",
        "operator_signed_out",
    ]


def test_mistakes_lock_for_longer_each_time_and_over_a_restart(desk: Staffed) -> None:
    assert [desk.operators.sign_in(ANA, "0000") for _ in range(3)] == [WrongPin(0.0), WrongPin(0.0), WrongPin(5.0)]
    restarted = staff(desk.shop).operators
    assert restarted.sign_in(ANA, PIN) == SignInLocked(5.0)
    desk.shop.clock.advance(timedelta(seconds=4))
    assert restarted.sign_in(ANA, PIN) == SignInLocked(1.0)
    desk.shop.clock.advance(timedelta(seconds=1))
    assert restarted.sign_in(ANA, "0000") == WrongPin(15.0)
    desk.shop.clock.advance(timedelta(seconds=15))
    assert restarted.sign_in(ANA, PIN) == SignedIn(_ana(desk))
    assert restarted.sign_in(ANA, "0000") == WrongPin(0.0)


def test_a_lock_is_one_persons(desk: Staffed) -> None:
    for _ in range(3):
        desk.operators.sign_in(ANA, "0000")
    assert isinstance(desk.operators.sign_in(OperatorId("bruno"), "4826"), SignedIn)


def test_tries_while_locked_leave_no_record(desk: Staffed) -> None:
    for _ in range(3):
        desk.operators.sign_in(ANA, "0000")
    before = contents(desk.shop.database)
    desk.operators.sign_in(ANA, "0000")
    assert contents(desk.shop.database) == before


def test_nobody_and_people_who_left_are_a_wrong_pin(desk: Staffed) -> None:
    assert desk.operators.sign_in(OperatorId("nobody"), PIN) == WrongPin(0.0)
    with desk.shop.database.transaction() as tx:
        tx.execute(OPERATOR.update().values(is_active=False))
    assert desk.operators.sign_in(ANA, PIN) == WrongPin(0.0)
    assert desk.operators.list() == ()


def test_a_try_for_nobody_costs_what_a_real_one_costs() -> None:
    assert not PasswordHasher().check_needs_rehash(NOBODY)


class InterruptedHasher(PasswordHasher):
    """Lets something happen while a PIN is being hashed."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self._meanwhile = meanwhile

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - the library's name
        self._meanwhile()
        return super().verify(hash, password)


def test_a_lock_made_while_a_pin_was_hashed_holds(desk: Staffed) -> None:
    def _three_mistakes() -> None:
        for _ in range(3):
            desk.operators.sign_in(ANA, "0000")

    shop = desk.shop
    second = Operators(shop.database, shop.journal, shop.clock, shop.ids, InterruptedHasher(_three_mistakes))
    assert second.sign_in(ANA, PIN) == SignInLocked(5.0)


def test_a_pin_that_changed_while_it_was_hashed_opens_nothing(desk: Staffed) -> None:
    def _change() -> None:
        with desk.shop.database.transaction() as tx:
            tx.execute(OPERATOR.update().values(pin_hash=CHEAP.hash("9999")))

    shop = desk.shop
    second = Operators(shop.database, shop.journal, shop.clock, shop.ids, InterruptedHasher(_change))
    assert second.sign_in(ANA, PIN) == WrongPin(0.0)


def test_a_pin_is_stored_as_a_hash_only(desk: Staffed) -> None:
    stored = repr(contents(desk.shop.database))
    assert all(f"'{pin}'" not in stored for pin in (PIN, "4826", "7391"))
    assert stored.count("$argon2id$") == 3


def test_signing_in_is_all_or_nothing(desk: Staffed) -> None:
    before = contents(desk.shop.database)
    for statement in range(STATEMENTS_MAX):
        with failing_at(desk.shop.database, statement):
            try:
                desk.operators.sign_in(ANA, "0000")
            except DiskFull:
                assert contents(desk.shop.database) == before
            else:
                break
    assert desk.shop.kinds("operator:ana") == ["operator_added", "operator_sign_in_failed"]
