from __future__ import annotations

import pytest

from shared.kernel.ids import CustomerId, OperatorId, RandomIds
from shared.people.model import (
    Acquaintance,
    AlreadyErased,
    Customer,
    CustomerErasedOk,
    CustomerUnknown,
    EraseOutcome,
    Told,
)
from shared.store.failures import DiskFull
from tests.shared.catalog.conftest import STATEMENTS_MAX, contents, failing_at
from tests.shared.people.conftest import Staffed

ANA = OperatorId("ana")


def _remember(staffed: Staffed, name: str | None = "Marina", cpf: str | None = None) -> CustomerId:
    customer_id = CustomerId(RandomIds().new())
    with staffed.shop.database.transaction() as tx:
        staffed.customers.tell(tx, customer_id, Told(name, cpf))
    return customer_id


def _erase(staffed: Staffed, customer_id: CustomerId) -> EraseOutcome:
    with staffed.shop.database.transaction() as tx:
        return staffed.customers.erase(tx, customer_id, ANA)


def _get(staffed: Staffed, customer_id: CustomerId) -> Customer | None:
    with staffed.shop.database.snapshot() as read:
        return staffed.customers.get(read, customer_id)


def test_a_customer_is_remembered_as_far_as_they_told_us(staffed: Staffed) -> None:
    _tell(staffed, Told(" Marina  Alves ", "529.982.247-25", "+55 (11) 98765-4321"))
    assert _get(staffed, RESERVED) == Customer(RESERVED, "Marina Alves", "52998224725", "11987654321")


def test_a_customer_may_tell_nothing(staffed: Staffed) -> None:
    assert _get(staffed, _remember(staffed, name="  ")) is None


def test_a_family_may_pay_with_one_cpf(staffed: Staffed) -> None:
    first, second = (_remember(staffed, name, "52998224725") for name in ("Marina", "Caio"))
    assert (_get(staffed, first), _get(staffed, second)) == (
        Customer(first, "Marina", "52998224725"),
        Customer(second, "Caio", "52998224725"),
    )


@pytest.mark.parametrize(("cpf", "phone"), [("52998224726", None), (None, "123")])
def test_numbers_that_nobody_checked_are_not_kept(staffed: Staffed, cpf: str | None, phone: str | None) -> None:
    with pytest.raises(ValueError, match="not a"), staffed.shop.database.transaction() as tx:
        staffed.customers.tell(tx, RESERVED, Told("Marina", cpf, phone))


RESERVED = CustomerId("reserved")
CPF = "52998224725"


def _tell(staffed: Staffed, *told: Told) -> None:
    for each in told:
        with staffed.shop.database.transaction() as tx:
            staffed.customers.tell(tx, RESERVED, each)


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ((Told(" Marina "),), Customer(RESERVED, "Marina")),
        ((Told("Marina"), Told(cpf="529.982.247-25")), Customer(RESERVED, "Marina", CPF)),
        ((Told(cpf=CPF), Told("Marina")), Customer(RESERVED, "Marina", CPF)),
        ((Told("Marina", CPF), Told("Caio")), Customer(RESERVED, "Caio", CPF)),
        ((Told("Marina", CPF), Told()), Customer(RESERVED, "Marina", CPF)),
        ((Told(),), None),
        ((Told("  ", ""),), None),
    ],
)
def test_what_is_told_later_is_kept_beside_what_was_told_before(
    staffed: Staffed, told: tuple[Told, ...], known: Customer | None
) -> None:
    _tell(staffed, *told)
    assert _get(staffed, RESERVED) == known


def test_somebody_who_tells_anew_after_being_erased_can_be_erased_again(staffed: Staffed) -> None:
    _tell(staffed, Told("Marina"))
    _erase(staffed, RESERVED)
    _tell(staffed, Told(cpf=CPF))
    assert _get(staffed, RESERVED) == Customer(RESERVED, None, CPF)
    assert _erase(staffed, RESERVED) == CustomerErasedOk(RESERVED)
    assert CPF not in repr(contents(staffed.shop.database))


def test_a_cpf_that_nobody_checked_is_not_kept_later_either(staffed: Staffed) -> None:
    with pytest.raises(ValueError, match="not a"):
        _tell(staffed, Told("Marina", "52998224726"))
    assert _get(staffed, RESERVED) is None


def test_a_screen_learns_that_there_is_a_cpf_and_never_which(staffed: Staffed) -> None:
    assert staffed.customers.acquaintance(RESERVED) == Acquaintance()
    _tell(staffed, Told("Marina", CPF))
    assert staffed.customers.acquaintance(RESERVED) == Acquaintance("Marina", has_cpf=True)
    assert repr(Told("Marina", CPF)) == "Told()"


def test_a_customer_rolls_back_with_the_callers_transaction(staffed: Staffed) -> None:
    before = contents(staffed.shop.database)
    with pytest.raises(DiskFull), failing_at(staffed.shop.database, 2):
        _remember(staffed)
    assert contents(staffed.shop.database) == before


def test_an_erased_customer_leaves_nothing_but_the_fact(staffed: Staffed) -> None:
    customer_id = _remember(staffed, cpf="52998224725")
    assert _erase(staffed, customer_id) == CustomerErasedOk(customer_id)
    assert _get(staffed, customer_id) == Customer(customer_id, None)
    assert staffed.shop.kinds(f"customer:{customer_id}") == ["customer_erased"]
    stored = repr(contents(staffed.shop.database))
    assert "Marina" not in stored
    assert "52998224725" not in stored


def test_erasing_again_or_nobody_changes_nothing(staffed: Staffed) -> None:
    customer_id = _remember(staffed)
    _erase(staffed, customer_id)
    before = contents(staffed.shop.database)
    assert _erase(staffed, customer_id) == AlreadyErased(customer_id)
    nobody = CustomerId("nobody")
    assert _erase(staffed, nobody) == CustomerUnknown(nobody)
    assert contents(staffed.shop.database) == before


def test_erasing_is_all_or_nothing(staffed: Staffed) -> None:
    customer_id = _remember(staffed)
    before = contents(staffed.shop.database)
    for statement in range(STATEMENTS_MAX):
        with failing_at(staffed.shop.database, statement):
            try:
                _erase(staffed, customer_id)
            except DiskFull:
                assert contents(staffed.shop.database) == before
            else:
                break
    assert _get(staffed, customer_id) == Customer(customer_id, None)
