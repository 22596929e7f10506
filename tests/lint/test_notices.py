"""Whoever adds a library or a font also says under which licence it comes."""

from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement

REPOSITORY = Path(__file__).parents[2]
NOTICES = (REPOSITORY / "THIRD_PARTY_NOTICES.md").read_text(encoding="utf-8")


def distributed_packages() -> set[str]:
    """Every package that Vez needs when it runs, on this platform."""
    found: set[str] = set()
    waiting = ["vez"]
    while waiting:
        for needed in map(Requirement, distribution(waiting.pop()).requires or ()):
            if needed.marker is not None and not needed.marker.evaluate({"extra": ""}):
                continue
            name = distribution(needed.name).metadata["Name"]
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found


def test_every_distributed_package_is_in_the_notices() -> None:
    rows = [line.split("|")[1].strip() for line in NOTICES.splitlines() if "|" in line]

    assert distributed_packages() - set(rows) == set()


def test_every_licence_text_beside_fonts_and_icons_is_named_in_the_notices() -> None:
    texts = [path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / "resources").rglob("*.txt")]

    assert [text for text in texts if text not in NOTICES] == []


def test_every_folder_of_fonts_carries_a_licence_text() -> None:
    folders = {path.parent for path in (REPOSITORY / "resources").rglob("*.ttf")}

    assert [folder for folder in folders if not list(folder.glob("OFL-*.txt"))] == []
