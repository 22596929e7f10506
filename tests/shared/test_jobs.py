"""Background work: in its lane, one at a time, by one process of the station."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shared.jobs import DUTIES, Duties, Duty, Job, WorkLane
from shared.store.failures import DiskFull
from shared.store.leases import Leases

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


def test_a_job_that_fails_again_and_again_is_logged_when_it_begins_and_when_it_ends(
    lane: WorkLane, doings: Doings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")

    def fails_with(error: Exception) -> Callable[[], None]:
        def work() -> None:
            raise error

        return work

    gone, full = FileNotFoundError(2, "gone", "leases"), DiskFull("O disco está cheio.")
    steps = [*[fails_with(gone)] * 3, *[fails_with(full)] * 3, doings.does("well"), doings.does("well")]
    for number, step in enumerate([*steps, fails_with(gone)]):
        lane.submit("offer", step)
        lane.submit(f"after {number}", doings.does(f"after {number}"))
        doings.wait(lambda done, last=f"after {number}": last in done)  # type: ignore[misc]
    said = [each.msg["event"] for each in caplog.records if isinstance(each.msg, dict)]
    assert said == [
        "background job failed",
        "store failed in the background",
        "background job works again",
        "background job failed",
    ]


def test_a_lane_that_does_not_end_is_said_so() -> None:
    busy = WorkLane("busy")
    go_on = held(busy)
    assert not busy.stop(0.01)
    go_on.set()
    assert busy.stop(WAIT_SECONDS)


class Process:
    """What one process of a station offers to do."""

    def __init__(self, folder: Path) -> None:
        self.doings = Doings()
        jobs = [
            Job("often", self.doings.does("often"), 0.05, is_nudged=False),
            Job("asked", self.doings.does("asked"), 3600.0, is_nudged=True),
        ]
        self.duties = Duties(Leases(folder), {"lane": Duty(jobs, self.doings.does("recovered"))})


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Process]:
    made = Process(tmp_path)
    yield made
    made.duties.stop()


@pytest.fixture
def panel(tmp_path: Path) -> Iterator[Process]:
    made = Process(tmp_path)
    yield made
    made.duties.stop()


def test_one_process_works_and_begins_with_what_the_last_one_left(kiosk: Process, panel: Process) -> None:
    kiosk.duties.start()
    kiosk.doings.wait(lambda done: {"often", "asked"} <= set(done))
    assert kiosk.doings.done[0] == "recovered"
    panel.duties.start()
    kiosk.doings.wait(lambda done: done.count("often") > 5)
    assert panel.doings.done == []
    assert kiosk.doings.done.count("recovered") == 1


def test_a_process_that_ends_hands_over_at_once(kiosk: Process, panel: Process) -> None:
    kiosk.duties.start()
    kiosk.doings.wait(lambda done: "often" in done)
    panel.duties.start()
    kiosk.duties.stop()
    panel.doings.wait(lambda done: "often" in done)
    assert panel.doings.done[0] == "recovered"
    done = len(kiosk.doings.done)
    kiosk.duties.nudge()
    panel.doings.wait(lambda done: done.count("often") > 3)
    assert len(kiosk.doings.done) == done


def test_a_process_that_is_stuck_in_a_job_hands_nothing_over(tmp_path: Path) -> None:
    go_on = threading.Event()
    begun = threading.Event()

    def sticks() -> None:
        begun.set()
        go_on.wait(WAIT_SECONDS)

    duties = Duties(Leases(tmp_path), {"lane": Duty([Job("stuck", sticks, 0.01, is_nudged=True)], begun.clear)})
    duties.start()
    assert begun.wait(WAIT_SECONDS)
    duties.stop(0.01)
    assert not Leases(tmp_path).hold(DUTIES)
    go_on.set()
    duties.stop()


def test_a_nudge_does_not_wait_for_the_next_turn(kiosk: Process) -> None:
    kiosk.duties.start()
    kiosk.doings.wait(lambda done: "asked" in done)
    asked = kiosk.doings.done.count("asked")
    kiosk.duties.nudge()
    kiosk.doings.wait(lambda done: done.count("asked") > asked)


def test_a_nudge_leaves_alone_what_only_time_calls_for(tmp_path: Path) -> None:
    doings = Doings()
    jobs = [
        Job("backup", doings.does("backup"), 3600.0, is_nudged=False),
        Job("asked", doings.does("asked"), 3600.0, is_nudged=True),
    ]
    duties = Duties(Leases(tmp_path), {"lane": Duty(jobs, doings.does("recovered"))})
    duties.start()
    doings.wait(lambda done: "asked" in done)
    duties.nudge()
    doings.wait(lambda done: done.count("asked") == 2)
    duties.stop()
    assert "backup" not in doings.done


class Steps:
    """Two lanes that the test itself drives, in its own thread."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / f"{DUTIES}.lock"
        self.other = Leases(folder)
        self.done: list[str] = []
        self.fails = False
        self.duties = Duties(Leases(folder), {lane: self._duty(lane) for lane in ("payments", "papers")})

    def offers(self) -> None:
        self.duties._offer()

    def turn(self, lane: str) -> list[str]:
        """What a lane does when its job's turn has come."""
        self.done.clear()
        (job,) = self.duties._duties[lane].jobs
        self.duties._work(lane, job)()
        return list(self.done)

    def is_pushed_aside(self) -> None:
        """Somebody deletes the file of the lock, and another process takes over."""
        self.file.unlink()
        assert self.other.hold(DUTIES)

    def _duty(self, lane: str) -> Duty:
        def recovers() -> None:
            if self.fails:
                raise DiskFull("O disco está cheio.")
            self.done.append(f"recover {lane}")

        return Duty([Job(lane, lambda: self.done.append(lane), 1.0, is_nudged=True)], recovers)


@pytest.fixture
def steps(tmp_path: Path) -> Iterator[Steps]:
    made = Steps(tmp_path)
    yield made
    made.duties.stop()
    made.other.release(DUTIES)


def test_each_lane_recovers_before_its_own_first_job(steps: Steps) -> None:
    assert steps.turn("payments") == []
    steps.offers()
    assert steps.turn("payments") == ["recover payments", "payments"]
    assert steps.turn("payments") == ["payments"]
    assert steps.turn("papers") == ["recover papers", "papers"]
    steps.offers()
    assert steps.turn("papers") == ["papers"]


def test_whoever_was_pushed_aside_begins_no_other_job(steps: Steps) -> None:
    steps.offers()
    steps.turn("papers")
    steps.is_pushed_aside()
    assert steps.turn("papers") == []
    assert steps.turn("payments") == []


def test_every_lane_recovers_again_when_the_work_comes_back(steps: Steps) -> None:
    steps.offers()
    steps.turn("papers")
    steps.is_pushed_aside()
    steps.offers()
    assert steps.turn("papers") == []
    steps.other.release(DUTIES)
    steps.offers()
    assert steps.turn("papers") == ["recover papers", "papers"]
    assert steps.turn("payments") == ["recover payments", "payments"]


def test_no_job_begins_until_its_lane_could_recover(steps: Steps) -> None:
    steps.offers()
    steps.fails = True
    for _ in range(2):
        with pytest.raises(DiskFull):
            steps.turn("papers")
        assert steps.done == []
    steps.fails = False
    assert steps.turn("papers") == ["recover papers", "papers"]


def test_whoever_is_pushed_aside_while_recovering_begins_no_job(tmp_path: Path) -> None:
    done: list[str] = []
    duty = Duty([Job("job", lambda: done.append("job"), 1.0, is_nudged=True)], (tmp_path / f"{DUTIES}.lock").unlink)
    duties = Duties(Leases(tmp_path), {"lane": duty})
    duties._offer()
    duties._work("lane", duty.jobs[0])()
    assert done == []
    duties.stop()


def test_work_that_did_something_wakes_the_other_lanes_and_not_its_own(tmp_path: Path) -> None:
    doings = Doings()
    found = threading.Event()

    def finds() -> bool:
        doings.does("looked")()
        was_there = found.is_set()
        found.clear()
        return was_there

    jobs = {
        "payments": Duty([Job("payments", finds, 3600.0, is_nudged=True)], doings.does("recovered")),
        "papers": Duty([Job("papers", doings.does("printed"), 3600.0, is_nudged=True)], doings.does("recovered")),
    }
    duties = Duties(Leases(tmp_path), jobs)
    duties.start()
    doings.wait(lambda done: done.count("looked") == done.count("printed") == 1)
    found.set()
    duties._lanes["payments"].submit("payments", duties._work("payments", jobs["payments"].jobs[0]))
    doings.wait(lambda done: done.count("printed") == 2)
    duties.stop()
    assert doings.done.count("looked") == 2


def test_a_lane_that_cannot_recover_holds_up_no_other_and_tries_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    doings = Doings()
    tries: list[str] = []

    def fails_once() -> None:
        tries.append("recover")
        if len(tries) == 1:
            raise DiskFull("O disco está cheio.")

    duties = Duties(
        Leases(tmp_path),
        {
            "papers": Duty([Job("papers", doings.does("papers"), 0.05, is_nudged=True)], fails_once),
            "payments": Duty([Job("payments", doings.does("payments"), 0.05, is_nudged=True)], lambda: None),
        },
    )
    duties.start()
    doings.wait(lambda done: {"papers", "payments"} <= set(done))
    duties.stop()
    assert len(tries) == 2
    assert [each["event"] for each in errors(caplog)] == ["store failed in the background"]
