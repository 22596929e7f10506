"""What the post office has yet to deliver, and what became of what it delivered."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from shared.payments.json_text import JsonValue
from shared.payments.simulator.answers import Json
from shared.payments.simulator.notices import Subscriber, Way


class State(StrEnum):
    WAITING = "waiting"
    HELD = "held"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"
    DROPPED = "dropped"
    EXPIRED = "expired"


@dataclass(slots=True, eq=False)
class Delivery:
    """One notice on its way to one subscriber. `attempts` are what was answered: a status, or what went wrong."""

    way: Way
    to: Subscriber
    at: datetime
    state: State = State.WAITING
    attempts: list[str] = field(default_factory=list)
    tried: asyncio.Event = field(default_factory=asyncio.Event)
    is_under_way: bool = False

    def words(self) -> Json:
        attempts: list[JsonValue] = list(self.attempts)
        return {
            "subscriber": self.to.id,
            "id": self.way.notice.id,
            "event": self.way.notice.event,
            "at": self.at.isoformat(),
            "state": self.state.value,
            "forged": self.way.is_forged,
            "attempts": attempts,
            "body": self.way.notice.body,
        }


@dataclass(slots=True)
class Box:
    """What one subscriber has yet to receive, oldest first."""

    to: Subscriber
    waiting: deque[Delivery] = field(default_factory=deque)
    held: list[Delivery] = field(default_factory=list)
    is_stopped: bool = False
    is_served: bool = False
