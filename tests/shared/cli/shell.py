"""A shell beside a station: the real `vez`, as a process of its own or called from the test's own process."""

from __future__ import annotations

import ctypes
import io
import json
import logging
import os
import resource
import subprocess
import sys
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from shared.cli import main

VEZ = Path(sys.executable).with_name("vez")
SECONDS_MAX = 90.0
PR_CAPBSET_DROP = 24
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2
NOBODY = "127.0.0.1:9"
"""An address at which no program listens, whatever else runs on this computer."""
PINS = {"ana": "2580", "bruno": "4826", "carla": "7391"}


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one plain sentence of a command that did nothing: no answer, no trace, no second line."""
        assert self.status == 2, self
        assert self.out == "", self
        assert self.err.count("\n") == 1, self
        assert "Traceback" not in self.err, self
        return self.err.strip()


class Shell(ABC):
    """`home` is the station's folder."""

    def __init__(self, home: Path) -> None:
        self.home = home

    @abstractmethod
    def vez(self, *words: str, limits: Callable[[], None] | None = None, **variables: str) -> Said:
        """Run one command with these environment variables; `limits` is called in its process before it begins."""

    def by(self, operator: str, *words: str, pin: str | None = None) -> Said:
        """Run one command as an operator of the example."""
        return self.vez(*words, "--by", operator, VEZ_PIN=pin or PINS[operator])

    @abstractmethod
    def beside(self, home: Path) -> Shell:
        """Another shell like this one, beside another folder."""

    def set(self, toml: str) -> None:
        """Write the station's settings."""
        (self.home / "vez.toml").write_text(toml, encoding="utf-8")


class OwnProcess(Shell):
    """As a person does it. `caches` keeps compiled modules where the repository may not, to start sooner."""

    def __init__(self, home: Path, caches: Path) -> None:
        super().__init__(home)
        self._caches = caches

    def vez(self, *words: str, limits: Callable[[], None] | None = None, **variables: str) -> Said:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("VEZ_") and name != "PYTHONDONTWRITEBYTECODE"
        }
        done = subprocess.run(
            [VEZ, *words],
            env={
                **inherited,
                **({"PYTHONPYCACHEPREFIX": str(self._caches)} if sys.dont_write_bytecode else {}),
                "VEZ_HOME": str(self.home),
                **variables,
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=SECONDS_MAX,
            check=False,
            preexec_fn=limits,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def beside(self, home: Path) -> OwnProcess:
        return OwnProcess(home, self._caches)


class SameProcess(Shell):
    """The same without the time that a process takes to start."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch, output: pytest.CaptureFixture[str]) -> None:
        super().__init__(home)
        self._patch = patch
        self._output = output

    def vez(self, *words: str, limits: Callable[[], None] | None = None, **variables: str) -> Said:
        assert limits is None, "this process has more to do"
        self._output.readouterr()
        with self._patch.context() as patch:
            patch.setattr(logging, "raiseExceptions", logging.raiseExceptions)
            for hooks, hook in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
                patch.setattr(hooks, hook, getattr(hooks, hook))
            patch.setattr(sys, "argv", ["vez", *words])
            patch.setattr(sys, "stdin", io.StringIO())
            for name in [each for each in os.environ if each.startswith("VEZ_")]:
                patch.delenv(name)
            for name, value in {"VEZ_HOME": str(self.home), **variables}.items():
                patch.setenv(name, value)
            try:
                main()
                status = 0
            except SystemExit as ended:
                status = ended.code if isinstance(ended.code, int) else 0
        said = self._output.readouterr()
        return Said(status, said.out, said.err)

    def beside(self, home: Path) -> SameProcess:
        return SameProcess(home, self._patch, self._output)


def without_superuser() -> None:
    """Permissions hold for this process even when root runs the tests; elsewhere they hold anyway."""
    libc = ctypes.CDLL(None)
    for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)


def on_a_full_disk() -> None:
    """No file can grow beyond its first bytes: every write that needs room fails, as on a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, resource.RLIM_INFINITY))
