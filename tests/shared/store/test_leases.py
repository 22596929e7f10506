from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import lock_descriptor

from shared.store.leases import Leases

HOLDER = """
import sys
from pathlib import Path
from shared.store.leases import Leases
leases = Leases(Path(sys.argv[1]))
for _ in sys.stdin:
    print(leases.hold("duties"), flush=True)
"""
SECONDS_MAX = 30.0


class Holder:
    """Another process, which says whether it holds the lease whenever it is asked."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def holds(self) -> bool:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("?\n")
        self.process.stdin.flush()
        return self.process.stdout.readline() == "True\n"

    def is_killed(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(SECONDS_MAX)

    def is_stopped(self) -> None:
        self.process.send_signal(signal.SIGSTOP)
        _, status = os.waitpid(self.process.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)

    def goes_on(self) -> None:
        self.process.send_signal(signal.SIGCONT)


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[Holder]:
    made = Holder(tmp_path)
    yield made
    made.goes_on()
    made.process.kill()
    made.process.communicate(timeout=SECONDS_MAX)


@pytest.fixture
def leases(tmp_path: Path) -> Iterator[Leases]:
    made = Leases(tmp_path)
    yield made
    made.release("duties")


@pytest.fixture
def others(tmp_path: Path) -> Iterator[Leases]:
    """Of another core in the same process."""
    made = Leases(tmp_path)
    yield made
    made.release("duties")


def test_a_killed_holder_is_followed_at_once(holder: Holder, leases: Leases) -> None:
    assert holder.holds()
    assert not leases.hold("duties")
    holder.is_killed()
    assert leases.hold("duties")


@pytest.mark.skipif(sys.platform == "win32", reason="processes cannot be stopped there")
def test_a_stopped_holder_stays_the_only_one_and_goes_on(holder: Holder, leases: Leases) -> None:
    assert holder.holds()
    holder.is_stopped()
    assert not leases.hold("duties")
    holder.goes_on()
    assert holder.holds()
    assert not leases.hold("duties")


@pytest.mark.skipif(sys.platform == "win32", reason="a locked file cannot be deleted there")
def test_a_stopped_holder_whose_file_was_deleted_finds_on_going_on_that_it_lost(
    holder: Holder, leases: Leases, tmp_path: Path
) -> None:
    assert holder.holds()
    holder.is_stopped()
    (tmp_path / "duties.lock").unlink()
    assert leases.hold("duties")
    holder.goes_on()
    assert not holder.holds()
    leases.release("duties")
    assert holder.holds()


def test_two_in_one_process_exclude_each_other(leases: Leases, others: Leases) -> None:
    assert leases.hold("duties")
    assert not others.hold("duties")
    assert others.term("duties") is None
    assert others.hold("other")
    others.release("other")


def test_a_released_lease_is_free_at_once_and_only_its_holder_releases_it(leases: Leases, others: Leases) -> None:
    leases.hold("duties")
    others.release("duties")
    assert not others.hold("duties")
    leases.release("duties")
    assert leases.term("duties") is None
    assert others.hold("duties")


def test_holding_on_is_the_same_term_and_taking_again_another(leases: Leases) -> None:
    assert leases.hold("duties")
    first = leases.term("duties")
    assert leases.hold("duties")
    assert leases.term("duties") == first
    leases.release("duties")
    assert leases.hold("duties")
    assert leases.term("duties") not in {None, first}


@pytest.mark.skipif(sys.platform == "win32", reason="a locked file cannot be deleted there")
def test_a_lease_without_its_file_is_lost_and_taken_anew(leases: Leases, others: Leases, tmp_path: Path) -> None:
    leases.hold("duties")
    first = leases.term("duties")
    (tmp_path / "duties.lock").unlink()
    assert leases.term("duties") is None
    assert leases.hold("duties")
    assert leases.term("duties") != first
    assert not others.hold("duties")


@pytest.mark.skipif(sys.platform == "win32", reason="a locked file cannot be replaced there")
def test_a_lease_whose_file_was_replaced_is_lost(leases: Leases, tmp_path: Path) -> None:
    leases.hold("duties")
    (tmp_path / "another").touch()
    (tmp_path / "another").replace(tmp_path / "duties.lock")
    assert leases.term("duties") is None


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted there")
def test_a_file_that_goes_between_opening_and_locking_gives_no_lease(
    leases: Leases, others: Leases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locks_too_late(handle: int, *, blocking: bool) -> bool:
        (tmp_path / "duties.lock").unlink()
        return lock_descriptor(handle, blocking=blocking)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("shared.store.leases.lock_descriptor", locks_too_late)
        assert not leases.hold("duties")
    assert others.hold("duties")
    assert not leases.hold("duties")


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Leases(tmp_path / "nowhere").hold("duties")


def test_neither_holding_on_nor_asking_in_vain_writes(leases: Leases, others: Leases, tmp_path: Path) -> None:
    leases.hold("duties")
    before = (tmp_path / "duties.lock").stat()
    assert leases.hold("duties")
    assert not others.hold("duties")
    after = (tmp_path / "duties.lock").stat()
    assert (after.st_mtime_ns, after.st_ctime_ns, after.st_size) == (before.st_mtime_ns, before.st_ctime_ns, 0)
