"""The change feed as a signal, and what happens when it cannot be asked."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from shared.journal.feed import Changed
from shared.qt.changes import Changes
from shared.qt.crash import CRASHES_MAX, CrashHandler, environment_sentence
from shared.store.failures import DatabaseBusy, DiskFull


class ScriptedFeed:
    """Answers what the test wrote, then nothing new."""

    def __init__(self, *script: Callable[[], Changed | None]) -> None:
        self._script = list(script)
        self.asked = 0

    def poll(self) -> Changed | None:
        self.asked += 1
        return self._script.pop(0)() if self._script else None


def changed() -> Changed | None:
    return Changed(())


def nothing() -> Changed | None:
    return None


def busy() -> Changed | None:
    raise DatabaseBusy("O banco de dados está ocupado; tente de novo.")


def test_a_commit_is_told_and_silence_is_not(qapp: object) -> None:
    seen: list[object] = []
    changes = Changes(ScriptedFeed(nothing, changed, nothing))
    changes.changed.connect(seen.append)

    for _ in range(3):
        changes.look()

    assert seen == [Changed(())]


def test_the_timer_asks_by_itself_until_it_is_stopped(qtbot: QtBot) -> None:
    feed = ScriptedFeed(changed)
    changes = Changes(feed)

    with qtbot.waitSignal(changes.changed, timeout=30_000):
        changes.start()
    assert changes.is_looking

    changes.stop()

    assert not changes.is_looking


def test_a_feed_that_fails_is_told_once_and_told_again_only_after_it_answered(qapp: object) -> None:
    failures: list[str] = []
    changes = Changes(ScriptedFeed(busy, busy, changed, busy))
    changes.failed.connect(lambda failure: failures.append(type(failure).__name__))

    for _ in range(4):
        changes.look()

    assert failures == ["DatabaseBusy", "DatabaseBusy"]


def test_only_failures_of_the_environment_have_a_sentence_for_people() -> None:
    assert environment_sentence(DiskFull("O disco está cheio.")) == "O disco está cheio."
    assert environment_sentence(ValueError("invalid literal")) is None


def test_a_crash_is_told_to_the_app_and_too_many_say_that_it_should_leave(
    qapp: object, caplog: pytest.LogCaptureFixture
) -> None:
    handler = CrashHandler()
    crashes: list[object] = []
    exhausted: list[bool] = []
    handler.crashed.connect(crashes.append)
    handler.exhausted.connect(lambda: exhausted.append(True))

    for number in range(CRASHES_MAX + 1):
        handler.notice(RuntimeError(f"bug {number}"))

    assert len(crashes) == CRASHES_MAX
    assert exhausted == [True]
    assert "crash" in caplog.text
