"""What is wrong with a page's layout, in words: sizes, edges, cut or broken text, things on top of each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible, QFont, QFontMetricsF
from PySide6.QtQml import QQmlEngine, QQmlExpression
from PySide6.QtQuick import QQuickItem

from shared.qt.tokens import TOUCH_MIN_MM, Look
from tests.driving.qml import Screen, is_seen, is_text, scene_rect, seen_rect

SLACK_PX = 1.5
FIXED_SIZE = 0
"""Text.FixedSize"""
TOUCHED = ("QQuickAbstractButton", "QQuickTextField")


def layout_faults(screen: Screen, look: Look) -> list[str]:
    """Empty when the page is well laid out."""
    seen = [item for item in screen.items() if is_seen(item)]
    touched = [item for item in seen if any(item.inherits(each) for each in TOUCHED)]
    texts = [item for item in seen if is_text(item) and item.property("text")]
    return [
        *_too_small(touched, look),
        *_unnamed(touched),
        *(fault for item in (*touched, *texts) for fault in _outside(item, screen)),
        *_in_the_margin(touched, screen, look),
        *(fault for item in texts for fault in _cut(item)),
        *(fault for item in texts for fault in _spilling(item)),
        *_overlapping(screen, touched, "touched"),
        *_overlapping(screen, texts, "text"),
    ]


def _too_small(touched: list[QQuickItem], look: Look) -> Iterator[str]:
    least = look.metrics.at_least(TOUCH_MIN_MM)
    for item in touched:
        if min(item.width(), item.height()) < least - SLACK_PX:
            yield f"{_name(item)} is {item.width():.0f} × {item.height():.0f} px, less than {least}"


def _unnamed(touched: list[QQuickItem]) -> Iterator[str]:
    for item in touched:
        spoken = QAccessible.queryAccessibleInterface(item)
        if not item.objectName() or not spoken.text(QAccessible.Text.Name):
            yield f"a touched {item.metaObject().className()} has no objectName or no accessible name"


def _outside(item: QQuickItem, screen: Screen) -> Iterator[str]:
    rect = scene_rect(item)
    seen = seen_rect(item, screen.window)
    is_scrolled = any(each.inherits("QQuickFlickable") for each in _above(item))
    if rect.left() < seen.left() - SLACK_PX or rect.right() > seen.right() + SLACK_PX:
        yield f"{_name(item)} reaches past the side: {rect.left():.0f} to {rect.right():.0f} of {seen.right():.0f}"
    if not is_scrolled and (rect.top() < seen.top() - SLACK_PX or rect.bottom() > seen.bottom() + SLACK_PX):
        yield f"{_name(item)} reaches past the edge: {rect.top():.0f} to {rect.bottom():.0f} of {seen.bottom():.0f}"


def _in_the_margin(touched: list[QQuickItem], screen: Screen, look: Look) -> Iterator[str]:
    """What does not fill the whole width keeps the page's margin on both sides."""
    margin = look.px(look.space.margin)
    for item in touched:
        rect = scene_rect(item)
        right = screen.window.width() - rect.right()
        if rect.width() < screen.window.width() - SLACK_PX and min(rect.left(), right) < margin - SLACK_PX:
            yield f"{_name(item)} stands in the margin: {rect.left():.0f} and {right:.0f} of {margin} px"


def _cut(text: QQuickItem) -> Iterator[str]:
    font = text.property("font")
    assert isinstance(font, QFont)
    if text.property("truncated"):
        yield f"{_name(text)} is truncated"
    if _paint(text).height() > text.height() + SLACK_PX or _paint(text).width() > text.width() + SLACK_PX:
        yield f"{_name(text)} does not fit into its place"
    widest = max((QFontMetricsF(font).horizontalAdvance(word) for word in _words(text)), default=0.0)
    if widest > text.width() + SLACK_PX and _number(text, "fontSizeMode") == FIXED_SIZE:
        yield f"{_name(text)} breaks a word"


def _spilling(text: QQuickItem) -> Iterator[str]:
    """Text that lies in something touchable stays in it."""
    button = next((each for each in _above(text) if each.inherits(TOUCHED[0])), None)
    if button is None:
        return
    grown = scene_rect(button).adjusted(-SLACK_PX, -SLACK_PX, SLACK_PX, SLACK_PX)
    if not grown.contains(_painted_rect(text)):
        yield f"{_name(text)} spills over {_name(button)}"


def _overlapping(screen: Screen, items: list[QQuickItem], kind: str) -> Iterator[str]:
    for one, other in combinations(items, 2):
        if _layer(one) is not _layer(other) or _is_related(one, other):
            continue
        both = _visible_rect(one, screen).intersected(_visible_rect(other, screen))
        if both.width() > SLACK_PX and both.height() > SLACK_PX:
            yield f"{kind} {_name(one)} and {_name(other)} overlap"


def _visible_rect(item: QQuickItem, screen: Screen) -> QRectF:
    rect = _painted_rect(item) if is_text(item) else scene_rect(item)
    return rect.intersected(seen_rect(item, screen.window))


def _paint(text: QQuickItem) -> QRectF:
    return QRectF(0, 0, float(text.property("contentWidth")), float(text.property("contentHeight")))


def _painted_rect(text: QQuickItem) -> QRectF:
    """Where the glyphs are; a text may be given more room than it fills."""
    room, paint = scene_rect(text), _paint(text)
    left = {1: room.left(), 2: room.right() - paint.width(), 4: room.center().x() - paint.width() / 2}
    top = {32: room.top(), 64: room.bottom() - paint.height(), 128: room.center().y() - paint.height() / 2}
    x = left.get(_number(text, "horizontalAlignment"), room.left())
    return QRectF(x, top.get(_number(text, "verticalAlignment"), room.top()), paint.width(), paint.height())


def _number(item: QQuickItem, name: str) -> int:
    """An enumeration's value; Python's `property` cannot read those."""
    context = QQmlEngine.contextForObject(item)
    value, _ = QQmlExpression(context, item, name).evaluate()
    return int(value)


def _words(text: QQuickItem) -> list[str]:
    return str(text.property("text")).split(" ") if _number(text, "wrapMode") != 0 else []


def _layer(item: QQuickItem) -> QQuickItem | None:
    """The popup that an item is in; None for the page."""
    return next((each for each in _above(item) if each.inherits("QQuickPopupItem")), None)


def _is_related(one: QQuickItem, other: QQuickItem) -> bool:
    return any(each is other for each in _above(one)) or any(each is one for each in _above(other))


def _above(item: QQuickItem) -> Iterator[QQuickItem]:
    up: QQuickItem | None = item.parentItem()
    while up is not None:
        yield up
        up = up.parentItem()


def _name(item: QQuickItem) -> str:
    return repr(item.objectName() or str(item.property("text"))[:40] or item.metaObject().className())
