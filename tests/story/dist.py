"""`make dist`, second half: the whole story, told by the built programs, by real clicks.

Nothing is inside the built programs to play them by: a person in front of a private display does it, and that needs
Linux (`tests.story.outside`). Elsewhere the programs are only started, and the station that they open is examined.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from pydantic import SecretStr

from shared.config import Paths
from shared.payments.simulator.asaas.records import SIMULATOR_KEY
from shared.payments.simulator.server import HOST
from tests.fakes.simulator import RunningSimulator, SimulatorControl
from tests.story.account import tell_aloud
from tests.story.house import NO_KEYRING, House
from tests.story.outside.processes import running
from tests.story.outside.program import Eyes, Played, played
from tests.story.outside.screens import display, message_bus
from tests.story.outside.waiting import wait_for
from tests.story.playable import Unplayable
from tests.story.screens import DESK, PORTRAIT, offscreen
from tests.story.script import Story

BUILT = Path(__file__).parents[2] / "dist" / "vez"
PLACE = Path(__file__).parents[2] / "var" / "dist"
EXAMPLE_URL = "http://127.0.0.1:8765/v3"
RUN_SECONDS = 60.0
PORT_SECONDS = 20.0
UP_SECONDS = 12.0
"""Where nobody can look at the screen: a program that still runs after this long has opened its station."""


def main() -> int:
    """0 when the story came true, every program ended in order, and the station is well."""
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    os.environ.update(NO_KEYRING)
    print(f"dist/vez: {_megabytes(BUILT)} MB.")
    try:
        came_true = _tell() if sys.platform == "linux" else _start()
    except Unplayable as broken:
        print(f"\nOs programas construídos não servem: {broken}", file=sys.stderr)
        return 1
    return 0 if came_true else 1


def _tell() -> bool:
    log = PLACE / "desktop.log"
    with message_bus(log) as environment, _shop(environment) as house, ExitStack() as stack:
        eyes = stack.enter_context(Eyes(environment, log))
        totem = stack.enter_context(_played("vez-kiosk", PORTRAIT, house, eyes, environment))
        panel = stack.enter_context(_played("vez-panel", DESK, house, eyes, environment))
        print(f"Da partida à tela: totem {totem.start_seconds:.1f} s, painel {panel.start_seconds:.1f} s.\n")
        story = Story(house, totem.person, panel.person, PLACE)
        return tell_aloud(story, totem.person, panel.person, PLACE) and _is_well(house, environment)


@contextmanager
def _played(
    program: str, size: tuple[int, int], house: House, eyes: Eyes, environment: Mapping[str, str]
) -> Iterator[Played]:
    with (
        display(size, environment, PLACE / "desktop.log") as screen,
        played(BUILT / program, screen, eyes, _at(house.home, environment), PLACE / f"{program}.log") as app,
    ):
        yield app


def _start() -> bool:
    print("Tocar os programas por fora só é possível no Linux: aqui eles são apenas iniciados, e a estação, examinada.")
    with _shop(os.environ) as house, ExitStack() as stack:
        for app, size in (("kiosk", PORTRAIT), ("panel", DESK)):
            environment = _at(house.home, os.environ) | offscreen(house.home, size)
            process = stack.enter_context(running([BUILT / f"vez-{app}"], environment, PLACE / f"{app}.log"))
            try:
                raise Unplayable(f"vez-{app} ended by itself with {process.wait(UP_SECONDS)}")
            except subprocess.TimeoutExpired:
                print(f"vez-{app} está aberto.")
        return _is_well(house, os.environ)


@contextmanager
def _shop(environment: Mapping[str, str]) -> Iterator[House]:
    """A station made by the built `vez setup`, with the built simulator as its provider."""
    home = PLACE / "station"
    port_file = PLACE / "simulator.port"
    command = [str(BUILT / "vez"), "simulator", "--port", "0", "--port-file", str(port_file)]
    with running(command, environment, PLACE / "simulator.log"):
        url = f"http://{HOST}:{wait_for(lambda: _port(port_file), 'the simulator', PORT_SECONDS)}/v3"
        _vez(home, environment, "setup", "--example")
        settings = Paths.of(home).config
        settings.write_text(settings.read_text("utf-8").replace(EXAMPLE_URL, url), encoding="utf-8")
        with closing(SimulatorControl(url)) as control:
            yield House(home, RunningSimulator(url, SecretStr(SIMULATOR_KEY), control))


def _port(file: Path) -> str | None:
    return (file.read_text("ascii") or None) if file.exists() else None


def _is_well(house: House, environment: Mapping[str, str]) -> bool:
    findings = json.loads(_vez(house.home, environment, "doctor", "--json"))
    for each in findings:
        print(f"{'ok  ' if each['is_well'] else 'ERRO'}  {each['sentence']}")
    return bool(findings) and all(each["is_well"] for each in findings)


def _vez(home: Path, environment: Mapping[str, str], *words: str) -> str:
    command = [str(BUILT / "vez"), *words]
    done = subprocess.run(
        command, env=_at(home, environment), capture_output=True, encoding="utf-8", check=False, timeout=RUN_SECONDS
    )
    if done.returncode not in {0, 1}:
        raise Unplayable(f"vez {' '.join(words)} ended with {done.returncode}: {done.stderr}")
    return done.stdout


def _at(home: Path, environment: Mapping[str, str]) -> dict[str, str]:
    return {**environment, **NO_KEYRING, "VEZ_HOME": str(home)}


def _megabytes(folder: Path) -> int:
    return round(sum(file.lstat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6)


if __name__ == "__main__":
    sys.exit(main())
