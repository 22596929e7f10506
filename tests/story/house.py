"""A shop to play in: a station's folder with the example catalogue, and the provider simulator as a process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shared.bootstrap import build_core
from shared.catalog.model import CatalogImportedOk
from shared.config import Paths, Settings, load_settings, prepare
from shared.keys import Keys
from shared.people.model import OperatorsImportedOk
from tests.fakes.simulator import RunningSimulator, simulator_process

EXAMPLE = Path(__file__).parents[2] / "resources" / "examples" / "recovery-studio.toml"
NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
PINS = {"ana": "2580", "bruno": "4826", "carla": "7391"}

STATION = """\
[shop]
name = "Estúdio Recupera"

[asaas]
base_url = "{base_url}"

[payment]
pix_receiver = "Estúdio Recupera"
expiry_minutes = {expiry_minutes}

[printer]
kind = "virtual"
paper_grace_seconds = {paper_grace_seconds}

[limits]
disk_free_min_mb = {disk_free_min_mb}
"""


@dataclass(frozen=True, slots=True)
class House:
    """Where the station lives and how its provider is steered. `environment` is what its processes need."""

    home: Path
    simulator: RunningSimulator

    @property
    def paths(self) -> Paths:
        return Paths.of(self.home)

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, **NO_KEYRING, "VEZ_HOME": str(self.home)}

    @property
    def settings(self) -> Settings:
        settings = load_settings(self.home)
        assert isinstance(settings, Settings), settings
        return settings


@contextmanager
def open_house(
    folder: Path, *, expiry_minutes: int = 30, paper_grace_seconds: int = 15, disk_free_min_mb: int = 200
) -> Iterator[House]:
    """A new station in `folder`, with the example shop in it; whatever was there is gone."""
    os.environ.update(NO_KEYRING)
    shutil.rmtree(folder, ignore_errors=True)
    home = folder / "station"
    home.mkdir(parents=True)
    with simulator_process(folder) as simulator:
        house = House(home, simulator)
        text = STATION.format(
            base_url=simulator.base_url,
            expiry_minutes=expiry_minutes,
            paper_grace_seconds=paper_grace_seconds,
            disk_free_min_mb=disk_free_min_mb,
        )
        house.paths.config.write_text(text, encoding="utf-8")
        assert prepare(house.paths) is None
        Keys(home).set("asaas", simulator.api_key)
        core = build_core(home, house.settings, is_setup=True)
        assert isinstance(core.catalogue.import_file(EXAMPLE), CatalogImportedOk)
        assert isinstance(core.operators.import_file(EXAMPLE), OperatorsImportedOk)
        core.close()
        yield house
