"""What Python declares to QML: `pyside6-metaobjectdump`, completed with what it leaves out.

The dump knows neither `Property(constant=True)` nor that a property of a QObject type is a pointer, and it passes
Python's type names through. qmllint then warns of stale or unresolved properties that are none.
"""

import ast
import json
import subprocess
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DUMP_SECONDS_MAX = 60
QML_TYPES = {"list": "QVariantList", "tuple": "QVariantList", "dict": "QVariantMap", "object": "QVariant"}

Dump = dict[str, Any]


@dataclass(frozen=True, slots=True)
class QmlTypes:
    """The Python files that declare types of one QML module, and their dumps."""

    module: str
    major: int
    minor: int
    dumps: Sequence[Dump]


def tool(name: str) -> str:
    return str(Path(sysconfig.get_path("scripts")) / name)


def declared_types(roots: Sequence[Path]) -> Sequence[QmlTypes]:
    """The types of every Python file under `roots` that sets QML_IMPORT_NAME, by module."""
    files = sorted(path for root in roots for path in root.rglob("*.py") if _is_declaring(path))
    if not files:
        return ()
    dumped = subprocess.run(
        [tool("pyside6-metaobjectdump"), "--quiet", *map(str, files)],
        check=True,
        capture_output=True,
        text=True,
        timeout=DUMP_SECONDS_MAX,
    )
    dumps: list[Dump] = json.loads(dumped.stdout)
    known = {dumped_class["className"] for dump in dumps for dumped_class in dump["classes"]}
    for dump in dumps:
        _complete(dump, known)
    modules = sorted({dump["QML_IMPORT_NAME"] for dump in dumps})
    return [_module(name, [dump for dump in dumps if dump["QML_IMPORT_NAME"] == name]) for name in modules]


def _module(name: str, dumps: Sequence[Dump]) -> QmlTypes:
    major = max(dump.get("QML_IMPORT_MAJOR_VERSION", 1) for dump in dumps)
    minor = max(dump.get("QML_IMPORT_MINOR_VERSION", 0) for dump in dumps)
    return QmlTypes(name, major, minor, dumps)


def _is_declaring(path: Path) -> bool:
    return "QML_IMPORT_NAME" in _plain_assignments(ast.parse(path.read_text(encoding="utf-8")))


def _plain_assignments(tree: ast.Module) -> set[str]:
    targets = (target for node in tree.body if isinstance(node, ast.Assign) for target in node.targets)
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _complete(dump: Dump, known: set[str]) -> None:
    constants = _constant_properties(ast.parse(Path(dump["inputFile"]).read_text(encoding="utf-8")))
    for dumped_class in dump["classes"]:
        for entry in dumped_class.get("properties", []):
            entry["type"] = _qml_type(entry["type"], known)
            if entry["name"] in constants.get(dumped_class["className"], ()):
                entry["constant"] = True
        for method in [*dumped_class.get("slots", []), *dumped_class.get("signals", [])]:
            method["returnType"] = _qml_type(method["returnType"], known)
            for argument in method["arguments"]:
                argument["type"] = _qml_type(argument["type"], known)


def _qml_type(name: str, known: set[str]) -> str:
    return f"{name}*" if name in known or name == "QObject" else QML_TYPES.get(name, name)


def _constant_properties(tree: ast.Module) -> Mapping[str, set[str]]:
    classes = (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    return {node.name: set(_constants_of(node)) for node in classes}


def _constants_of(node: ast.ClassDef) -> Iterator[str]:
    for part in node.body:
        if isinstance(part, ast.FunctionDef) and any(_is_constant(call) for call in part.decorator_list):
            yield part.name
        elif isinstance(part, ast.Assign) and _is_constant(part.value):
            yield from (target.id for target in part.targets if isinstance(target, ast.Name))


def _is_constant(call: ast.expr) -> bool:
    return isinstance(call, ast.Call) and any(
        keyword.arg == "constant" and isinstance(keyword.value, ast.Constant) and keyword.value.value is True
        for keyword in call.keywords
    )
