"""Everything the simulated Mercado Pago account knows."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

from shared.kernel.clock import Clock
from shared.kernel.ids import RandomIds
from shared.kernel.money import ZERO, Money
from shared.payments.brcode import write_dynamic
from shared.payments.json_text import JsonValue
from shared.payments.simulator.answers import Json
from shared.payments.simulator.mercado_pago.records import (
    GIVING,
    SIMULATOR_TERMINAL,
    UNDER_WAY,
    LedgerEntry,
    Order,
    OrderPayment,
    Payment,
    Refund,
    Settings,
    Terminal,
)

ADDRESS = "simulador.vez.example/mp"
FIRST_ID = 5_466_310_457


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the first request with a key was answered."""

    body: Json | list[JsonValue]
    status: int


class Books:
    """The account's records. Only the server's one thread touches them."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._initial = settings
        self._clock = clock
        self.reset()

    def reset(self) -> None:
        """As on the first day."""
        self.settings = self._initial
        self.payments: dict[str, Payment] = {}
        self.orders: dict[str, Order] = {}
        self.terminals = {SIMULATOR_TERMINAL: Terminal(SIMULATOR_TERMINAL)}
        self.ledger: list[LedgerEntry] = []
        self.keys: dict[tuple[str, str], Remembered] = {}
        self._numbers = count(FIRST_ID)

    def now(self) -> datetime:
        return self._clock.now()

    def new_number(self) -> str:
        """An id of the Payments API: a whole number."""
        return str(next(self._numbers))

    def new_id(self, prefix: str) -> str:
        """An id of the Orders API: sorts by the time it was made, as theirs do."""
        return f"{prefix}01{RandomIds().new()[:24].upper()}"

    def payload(self) -> str:
        """A new single-use code; the payer's app would ask the address for the amount."""
        return write_dynamic(f"{ADDRESS}/{uuid.uuid4().hex}", self.settings.shop_name, self.settings.city)

    def payment(self, payment_id: str) -> Payment | None:
        """The payment as it is now."""
        found = self.payments.get(payment_id)
        return self._aged(found) if found else None

    def all_payments(self) -> list[Payment]:
        """Oldest first."""
        return [self._aged(each) for each in self.payments.values()]

    def order(self, order_id: str) -> Order | None:
        """The order as it is now."""
        found = self.orders.get(order_id)
        return self._ripe(found) if found else None

    def all_orders(self) -> list[Order]:
        """Oldest first."""
        return [self._ripe(each) for each in self.orders.values()]

    def on_terminal(self, terminal_id: str) -> Order | None:
        """The one order that a card machine holds."""
        return next((each for each in self.all_orders() if each.is_live and each.terminal_id == terminal_id), None)

    def entries(self) -> list[LedgerEntry]:
        """Every movement of money, oldest first. A refund that was not done is taken back."""
        charges: list[Payment | Order] = [*self.all_payments(), *self.all_orders()]
        back = [
            LedgerEntry(each.at, kind, charge.id, each.amount, charge.external_reference)
            for charge in charges
            for each in charge.refunds
            for kind in (("refunded",) if each.status in GIVING else ("refunded", "refund_cancelled"))
        ]
        return sorted([*self.ledger, *back], key=lambda each: each.at)

    def balance(self) -> Money:
        """What could be refunded now: received less fees and refunds."""
        moved = ZERO
        for entry in self.entries():
            match entry.kind:
                case "received":
                    moved += entry.amount - self.settings.fee
                case "refund_cancelled":
                    moved += entry.amount
                case _:
                    moved -= entry.amount
        return self.settings.opening_balance + moved

    def receive(self, charge: Payment | Order, amount: Money) -> None:
        """Money came."""
        self.ledger.append(LedgerEntry(self.now(), "received", charge.id, amount, charge.external_reference))

    def give_back(self, refund_id: str, payment_id: str, amount: Money) -> Refund:
        """A refund that begins now, and is finished at once where the settings say so."""
        return self._finished(Refund(refund_id, payment_id, amount, self.now(), UNDER_WAY))

    def _aged(self, payment: Payment) -> Payment:
        refunds = tuple(self._finished(each) for each in payment.refunds)
        if payment.status == "pending" and payment.expires_at <= self.now():
            return replace(payment, status="cancelled", detail="expired", updated_at=payment.expires_at)
        if payment.status != "approved":
            return payment
        back = sum((each.amount for each in refunds if each.status == "approved"), ZERO)
        status, detail = refunded_as(payment.paid or ZERO, back, "approved", payment.detail)
        return replace(payment, refunds=refunds, status=status, detail=detail)

    def _ripe(self, order: Order) -> Order:
        now = self.now()
        if order.is_live and order.expires_at <= now:
            return order.told("expired", "expired", order.expires_at)
        if order.status == "processing" and order.created_at + self.settings.code_after <= now:
            return order.told("action_required", "waiting_transfer", now)
        if order.status != "processed":
            return order
        done = replace(order, refunds=tuple(self._finished(each) for each in order.refunds))
        payments = tuple(_returned(done, each) for each in done.payments)
        paid = sum((each.paid or ZERO for each in payments), ZERO)
        back = sum((each.amount for each in done.refunds if each.status == "approved"), ZERO)
        status, detail = refunded_as(paid, back, "processed", order.detail)
        return replace(done, payments=payments, status=status, detail=detail)

    def _finished(self, refund: Refund) -> Refund:
        is_over = refund.status == UNDER_WAY and refund.at + self.settings.refund_after <= self.now()
        return replace(refund, status=self.settings.refund_ends) if is_over else refund


def refunded_as(paid: Money, back: Money, status: str, detail: str | None) -> tuple[str, str | None]:
    """Status and detail of what brought `paid`, of which `back` has gone back."""
    if back == ZERO:
        return status, detail
    return ("refunded", "refunded") if back >= paid else (status, "partially_refunded")


def _returned(order: Order, payment: OrderPayment) -> OrderPayment:
    if payment.paid is None:
        return payment
    back = sum(
        (each.amount for each in order.refunds if each.payment_id == payment.id and each.status == "approved"), ZERO
    )
    status, detail = refunded_as(payment.paid, back, payment.status, payment.detail)
    return replace(payment, status=status, detail=detail)
