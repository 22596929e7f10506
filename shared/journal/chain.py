"""The hash chain: each event seals the one before it, per station and epoch (SHA-256)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from shared.journal.model import Event, EventId

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Broken:
    """The chain does not hold at this event."""

    at: EventId
    reason: str


def seal(event: Event) -> Event:
    """The event with its hash filled in."""
    return replace(event, hash=digest(event))


def digest(event: Event) -> str:
    """SHA-256 over every field but the hash itself."""
    header = [
        event.id.station,
        event.id.epoch,
        event.id.seq,
        event.hlc,
        event.aggregate,
        event.kind,
        event.version,
        [[parent.station, parent.epoch, parent.seq] for parent in event.parents],
        event.actor,
        event.payload,
        event.prev_hash,
    ]
    return hashlib.sha256(json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def check(events: Iterable[Event], after: Event | None = None) -> Broken | None:
    """Check one station's and epoch's events in sequence, following on `after` (None: from the beginning)."""
    seq, sealed = (after.id.seq, after.hash) if after else (0, GENESIS)
    for event in events:
        if event.id.seq != seq + 1:
            return Broken(event.id, f"expected number {seq + 1}")
        if event.prev_hash != sealed:
            return Broken(event.id, "does not follow the event before it")
        if event.hash != digest(event):
            return Broken(event.id, "was changed after it was written")
        seq, sealed = event.id.seq, event.hash
    return None
