"""Background work of a station: who does it (a lease), when (the scheduler), and where (one lane each).

The scheduler only submits named jobs to lanes; a lane runs one job at a time on its own thread. A job that already
waits on its lane is not queued again.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from apscheduler.schedulers.background import BackgroundScheduler

from shared.logs import get_log
from shared.store.failures import StoreFailure
from shared.store.leases import Leases

DUTIES = "duties"
OFFER_SECONDS = 1.0
STOP_SECONDS = 5.0

_log = get_log("jobs")


@dataclass(frozen=True, slots=True)
class Job:
    """Named work; `every_seconds` is how often it runs without being nudged.

    When it says that it did something, the other lanes are nudged: it may be theirs to go on with.
    """

    name: str
    work: Callable[[], object]
    every_seconds: float
    is_nudged: bool


@dataclass(frozen=True, slots=True)
class Duty:
    """The work of one lane. `recover` mends what the last holder left: before the first job each time we take over."""

    jobs: Sequence[Job]
    recover: Callable[[], object]


class WorkLane:
    """A serial background worker. An exception is logged and the lane goes on.

    A job that fails again and again in the same way is logged when that begins and when it ends.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._claims: dict[str, object] = {}
        self._failing: dict[str, str] = {}
        self._queue: queue.SimpleQueue[tuple[str, Callable[[], object]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=f"lane-{name}", daemon=True)
        self._thread.start()

    def submit(self, name: str, work: Callable[[], object]) -> None:
        """Run `work` after what waits already; nothing happens when a job of this name waits."""
        mine = object()
        if self._claims.setdefault(name, mine) is mine:
            self._queue.put((name, work))

    def stop(self, timeout_seconds: float = STOP_SECONDS) -> bool:
        """Finish the running job and end; False when it did not end in time."""
        self._queue.put(None)
        self._thread.join(timeout_seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (job := self._queue.get()) is not None:
            name, work = job
            del self._claims[name]
            try:
                work()
            except StoreFailure as failure:
                if self._is_news(name, failure):
                    _log.error("store failed in the background", job=name, said=str(failure))
            except Exception as error:
                if self._is_news(name, error):
                    _log.exception("background job failed", job=name)
            else:
                if self._failing.pop(name, None) is not None:
                    _log.info("background job works again", job=name)

    def _is_news(self, name: str, error: Exception) -> bool:
        """Not when the job failed in the same way the last time, which may be a second ago."""
        said = f"{type(error).__name__}: {error}"
        is_news = self._failing.get(name) != said
        self._failing[name] = said
        return is_news


class Duties:
    """What exactly one process of the station does at a time. Every process offers; the lease decides."""

    def __init__(self, leases: Leases, duties: Mapping[str, Duty]) -> None:
        """`duties` by the name of their lane."""
        self._leases = leases
        self._duties = duties
        self._lanes: dict[str, WorkLane] = {}
        self._scheduler: BackgroundScheduler | None = None
        self._recovered: dict[str, int] = {}

    def start(self) -> None:
        """Begin to offer. Returns at once."""
        self._lanes = {name: WorkLane(name) for name in (DUTIES, *self._duties)}
        self._scheduler = BackgroundScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None}
        )
        self._schedule(DUTIES, "offer", self._offer, OFFER_SECONDS)
        for lane, duty in self._duties.items():
            for job in duty.jobs:
                self._schedule(lane, job.name, self._work(lane, job), job.every_seconds)
        self._scheduler.start()
        self._lanes[DUTIES].submit("offer", self._offer)

    def nudge(self, but: str | None = None) -> None:
        """Something was committed: whatever reacts to it runs now instead of at its next turn, in all lanes but one."""
        for lane, duty in self._duties.items():
            for job in duty.jobs:
                if job.is_nudged and lane != but and lane in self._lanes:
                    self._lanes[lane].submit(job.name, self._work(lane, job))

    def stop(self, timeout_seconds: float = STOP_SECONDS) -> None:
        """Stop offering, finish what runs, and let another process take over at once.

        A lane that does not end in time may still be at its remote: the lease then stays until the process ends.
        """
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None
        stopped = [lane.stop(timeout_seconds) for lane in self._lanes.values()]
        if all(stopped):
            self._leases.release(DUTIES)

    def _schedule(self, lane: str, name: str, work: Callable[[], object], every_seconds: float) -> None:
        assert self._scheduler is not None
        self._scheduler.add_job(
            self._lanes[lane].submit, "interval", args=[name, work], seconds=every_seconds, id=f"{lane}:{name}"
        )

    def _offer(self) -> None:
        had = self._leases.term(DUTIES)
        if self._leases.hold(DUTIES) and self._leases.term(DUTIES) != had:
            _log.info("took over the station's background work")
            self.nudge()

    def _work(self, lane: str, job: Job) -> Callable[[], object]:
        def work() -> None:
            if self._may_work(lane) and job.work():
                self.nudge(but=lane)

        return work

    def _may_work(self, lane: str) -> bool:
        """Asked on the lane itself: the lease is ours, and what its last holder left here is mended."""
        term = self._leases.term(DUTIES)
        if term is not None and self._recovered.get(lane) != term:
            self._duties[lane].recover()
            self._recovered[lane] = term
            return self._leases.term(DUTIES) == term
        return term is not None
