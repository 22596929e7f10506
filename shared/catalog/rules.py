"""How the catalogue's own facts change what they are about."""

from __future__ import annotations

from shared.catalog.model import EquipmentStatus, EquipmentStatusSet, StockCounted, StockMovement
from shared.journal.model import AlreadyTrue, Fact, Invalid

COUNTED = "counted"
INITIAL_COUNT = "initial"
"""The count that the catalogue file gives a new extra. Every station that reads the file makes it; one counts."""


def evolve_equipment(state: EquipmentStatus | None, fact: Fact) -> EquipmentStatus | Invalid | AlreadyTrue:
    """The status of one piece of equipment; the last word holds."""
    if not isinstance(fact, EquipmentStatusSet):
        return Invalid(f"{fact.KIND} does not belong to equipment")
    return AlreadyTrue() if fact.status is state else fact.status


def evolve_counts(
    state: tuple[StockMovement, ...] | None, fact: Fact
) -> tuple[StockMovement, ...] | Invalid | AlreadyTrue:
    """The movements that counts of one extra have made. Two counts that did not know of each other both hold."""
    if not isinstance(fact, StockCounted):
        return Invalid(f"{fact.KIND} does not belong to an extra")
    movement = movement_of(fact)
    for known in state or ():
        if known.source == movement.source:
            return AlreadyTrue() if known == movement else Invalid(f"count {fact.count_id} was reported differently")
    return (*(state or ()), movement)


def movement_of(fact: StockCounted) -> StockMovement:
    """What a count does to the stock."""
    return StockMovement(fact.extra_id, fact.count_id, COUNTED, on_hand=fact.change, reserved=0)
