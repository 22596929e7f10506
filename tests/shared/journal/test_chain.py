from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import exc, text

from shared.journal import chain, hlc
from shared.journal.codec import FactTypes
from shared.journal.model import Event, Unreadable
from shared.journal.rows import READ_MAX
from tests.shared.journal.conftest import START, Station
from tests.shared.journal.facts import FACTS, Added, Sum, Taken, evolve


def test_each_event_seals_the_one_before(station: Station) -> None:
    with station.database.transaction() as tx:
        events = [each.event for each in station.journal.append(tx, "sum:1", [Added(1), Added(2), Added(3)], "me")]
    assert chain.check(events) is None
    assert events[1].parents == (events[0].id,)
    with station.database.snapshot() as read:
        assert station.journal.check_chains(read) is None


@pytest.mark.parametrize(
    "forge",
    [
        lambda event: replace(event, payload="x"),
        lambda event: replace(event, actor="x"),
        lambda event: replace(event, kind="x"),
        lambda event: replace(event, aggregate="x"),
        lambda event: replace(event, hlc=event.hlc + 1),
        lambda event: replace(event, version=2),
        lambda event: replace(event, parents=(event.id,)),
    ],
)
def test_a_changed_event_is_noticed(station: Station, forge: Callable[[Event], Event]) -> None:
    with station.database.transaction() as tx:
        events = [each.event for each in station.journal.append(tx, "sum:1", [Added(1), Added(2)], "me")]
    broken = chain.check([forge(events[0]), events[1]])
    assert broken is not None
    assert broken.at == events[0].id


def test_a_missing_event_is_noticed(station: Station) -> None:
    with station.database.transaction() as tx:
        events = [each.event for each in station.journal.append(tx, "sum:1", [Added(1), Added(2), Added(3)], "me")]
    broken = chain.check([events[0], events[2]])
    assert broken == chain.Broken(events[2].id, "expected number 2")


@pytest.mark.parametrize("statement", ["UPDATE journal SET payload = '{}'", "DELETE FROM journal"])
def test_the_journal_is_append_only(station: Station, statement: str) -> None:
    with station.database.transaction() as tx:
        station.journal.append(tx, "sum:1", [Added(1)], "me")
    with pytest.raises(exc.IntegrityError, match="append-only"), station.database.writing_engine.begin() as connection:
        connection.execute(text(statement))


def test_logical_time_never_runs_back_when_the_clock_does(station: Station) -> None:
    with station.database.transaction() as tx:
        (first,) = station.journal.append(tx, "sum:1", [Added(1)], "me")
    station.clock.jump(-timedelta(days=1))
    with station.database.transaction() as tx:
        (second,) = station.journal.append(tx, "sum:1", [Added(1)], "me")
    assert second.event.hlc == first.event.hlc + 1


def test_a_clock_far_ahead_does_not_drag_ours() -> None:
    ours = hlc.at(START)
    near, far = hlc.at(START + timedelta(seconds=30)), hlc.at(START + timedelta(minutes=5))
    assert hlc.merge(ours, near, START) == near
    assert hlc.merge(ours, far, START) == ours


def test_an_older_version_is_brought_up_to_date() -> None:
    types = FactTypes(FACTS, {("taken", 1): lambda body: {**body, "why": "unsaid"}})
    assert types.decode("taken", 1, '{"amount":3}') == Taken(3, "unsaid")


@pytest.mark.parametrize(
    ("kind", "version", "payload"),
    [
        ("unheard_of", 1, "{}"),
        ("added", 2, '{"amount":3}'),
        ("added", 1, '{"amount":"many"}'),
        ("added", 1, "not json"),
        ("taken", 1, '{"amount":3}'),
    ],
)
def test_what_cannot_be_read_is_said_so(kind: str, version: int, payload: str) -> None:
    assert FactTypes(FACTS).decode(kind, version, payload) == Unreadable(kind, version)


def test_facts_survive_being_stored() -> None:
    types = FactTypes(FACTS)
    fact = Taken(3, 'with "quotes" and ünïcode')
    assert types.decode("taken", 2, types.encode(fact)) == fact


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
@pytest.mark.parametrize("amount", ["3", 3.5, None])
def test_a_fact_that_could_not_be_read_back_is_not_written(station: Station, amount: object) -> None:
    wrong = Taken(amount, "")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"taken|validation"), station.database.transaction() as tx:
        station.journal.append(tx, "sum:1", [Added(3), wrong], "ana")
    with station.database.snapshot() as read:
        assert station.journal.events_of(read, "sum:1") == ()


def test_an_aggregate_is_read_whole_however_long_it_is(station: Station) -> None:
    with station.database.transaction() as tx:
        station.journal.append(tx, "sum:1", [Added(1)] * (READ_MAX + 1), "ana")
    with station.database.transaction() as tx:
        folded = station.journal.refold(tx, "sum:1", evolve)
    assert folded.state == Sum(READ_MAX + 1)
