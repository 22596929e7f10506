"""Who is next in the queue of one service, and why."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import takewhile
from typing import assert_never

from shared.kernel.day import ZONE
from shared.kernel.ids import ServiceId, TurnId, VisitId
from shared.visits import priority
from shared.visits.model import PriorityGroup

NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class WaitingTurn:
    """A turn in a queue, with what decides its place and what the queue's screens show."""

    visit_id: VisitId
    turn_id: TurnId
    label: str
    service_id: ServiceId
    priority: PriorityGroup | None
    joined_at: datetime
    reactivations: int = 0


@dataclass(frozen=True, slots=True)
class StrictPriority:
    """The higher weight first, always.

    What Lei 10.048/2000 asks of a shop without a desk of its own for priority groups: they are served as soon as the
    service that runs has ended, before anybody else (wording of Lei 14.626/2023).
    """


@dataclass(frozen=True, slots=True)
class Ageing:
    """The higher (weight + 1) × waiting first: the longer somebody waits, the longer a newcomer needs to pass."""


@dataclass(frozen=True, slots=True)
class Alternation:
    """After `priority_calls` turns of priority groups, one ordinary turn. ValueError if that is less than one."""

    priority_calls: int = 2

    def __post_init__(self) -> None:
        if self.priority_calls < 1:
            raise ValueError("alternation needs at least one priority call before an ordinary one")


QueuePolicy = StrictPriority | Ageing | Alternation


@dataclass(frozen=True, slots=True)
class ByPriority:
    group: PriorityGroup


@dataclass(frozen=True, slots=True)
class ByArrival:
    """`is_first`: it is next, because nobody who waits arrived before it."""

    joined_at: datetime
    is_first: bool


@dataclass(frozen=True, slots=True)
class ByAgeing:
    """`factor` is the weight + 1."""

    waited: timedelta
    factor: int


@dataclass(frozen=True, slots=True)
class AfterPriority:
    """The ordinary turn that follows `priority_calls` calls of priority groups."""

    priority_calls: int


Reason = ByPriority | ByArrival | ByAgeing | AfterPriority


@dataclass(frozen=True, slots=True)
class Ranked:
    """A turn and its place, from 1, with why it has it."""

    turn: WaitingTurn
    place: int
    reason: Reason


RecentCalls = Sequence[PriorityGroup | None]
"""The priority of the turns that this service called lately, newest first; None is an ordinary turn."""

_Placed = Iterable[tuple[WaitingTurn, Reason]]
_Arrival = tuple[datetime, str, TurnId]


def rank(
    waiting: Iterable[WaitingTurn], policy: QueuePolicy, recent_calls: RecentCalls, now: datetime
) -> tuple[Ranked, ...]:
    """The queue of one service in the order of its calls. The same turns in any order give the same places.

    Inside equals the earlier arrival is first, then the lower label. Only Alternation looks at `recent_calls`.
    """
    placed: _Placed
    match policy:
        case StrictPriority():
            placed = _strictly(waiting)
        case Ageing():
            placed = _by_age(waiting, now)
        case Alternation(priority_calls):
            placed = _in_turns(waiting, priority_calls, recent_calls)
        case _:
            assert_never(policy)
    return tuple(Ranked(turn, place, reason) for place, (turn, reason) in enumerate(placed, start=1))


def _strictly(waiting: Iterable[WaitingTurn]) -> _Placed:
    turns = sorted(waiting, key=_by_weight)
    return ((turn, _by_class(turn, is_first=position == 0)) for position, turn in enumerate(turns))


def _by_age(waiting: Iterable[WaitingTurn], now: datetime) -> _Placed:
    def key(turn: WaitingTurn) -> tuple[timedelta, int, _Arrival]:
        reason = _ageing(turn, now)
        return -reason.waited * reason.factor, -reason.factor, _arrival(turn)

    return ((turn, _ageing(turn, now)) for turn in sorted(waiting, key=key))


def _in_turns(waiting: Iterable[WaitingTurn], allowed: int, recent_calls: RecentCalls) -> _Placed:
    turns = sorted(waiting, key=_by_weight)
    preferred = deque(turn for turn in turns if turn.priority is not None)
    ordinary = deque(turn for turn in turns if turn.priority is None)
    in_a_row = sum(1 for _ in takewhile(lambda group: group is not None, recent_calls))
    placed: list[tuple[WaitingTurn, Reason]] = []
    while preferred or ordinary:
        is_first = not placed
        if preferred and (in_a_row < allowed or not ordinary):
            turn = preferred.popleft()
            placed.append((turn, _by_class(turn, is_first=is_first)))
            in_a_row += 1
        else:
            turn = ordinary.popleft()
            reason = AfterPriority(in_a_row) if in_a_row >= allowed else _by_class(turn, is_first=is_first)
            placed.append((turn, reason))
            in_a_row = 0
    return placed


def _by_class(turn: WaitingTurn, *, is_first: bool) -> ByPriority | ByArrival:
    if turn.priority is not None:
        return ByPriority(turn.priority)
    return ByArrival(turn.joined_at, is_first)


def _ageing(turn: WaitingTurn, now: datetime) -> ByAgeing:
    return ByAgeing(max(now - turn.joined_at, NOTHING), priority.weight(turn.priority) + 1)


def _by_weight(turn: WaitingTurn) -> tuple[int, _Arrival]:
    return -priority.weight(turn.priority), _arrival(turn)


def _arrival(turn: WaitingTurn) -> _Arrival:
    return turn.joined_at, turn.label, turn.turn_id


def reason_text(reason: Reason, zone: tzinfo = ZONE) -> str:
    """Why a turn has its place, in Portuguese; times are shown in the shop's `zone`."""
    match reason:
        case ByPriority(group):
            return f"Preferencial: {priority.name(group)}"
        case ByArrival(joined_at, is_first):
            clock = joined_at.astimezone(zone).strftime("%H:%M")
            return f"Chegou primeiro, às {clock}" if is_first else f"Por ordem de chegada, às {clock}"
        case ByAgeing(waited, factor):
            return f"Espera {waited // timedelta(minutes=1)} min × peso {factor}"
        case AfterPriority(priority_calls):
            plural = "preferencial" if priority_calls == 1 else "preferenciais"
            return f"Vez normal depois de {priority_calls} {plural}"
        case _:
            assert_never(reason)
