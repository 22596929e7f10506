"""The gate itself: a page with a fault must not pass, and a clean one must."""

from pathlib import Path

import pytest

from tests.lint.qml import LintReport, lint

CLOCK = """
from PySide6.QtCore import Property, QAbstractListModel, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlSingleton, QmlUncreatable

QML_IMPORT_NAME = "Vez.Sample"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made in Python")
class Hours(QAbstractListModel):
    pass


@QmlElement
@QmlUncreatable("made in Python")
class ClockViewModel(QObject):
    changed = Signal()

    @Property(str, notify=changed)
    def time(self) -> str: ...

    @Property(Hours, constant=True)
    def hours(self) -> Hours: ...

    @Property(list, notify=changed)
    def cities(self) -> list[str]: ...

    @Slot(str, result=bool)
    def choose(self, city: str) -> bool: ...


@QmlElement
@QmlSingleton
class Ink(QObject):
    @Property(str, constant=True)
    def strong(self) -> str: ...
"""

PAGE = """pragma ComponentBehavior: Bound
import QtQuick
import Vez.Sample
import Vez.Pages

Item {
    id: root

    required property ClockViewModel viewModel

    Face {
        label: root.viewModel.time
        color: Ink.strong
        onTouched: root.viewModel.choose("Recife")
    }

    ListView {
        model: root.viewModel.hours
        delegate: Text {
            required property string name
            text: name + root.viewModel.cities.length
        }
    }
}
"""

FACE = """import QtQuick

Rectangle {
    property string label

    signal touched
}
"""


def write_pages(root: Path, page: str) -> None:
    (root / "clock.py").write_text(CLOCK, encoding="utf-8")
    (root / "pages").mkdir()
    (root / "pages" / "Page.qml").write_text(page, encoding="utf-8")
    (root / "pages" / "Face.qml").write_text(FACE, encoding="utf-8")
    (root / "pages" / "qmldir").write_text("module Vez.Pages\nPage 1.0 Page.qml\nFace 1.0 Face.qml\n", encoding="utf-8")


def linted(tmp_path: Path, page: str) -> LintReport:
    root, build = tmp_path / "source", tmp_path / "build"
    root.mkdir()
    build.mkdir()
    write_pages(root, page)
    return lint([root], build)


def test_a_clean_page_passes(tmp_path: Path) -> None:
    assert linted(tmp_path, PAGE) == LintReport(files=2, modules=["Vez.Sample"], complaints="")


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ("viewModel.time", "viewModel.tyme", 'Member "tyme" not found on type "ClockViewModel"'),
        ("viewModel.choose", "viewModel.chose", 'Member "chose" not found on type "ClockViewModel"'),
        ("Ink.strong", "Ink.weak", 'Member "weak" not found on type "Ink"'),
        ("label: root", "lable: root", 'Could not find property "lable"'),
        ("import Vez.Sample", "import Vez.Simple", "Failed to import Vez.Simple"),
        ("root.viewModel.hours", "viewModel.hours", "Unqualified access"),
    ],
)
def test_a_page_with_a_fault_does_not_pass(tmp_path: Path, right: str, wrong: str, complaint: str) -> None:
    assert PAGE.count(right) == 1

    report = linted(tmp_path, PAGE.replace(right, wrong))

    assert complaint in report.complaints


def test_a_tree_without_pages_is_reported_as_such(tmp_path: Path) -> None:
    assert lint([tmp_path], tmp_path / "build") == LintReport(files=0, modules=[], complaints="")
