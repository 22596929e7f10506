"""Whom the law serves first."""

from __future__ import annotations

import pytest

from shared.visits.model import PriorityGroup
from shared.visits.priority import name, weight

EQUAL = set(PriorityGroup) - {PriorityGroup.OVER_80, PriorityGroup.BLOOD_DONOR}


def test_eighty_and_over_come_before_every_other_group() -> None:
    assert all(weight(PriorityGroup.OVER_80) > weight(group) for group in set(PriorityGroup) - {PriorityGroup.OVER_80})


@pytest.mark.parametrize("group", sorted(EQUAL))
def test_the_groups_of_the_law_are_equal_and_come_before_blood_donors(group: PriorityGroup) -> None:
    assert weight(group) == weight(PriorityGroup.PREGNANT)
    assert weight(group) > weight(PriorityGroup.BLOOD_DONOR)


def test_blood_donors_come_before_everybody_else() -> None:
    assert weight(PriorityGroup.BLOOD_DONOR) > weight(None)


def test_every_group_has_its_own_name() -> None:
    names = {name(group) for group in (None, *PriorityGroup)}
    assert len(names) == len(PriorityGroup) + 1
    assert name(PriorityGroup.OVER_80) == "80 anos ou mais"
    assert name(None) == "Atendimento normal"
