"""How soon a call at the desk is seen: from its commit until the totem, and another desk, show it. Real programs."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from shared.kernel.ids import EquipmentId
from shared.visits.model import Visit
from shared.visits.serving import TurnRef
from tests.bench.figures import Figure, median
from tests.journeys.shop import CRYO, Shop
from tests.story.house import open_house

SALES = 8
GOAL_MS = 200.0
MACHINE = EquipmentId("crio-1")


def measure(folder: Path, sales: int = SALES) -> Sequence[Figure]:
    """One customer after the other waits at the totem, is called, served, and leaves."""
    totem: list[float] = []
    desk: list[float] = []
    with open_house(folder / "shop") as house, Shop(house, folder) as shop, ThreadPoolExecutor(2) as watching:
        shop.signs_in()
        for _ in range(sales):
            visit = shop.sells(CRYO)
            shop.desk.see(visit.label)
            seen = [
                watching.submit(_when, lambda: shop.totem.wait_for("called")),
                watching.submit(_when, lambda: shop.desk.see("chamado há")),
            ]
            by, turn = shop.core.operators.list()[0], TurnRef(visit.id, visit.turns[0].id)
            assert isinstance(shop.core.serving.call(turn, MACHINE, by), Visit)
            begun = time.monotonic()
            for moments, future in zip((totem, desk), seen, strict=True):
                moments.append((future.result() - begun) * 1_000)
            assert isinstance(shop.core.serving.start(turn, by), Visit)
            assert isinstance(shop.core.serving.complete(turn, by), Visit)
            shop.totem.click("leaveTicket")
            shop.totem.wait_for("start")
    return [
        Figure("called → the totem shows it, most", max(totem), "ms", GOAL_MS),
        Figure("called → the totem shows it, median", median(totem), "ms"),
        Figure("called → the panel shows it, most", max(desk), "ms", GOAL_MS),
        Figure("called → the panel shows it, median", median(desk), "ms"),
    ]


def _when(shown: Callable[[], object]) -> float:
    shown()
    return time.monotonic()
