"""What the page of a Pix payment shows."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.model.pix import PixProps, derive_pix
from kiosk.totem import Totem
from kiosk.viewmodels.props import Shown
from shared.kernel.ways import Method

QML_IMPORT_NAME = "Vez.Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made in Python")
class PixViewModel(Shown[PixProps], QObject):  # type: ignore[operator]  # the decorator is not typed
    stageChanged = Signal()
    titleChanged = Signal()
    textChanged = Signal()
    iconNameChanged = Signal()
    isBusyChanged = Signal()
    payloadChanged = Signal()
    amountChanged = Signal()
    receiverChanged = Signal()
    labelChanged = Signal()
    timeLeftChanged = Signal()
    remainingChanged = Signal()
    isUrgentChanged = Signal()
    hintChanged = Signal()
    warningChanged = Signal()
    canCancelChanged = Signal()
    canSayPaidChanged = Signal()
    canPayCounterChanged = Signal()
    canRenewChanged = Signal()
    canLeaveChanged = Signal()

    def __init__(self, totem: Totem) -> None:
        super().__init__()
        self._totem = totem
        self._props = PixProps()

    def fold(self) -> None:
        """Show what the scene says now."""
        self.show(derive_pix(self._totem.scene))

    @Property(str, notify=stageChanged)
    def stage(self) -> str:
        return self._props.stage

    @Property(str, notify=titleChanged)
    def title(self) -> str:
        return self._props.title

    @Property(str, notify=textChanged)
    def text(self) -> str:
        return self._props.text

    @Property(str, notify=iconNameChanged)
    def iconName(self) -> str:
        return self._props.icon_name

    @Property(bool, notify=isBusyChanged)
    def isBusy(self) -> bool:
        return self._props.is_busy

    @Property(str, notify=payloadChanged)
    def payload(self) -> str:
        return self._props.payload

    @Property(str, notify=amountChanged)
    def amount(self) -> str:
        return self._props.amount

    @Property(str, notify=receiverChanged)
    def receiver(self) -> str:
        return self._props.receiver

    @Property(str, notify=labelChanged)
    def label(self) -> str:
        return self._props.label

    @Property(str, notify=timeLeftChanged)
    def timeLeft(self) -> str:
        return self._props.time_left

    @Property(float, notify=remainingChanged)
    def remaining(self) -> float:
        return self._props.remaining

    @Property(bool, notify=isUrgentChanged)
    def isUrgent(self) -> bool:
        return self._props.is_urgent

    @Property(str, notify=hintChanged)
    def hint(self) -> str:
        return self._props.hint

    @Property(str, notify=warningChanged)
    def warning(self) -> str:
        return self._props.warning

    @Property(bool, notify=canCancelChanged)
    def canCancel(self) -> bool:
        return self._props.can_cancel

    @Property(bool, notify=canSayPaidChanged)
    def canSayPaid(self) -> bool:
        return self._props.can_say_paid

    @Property(bool, notify=canPayCounterChanged)
    def canPayCounter(self) -> bool:
        return self._props.can_pay_counter

    @Property(bool, notify=canRenewChanged)
    def canRenew(self) -> bool:
        return self._props.can_renew

    @Property(bool, notify=canLeaveChanged)
    def canLeave(self) -> bool:
        return self._props.can_leave

    @Slot()
    def cancel(self) -> None:
        self._totem.cancel()

    @Slot()
    def sayPaid(self) -> None:
        self._totem.say_paid()

    @Slot()
    def payCounter(self) -> None:
        self._totem.pay(Method.COUNTER)

    @Slot()
    def renew(self) -> None:
        self._totem.pay(Method.PIX)

    @Slot()
    def leave(self) -> None:
        self._totem.leave()
