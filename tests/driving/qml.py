"""Driving a Qt Quick window as a finger, a mouse or a keyboard would. A touch on nothing fails instead of passing.

Works in the process of the window: for tests, and for a program that plays a story.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPointingDevice
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from tests.driving.waiting import WAIT_SECONDS, pause, settle, wait_until

SIDE_PX_MIN = 8
OPACITY_MIN = 0.01
DRAG_STEPS = 12
DRAG_STEP_SECONDS = 0.02
"""A finger takes its time: a page does not follow moves that come all at once."""
HOLD_SECONDS = 0.15
"""Held still before it is lifted, so that the page does not run on."""
DRAGS_MAX = 40
FRAMES_MAX = 10
"""How many frames a page may take until it shows what is looked for."""

_devices: list[QPointingDevice] = []


class CannotTouch(AssertionError):
    """What was to be touched is missing, hidden, disabled, too small, outside the window, or covered."""


class Screen:
    """One window and what is on it."""

    def __init__(self, window: QQuickWindow) -> None:
        self.window = window
        self._frames = 0
        window.frameSwapped.connect(self._count_frame)

    def next_frame(self) -> None:
        """Wait for the next painted frame: until then, what was just made or moved has no place yet."""
        seen = self._frames
        self.window.update()
        wait_until(lambda: self._frames > seen, "a painted frame")

    def _count_frame(self) -> None:
        self._frames += 1

    # Finding

    def items(self) -> Iterator[QQuickItem]:
        """Every item of the window, also those of popups and delegates, in painting order."""
        yield from _below(self.window.contentItem())

    def shown(self, name: str) -> list[QQuickItem]:
        """The items of this objectName that can be seen."""
        return [item for item in self.items() if item.objectName() == name and is_seen(item)]

    def find(self, name: str) -> QQuickItem:
        """The one item of this objectName that can be seen, laid out; CannotTouch if there is none or more than one."""
        found = self.shown(name)
        for _ in range(FRAMES_MAX):
            self.next_frame()
            found = self.shown(name)
            if len(found) == 1:
                break
        if len(found) != 1:
            known = sorted({item.objectName() for item in self.items() if item.objectName() and is_seen(item)})
            raise CannotTouch(f"{len(found)} items {name!r} are shown; there are {known}")
        return found[0]

    def has(self, name: str) -> bool:
        return len(self.shown(name)) == 1

    def text(self, name: str) -> str:
        return str(self.find(name).property("text"))

    def texts(self) -> list[str]:
        """Every text that can be read now."""
        return [str(item.property("text")) for item in self.items() if is_text(item) and is_seen(item)]

    def says(self, words: str) -> bool:
        """Whether some text on the screen contains these words; a space that does not break is a space."""
        return any(words in text.replace("\u00a0", " ") for text in self.texts())

    def wait_for(self, name: str, seconds: float = WAIT_SECONDS) -> QQuickItem:
        wait_until(lambda: self.has(name), f"{name!r} on the screen", seconds)
        return self.find(name)

    # Touching

    def touch(self, name: str) -> None:
        """One finger, down and up, in the middle of it."""
        self.touch_point(self.place_of(self.find(name)))

    def touch_point(self, point: QPoint) -> None:
        """One finger anywhere, also where nothing takes it."""
        device = _touch_device()
        QTest.touchEvent(self.window, device).press(0, point, self.window).commit()
        QTest.touchEvent(self.window, device).release(0, point, self.window).commit()
        settle()

    def click(self, name: str) -> None:
        point = self.place_of(self.find(name))
        QTest.mouseClick(self.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
        settle()

    def press_key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.window, key)
        settle()

    def reveal(self, name: str) -> None:
        """Drag the page by finger until the middle of `name` can be touched."""
        for _ in range(DRAGS_MAX):
            item = self.find(name)
            flick = _flickable_above(item)
            if flick is None or seen_rect(item, self.window).contains(_centre(item)):
                return
            self._drag(flick, upwards=_centre(item).y() > scene_rect(flick).center().y())
        raise CannotTouch(f"{name!r} does not come into sight")

    def place_of(self, item: QQuickItem) -> QPoint:
        """The middle of an item, where a finger would go; CannotTouch if the finger would miss."""
        name, rect = item.objectName(), scene_rect(item)
        if not item.isEnabled():
            raise CannotTouch(f"{name!r} is disabled")
        if min(rect.width(), rect.height()) < SIDE_PX_MIN:
            raise CannotTouch(f"{name!r} is only {rect.width():.0f} × {rect.height():.0f} pixels")
        centre = rect.center()
        if not seen_rect(item, self.window).contains(centre):
            raise CannotTouch(f"{name!r} is outside the window or scrolled away")
        hit = self._hit(centre)
        if hit is None or not _is_within(hit, item):
            cover = (hit.objectName() or hit.metaObject().className()) if hit is not None else "nothing"
            raise CannotTouch(f"{name!r} is covered by {cover}")
        return centre.toPoint()

    # Seeing

    def grab(self, path: Path | None = None) -> QImage:
        """What the window shows, as pixels; also as a PNG file if a path is given."""
        self.next_frame()
        image = self.window.grabWindow()
        if path is not None and not image.save(str(path)):
            raise OSError(f"cannot write {path}")
        return image

    def _hit(self, point: QPointF) -> QQuickItem | None:
        """The topmost item that would take a touch there."""
        taker: QQuickItem | None = None
        for item in self.items():
            takes = item.acceptedMouseButtons() is not Qt.MouseButton.NoButton or item.acceptTouchEvents()
            if takes and is_seen(item) and scene_rect(item).contains(point):
                taker = item
        return taker

    def _drag(self, flick: QQuickItem, *, upwards: bool) -> None:
        rect = scene_rect(flick)
        start = QPointF(rect.center().x(), rect.y() + rect.height() * (0.8 if upwards else 0.2))
        step = QPointF(0, (-0.5 if upwards else 0.5) * rect.height() / DRAG_STEPS)
        device = _touch_device()
        QTest.touchEvent(self.window, device).press(0, start.toPoint(), self.window).commit()
        for number in range(1, DRAG_STEPS + 1):
            pause(DRAG_STEP_SECONDS)
            QTest.touchEvent(self.window, device).move(0, (start + step * number).toPoint(), self.window).commit()
        pause(HOLD_SECONDS)
        QTest.touchEvent(self.window, device).release(0, (start + step * DRAG_STEPS).toPoint(), self.window).commit()
        wait_until(lambda: not flick.property("moving"), "the page at rest")


def is_seen(item: QQuickItem) -> bool:
    """Visible with all that is above it, not see-through, and with a size."""
    shown = all(each.isVisible() and each.opacity() > OPACITY_MIN for each in (item, *_above(item)))
    return shown and item.width() > 0 and item.height() > 0


def is_text(item: QQuickItem) -> bool:
    return item.inherits("QQuickText")


def _below(item: QQuickItem) -> Iterator[QQuickItem]:
    yield item
    for child in sorted(item.childItems(), key=lambda each: each.z()):
        yield from _below(child)


def scene_rect(item: QQuickItem) -> QRectF:
    """Where an item lies in its window."""
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def _centre(item: QQuickItem) -> QPointF:
    return scene_rect(item).center()


def seen_rect(item: QQuickItem, window: QQuickWindow) -> QRectF:
    """The part of the window that an item can be seen through: everything, less what clips it."""
    seen = QRectF(0, 0, window.width(), window.height())
    for each in _above(item):
        if each.clip():
            seen = seen.intersected(scene_rect(each))
    return seen


def _flickable_above(item: QQuickItem) -> QQuickItem | None:
    return next((each for each in _above(item) if each.inherits("QQuickFlickable")), None)


def _is_within(item: QQuickItem, above: QQuickItem) -> bool:
    return item is above or any(each is above for each in _above(item))


def _above(item: QQuickItem) -> Iterator[QQuickItem]:
    """Every item that an item lies in, innermost first."""
    up: QQuickItem | None = item.parentItem()
    while up is not None:
        yield up
        up = up.parentItem()


def _touch_device() -> QPointingDevice:
    """One for the whole process: Qt keeps a plain pointer to it."""
    if not _devices:
        _devices.append(QTest.createTouchDevice())
    return _devices[0]
