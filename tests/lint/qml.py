"""The QML lint gate: every page is checked against Qt's types and against those that Python declares.

`python -m tests.lint.qml` lints the repository and fails on the first folder with a warning.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import PySide6

from tests.lint.declarations import QmlTypes, declared_types, tool

REPOSITORY = Path(__file__).parents[2]
ROOTS = tuple(REPOSITORY / folder for folder in ("kiosk", "panel", "shared/qt"))

TOOL_SECONDS_MAX = 300
METATYPES = Path(PySide6.__file__).parent / "Qt" / "metatypes"
# What Python classes of this project may derive from.
FOREIGN = tuple(METATYPES / f"qt6{name}_metatypes.json" for name in ("core", "gui", "qml", "quick"))


@dataclass(frozen=True, slots=True)
class LintReport:
    files: int
    modules: Sequence[str]
    complaints: str


def lint(roots: Sequence[Path], build: Path) -> LintReport:
    """Lint every QML file under `roots`; `build` is an empty folder for the generated type descriptions."""
    types = declared_types(roots)
    folders = sorted({path.parent for root in roots for path in root.rglob("*.qml")})
    for folder in folders:
        if (folder / "qmldir").exists():
            _link_module(folder, build)
    for declared in types:
        _describe(declared, types, build)
    complaints = [_lint_folder(folder, build) for folder in folders]
    files = sum(len(_pages(folder)) for folder in folders)
    return LintReport(files, [declared.module for declared in types], "".join(complaints))


def _pages(folder: Path) -> Sequence[str]:
    return sorted(str(path) for path in folder.glob("*.qml"))


def _module_name(qmldir: Path) -> str:
    words = (line.split() for line in qmldir.read_text(encoding="utf-8").splitlines())
    return next(line[1] for line in words if line and line[0] == "module")


def _link_module(folder: Path, build: Path) -> None:
    """Show the module at the place its name asks for, wherever its folder is."""
    home = build.joinpath(*_module_name(folder / "qmldir").split("."))
    home.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.name != "qmldir":
            (home / path.name).symlink_to(path)
    (home / "qmldir").write_text((folder / "qmldir").read_text(encoding="utf-8"), encoding="utf-8")


def _describe(declared: QmlTypes, everything: Sequence[QmlTypes], build: Path) -> None:
    """Write the module's types as a .qmltypes file and name it in the module's qmldir."""
    home = build.joinpath(*declared.module.split("."))
    home.mkdir(parents=True, exist_ok=True)
    others = [dump for other in everything if other is not declared for dump in other.dumps]
    (home / "own.json").write_text(json.dumps(declared.dumps), encoding="utf-8")
    (home / "others.json").write_text(json.dumps(others), encoding="utf-8")
    command = [tool("pyside6-qmltyperegistrar"), "--generate-qmltypes", str(home / "python.qmltypes")]
    command += ["--import-name", declared.module]
    command += ["--major-version", str(declared.major), "--minor-version", str(declared.minor)]
    command += ["--foreign-types", ",".join(map(str, (*FOREIGN, home / "others.json")))]
    command += ["-o", str(home / "registration.cpp"), str(home / "own.json")]
    _run(command).check_returncode()
    qmldir = home / "qmldir"
    text = qmldir.read_text(encoding="utf-8") if qmldir.exists() else f"module {declared.module}\n"
    depends = [f"depends {other.module} auto" for other in everything if other is not declared]
    lines = [text.rstrip(), "typeinfo python.qmltypes", "depends QtQml auto", "depends QtQuick auto", *depends]
    qmldir.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _lint_folder(folder: Path, build: Path) -> str:
    """What qmllint has to say of the folder's pages; empty when they are clean."""
    command = [tool("pyside6-qmllint"), "-W", "0", "-I", str(build)]
    qmldir = folder / "qmldir"
    if qmldir.exists():
        command += ["-i", str(build.joinpath(*_module_name(qmldir).split("."), "qmldir"))]
    done = _run([*command, *_pages(folder)])
    return done.stdout + done.stderr if done.returncode != 0 else ""


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=TOOL_SECONDS_MAX)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="vez-qml-lint-") as build:
        report = lint(ROOTS, Path(build))
    if report.files == 0:
        print("QML lint: there is no QML file under kiosk/, panel/ and shared/qt/, so nothing was checked.")
        return 0
    if report.complaints:
        print(report.complaints, file=sys.stderr)
        print("QML lint: the warnings above must go; each is a fault that shows only when the page is used.")
        return 1
    print(f"QML lint: {report.files} files clean; types declared by Python in: {', '.join(report.modules) or 'none'}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
