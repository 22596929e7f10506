from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shared.catalog.model import CatalogImported, EquipmentStatus, EquipmentStatusSet, StockCounted, StockMovement
from shared.catalog.rules import COUNTED, evolve_counts, evolve_equipment
from shared.journal.model import AlreadyTrue, Invalid
from shared.kernel.ids import EquipmentId, ExtraId, OperatorId

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANA = OperatorId("ana")
ELSEWHERE = CatalogImported("loja.toml", "0" * 64, AT)


@pytest.mark.parametrize("before", [None, *EquipmentStatus])
@pytest.mark.parametrize("said", EquipmentStatus)
def test_the_last_word_on_equipment_holds(before: EquipmentStatus | None, said: EquipmentStatus) -> None:
    outcome = evolve_equipment(before, EquipmentStatusSet(EquipmentId("crio-1"), said, ANA, AT))
    assert outcome == (AlreadyTrue() if before is said else said)


def _counted(count_id: str, change: int) -> StockCounted:
    return StockCounted(ExtraId("toalha"), count_id, change, ANA, AT)


def _movement(count_id: str, change: int) -> StockMovement:
    return StockMovement(ExtraId("toalha"), count_id, COUNTED, change, 0)


def test_counts_that_did_not_know_of_each_other_both_hold() -> None:
    one = evolve_counts(None, _counted("one", 5))
    assert one == (_movement("one", 5),)
    assert evolve_counts((_movement("one", 5),), _counted("two", -2)) == (_movement("one", 5), _movement("two", -2))


def test_a_count_is_counted_once() -> None:
    assert evolve_counts((_movement("one", 5),), _counted("one", 5)) == AlreadyTrue()
    assert isinstance(evolve_counts((_movement("one", 5),), _counted("one", 6)), Invalid)


def test_a_fact_in_the_wrong_place_is_invalid() -> None:
    assert isinstance(evolve_counts(None, ELSEWHERE), Invalid)
    assert isinstance(evolve_equipment(None, ELSEWHERE), Invalid)
