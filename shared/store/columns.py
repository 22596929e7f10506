"""How values stand in columns: times as UTC text of one width, so that they sort; enums as their text."""

from __future__ import annotations

from datetime import UTC, datetime


def stamp(moment: datetime) -> str:
    """An aware moment as ``2026-11-22T04:44:51.123456+00:00``."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def stamp_or_none(moment: datetime | None) -> str | None:
    return None if moment is None else stamp(moment)


def moment(stored: str) -> datetime:
    """The inverse of `stamp`. ValueError for what `stamp` never wrote."""
    read = datetime.fromisoformat(stored)
    if read.tzinfo is None:
        raise ValueError(f"{stored!r} names no zone")
    return read


def moment_or_none(stored: str | None) -> datetime | None:
    return None if stored is None else moment(stored)
