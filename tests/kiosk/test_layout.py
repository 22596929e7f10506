"""Every page in each of its states, on each screen: sizes for fingers, nothing cut, nothing on top of another."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kiosk.audit import layout_faults
from tests.kiosk.booth import LOOKS, open_booth
from tests.kiosk.pages import PAGES


@pytest.mark.parametrize("screen", LOOKS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_well_laid_out(qapp: object, tmp_path: Path, page: str, screen: str) -> None:
    with open_booth(tmp_path / "shop", LOOKS[screen]) as booth:
        PAGES[page](booth)
        booth.screen.next_frame()

        assert layout_faults(booth.screen, LOOKS[screen]) == []
