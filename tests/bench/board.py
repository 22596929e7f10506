"""What screens read on each change: the totem's progress and the panel's lists, with few and with thousands waiting.

The ratio says whether reading grows with the queue, whatever the machine; the milliseconds are those of the reading
lane. The two shops take turns, so that whatever else the machine does falls on both.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from panel.desk.reader import DeskReader
from panel.wiring import rules_of, shop_of
from shared.config import Paths
from tests.bench.figures import Figure, median
from tests.bench.filled import fill, stencil
from tests.fakes.shop import BOOTS, CRYO, Shop

SAMPLES, WARM_UP = 60, 5
FEW, MANY = 50, 5_000
PROGRESS_RATIO_GOAL, DESK_RATIO_GOAL = 10.0, 12.0

Question = Callable[[], object]


def measure(folder: Path, samples: int = SAMPLES, many: int = MANY) -> Sequence[Figure]:
    """Each question to both shops in turn."""
    shops = {people: _shop(folder / str(people), people) for people in (FEW, many)}
    questions = {people: _questions(shop) for people, shop in shops.items()}
    figures: list[Figure] = []
    for name, ratio_goal in (("totem's progress", PROGRESS_RATIO_GOAL), ("panel's lists", DESK_RATIO_GOAL)):
        took: dict[int, list[float]] = {FEW: [], many: []}
        for _ in range(WARM_UP + samples):
            for people, milliseconds in took.items():
                milliseconds.append(_milliseconds(questions[people][name]))
        typical = {people: median(milliseconds[WARM_UP:]) for people, milliseconds in took.items()}
        figures += [
            Figure(f"{name} with {many} waiting ÷ with {FEW}", typical[many] / typical[FEW], "×", ratio_goal),
            Figure(f"{name} with {many} waiting, median", typical[many], "ms"),
            Figure(f"{name} with {FEW} waiting, median", typical[FEW], "ms"),
        ]
    for shop in shops.values():
        shop.closes()
    return figures


def _milliseconds(question: Question) -> float:
    begun = time.perf_counter()
    question()
    return (time.perf_counter() - begun) * 1_000


def _questions(shop: Shop) -> dict[str, Question]:
    """What the apps' readers ask; the customer who follows their place came last."""
    last = shop.gets_ticket([CRYO, BOOTS])
    reader = DeskReader(shop_of(shop.core), rules_of(shop.settings))
    return {"totem's progress": lambda: shop.core.board.progress(last.id), "panel's lists": reader.desk}


def _shop(home: Path, waiting: int) -> Shop:
    model = Shop(home.with_name(f"{home.name}-model"))
    like = stencil(model, model.gets_ticket([CRYO]))
    model.closes()
    Shop(home).closes()
    fill(Paths.of(home).database, like, waiting, over_days=False)
    return Shop(home)
