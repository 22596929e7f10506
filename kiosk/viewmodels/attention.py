"""What the page shows that stops everything."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.model.attention import AttentionProps, derive_attention
from kiosk.totem import Totem
from kiosk.viewmodels.props import Shown

QML_IMPORT_NAME = "Vez.Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made in Python")
class AttentionViewModel(Shown[AttentionProps], QObject):  # type: ignore[operator]  # the decorator is not typed
    iconNameChanged = Signal()
    titleChanged = Signal()
    nowChanged = Signal()
    personChanged = Signal()
    detailChanged = Signal()
    canLeaveChanged = Signal()

    def __init__(self, totem: Totem) -> None:
        super().__init__()
        self._totem = totem
        self._props = AttentionProps()

    def fold(self) -> None:
        """Show what the scene says now."""
        self.show(derive_attention(self._totem.scene))

    @Property(str, notify=iconNameChanged)
    def iconName(self) -> str:
        return self._props.icon_name

    @Property(str, notify=titleChanged)
    def title(self) -> str:
        return self._props.title

    @Property(str, notify=nowChanged)
    def now(self) -> str:
        return self._props.now

    @Property(str, notify=personChanged)
    def person(self) -> str:
        return self._props.person

    @Property(str, notify=detailChanged)
    def detail(self) -> str:
        return self._props.detail

    @Property(bool, notify=canLeaveChanged)
    def canLeave(self) -> bool:
        return self._props.can_leave

    @Slot()
    def leave(self) -> None:
        self._totem.recover()
