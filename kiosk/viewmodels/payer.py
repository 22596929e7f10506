"""What is asked of the customer before they can pay in the way they chose."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.model.asking import PayerProps, derive_payer
from kiosk.model.installments import InstallmentRow
from kiosk.model.state import Ask
from kiosk.totem import Totem
from kiosk.viewmodels.props import Shown
from kiosk.viewmodels.rows_model import RowsModel

QML_IMPORT_NAME = "Vez.Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made in Python")
class PayerViewModel(Shown[PayerProps], QObject):  # type: ignore[operator]  # the decorator is not typed
    asksChanged = Signal()
    amountChanged = Signal()
    cpfChanged = Signal()
    cpfComplaintChanged = Signal()
    canAcceptCpfChanged = Signal()
    firstNameChanged = Signal()
    isNameUpperChanged = Signal()
    canAcceptNameChanged = Signal()

    def __init__(self, totem: Totem) -> None:
        super().__init__()
        self._totem = totem
        self._props = PayerProps()
        self._installments = RowsModel(InstallmentRow, self)
        self._models = {"installments": self._installments}

    def fold(self) -> None:
        """Show what the scene says now."""
        self.show(derive_payer(self._totem.scene))

    @Property(RowsModel, constant=True)
    def installments(self) -> RowsModel:
        return self._installments

    @Property(str, notify=asksChanged)
    def asks(self) -> str:
        return self._props.asks

    @Property(str, notify=amountChanged)
    def amount(self) -> str:
        return self._props.amount

    @Property(str, notify=cpfChanged)
    def cpf(self) -> str:
        return self._props.cpf

    @Property(str, notify=cpfComplaintChanged)
    def cpfComplaint(self) -> str:
        return self._props.cpf_complaint

    @Property(bool, notify=canAcceptCpfChanged)
    def canAcceptCpf(self) -> bool:
        return self._props.can_accept_cpf

    @Property(str, notify=firstNameChanged)
    def firstName(self) -> str:
        return self._props.first_name

    @Property(bool, notify=isNameUpperChanged)
    def isNameUpper(self) -> bool:
        return self._props.is_name_upper

    @Property(bool, notify=canAcceptNameChanged)
    def canAcceptName(self) -> bool:
        return self._props.can_accept_name

    @Slot(str)
    def chooseInstallments(self, key: str) -> None:
        self._totem.choose_installments(int(key))

    @Slot(str)
    def typeCpf(self, digit: str) -> None:
        self._totem.write_cpf(self._props.cpf + digit)

    @Slot()
    def eraseCpf(self) -> None:
        self._totem.write_cpf(self._props.cpf.rstrip(".-")[:-1])

    @Slot(str)
    def writeCpf(self, written: str) -> None:
        self._totem.write_cpf(written)

    @Slot()
    def acceptCpf(self) -> None:
        self._totem.accept_cpf()

    @Slot(str)
    def writeName(self, written: str) -> None:
        self._totem.write_name(written)

    @Slot()
    def acceptName(self) -> None:
        self._totem.accept_name()

    @Slot(str)
    def stopAsking(self, ask: str) -> None:
        self._totem.stop_asking(Ask(ask))
