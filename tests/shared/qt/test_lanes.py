"""Lanes: in order, in the background, answered on the GUI thread."""

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from shared.qt.lanes import WORKS_MAX, Lane, LaneFull, LaneStuck


@pytest.fixture
def lane(qapp: object) -> Iterator[Lane]:
    lane = Lane("test")
    yield lane
    lane.stop()


def test_work_runs_elsewhere_and_is_answered_on_the_gui_thread(lane: Lane) -> None:
    threads: list[str] = []

    lane.submit(lambda: threading.current_thread().name, lambda name: threads.extend([name, where()]))
    lane.drain()

    assert threads == ["lane-test", where()]


def where() -> str:
    return threading.current_thread().name


def test_works_are_done_and_answered_in_the_order_they_were_given(lane: Lane) -> None:
    done: list[int] = []
    answered: list[int] = []

    for number in range(50):
        lane.submit(partial(note, done, number), answered.append)
    lane.drain()

    assert done == answered == list(range(50))


def note(done: list[int], number: int) -> int:
    done.append(number)
    return number


def test_answers_arrive_by_the_event_loop_alone(lane: Lane, qtbot: QtBot) -> None:
    answered: list[int] = []

    lane.submit(lambda: 7, answered.append)

    qtbot.waitUntil(lambda: answered == [7], timeout=5_000)


def test_what_an_answer_submits_is_drained_too(lane: Lane) -> None:
    answered: list[str] = []

    lane.submit(lambda: "first", lambda first: lane.submit(lambda: first + " second", answered.append))
    lane.drain()

    assert answered == ["first second"]


def test_an_exception_goes_to_the_one_who_asked(lane: Lane) -> None:
    failures: list[Exception] = []
    answered: list[object] = []

    lane.submit(fails, answered.append, failures.append)
    lane.submit(lambda: "next", answered.append)
    lane.drain()

    assert [str(failure) for failure in failures] == ["broken"]
    assert answered == ["next"]


def test_an_exception_nobody_takes_is_raised_on_the_gui_thread(lane: Lane) -> None:
    lane.submit(fails, lambda _: None)

    with pytest.raises(RuntimeError, match="broken"):
        lane.drain()


def fails() -> object:
    raise RuntimeError("broken")


def test_a_stopped_lane_forgets_what_waits_and_answers_nothing(qapp: object) -> None:
    lane = Lane("test")
    started, go_on = threading.Event(), threading.Event()
    seen: list[str] = []

    def slow() -> None:
        started.set()
        go_on.wait(10)

    lane.submit(slow, lambda _: seen.append("slow answered"))
    lane.submit(lambda: seen.append("waiting done"), lambda _: seen.append("waiting answered"))
    assert started.wait(10)
    stopper = threading.Timer(0, go_on.set)
    stopper.start()
    lane.stop()
    stopper.join(10)
    lane.submit(lambda: seen.append("after"), lambda _: None)
    lane.drain()

    assert "slow answered" not in seen
    assert "after" not in seen
    assert "waiting answered" not in seen


def test_a_lane_that_does_not_finish_is_reported_and_not_waited_for_forever(qapp: object) -> None:
    lane = Lane("test")
    go_on = threading.Event()
    lane.submit(lambda: go_on.wait(10), lambda _: None)

    with pytest.raises(LaneStuck):
        lane.drain(seconds=0.05)
    with pytest.raises(LaneStuck):
        lane.stop(seconds=0.05)

    go_on.set()


def test_a_lane_takes_only_so_much(lane: Lane) -> None:
    started, go_on = threading.Event(), threading.Event()
    answered: list[object] = []

    def waits() -> None:
        started.set()
        go_on.wait(10)

    lane.submit(waits, answered.append)
    assert started.wait(10)
    for _ in range(WORKS_MAX):
        lane.submit(lambda: None, answered.append)

    with pytest.raises(LaneFull):
        lane.submit(lambda: None, answered.append)

    go_on.set()
    lane.drain()
    assert len(answered) == WORKS_MAX + 1
