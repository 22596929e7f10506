from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared.kernel.clock import ManualClock
from shared.store.database import Database
from shared.store.leases import LEASE, Leases
from shared.store.migrations import migrate, migrations


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 11, 22, 12, tzinfo=UTC))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "vez.sqlite")
    migrate(opened, tmp_path, migrations()[:1])
    yield opened
    opened.close()


@pytest.fixture
def holders(database: Database, clock: ManualClock) -> tuple[Leases, Leases]:
    return Leases(database, clock, "kiosk"), Leases(database, clock, "panel")


def test_one_process_holds_a_lease(holders: tuple[Leases, Leases]) -> None:
    kiosk, panel = holders
    assert kiosk.hold("duties")
    assert not panel.hold("duties")
    assert panel.hold("other")


def test_a_renewed_lease_stays(holders: tuple[Leases, Leases], clock: ManualClock) -> None:
    kiosk, panel = holders
    for _ in range(10):
        assert kiosk.hold("duties")
        clock.advance(LEASE / 2)
        assert not panel.hold("duties")


def test_a_dead_holders_lease_is_taken_over(holders: tuple[Leases, Leases], clock: ManualClock) -> None:
    kiosk, panel = holders
    kiosk.hold("duties")
    clock.advance(LEASE)
    assert panel.hold("duties")
    assert not kiosk.hold("duties")


def test_a_released_lease_is_free_at_once(holders: tuple[Leases, Leases]) -> None:
    kiosk, panel = holders
    kiosk.hold("duties")
    panel.release("duties")
    assert not panel.hold("duties")
    kiosk.release("duties")
    assert panel.hold("duties")


def test_a_clock_that_was_set_back_blocks_nobody_for_long(holders: tuple[Leases, Leases], clock: ManualClock) -> None:
    kiosk, panel = holders
    kiosk.hold("duties")
    clock.jump(-timedelta(days=1))
    assert panel.hold("duties")


def test_a_fresh_lease_is_not_written_again(holders: tuple[Leases, Leases], database: Database) -> None:
    kiosk, _ = holders
    kiosk.hold("duties")
    watching = database.watcher()
    before = watching.version()
    assert kiosk.hold("duties")
    assert watching.version() == before
    watching.close()
