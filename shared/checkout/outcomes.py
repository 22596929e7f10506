"""Refusals that only the joined whole can give."""

from __future__ import annotations

from dataclasses import dataclass

from shared.kernel.ways import Method


@dataclass(frozen=True, slots=True)
class DiskNearlyFull:
    """Selling stops before money is taken: less than the configured room is left."""

    free_megabytes: int


@dataclass(frozen=True, slots=True)
class MethodNotOffered:
    """The shop does not offer this way to pay."""

    method: Method


@dataclass(frozen=True, slots=True)
class NothingToPrint:
    """The visit has no ticket."""


@dataclass(frozen=True, slots=True)
class NotWantedAnyMore:
    """The paper is set aside, not printed: its ticket ended meanwhile, or has its paper from another station."""


@dataclass(frozen=True, slots=True)
class StillToComeOut:
    """A paper of this ticket is queued or at the printer: another would be one too many."""
