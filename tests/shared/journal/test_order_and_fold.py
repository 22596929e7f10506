"""Any delivery order and any duplication of the same events gives the same state, and nothing is dropped."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import takewhile

from hypothesis import given
from hypothesis import strategies as st

from shared.journal.fold import accounted_for, fold
from shared.journal.model import AlreadyTrue, Conflict, Event, EventId, Fact, Invalid, Recorded, Unreadable
from shared.journal.order import heads, order
from shared.kernel.ids import Epoch, StationId
from tests.shared.journal.facts import Added, Closed, Sum, Taken, evolve

STATIONS = ("a", "b", "c")


def recorded(
    station: str, seq: int, fact: Fact | Unreadable, parents: tuple[EventId, ...] = (), hlc: int = 0
) -> Recorded:
    event = Event(
        id=EventId(StationId(station), Epoch("e"), seq),
        hlc=hlc,
        aggregate="sum:1",
        kind="x",
        version=1,
        parents=parents,
        actor="test",
        payload="{}",
        prev_hash="",
        hash="",
    )
    return Recorded(0, event, fact)


facts = st.one_of(
    st.builds(Added, amount=st.integers(1, 9)),
    st.builds(Taken, amount=st.integers(1, 9), why=st.just("")),
    st.just(Closed()),
    st.just(Unreadable("from_the_future", 1)),
)


@st.composite
def histories(draw: st.DrawFn) -> list[Recorded]:
    """What several stations may have written: each event names heads of some set that its author had seen."""
    seen: dict[str, set[EventId]] = {station: set() for station in STATIONS}
    seq = dict.fromkeys(STATIONS, 0)
    events: dict[EventId, Recorded] = {}
    for _ in range(draw(st.integers(1, 14))):
        station = draw(st.sampled_from(STATIONS))
        if draw(st.booleans()):
            seen[station] |= seen[draw(st.sampled_from(STATIONS))]
        seq[station] += 1
        known = [events[each] for each in seen[station]]
        each = recorded(station, seq[station], draw(facts), heads(known), draw(st.integers(0, 5)))
        events[each.event.id] = each
        seen[station].add(each.event.id)
    return list(events.values())


@given(histories(), st.randoms(use_true_random=False))
def test_stations_converge_in_any_delivery_order(history: list[Recorded], rng: random.Random) -> None:
    shuffled = history + [each for each in history if rng.random() < 0.4]
    rng.shuffle(shuffled)
    assert fold(shuffled, evolve) == fold(history, evolve)


@given(histories())
def test_every_event_is_in_the_order_once_and_after_its_parents(history: list[Recorded]) -> None:
    placed = [each.event.id for each in order(history).events]
    assert sorted(placed) == sorted(each.event.id for each in history)
    for each in history:
        assert all(placed.index(parent) < placed.index(each.event.id) for parent in each.event.parents)


@given(histories(), st.data())
def test_an_event_without_its_parent_waits_and_is_not_lost(history: list[Recorded], data: st.DataObject) -> None:
    lost = data.draw(st.sampled_from(history))
    rest = [each for each in history if each is not lost]
    ordered = order(rest)
    placed = {each.event.id for each in ordered.events}
    waiting = {each.event.id for each in ordered.waiting}
    assert placed | waiting == {each.event.id for each in rest}
    assert not placed & waiting
    assert set(fold(rest, evolve).waiting) == waiting


@given(histories())
def test_every_event_changes_the_state_or_is_accounted_for(history: list[Recorded]) -> None:
    folded = fold(history, evolve)
    state: Sum | None = None
    used: set[EventId] = set()
    refused: list[Conflict] = []
    readable = takewhile(lambda each: not isinstance(each.fact, Unreadable), order(history).events)
    for each in readable:
        assert not isinstance(each.fact, Unreadable)
        match evolve(state, each.fact):
            case Invalid(reason):
                refused.append(Conflict(each.event.id, reason))
            case Sum() as state:
                used.add(each.event.id)
            case AlreadyTrue():
                used.add(each.event.id)
    assert (folded.state, folded.conflicts) == (state, tuple(refused))
    assert accounted_for(folded) == {each.event.id for each in history} - used


def test_money_goes_before_what_nobody_ordered() -> None:
    taken = recorded("a", 1, Taken(5, ""), hlc=1)
    added = recorded("b", 1, Added(5), hlc=9)
    assert fold([taken, added], evolve).state == Sum(0)


def test_a_cause_goes_before_its_effect_whatever_the_priority() -> None:
    closed = recorded("a", 1, Closed(), hlc=9)
    added = recorded("b", 1, Added(5), parents=(closed.event.id,), hlc=1)
    folded = fold([added, closed], evolve)
    assert folded.state == Sum(0, is_closed=True)
    assert [conflict.reason for conflict in folded.conflicts] == ["closed"]


def test_what_is_so_already_is_no_conflict() -> None:
    folded = fold([recorded("a", 1, Closed()), recorded("b", 1, Closed())], evolve)
    assert folded.state == Sum(0, is_closed=True)
    assert folded.conflicts == ()


def test_nothing_is_folded_past_an_unreadable_event() -> None:
    first = recorded("a", 1, Added(1))
    future = recorded("a", 2, Unreadable("from_the_future", 1), parents=(first.event.id,))
    later = recorded("a", 3, Added(7), parents=(future.event.id,))
    folded = fold([later, future, first], evolve)
    assert folded.state == Sum(1)
    assert folded.stopped_at == future.event.id
    assert folded.beyond == (later.event.id,)


def test_equal_times_are_ordered_by_identity() -> None:
    first, second = recorded("a", 1, Added(1)), recorded("b", 1, Added(2))
    assert order([second, first]).events == (first, replace(second))
