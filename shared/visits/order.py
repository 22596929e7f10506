"""Who is next in the queue of one service, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import islice, takewhile
from typing import assert_never

from shared.kernel.day import ZONE
from shared.kernel.ids import ServiceId, TurnId, VisitId
from shared.visits import priority
from shared.visits.model import PriorityGroup

NOTHING = timedelta()
LEAST = timedelta(microseconds=1)
"""The finest step of a moment."""

Arrival = tuple[datetime, str, str]
"""Who came when: the moment, the label, the turn's id. The smaller came first."""

EVERYBODY: Arrival = (datetime.max.replace(tzinfo=UTC), "", "")
NOBODY: Arrival = (datetime.min.replace(tzinfo=UTC), "", "")


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


@dataclass(frozen=True, slots=True)
class Crowd:
    """Of each weight, how many wait for a service, and how many of them came before the bound of `bounds`."""

    people: Mapping[int, int]
    ahead: Mapping[int, int]


def rank(
    waiting: Iterable[WaitingTurn], policy: QueuePolicy, recent_calls: RecentCalls, now: datetime
) -> tuple[Ranked, ...]:
    """The queue of one service in the order of its calls. The same turns in any order give the same places.

    Inside equals the earlier arrival is first, then the lower label. Only Alternation looks at `recent_calls`.
    Inside one weight every policy goes by arrival: the first `n` arrivals of each weight are enough for the first `n`
    places.
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
    def key(turn: WaitingTurn) -> tuple[timedelta, int, Arrival]:
        reason = _ageing(turn, now)
        return -reason.waited * reason.factor, -reason.factor, _arrival(turn)

    return ((turn, _ageing(turn, now)) for turn in sorted(waiting, key=key))


def _in_turns(waiting: Iterable[WaitingTurn], allowed: int, recent_calls: RecentCalls) -> _Placed:
    turns = sorted(waiting, key=_by_weight)
    preferred = [turn for turn in turns if turn.priority is not None]
    ordinary = turns[len(preferred) :]
    sides = _sides(len(preferred), len(ordinary), allowed, _in_a_row(recent_calls))
    left = {True: iter(preferred), False: iter(ordinary)}
    for position, (is_preferred, in_a_row) in enumerate(sides):
        turn = next(left[is_preferred])
        yield turn, _by_side(turn, in_a_row, allowed, is_first=position == 0)


def _sides(preferred: int, ordinary: int, allowed: int, in_a_row: int) -> Iterator[tuple[bool, int]]:
    """Of each call whether it takes somebody preferred, and how many of those were called in a row before it."""
    while preferred or ordinary:
        is_preferred = preferred > 0 and (in_a_row < allowed or not ordinary)
        yield is_preferred, in_a_row
        preferred, ordinary = preferred - is_preferred, ordinary - (not is_preferred)
        in_a_row = in_a_row + 1 if is_preferred else 0


def _in_a_row(recent_calls: RecentCalls) -> int:
    return sum(1 for _ in takewhile(lambda group: group is not None, recent_calls))


def _by_side(turn: WaitingTurn, in_a_row: int, allowed: int, *, is_first: bool) -> Reason:
    if turn.priority is None and in_a_row >= allowed:
        return AfterPriority(in_a_row)
    return _by_class(turn, is_first=is_first)


def bounds(turn: WaitingTurn, policy: QueuePolicy, now: datetime) -> Mapping[int, Arrival]:
    """Of each weight, before which arrival its turns go ahead of `turn`.

    What `locate` must be told of everybody else, so that nobody has to be read one by one.
    """
    if isinstance(policy, Ageing):
        return {weight: _aged(turn, weight, now) for weight in priority.WEIGHTS}
    mine = priority.weight(turn.priority)
    others = {weight: EVERYBODY if weight > mine else NOBODY for weight in priority.WEIGHTS}
    return {**others, mine: _arrival(turn)}


def _aged(turn: WaitingTurn, weight: int, now: datetime) -> Arrival:
    """Before which arrival somebody of `weight` has the higher product, or the same one with the higher factor."""
    mine, factor = _ageing(turn, now), weight + 1
    if factor == mine.factor:
        return _arrival(turn)
    product = mine.waited * mine.factor
    enough = -(-product // factor) if factor > mine.factor else product // factor + LEAST
    return EVERYBODY if enough <= NOTHING else (now - enough + LEAST, "", "")


def locate(turn: WaitingTurn, policy: QueuePolicy, recent_calls: RecentCalls, now: datetime, crowd: Crowd) -> Ranked:
    """Where `rank` puts one turn of the queue, from counts alone. The crowd includes the turn itself."""
    ahead = sum(crowd.ahead.values())
    match policy:
        case StrictPriority():
            return Ranked(turn, ahead + 1, _by_class(turn, is_first=ahead == 0))
        case Ageing():
            return Ranked(turn, ahead + 1, _ageing(turn, now))
        case Alternation(allowed):
            return _locate_in_turns(turn, allowed, recent_calls, crowd)
        case _:
            assert_never(policy)


def _locate_in_turns(turn: WaitingTurn, allowed: int, recent_calls: RecentCalls, crowd: Crowd) -> Ranked:
    ordinary = crowd.people[priority.ORDINARY_WEIGHT]
    preferred = sum(crowd.people.values()) - ordinary
    is_mine = turn.priority is not None
    before = sum(crowd.ahead.values()) - (0 if is_mine else preferred)
    sides = enumerate(_sides(preferred, ordinary, allowed, _in_a_row(recent_calls)), start=1)
    like_mine = ((place, in_a_row) for place, (is_preferred, in_a_row) in sides if is_preferred is is_mine)
    place, in_a_row = next(islice(like_mine, before, None))
    return Ranked(turn, place, _by_side(turn, in_a_row, allowed, is_first=place == 1))


def _by_class(turn: WaitingTurn, *, is_first: bool) -> ByPriority | ByArrival:
    if turn.priority is not None:
        return ByPriority(turn.priority)
    return ByArrival(turn.joined_at, is_first)


def _ageing(turn: WaitingTurn, now: datetime) -> ByAgeing:
    return ByAgeing(max(now - turn.joined_at, NOTHING), priority.weight(turn.priority) + 1)


def _by_weight(turn: WaitingTurn) -> tuple[int, Arrival]:
    return -priority.weight(turn.priority), _arrival(turn)


def _arrival(turn: WaitingTurn) -> Arrival:
    return turn.joined_at, turn.label, turn.turn_id


def reason_text(reason: Reason, zone: tzinfo = ZONE) -> str:
    """Why a turn has its place, in Portuguese; times are shown in the shop's `zone`."""
    match reason:
        case ByPriority(group):
            return f"Preferencial: {priority.name(group)}"
        case ByArrival(joined_at, is_first):
            local = joined_at.astimezone(zone)
            clock = f"{local.hour:02}:{local.minute:02}"
            return f"Chegou primeiro, às {clock}" if is_first else f"Chegou às {clock}"
        case ByAgeing(waited, factor):
            return f"Espera {waited // timedelta(minutes=1)} min × peso {factor}"
        case AfterPriority(priority_calls):
            plural = "preferencial" if priority_calls == 1 else "preferenciais"
            return f"Vez normal depois de {priority_calls} {plural}"
        case _:
            assert_never(reason)
