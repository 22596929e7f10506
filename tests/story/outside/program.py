"""A built program on a display, with a person in front of it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.story.conversation import Conversation
from tests.story.outside.person import Person
from tests.story.outside.processes import running
from tests.story.outside.screens import Display
from tests.story.outside.tree import Node, read_tree
from tests.story.outside.waiting import wait_for
from tests.story.playable import Unplayable

SYSTEM_PYTHON = "/usr/bin/python3"
EYES = Path(__file__).with_name("eyes.py")
START_SECONDS = 30.0


class Eyes:
    """One for all programs on the same message bus."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self._talk = Conversation("eyes", [SYSTEM_PYTHON, str(EYES)], environment, log)
        self.look(0)  # open from here on, so that they cost no program's start

    def look(self, process_id: int) -> Node | None:
        """What shows of the program with this process id; None while it shows nothing."""
        told = self._talk.ask("look", process=process_id)
        tree = None if told is None else read_tree(told)
        return tree if tree is not None and tree.children else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._talk.end()


@dataclass(frozen=True, slots=True)
class Played:
    """`start_seconds`: from the command to the first thing that could be read on the screen."""

    person: Person
    start_seconds: float


@contextmanager
def played(program: Path, display: Display, eyes: Eyes, environment: Mapping[str, str], log: Path) -> Iterator[Played]:
    """``vez-kiosk`` or ``vez-panel`` there. Unplayable unless it starts, stays, ends well and never complains."""
    app = program.name.removeprefix("vez-")
    began = time.monotonic()
    with running([program], {**environment, "DISPLAY": display.name}, log) as process:

        def glance() -> Node | None:
            tree = eyes.look(process.pid)
            if process.poll() is not None:
                raise Unplayable(f"{app} ended by itself with {process.returncode}: see {log}")
            return tree

        def look() -> Node:
            return wait_for(glance, f"{app} on the screen", START_SECONDS)

        look()
        started = time.monotonic() - began
        yield Played(Person(app, display.rect, look, display, display.photograph), started)
    if process.returncode != 0:
        raise Unplayable(f"{app} ended with {process.returncode} when it was asked to end: see {log}")
    complaints = log.read_text("utf-8", "replace").strip()
    if complaints:
        raise Unplayable(f"{app} complains: {complaints}")
