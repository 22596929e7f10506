"""What stands around every page: which one it is, and whether anybody is still there."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import assert_never

from kiosk.model.idle import Idle, IdleStage, derive_idle
from kiosk.model.state import Page, Scene
from kiosk.model.words import counted, translate, unbroken


@dataclass(frozen=True, slots=True)
class ShellProps:
    """`remaining` runs from 1 to 0 while the totem is about to go back to the start."""

    page: str = Page.WELCOME
    is_warning: bool = False
    is_leaving: bool = False
    time_left: str = ""
    remaining: float = 0.0


def derive_shell(scene: Scene) -> ShellProps:
    idle = derive_idle(scene)
    is_warning = idle.stage is IdleStage.WARNING
    is_leaving = idle.stage is IdleStage.LEAVING
    return ShellProps(
        page=scene.state.page,
        is_warning=is_warning,
        is_leaving=is_leaving,
        time_left=_time_left(idle),
        remaining=min(1.0, max(0.0, idle.seconds_left / idle.whole)),
    )


def _time_left(idle: Idle) -> str:
    """Spelt out where it is the question itself, short where it is an aside."""
    count = ceil(idle.seconds_left)
    match idle.stage:
        case IdleStage.WARNING:
            return unbroken(counted(count, translate("Shell", "%1 segundo"), translate("Shell", "%1 segundos")))
        case IdleStage.LEAVING:
            return unbroken(translate("Shell", "%1 s").replace("%1", str(count)))
        case IdleStage.NONE | IdleStage.OVER:
            return ""
        case _:
            assert_never(idle.stage)
