"""The business day: the shop's day, cut off at a configured hour in the shop's time zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CUTOFF = time(4, 0)
ZONE = ZoneInfo("America/Sao_Paulo")


def business_day(now: datetime, zone: ZoneInfo = ZONE, cutoff: time = CUTOFF) -> date:
    """The day that `now` (aware) belongs to: 03:59 still belongs to yesterday when the cutoff is 04:00."""
    local = now.astimezone(zone)
    return local.date() if local.time() >= cutoff else local.date() - timedelta(days=1)


def starts_at(day: date, zone: ZoneInfo = ZONE, cutoff: time = CUTOFF) -> datetime:
    """The moment a business day begins, aware, in the shop's zone."""
    return datetime.combine(day, cutoff, tzinfo=zone)
