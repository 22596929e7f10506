"""What stands around every page: which one it is, and whether anybody is still there."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from kiosk.model.idle import IdleStage, derive_idle
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
        time_left=_seconds(idle.seconds_left) if is_warning or is_leaving else "",
        remaining=min(1.0, max(0.0, idle.seconds_left / idle.whole)),
    )


def _seconds(left: float) -> str:
    return unbroken(counted(ceil(left), translate("Shell", "%1 segundo"), translate("Shell", "%1 segundos")))
