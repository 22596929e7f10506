"""Background work: in its lane, one at a time, by one process of the station."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.jobs import DUTIES, LEASE_SECONDS, Duties, Job, WorkLane
from shared.kernel.clock import ManualClock
from shared.store.database import Database
from shared.store.failures import DiskFull
from shared.store.leases import LEASE, Leases
from shared.store.migrations import migrate, migrations

WAIT_SECONDS = 20.0


class Doings:
    """What was done, in order; waits for it without sleeping."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self._news = threading.Condition()

    def does(self, name: str) -> Callable[[], None]:
        def work() -> None:
            with self._news:
                self.done.append(name)
                self._news.notify_all()

        return work

    def wait(self, is_so: Callable[[list[str]], bool]) -> None:
        with self._news:
            assert self._news.wait_for(lambda: is_so(self.done), WAIT_SECONDS), self.done


@pytest.fixture
def doings() -> Doings:
    return Doings()


@pytest.fixture
def lane() -> Iterator[WorkLane]:
    made = WorkLane("test")
    yield made
    assert made.stop(WAIT_SECONDS)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 11, 22, 12, tzinfo=UTC))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "vez.sqlite")
    migrate(opened, tmp_path, migrations()[:1])
    yield opened
    opened.close()


def errors(caplog: pytest.LogCaptureFixture) -> list[dict[str, str]]:
    """The fields of every error that was logged."""
    return [each.msg for each in caplog.records if each.levelname == "ERROR" and isinstance(each.msg, dict)]


def held(lane: WorkLane) -> threading.Event:
    """Keep a lane busy until the event is set; returns when it is."""
    begun, go_on = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        go_on.wait(WAIT_SECONDS)

    lane.submit("held", work)
    assert begun.wait(WAIT_SECONDS)
    return go_on


def test_a_lane_does_one_thing_after_the_other(lane: WorkLane, doings: Doings) -> None:
    go_on = held(lane)
    for name in "abc":
        lane.submit(name, doings.does(name))
    assert doings.done == []
    go_on.set()
    doings.wait(lambda done: done == ["a", "b", "c"])


def test_what_waits_already_is_not_queued_again(lane: WorkLane, doings: Doings) -> None:
    go_on = held(lane)
    for name in "aaba":
        lane.submit(name, doings.does(name))
    go_on.set()
    doings.wait(lambda done: done == ["a", "b"])
    lane.submit("a", doings.does("a"))
    doings.wait(lambda done: done == ["a", "b", "a"])


def test_what_runs_already_is_queued_once_more(lane: WorkLane, doings: Doings) -> None:
    go_on = held(lane)
    lane.submit("held", doings.does("again"))
    go_on.set()
    doings.wait(lambda done: done == ["again"])


def test_a_lane_outlives_what_goes_wrong_in_it(
    lane: WorkLane, doings: Doings, caplog: pytest.LogCaptureFixture
) -> None:
    def fails() -> None:
        raise RuntimeError("a bug")

    def finds_no_room() -> None:
        raise DiskFull("O disco está cheio.")

    lane.submit("bug", fails)
    lane.submit("full", finds_no_room)
    lane.submit("after", doings.does("after"))
    doings.wait(lambda done: done == ["after"])
    assert [(each["event"], each["job"]) for each in errors(caplog)] == [
        ("background job failed", "bug"),
        ("store failed in the background", "full"),
    ]
    assert errors(caplog)[1]["said"] == "O disco está cheio."


def test_a_lane_that_does_not_end_is_said_so() -> None:
    busy = WorkLane("busy")
    go_on = held(busy)
    assert not busy.stop(0.01)
    go_on.set()
    assert busy.stop(WAIT_SECONDS)


class Process:
    """What one process of a station offers to do."""

    def __init__(self, database: Database, clock: ManualClock, name: str) -> None:
        self.doings = Doings()
        jobs = [
            Job("often", self.doings.does("often"), 0.05, is_nudged=False),
            Job("asked", self.doings.does("asked"), 3600.0, is_nudged=True),
        ]
        lanes = {"lane": jobs}
        self.duties = Duties(Leases(database, clock, name), lanes, self.doings.does("took over"))


@pytest.fixture
def kiosk(database: Database, clock: ManualClock) -> Iterator[Process]:
    made = Process(database, clock, "kiosk")
    yield made
    made.duties.stop()


@pytest.fixture
def panel(database: Database, clock: ManualClock) -> Iterator[Process]:
    made = Process(database, clock, "panel")
    yield made
    made.duties.stop()


def test_one_process_works_and_begins_with_what_the_last_one_left(kiosk: Process, panel: Process) -> None:
    kiosk.duties.start()
    kiosk.doings.wait(lambda done: {"often", "asked"} <= set(done))
    assert kiosk.doings.done[0] == "took over"
    panel.duties.start()
    kiosk.doings.wait(lambda done: done.count("often") > 5)
    assert panel.doings.done == []
    assert (kiosk.duties.is_mine, panel.duties.is_mine) == (True, False)


def test_a_process_that_ends_hands_over_at_once(kiosk: Process, panel: Process) -> None:
    kiosk.duties.start()
    kiosk.doings.wait(lambda done: "often" in done)
    panel.duties.start()
    kiosk.duties.stop()
    panel.doings.wait(lambda done: "often" in done)
    assert panel.doings.done[0] == "took over"
    done = len(kiosk.doings.done)
    kiosk.duties.nudge()
    panel.doings.wait(lambda done: done.count("often") > 3)
    assert len(kiosk.doings.done) == done


def test_a_process_that_dies_is_replaced_when_its_lease_ends(
    database: Database, clock: ManualClock, panel: Process
) -> None:
    assert Leases(database, clock, "dead").hold(DUTIES)
    panel.duties.start()
    panel.duties.nudge()
    assert panel.doings.done == []
    clock.advance(LEASE)
    panel.doings.wait(lambda done: "often" in done)
    assert panel.doings.done[0] == "took over"


def test_a_process_that_lost_its_lease_stops_working(database: Database, clock: ManualClock, kiosk: Process) -> None:
    kiosk.duties.start()
    kiosk.doings.wait(lambda done: "often" in done)
    other = Leases(database, clock, "other")
    clock.advance(LEASE)
    deadline = threading.Event()
    for _ in range(int(WAIT_SECONDS / 0.01)):
        if other.hold(DUTIES) and not kiosk.duties.is_mine:
            break
        clock.advance(LEASE / 2)
        deadline.wait(0.01)
    assert not kiosk.duties.is_mine


def test_a_nudge_does_not_wait_for_the_next_turn(kiosk: Process) -> None:
    kiosk.duties.start()
    kiosk.doings.wait(lambda done: "asked" in done)
    asked = kiosk.doings.done.count("asked")
    kiosk.duties.nudge()
    kiosk.doings.wait(lambda done: done.count("asked") > asked)


def test_work_that_did_something_wakes_the_other_lanes_and_not_its_own(database: Database, clock: ManualClock) -> None:
    doings = Doings()
    found = threading.Event()

    def finds() -> bool:
        doings.does("looked")()
        was_there = found.is_set()
        found.clear()
        return was_there

    jobs: dict[str, list[Job]] = {
        "payments": [Job("payments", finds, 3600.0, is_nudged=True)],
        "papers": [Job("papers", doings.does("printed"), 3600.0, is_nudged=True)],
    }
    duties = Duties(Leases(database, clock, "kiosk"), jobs, doings.does("took over"))
    duties.start()
    doings.wait(lambda done: done.count("looked") == done.count("printed") == 1)
    found.set()
    duties._lanes["payments"].submit("payments", duties._if_mine("payments", jobs["payments"][0]))
    doings.wait(lambda done: done.count("printed") == 2)
    duties.stop()
    assert doings.done.count("looked") == 2


def test_what_could_not_be_taken_over_is_tried_again(
    database: Database, clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    doings = Doings()
    tries: list[str] = []

    def fails_once() -> None:
        tries.append("take over")
        if len(tries) == 1:
            raise DiskFull("O disco está cheio.")

    jobs = {"lane": [Job("often", doings.does("often"), 0.05, is_nudged=True)]}
    duties = Duties(Leases(database, clock, "kiosk"), jobs, fails_once)
    duties.start()
    doings.wait(lambda done: bool(done))
    duties.stop()
    assert len(tries) == 2
    assert [each["event"] for each in errors(caplog)] == ["store failed in the background"]
    assert LEASE.total_seconds() > LEASE_SECONDS
