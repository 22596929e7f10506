"""A booth of each kind, for the tests of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kiosk.booth import LANDSCAPE, PORTRAIT, Booth, open_booth


@pytest.fixture
def booth(qapp: object, tmp_path: Path) -> Iterator[Booth]:
    """Portrait; for what does not depend on the orientation."""
    with open_booth(tmp_path / "shop", PORTRAIT) as opened:
        yield opened


@pytest.fixture(params=[PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def each_booth(qapp: object, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Booth]:
    """One orientation after the other."""
    with open_booth(tmp_path / "shop", request.param) as opened:
        yield opened
