"""The page that invites."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.model.state import Scene


@dataclass(frozen=True, slots=True)
class WelcomeProps:
    shop_name: str = ""


def derive_welcome(scene: Scene) -> WelcomeProps:
    return WelcomeProps(scene.house.shop_name)
