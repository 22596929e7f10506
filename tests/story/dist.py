"""`make dist`, second half: the built programs on a station of their own, with the built simulator.

The built programs carry no way to be played from inside, so this does not click through the sale: it sets a station up,
keeps totem and panel running off screen over it, and lets `vez doctor` examine it meanwhile.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.story.house import NO_KEYRING
from tests.story.screens import DESK, PORTRAIT, offscreen

BUILT = Path(__file__).parents[2] / "dist" / "vez"
PLACE = Path(__file__).parents[2] / "var" / "dist"
UP_SECONDS = 12.0
END_SECONDS = 20.0
PORT_SECONDS = 20.0
EXPECTED_WELL = {"database", "journal", "projections", "catalogue", "provider", "printer"}


def main() -> int:
    """0 when every program started, stayed up, ended when told, and the station is well."""
    shutil.rmtree(PLACE, ignore_errors=True)
    home = PLACE / "station"
    home.mkdir(parents=True)
    environment = {**os.environ, **NO_KEYRING, "VEZ_HOME": str(home)}
    _run(environment, "vez", "setup", "--example")
    with _simulator(environment) as url:
        environment["VEZ_PAYMENT__BASE_URL"] = url
        with (
            _up(environment | offscreen(home, PORTRAIT), "vez-kiosk"),
            _up(environment | offscreen(home, DESK), "vez-panel"),
        ):
            threading.Event().wait(UP_SECONDS)
            findings = json.loads(_run(environment, "vez", "doctor", "--json"))
    well = {each["name"] for each in findings if each["is_well"]}
    missing = EXPECTED_WELL - well
    for each in findings:
        print(f"{'ok  ' if each['is_well'] else 'ERRO'}  {each['sentence']}")
    if missing:
        print(f"not well: {', '.join(sorted(missing))}", file=sys.stderr)
    return 1 if missing else 0


def _run(environment: dict[str, str], program: str, *arguments: str) -> str:
    done = subprocess.run([BUILT / program, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in {0, 1}:
        raise SystemExit(f"{program} {' '.join(arguments)} ended with {done.returncode}: {done.stderr}")
    return done.stdout


@contextmanager
def _up(environment: dict[str, str], program: str) -> Iterator[None]:
    with (PLACE / f"{program}.log").open("wb") as log:
        process = subprocess.Popen([BUILT / program], env=environment, stdout=log, stderr=log)
        try:
            yield
            if process.poll() is not None:
                raise SystemExit(f"{program} ended by itself with {process.returncode}: see {log.name}")
        finally:
            process.terminate()
            process.wait(END_SECONDS)


@contextmanager
def _simulator(environment: dict[str, str]) -> Iterator[str]:
    port_file = PLACE / "simulator.port"
    command = [str(BUILT / "vez"), "simulator", "--port", "0", "--port-file", str(port_file)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        pause = threading.Event()
        for _ in range(int(PORT_SECONDS / 0.1)):
            if port_file.exists():
                break
            pause.wait(0.1)
        yield f"http://127.0.0.1:{port_file.read_text('ascii')}/v3"
    finally:
        process.terminate()
        process.wait(END_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
