"""What a screen reader would be given of a program, as JSON: one question a line, one answer a line.

Runs on the system's Python, as a script: the bindings are Debian's (python3-gi, gir1.2-atspi-2.0), and nothing else of
this project is imported. Only what shows on the screen is told.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

gi = import_module("gi")
gi.require_version("Atspi", "2.0")
Atspi = import_module("gi.repository.Atspi")
GLib = import_module("gi.repository.GLib")

ANSWER_MS = 5_000
START_MS = 15_000
"""How long a program may take over one answer, now and while it starts. AT-SPI's own 0.8 s are for idle machines."""


def look(process: int) -> dict[str, Any] | None:
    """The tree of the program with this process id; None while it has none."""
    desktop = Atspi.get_desktop(0)
    desktop.set_cache_mask(Atspi.Cache.NONE)
    for at in range(desktop.get_child_count()):
        program = desktop.get_child_at_index(at)
        if program is not None and program.get_process_id() == process:
            program.set_cache_mask(Atspi.Cache.NONE)
            return told(program)
    return None


def told(each: Any) -> dict[str, Any]:
    states = each.get_state_set()
    interfaces = each.get_interfaces()
    return {
        "role": each.get_role_name(),
        "name": each.get_name(),
        "id": each.get_accessible_id(),
        "text": Atspi.Text.get_text(each, 0, -1) if "Text" in interfaces else "",
        "is_enabled": states.contains(Atspi.StateType.ENABLED),
        "rect": place(each) if "Component" in interfaces else [0, 0, 0, 0],
        "children": list(children(each)),
    }


def children(parent: Any) -> Iterator[dict[str, Any]]:
    """Those that show; one that goes away while it is looked at is left out."""
    for at in range(parent.get_child_count()):
        try:
            child = parent.get_child_at_index(at)
            if child is not None and child.get_state_set().contains(Atspi.StateType.SHOWING):
                yield told(child)
        except GLib.Error:
            continue


def place(each: Any) -> list[int]:
    rect = each.get_extents(Atspi.CoordType.SCREEN)
    return [rect.x, rect.y, rect.width, rect.height]


def glance(process: int) -> dict[str, Any] | None:
    """A program that goes away, or does not answer, while it is looked at shows nothing."""
    try:
        return look(process)
    except GLib.Error:
        return None


Atspi.set_timeout(ANSWER_MS, START_MS)
for question in sys.stdin:
    print(json.dumps({"so": glance(json.loads(question)["process"])}), flush=True)
