from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.receiver import Receiver, receiving
from tests.fakes.shop import Shop
from tests.faults.soundness import unsound


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A shop, sound at the end of every test whatever was sent to it."""
    opened = Shop(tmp_path / "home")
    yield opened
    assert unsound(opened.core) == []
    opened.closes()


@pytest.fixture
def receiver(shop: Shop) -> Iterator[Receiver]:
    with receiving(shop.core.inbox, shop.clock) as running:
        yield running
