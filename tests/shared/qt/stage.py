"""A window that shows QML on the real parts, and the few things that a test does to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtQuick import QQuickItem, QQuickView
from PySide6.QtTest import QTest

from shared.qt.parts import InstalledParts, install_parts
from shared.qt.tokens import Look, Preferences, ScreenMetrics

BOARDS = Path(__file__).parent / "boards"
PORTRAIT = ScreenMetrics(1080, 1920, 27.0)
LANDSCAPE = ScreenMetrics(1920, 1080, 27.0)
PLAIN = Look(PORTRAIT, Preferences(is_motion_reduced=True))
SETTLING_TURNS = 20
ITEMS_MAX = 20_000


@dataclass(frozen=True, slots=True)
class Stage:
    view: QQuickView
    installed: InstalledParts

    @property
    def root(self) -> QQuickItem:
        root = self.view.rootObject()
        assert isinstance(root, QQuickItem)
        return root

    def items(self) -> Iterator[QQuickItem]:
        """Every visible item of the window, delegates and popups included."""
        waiting = [self.view.contentItem()]
        for _ in range(ITEMS_MAX):
            if not waiting:
                return
            item = waiting.pop()
            if item.isVisible():
                yield item
                waiting.extend(item.childItems())
        raise AssertionError(f"more than {ITEMS_MAX} items")

    def of_type(self, name: str) -> list[QQuickItem]:
        return [item for item in self.items() if item.inherits(name)]

    def find(self, name: str) -> QQuickItem:
        found = [item for item in self.items() if item.objectName() == name]
        assert len(found) == 1, f"{len(found)} visible items are called {name}"
        return found[0]

    def centre(self, item: QQuickItem) -> QPoint:
        centre = item.mapToScene(item.boundingRect().center()).toPoint()
        assert item.width() > 0
        assert item.height() > 0
        assert self.view.contentItem().contains(centre), f"{item.objectName()} is outside the window"
        return centre

    def settle(self) -> None:
        """Let events and layouts come to rest; grabbing the window makes Qt lay out and draw now."""
        settle()
        self.view.grabWindow()
        settle()

    def click(self, name: str) -> None:
        QTest.mouseClick(
            self.view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, self.centre(self.find(name))
        )
        self.settle()

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.view, key)
        self.settle()

    def close(self) -> None:
        self.view.close()
        self.view.deleteLater()
        settle()


def spoken(item: QObject) -> tuple[str, QAccessible.Role]:
    """What a screen reader says of an item, and what it takes it for."""
    interface = QAccessible.queryAccessibleInterface(item)
    assert interface is not None
    return interface.text(QAccessible.Text.Name), interface.role()


def settle() -> None:
    for _ in range(SETTLING_TURNS):
        QGuiApplication.processEvents()


def show(source: Path, look: Look = PLAIN) -> Stage:
    """Show one QML file in a window of the look's size; AssertionError with Qt's words if it does not load."""
    view = QQuickView()
    installed = install_parts(view.engine(), look)
    view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
    view.resize(look.metrics.width_px, look.metrics.height_px)
    view.setSource(QUrl.fromLocalFile(str(source)))
    problems = "\n".join(error.toString() for error in view.errors())
    assert view.status() is QQuickView.Status.Ready, problems
    view.show()
    view.requestActivate()
    stage = Stage(view, installed)
    stage.settle()
    return stage
