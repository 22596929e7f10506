from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.fakes.shop import Shop
from tests.panel.post import Post, hire


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    opened = Shop(tmp_path / "home")
    hire(opened)
    yield opened
    opened.closes()


@pytest.fixture
def post(qtbot: QtBot, shop: Shop) -> Iterator[Post]:
    """A desk in that shop; nobody has signed in."""
    at = Post(shop)
    yield at
    at.leaves()
