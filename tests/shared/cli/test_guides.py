"""The guides say what the commands say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from typer.main import get_command

from shared.cli.commands import app
from shared.cli.doctor import examine
from shared.kernel.ways import Method
from tests.fakes.shop import ANA, CRYO, TOWEL, Shop
from tests.shared.cli.shell import Shell

GUIDES = Path(__file__).parents[3] / "docs" / "guides"
COMMANDS = (GUIDES / "commands.md").read_text(encoding="utf-8")
INSTALLER = (GUIDES / "installer.md").read_text(encoding="utf-8")


def names(command: object, prefix: str = "vez") -> Iterator[str]:
    for name, inner in getattr(command, "commands", {}).items():
        if hasattr(inner, "commands"):
            yield from names(inner, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}"


def keys(document: object) -> set[str]:
    """Every key at any depth."""
    match document:
        case dict():
            return set(document).union(*map(keys, document.values()))
        case list():
            return set().union(*map(keys, document))
        case _:
            return set()


def test_every_command_is_in_the_guide() -> None:
    written = set(re.findall(r"[a-z-]+", COMMANDS))
    for name in names(get_command(app)):
        assert set(name.split()) <= written, name
    assert "vez printer resolve" in COMMANDS


def test_every_key_is_in_the_guide(shop: Shop, shell: Shell) -> None:
    visit = shop.opens_visit([CRYO], {TOWEL: 1}, name="Marina")
    shop.provider_reports_paid(visit, visit.total + visit.total)
    shop.chooses(shop.opens_visit(), Method.COUNTER)
    waiting = shell.vez("printer", "list", "--json").json
    shop.prints()
    shop.core.serving.add_note(visit.id, "volta amanhã", ANA)
    documents = [
        shell.vez("doctor", "--json").json,
        shell.vez("visits", "--json").json,
        shell.vez("visit", visit.label, "--json").json,
        shell.vez("queue", "--json").json,
        shell.vez("payments", "--json").json,
        shell.vez("payments", "differences", "--json").json,
        shell.by("ana", "call", visit.label, "--json").json,
        shell.by("ana", "pay", "A002", "--amount", "180,00", "--json").json,
        shell.vez("printer", "status", "--json").json,
        shell.vez("backup", "--json").json,
        waiting,
    ]
    assert all(documents)
    unwritten = {key for key in keys(documents) if not re.search(rf"\b{key}\b", COMMANDS)}
    assert unwritten == set()


def test_a_well_station_is_shown_as_it_is(shop: Shop) -> None:
    for finding in examine(shop.core):
        assert finding.is_well
        if finding.name != "clock":
            assert f"ok    {finding.sentence}\n" in INSTALLER
