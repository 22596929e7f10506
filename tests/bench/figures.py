"""What a measurement says, and how it is summed up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. `goal` is what it should be at most; None: only to be looked at."""

    name: str
    value: float
    unit: str
    goal: float | None = None
    remark: str = ""

    @property
    def is_met(self) -> bool:
        return self.goal is None or self.value <= self.goal


def percentile(samples: Sequence[float], part: float) -> float:
    """The smallest sample that `part` (0 to 1) of all do not exceed."""
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)]


def median(samples: Sequence[float]) -> float:
    return percentile(samples, 0.5)
