"""Who the law serves first, and by how much."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shared.visits.model import PriorityGroup

ORDINARY_WEIGHT = 0

_WEIGHTS: Mapping[PriorityGroup, int] = MappingProxyType(
    {
        PriorityGroup.OVER_80: 3,
        PriorityGroup.OVER_60: 2,
        PriorityGroup.DISABILITY: 2,
        PriorityGroup.AUTISM: 2,
        PriorityGroup.PREGNANT: 2,
        PriorityGroup.NURSING: 2,
        PriorityGroup.WITH_INFANT: 2,
        PriorityGroup.OBESITY: 2,
        PriorityGroup.REDUCED_MOBILITY: 2,
        PriorityGroup.BLOOD_DONOR: 1,
    }
)

WEIGHTS = tuple(sorted({ORDINARY_WEIGHT, *_WEIGHTS.values()}))
"""Every weight there is, the lowest first."""

_NAMES: Mapping[PriorityGroup, str] = MappingProxyType(
    {
        PriorityGroup.OVER_80: "80 anos ou mais",
        PriorityGroup.OVER_60: "60 anos ou mais",
        PriorityGroup.DISABILITY: "Pessoa com deficiência",
        PriorityGroup.AUTISM: "Pessoa com autismo (TEA)",
        PriorityGroup.PREGNANT: "Gestante",
        PriorityGroup.NURSING: "Lactante",
        PriorityGroup.WITH_INFANT: "Pessoa com criança de colo",
        PriorityGroup.OBESITY: "Pessoa com obesidade",
        PriorityGroup.REDUCED_MOBILITY: "Pessoa com mobilidade reduzida",
        PriorityGroup.BLOOD_DONOR: "Doador de sangue",
    }
)


def weight(group: PriorityGroup | None) -> int:
    """How strongly a group goes first: more is sooner, 0 is everybody else.

    - 80 and over go before the other elderly: Lei 10.741/2003, art. 3, § 2, added by Lei 13.466/2017. The law compares
      them with the elderly only; as all groups of Lei 10.048/2000 are equal among themselves, they lead them all.
    - Disability, autism, 60 and over, pregnant, nursing, with an infant, obesity, reduced mobility are equal:
      Lei 10.048/2000, art. 1, as worded by Lei 14.626/2023.
    - Blood donors come after all of these and before everybody else, against a proof of donation not older than
      120 days: Lei 14.626/2023, which also wrote it into Lei 10.205/2001, art. 15.
    """
    return ORDINARY_WEIGHT if group is None else _WEIGHTS[group]


def name(group: PriorityGroup | None) -> str:
    """The group in Portuguese, as screens and paper show it. Who comes with the person shares it (Lei 14.364/2022)."""
    return "Atendimento normal" if group is None else _NAMES[group]
