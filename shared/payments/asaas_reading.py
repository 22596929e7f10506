"""What charges of Asaas say together about one of ours, and about the money of a period. Pure.

A card payment in parts is one payment of ours: the customer authorises all parts at once, and it is told once none of
its parts can be paid any more, so that its amount never changes afterwards. While some parts are paid and others can
still be, it is open. A part that somebody noted as received in cash is a payment of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from shared.kernel.ids import IntentId
from shared.kernel.money import ZERO, Money
from shared.payments.asaas_messages import IN_CASH, PLAN, AsaasPayment
from shared.payments.asaas_terms import due_of
from shared.payments.model import ChargeRef, ChargeState, Observation, Payment, Received

NOT_PAID_YET, PARTLY_PAID, REMOVED = "NO_PAYMENT", "PARTLY_PAID", "REMOVED"
"""What we say where Asaas has no status."""
CARD = "CREDIT_CARD"
_WEIGHTS = {
    ChargeState.PAID: 0,
    ChargeState.REVERSED: 1,
    ChargeState.UNKNOWN: 2,
    ChargeState.OPEN: 3,
    ChargeState.VOIDED: 4,
}
_FIRST_IN_PARTS = (ChargeState.UNKNOWN, ChargeState.OPEN, ChargeState.PAID, ChargeState.REVERSED)
_OURS = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Holding:
    """What one payment of ours can come from: a charge, or all parts of one, first part first."""

    parts: tuple[AsaasPayment, ...]

    @property
    def first(self) -> AsaasPayment:
        return self.parts[0]

    @property
    def charge_id(self) -> str:
        return self.first.charge_id

    @property
    def state(self) -> ChargeState:
        """Of parts: what nobody knows, or can still be paid, keeps the whole from being told."""
        states = {each.state for each in self.parts}
        return next((each for each in _FIRST_IN_PARTS if each in states), ChargeState.VOIDED)

    @property
    def is_touched(self) -> bool:
        """Some of its money came."""
        return any(each.has_money for each in self.parts)

    @property
    def raw_status(self) -> str:
        if self.state is ChargeState.OPEN and self.is_touched:
            return PARTLY_PAID
        return next(each.status for each in self.parts if each.state is self.state)

    @property
    def amount(self) -> Money:
        """What it asks for, or brought."""
        return sum((each.amount for each in self.parts), ZERO)

    @property
    def payment(self) -> Payment | None:
        """The money it brought; None while that may still change, or where there is none."""
        if self.state not in {ChargeState.PAID, ChargeState.REVERSED}:
            return None
        brought = [each.payment for each in self.parts if each.has_money]
        if len(self.parts) == 1 and not self._is_plan:
            return brought[0]
        gone = sum((each.amount if each.is_reversed else each.returned for each in brought), ZERO)
        amount = sum((each.amount for each in brought), ZERO)
        is_reversed = all(each.is_reversed for each in brought)
        return Payment(self.charge_id, amount, None, is_reversed, ZERO if is_reversed else gone)

    @property
    def received_on(self) -> date | None:
        """The day a card was accepted: its money is credited about a month later."""
        return next((each.confirmed_on or each.paid_on for each in self.parts if each.has_money), None)

    @property
    def _is_plan(self) -> bool:
        return self.charge_id.startswith(PLAN) and self.first.status != IN_CASH


def held(charges: Iterable[AsaasPayment]) -> tuple[Holding, ...]:
    """The charges, each once, with parts of one payment together."""
    groups: dict[str, list[AsaasPayment]] = {}
    for each in {charge.id: charge for charge in charges}.values():
        is_part = each.installment is not None and each.status != IN_CASH
        groups.setdefault(each.charge_id if is_part else each.id, []).append(each)
    return tuple(Holding(tuple(sorted(group, key=_place))) for group in groups.values())


def weightiest(holdings: Iterable[Holding]) -> Holding | None:
    """The one that says most about where the money is; None of none."""
    return min(holdings, key=lambda each: _WEIGHTS[each.state], default=None)


def observation(ref: ChargeRef, charges: Iterable[AsaasPayment]) -> Observation:
    """What all charges of one intent say together."""
    seen = held(charges)
    first = weightiest(seen)
    return Observation(
        ref=ref,
        state=first.state if first else ChargeState.OPEN,
        payments=tuple(_payments(ref, seen)),
        raw_status=first.raw_status if first else NOT_PAID_YET,
    )


def received(charges: Iterable[AsaasPayment]) -> Iterator[Received]:
    """All money that they brought. A static code's payment does not name the intent; its code does."""
    for each in held(charges):
        payment, reference = each.payment, each.first.external_reference or ""
        if payment is not None:
            yield Received(payment, each.charge_id, IntentId(reference) if _OURS.fullmatch(reference) else None)


def accepted_between(charges: Iterable[AsaasPayment], first: date, last: date) -> Iterator[AsaasPayment]:
    """Those of cards that were accepted on these days; where no day is told, it may have been one of them."""
    for holding in held(charges):
        if first <= (holding.received_on or first) <= last:
            yield from holding.parts


def _payments(ref: ChargeRef, seen: Iterable[Holding]) -> Iterator[Payment]:
    for each in seen:
        payment = each.payment
        if payment is not None:
            yield replace(payment, due=due_of(ref.amount, each.first) if len(each.parts) == 1 else None)


def _place(part: AsaasPayment) -> int:
    return part.installment_number or 0
