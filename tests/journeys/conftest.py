"""Whole stories on the real programs: each app is a process of its own, the provider another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.journeys.shop import Shop
from tests.story.house import open_house


@pytest.fixture
def open_shop(tmp_path: Path) -> Iterator[Callable[..., Shop]]:
    """Open a shop with a totem and a desk; everything ends with the test."""
    with ExitStack() as open_until_the_end:

        def opened(folder: Path = tmp_path, **settings: int) -> Shop:
            house = open_until_the_end.enter_context(open_house(folder / "shop", **settings))
            return open_until_the_end.enter_context(Shop(house, tmp_path))

        yield opened


@pytest.fixture
def shop(open_shop: Callable[..., Shop]) -> Shop:
    return open_shop()
