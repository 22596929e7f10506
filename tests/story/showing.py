"""The example shop on a real display: totem, panel and paper as windows, the provider as a web page."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.story.house import House

REPOSITORY = Path(__file__).parents[2]
TOTEM = ("-m", "kiosk.app", "--size", "540x960")
PANEL = ("-m", "panel.app")
PAPER = ("-m", "tests.story.paper_window")


def show_shop(house: House) -> int:
    """Open everything and stay until the totem or the panel is closed."""
    print("Totem e painel abertos. Atendentes e PIN: Ana 2580, Bruno 4826, Carla 7391.")
    print(f"Para pagar um Pix: {house.simulator.page}")
    processes = [
        subprocess.Popen([sys.executable, *arguments], cwd=REPOSITORY, env=house.environment)
        for arguments in (TOTEM, PANEL, (*PAPER, str(house.paths.papers)))
    ]
    try:
        status = _first_end(processes[:2])
    except KeyboardInterrupt:
        status = 0
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait()
    return status


def _first_end(processes: list[subprocess.Popen[bytes]]) -> int:
    while True:
        for process in processes:
            try:
                return process.wait(timeout=0.5)
            except subprocess.TimeoutExpired:
                continue
