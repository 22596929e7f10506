"""`make run`: the example shop. With a display it opens the apps; without one it plays the story off screen."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from tests.story.account import tell_aloud
from tests.story.house import House, open_house
from tests.story.player import Player
from tests.story.screens import DESK, PORTRAIT, offscreen
from tests.story.script import Story
from tests.story.showing import show_shop

DEMO = Path(__file__).parents[2] / "var" / "demo"


def main() -> int:
    """0 only if the story came true."""
    shutil.rmtree(DEMO, ignore_errors=True)
    DEMO.mkdir(parents=True)
    if _has_display():
        with open_house(DEMO / "shop") as house:
            return show_shop(house)
    with open_house(DEMO / "shop") as house:
        return _play(house)


def _has_display() -> bool:
    is_windowed = sys.platform in {"win32", "darwin"} or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    return is_windowed and os.environ.get("QT_QPA_PLATFORM") != "offscreen"


def _play(house: House) -> int:
    totem_screen, desk_screen = offscreen(house.home, PORTRAIT), offscreen(house.home, DESK)
    print("Sem tela: a história é contada pelos programas de verdade, fora da tela.\n")
    with (
        Player("kiosk", [], house.environment | totem_screen, DEMO / "totem.log") as totem,
        Player("panel", [], house.environment | desk_screen, DEMO / "painel.log") as panel,
    ):
        return 0 if tell_aloud(Story(house, totem, panel, DEMO), totem, panel, DEMO) else 1


if __name__ == "__main__":
    sys.exit(main())
