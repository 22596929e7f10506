"""Stations that hear of each other's events in any order end with the same state."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.journal import rows
from shared.journal.chain import Broken
from shared.journal.model import Event, Folded, Recorded
from shared.journal.service import Gap, Received
from shared.kernel.clock import ManualClock
from tests.shared.journal.conftest import START, Station
from tests.shared.journal.facts import Added, Closed, Sum, Taken, evolve

AGGREGATE = "sum:1"
New = Callable[[str], Station]


def write(station: Station, *facts: Added | Taken | Closed) -> list[Event]:
    with station.database.transaction() as tx:
        return [each.event for each in station.journal.append(tx, AGGREGATE, facts, "me")]


def hear(station: Station, events: list[Event]) -> Received | Gap | Broken:
    with station.database.transaction() as tx:
        heard = station.journal.receive(tx, events)
        station.journal.refold(tx, AGGREGATE, evolve)
    return heard


def known(station: Station) -> tuple[Recorded, ...]:
    with station.database.snapshot() as read:
        return station.journal.events_of(read, AGGREGATE)


def folded(station: Station) -> Folded[Sum]:
    with station.database.transaction() as tx:
        return station.journal.refold(tx, AGGREGATE, evolve)


def test_what_is_heard_twice_counts_once(new_station: New) -> None:
    here, there = new_station("A"), new_station("B")
    events = write(there, Added(1), Added(2))
    first = hear(here, events)
    assert isinstance(first, Received)
    assert [each.event for each in first.new] == events
    assert hear(here, events) == Received(())
    assert folded(here).state == Sum(3)


def test_a_gap_is_asked_for_and_nothing_is_stored(new_station: New) -> None:
    here, there = new_station("A"), new_station("B")
    events = write(there, Added(1), Added(2), Added(3))
    assert hear(here, events[1:]) == Gap(0)
    assert known(here) == ()
    hear(here, events[:1])
    assert hear(here, events[2:]) == Gap(1)


def test_a_forged_event_is_refused_whole(new_station: New) -> None:
    here, there = new_station("A"), new_station("B")
    events = write(there, Added(1), Added(2))
    broken = hear(here, [events[0], replace(events[1], payload='{"amount":99}')])
    assert isinstance(broken, Broken)
    assert known(here) == ()


def test_a_conflict_stays_until_it_is_none(new_station: New) -> None:
    here, there = new_station("A"), new_station("B")
    events = write(there, Added(5))
    write(here, Taken(5, "early"))
    with here.database.transaction() as tx:
        here.journal.refold(tx, AGGREGATE, evolve)
    with here.database.snapshot() as read:
        assert [conflict.reason for _, conflict in rows.conflicts(read)] == ["too little"]
    hear(here, events)
    with here.database.snapshot() as read:
        assert rows.conflicts(read) == []
    assert folded(here).state == Sum(0)


def test_the_parents_of_a_new_event_are_all_that_was_heard(new_station: New) -> None:
    here, there = new_station("A"), new_station("B")
    theirs, ours = write(there, Added(1)), write(here, Added(2))
    hear(here, theirs)
    (after,) = write(here, Closed())
    assert set(after.parents) == {theirs[0].id, ours[0].id}


commands = st.lists(
    st.tuples(
        st.sampled_from("ABC"),
        st.one_of(
            st.builds(Added, amount=st.integers(1, 9)),
            st.builds(Taken, amount=st.integers(1, 9), why=st.just("")),
            st.just(Closed()),
        ),
        st.sampled_from("ABC"),
        st.integers(0, 3),
    ),
    max_size=12,
)


@settings(max_examples=25)
@given(commands, st.randoms(use_true_random=False))
def test_files_converge_and_equal_the_fold(script: list[tuple[str, Added, str, int]], rng: random.Random) -> None:
    clock = ManualClock(START)
    with TemporaryDirectory() as folder:
        stations = {letter: Station(Path(folder), letter, clock) for letter in "ABC"}
        for author, fact, listener, seconds in script:
            write(stations[author], fact)
            clock.advance(timedelta(seconds=seconds))
            deliver_some(stations[author], stations[listener], rng)
        for _ in range(2):
            for source in stations.values():
                for target in stations.values():
                    deliver_all(source, target)
        states = [folded(station) for station in stations.values()]
        sets = [{each.event for each in known(station)} for station in stations.values()]
        for station in stations.values():
            station.database.close()
    assert sets[0] == sets[1] == sets[2]
    assert states[0] == states[1] == states[2]


def deliver_some(source: Station, target: Station, rng: random.Random) -> None:
    """A few of the source's own events, in bits, some of them again."""
    events = [each.event for each in known(source) if each.event.id.station == source.author.station]
    if events:
        start = rng.randrange(len(events))
        hear(target, events[start : start + rng.randint(1, 3)])


def deliver_all(source: Station, target: Station) -> None:
    by_station: dict[str, list[Event]] = {}
    for each in sorted(known(source), key=lambda each: each.event.id):
        by_station.setdefault(each.event.id.station, []).append(each.event)
    for events in by_station.values():
        assert isinstance(hear(target, events), Received)
