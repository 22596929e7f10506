"""A provider whose adapter, with its HTTP client, is made when it is first asked: most commands ask it nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from shared.payments.model import (
    ChargeRef,
    CheckOutcome,
    FindOutcome,
    Intent,
    ListOutcome,
    LookOutcome,
    OpenOutcome,
    PaymentProvider,
    Refund,
    RefundOutcome,
    VoidOutcome,
)


class LateProvider:
    """Stands for the provider that `make` gives. The lane that owns the provider is the only one to ask it."""

    def __init__(self, name: str, make: Callable[[], PaymentProvider]) -> None:
        self._name = name
        self._make = make
        self._made: PaymentProvider | None = None

    @property
    def name(self) -> str:
        return self._name

    @property
    def made(self) -> PaymentProvider:
        """The provider itself, from now on."""
        if self._made is None:
            self._made = self._make()
        return self._made

    def open_charge(self, intent: Intent) -> OpenOutcome:
        return self.made.open_charge(intent)

    def find_charge(self, intent: Intent) -> FindOutcome:
        return self.made.find_charge(intent)

    def look_up(self, ref: ChargeRef) -> LookOutcome:
        return self.made.look_up(ref)

    def void(self, ref: ChargeRef) -> VoidOutcome:
        return self.made.void(ref)

    def refund(self, wanted: Refund) -> RefundOutcome:
        return self.made.refund(wanted)

    def received(self, since: datetime, until: datetime) -> ListOutcome:
        return self.made.received(since, until)

    def check(self) -> CheckOutcome:
        return self.made.check()

    def close(self) -> None:
        if self._made is not None:
            self._made.close()
