"""What the Orders API of Mercado Pago says, as far as we read it, and what it means. Money is text here.

Source: mercadopago.com.br/developers (reference of orders, status of an order and a transaction, possible errors).
"""

from __future__ import annotations

from pydantic import Field

from shared.kernel.money import ZERO, Money
from shared.payments.mercado_pago_messages import BROUGHT_MONEY, Message, Moment, Reais, joined
from shared.payments.model import CHECK_ON_TERMINAL, ChargeRef, ChargeState, Observation, Payment

STATES = {
    "created": ChargeState.OPEN,
    "processing": ChargeState.OPEN,
    "in_review": ChargeState.OPEN,
    "at_terminal": ChargeState.OPEN,
    "action_required": ChargeState.OPEN,
    "processed": ChargeState.PAID,
    "refunded": ChargeState.REVERSED,
    "charged_back": ChargeState.REVERSED,
    "failed": ChargeState.VOIDED,
    "canceled": ChargeState.VOIDED,
    "expired": ChargeState.VOIDED,
}
IN_THE_DETAIL = {
    # Only the machine knows what came of it: it may have taken the money.
    CHECK_ON_TERMINAL: ChargeState.UNKNOWN,
    "processed/refunded": ChargeState.REVERSED,
}
"""Details that mean something else than their status."""


class PaymentMethod(Message):
    qr_code: str | None = None


class OrderPayment(Message):
    """One payment of an order. Without a status of its own it has that of its order."""

    id: str = Field(min_length=1, max_length=100)
    amount: Reais
    paid_amount: Reais | None = None
    refunded_amount: Reais | None = None
    status: str | None = None
    status_detail: str | None = None
    payment_method: PaymentMethod | None = None

    @property
    def paid(self) -> Money:
        """All that the payer paid; refunds do not lessen it."""
        return Money.from_reais(self.paid_amount or self.amount)


class OrderRefund(Message):
    id: str
    transaction_id: str | None = None
    amount: Reais
    status: str


class Transactions(Message):
    payments: tuple[OrderPayment, ...] = ()
    refunds: tuple[OrderRefund, ...] = ()


class Order(Message):
    """`type` is None where an answer does not repeat it."""

    id: str = Field(min_length=1, max_length=100)
    type: str | None = None
    status: str
    status_detail: str | None = None
    external_reference: str | None = None
    last_updated_date: Moment | None = None
    transactions: Transactions = Transactions()

    @property
    def raw_status(self) -> str:
        return joined(self.status, self.status_detail)

    @property
    def asked(self) -> Money | None:
        """What its first payment asks for; None of none."""
        first = next(iter(self.transactions.payments), None)
        return Money.from_reais(first.amount) if first else None

    @property
    def br_code(self) -> str | None:
        methods = (each.payment_method for each in self.transactions.payments)
        return next((each.qr_code for each in methods if each and each.qr_code), None)

    @property
    def state(self) -> ChargeState:
        """Where its money is: its payments know better than the order, which may lag behind."""
        own = meaning(self.status, self.status_detail)
        states = [self._state_of(each) for each in self.transactions.payments]
        weighty = (each for each in (ChargeState.PAID, ChargeState.REVERSED) if each in states)
        return next(weighty, own)

    @property
    def payments(self) -> tuple[Payment, ...]:
        """All money ever received for it. The API names no moment of a payment."""
        known = ((each, self._state_of(each)) for each in self.transactions.payments)
        return tuple(_received(each, state) for each, state in known if state in BROUGHT_MONEY)

    def _state_of(self, payment: OrderPayment) -> ChargeState:
        own = meaning(self.status, self.status_detail)
        if payment.status is None:
            return own
        state = meaning(payment.status, payment.status_detail)
        return own if state is ChargeState.PAID and own is ChargeState.REVERSED else state


class OrderPaging(Message):
    total: int = Field(ge=0)


class OrderPage(Message):
    data: tuple[Order, ...]
    paging: OrderPaging


class Terminal(Message):
    id: str
    operating_mode: str | None = None


class TerminalList(Message):
    terminals: tuple[Terminal, ...] = ()


class TerminalPage(Message):
    data: TerminalList
    paging: OrderPaging


def _received(payment: OrderPayment, state: ChargeState) -> Payment:
    is_reversed = state is ChargeState.REVERSED
    returned = ZERO if is_reversed else Money.from_reais(payment.refunded_amount or 0)
    return Payment(payment.id, payment.paid, None, is_reversed, returned)


def meaning(status: str, detail: str | None) -> ChargeState:
    """What a status means, of an order and of a payment inside it."""
    told = IN_THE_DETAIL.get(joined(status, detail))
    return told or STATES.get(status, ChargeState.UNKNOWN)


def observation(ref: ChargeRef, order: Order) -> Observation | None:
    """What an order says; None when it says that it is paid and names no payment."""
    payments = order.payments
    if order.state in BROUGHT_MONEY and not payments:
        return None
    return Observation(ref=ref, state=order.state, payments=payments, raw_status=order.raw_status)
