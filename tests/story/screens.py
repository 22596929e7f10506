"""Screens for Qt's offscreen platform: one of a known size, so that maximised windows are as large as in a shop."""

from __future__ import annotations

import json
from pathlib import Path

PORTRAIT, LANDSCAPE, DESK = (1080, 1920), (1920, 1080), (1366, 768)


def offscreen(folder: Path, size: tuple[int, int]) -> dict[str, str]:
    """The environment of an app that draws on a screen of `size` pixels which nobody sees."""
    width, height = size
    screen = {"name": "screen", "x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "dpr": 1}
    file = folder / f"screen-{width}x{height}.json"
    file.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    return {"QT_QPA_PLATFORM": f"offscreen:configfile={file}", "QT_QUICK_BACKEND": "software"}
