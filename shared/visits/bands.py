"""How long is too long: the colour of a wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class WaitBand(StrEnum):
    OK = "ok"
    ATTENTION = "attention"
    CRITICAL = "critical"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class BandLimits:
    """The minutes of waiting at which each band begins; before the first it is OK. ValueError unless they rise."""

    attention_minutes: int = 15
    critical_minutes: int = 30
    over_minutes: int = 45

    def __post_init__(self) -> None:
        if not 0 < self.attention_minutes < self.critical_minutes < self.over_minutes:
            raise ValueError("the minutes of the waiting bands must rise from above zero")


DEFAULT_LIMITS = BandLimits()


def band(waited: timedelta, limits: BandLimits = DEFAULT_LIMITS) -> WaitBand:
    """The band of a wait. A band begins at its full minute: 15 min 0 s is ATTENTION, 14 min 59 s is OK."""
    if waited >= timedelta(minutes=limits.over_minutes):
        return WaitBand.OVER
    if waited >= timedelta(minutes=limits.critical_minutes):
        return WaitBand.CRITICAL
    if waited >= timedelta(minutes=limits.attention_minutes):
        return WaitBand.ATTENTION
    return WaitBand.OK
