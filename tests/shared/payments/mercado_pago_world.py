"""Mercado Pago as the contract tests see it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from shared.kernel.ids import IntentId
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.payments.model import Payer, PaymentProvider
from tests.fakes.simulator import RunningSimulator
from tests.shared.payments.mercado_pago import ABSENT, CREATION, PAYER, POINT, Account, account_of, adapter


class MercadoPagoWorld:
    """One of the account's ways of paying, and the outside of it."""

    says_when_revoked = "unauthorized"

    def __init__(self, way: str, provider: PaymentProvider, account: Account) -> None:
        self.provider = provider
        self.payer: Payer | None = None if way == POINT else PAYER
        self.absent = ABSENT[way]
        self.method, self.installments = Method.TERMINAL if way == POINT else Method.PIX, 1
        self._creation = CREATION[way]
        self._control = account.control
        self.given_back = account.control.given_back

    def pays(self, intent_id: IntentId, amount: Money | None = None, *, force: bool = False) -> str:
        return self._control.pay(intent=intent_id, amount=amount, force=force)

    def refunds(self, intent_id: IntentId, amount: Money | None = None) -> None:
        self._control.refund(intent=intent_id, amount=amount)

    def loses_next_creation(self, *, has_effect: bool) -> None:
        self._control.fault("drop", method="POST", path=self._creation, has_effect=has_effect)

    def loses_next_refund(self, *, has_effect: bool) -> None:
        self._control.fault("drop", method="POST", path="/refunds?$", has_effect=has_effect)

    def keeps_refunds_pending(self) -> None:
        self._control.settings(refund_seconds=3600)

    def ends_refunds(self, intent_id: IntentId, *, done: bool) -> None:
        self._control.settle_refunds("approved" if done else "rejected", intent=intent_id)

    def has_no_balance(self) -> None:
        self._control.settings(balance="0.00")

    def revokes_the_key(self) -> None:
        self._control.accept_key(accepted=False)

    def charge_count(self) -> int:
        return len(self._control.charges())


@contextmanager
def mercado_pago_world(way: str, simulator: RunningSimulator) -> Iterator[MercadoPagoWorld]:
    with account_of(simulator) as account, closing(adapter(way, account.base_url)) as provider:
        yield MercadoPagoWorld(way, provider, account)
