"""What a screen learns of what others wrote."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from shared.journal.feed import BATCH_MAX, Changed, ChangeFeed
from tests.shared.journal.conftest import Station
from tests.shared.journal.facts import Added


@pytest.fixture
def feed(station: Station) -> Iterator[ChangeFeed]:
    made = ChangeFeed(station.database, station.journal)
    yield made
    made.close()


def writes(station: Station, count: int) -> None:
    """So many events, in one commit."""
    with station.database.transaction() as tx:
        station.journal.append(tx, "sum:1", [Added(number) for number in range(count)], "me")


def told(changed: Changed | None) -> list[object]:
    assert changed is not None
    return [each.fact for each in changed.events]


def test_what_was_there_before_is_not_told(station: Station) -> None:
    writes(station, 1)
    feed = ChangeFeed(station.database, station.journal)
    assert feed.poll() is None
    feed.close()


def test_what_is_written_is_told_once(station: Station, feed: ChangeFeed) -> None:
    writes(station, 2)
    assert told(feed.poll()) == [Added(0), Added(1)]
    assert feed.poll() is None


def test_a_commit_without_events_is_told(station: Station, feed: ChangeFeed) -> None:
    with station.database.transaction() as tx:
        tx.execute(text("INSERT INTO counter VALUES ('papers', 1)"))
    assert feed.poll() == Changed(())
    assert feed.poll() is None


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_more_than_one_poll_takes_is_told_in_full(station: Station, feed: ChangeFeed, more: int) -> None:
    writes(station, BATCH_MAX + more)
    seen = told(feed.poll())
    assert len(seen) == min(BATCH_MAX, BATCH_MAX + more)
    while changed := feed.poll():
        seen += told(changed)
    assert seen == [Added(number) for number in range(BATCH_MAX + more)]
