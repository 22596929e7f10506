"""A private desktop for programs that are played from outside: X displays, a message bus, a pointer, a camera.

All of it is started here and ended here, by process id. Nothing of the desktop that somebody works at is touched.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import ImageGrab
from PIL.Image import Image

from tests.story.outside.processes import first_line, running
from tests.story.outside.tree import Rect

DO_SECONDS = 15.0
KEY_DELAY_MS = 40
QUIET = "qt.accessibility.*=false;qt.qpa.*=false"
"""What Qt says of being looked at, as of questions about what has just gone, and of the display is no complaint."""
FOREIGN = frozenset({"DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "NO_AT_BRIDGE"})
FOREIGN_PREFIXES = ("QT_", "QML", "VEZ_", "DBUS_", "AT_SPI_", "XDG_")


@dataclass(frozen=True, slots=True)
class Display:
    """One X display, `name` as ``:7``, with a window manager that gives a program the whole of it."""

    name: str
    rect: Rect
    environment: Mapping[str, str]

    def click(self, place: tuple[int, int]) -> None:
        """Move the pointer there, press and release its first button."""
        x, y = place
        self._do("mousemove", str(x), str(y), "click", "1")

    def type(self, text: str) -> None:
        """Every letter as a key, to the window that has the focus."""
        self._do("type", "--delay", str(KEY_DELAY_MS), text)

    def press(self, key: str) -> None:
        """A key by the name that X has for it: ``F4``, ``Return``."""
        self._do("key", key)

    def photograph(self) -> Image:
        return ImageGrab.grab(xdisplay=self.name)

    def _do(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self.environment, check=True, timeout=DO_SECONDS)


@contextmanager
def message_bus(log: Path) -> Iterator[dict[str, str]]:
    """A session bus of its own; the environment of the programs on it.

    The accessibility bus starts on it when a program asks for one, and ends with it.
    """
    with tempfile.TemporaryDirectory(prefix="vez-") as runtime:  # a socket's path must be short
        environment = {**_own_environment(), "XDG_RUNTIME_DIR": runtime}
        command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
        with running([*command, f"--address=unix:path={runtime}/bus"], environment, log, is_heard=True) as process:
            yield {
                **environment,
                "DBUS_SESSION_BUS_ADDRESS": first_line(process, log),
                "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
                "QT_LOGGING_RULES": QUIET,
                "QT_QPA_PLATFORM": "xcb",
                "QT_QUICK_BACKEND": "software",
            }


@contextmanager
def display(size: tuple[int, int], environment: Mapping[str, str], log: Path) -> Iterator[Display]:
    """A screen of `size` pixels that nobody sees, under a number that was free."""
    width, height = size
    server = ["Xvfb", "-displayfd", "1", "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset"]
    with running(server, environment, log, is_heard=True) as process:
        name = f":{first_line(process, log)}"
        inside = {**environment, "DISPLAY": name}
        with running(["matchbox-window-manager", "-use_titlebar", "no"], inside, log):
            yield Display(name, Rect(0, 0, width, height), inside)


def _own_environment() -> dict[str, str]:
    """Without what belongs to the desktop, or to the settings, of whoever runs this."""
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    kept = {name: value for name, value in kept.items() if not name.startswith(FOREIGN_PREFIXES)}
    return {**kept, "LC_ALL": "C.UTF-8"}
