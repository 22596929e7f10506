"""A story told aloud: a line for each step, once it has come true."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from tests.story.playable import Playable, Unplayable
from tests.story.script import Story


def tell_aloud(story: Story, totem: Playable, panel: Playable, folder: Path) -> bool:
    """Whether it came true. If not, `folder` receives a picture of what each app shows instead."""
    try:
        for number, told in enumerate(story.tell(), start=1):
            print("   ".join([f"{number:3}. {told.sentence}", *(each.name for each in told.pictures)]), flush=True)
    except AssertionError as broken:
        for app, name in ((totem, "totem"), (panel, "panel")):
            with suppress(Unplayable):
                app.grab(folder / f"broken-{name}.png")
        print(f"\nA história não se cumpriu: {broken}", file=sys.stderr)
        return False
    print(f"\nA história se cumpriu. As imagens estão em {folder.relative_to(folder.parents[1])}/.")
    return True
