"""What the page of a payment shows, whatever its method."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.model.payment import PaymentProps, derive_payment
from kiosk.totem import Totem
from kiosk.viewmodels.props import Shown

QML_IMPORT_NAME = "Vez.Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made in Python")
class PaymentViewModel(Shown[PaymentProps], QObject):  # type: ignore[operator]  # the decorator is not typed
    stageChanged = Signal()
    methodChanged = Signal()
    pageTitleChanged = Signal()
    titleChanged = Signal()
    textChanged = Signal()
    iconNameChanged = Signal()
    isBusyChanged = Signal()
    isOnTerminalChanged = Signal()
    payloadChanged = Signal()
    codeNameChanged = Signal()
    stepsChanged = Signal()
    amountChanged = Signal()
    captionChanged = Signal()
    partsChanged = Signal()
    addressChanged = Signal()
    labelChanged = Signal()
    showsLabelChanged = Signal()
    timeLeftChanged = Signal()
    remainingChanged = Signal()
    isUrgentChanged = Signal()
    validUntilChanged = Signal()
    hintChanged = Signal()
    warningChanged = Signal()
    renewTextChanged = Signal()
    canCancelChanged = Signal()
    canSayPaidChanged = Signal()
    canRenewChanged = Signal()
    canLeaveChanged = Signal()
    canWaitElsewhereChanged = Signal()

    def __init__(self, totem: Totem) -> None:
        super().__init__()
        self._totem = totem
        self._props = PaymentProps()

    def fold(self) -> None:
        """Show what the scene says now."""
        self.show(derive_payment(self._totem.scene))

    @Property(str, notify=stageChanged)
    def stage(self) -> str:
        return self._props.stage

    @Property(str, notify=methodChanged)
    def method(self) -> str:
        return self._props.method

    @Property(str, notify=pageTitleChanged)
    def pageTitle(self) -> str:
        return self._props.page_title

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

    @Property(bool, notify=isOnTerminalChanged)
    def isOnTerminal(self) -> bool:
        return self._props.is_on_terminal

    @Property(str, notify=payloadChanged)
    def payload(self) -> str:
        return self._props.payload

    @Property(str, notify=codeNameChanged)
    def codeName(self) -> str:
        return self._props.code_name

    @Property("QStringList", notify=stepsChanged)  # type: ignore[arg-type]  # the stubs know no Qt names
    def steps(self) -> list[str]:
        return list(self._props.steps)

    @Property(str, notify=amountChanged)
    def amount(self) -> str:
        return self._props.amount

    @Property(str, notify=captionChanged)
    def caption(self) -> str:
        return self._props.caption

    @Property(str, notify=partsChanged)
    def parts(self) -> str:
        return self._props.parts

    @Property(str, notify=addressChanged)
    def address(self) -> str:
        return self._props.address

    @Property(str, notify=labelChanged)
    def label(self) -> str:
        return self._props.label

    @Property(bool, notify=showsLabelChanged)
    def showsLabel(self) -> bool:
        return self._props.shows_label

    @Property(str, notify=timeLeftChanged)
    def timeLeft(self) -> str:
        return self._props.time_left

    @Property(float, notify=remainingChanged)
    def remaining(self) -> float:
        return self._props.remaining

    @Property(bool, notify=isUrgentChanged)
    def isUrgent(self) -> bool:
        return self._props.is_urgent

    @Property(str, notify=validUntilChanged)
    def validUntil(self) -> str:
        return self._props.valid_until

    @Property(str, notify=hintChanged)
    def hint(self) -> str:
        return self._props.hint

    @Property(str, notify=warningChanged)
    def warning(self) -> str:
        return self._props.warning

    @Property(str, notify=renewTextChanged)
    def renewText(self) -> str:
        return self._props.renew_text

    @Property(bool, notify=canCancelChanged)
    def canCancel(self) -> bool:
        return self._props.can_cancel

    @Property(bool, notify=canSayPaidChanged)
    def canSayPaid(self) -> bool:
        return self._props.can_say_paid

    @Property(bool, notify=canRenewChanged)
    def canRenew(self) -> bool:
        return self._props.can_renew

    @Property(bool, notify=canLeaveChanged)
    def canLeave(self) -> bool:
        return self._props.can_leave

    @Property(bool, notify=canWaitElsewhereChanged)
    def canWaitElsewhere(self) -> bool:
        return self._props.can_wait_elsewhere

    @Slot()
    def cancel(self) -> None:
        self._totem.cancel()

    @Slot()
    def sayPaid(self) -> None:
        self._totem.say_paid()

    @Slot()
    def renew(self) -> None:
        self._totem.renew()

    @Slot()
    def leave(self) -> None:
        self._totem.leave()
