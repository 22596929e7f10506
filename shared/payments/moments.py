"""Moments in providers' answers: a year that no other zone has must not surface where the moment is used."""

from __future__ import annotations

from datetime import UTC, datetime


def in_utc(moment: datetime) -> datetime:
    """An aware moment in UTC. ValueError for one before the first or after the last year there."""
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{moment!r} has no place in UTC") from error
