from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from shared.cli.upkeep import SIMULATOR_PORT
from shared.kernel.clock import ManualClock
from shared.people.operators import Operators
from tests.fakes.shop import CATALOGUE, Shop
from tests.faults.soundness import unsound
from tests.shared.cli.shell import NOBODY, OwnProcess, SameProcess, Shell

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Hashes that cost nothing to check: a hash names its own cost."""


@pytest.fixture(scope="session")
def caches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("compiled")


@pytest.fixture
def process(tmp_path: Path, caches: Path) -> OwnProcess:
    """A shell whose commands are processes of their own; its `VEZ_HOME` does not exist yet."""
    return OwnProcess(tmp_path / "home", caches)


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A shell in this process, beside the same folder."""
    return SameProcess(tmp_path / "home", monkeypatch, capsys)


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory, caches: Path) -> Path:
    """A station as `vez setup --example` makes it."""
    home = tmp_path_factory.mktemp("example") / "home"
    done = OwnProcess(home, caches).vez("setup", "--example")
    assert done.status == 0, done
    return home


@pytest.fixture
def home(tmp_path: Path, example: Path) -> Path:
    """A copy of the example station, for `process` and `shell`; its provider is not there."""
    copy = Path(shutil.copytree(example, tmp_path / "home"))
    settings = copy / "vez.toml"
    settings.write_text(settings.read_text("utf-8").replace(f"127.0.0.1:{SIMULATOR_PORT}", NOBODY), encoding="utf-8")
    return copy


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """The station of `process` and `shell` with people in it. Its clock shows the real time; it stays sound."""
    opened = Shop(tmp_path / "home", clock=ManualClock(datetime.now(UTC)))
    core = opened.core
    Operators(core.database, core.journal, core.clock, opened.ids, QUICK).import_file(CATALOGUE)
    yield opened
    assert unsound(opened.core) == []
    opened.closes()
