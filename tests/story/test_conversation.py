"""A process that is asked: its answers, its objections, and its end."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.story.conversation import Conversation
from tests.story.playable import Unplayable

ECHO = """
import json, sys
print("a library's chatter", flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    if asked["do"] == "leave":
        sys.exit(7)
    print(json.dumps({"wrong": "no"} if asked["do"] == "refuse" else {"so": asked["name"]}), flush=True)
"""


def conversation(folder: Path) -> Conversation:
    return Conversation("echo", [sys.executable, "-c", ECHO], dict(os.environ), folder / "echo.log")


def test_a_question_has_an_answer_and_an_objection_is_told(tmp_path: Path) -> None:
    echo = conversation(tmp_path)

    assert echo.ask("say", name="Crioterapia") == "Crioterapia"
    with pytest.raises(Unplayable, match=r"echo: refuse {'name': 'x'}: no"):
        echo.ask("refuse", name="x")
    echo.end()


def test_a_process_that_ends_is_not_waited_for(tmp_path: Path) -> None:
    echo = conversation(tmp_path)

    with pytest.raises(Unplayable, match="echo ended with 7 during: leave"):
        echo.ask("leave")
    echo.end()
