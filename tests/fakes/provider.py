"""A payment provider in memory: the port's contract without a network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.kernel.clock import Clock
from shared.kernel.ids import IntentId
from shared.kernel.money import ZERO, Money
from shared.kernel.ways import BY_LINK, Method
from shared.payments.brcode import write_dynamic, write_static
from shared.payments.model import (
    RATE_LIMITED,
    ChargeAbsent,
    ChargeByLink,
    ChargeFound,
    ChargeOnTerminal,
    ChargeOpened,
    ChargeRef,
    ChargeRefused,
    ChargeState,
    ChargeUnknown,
    CheckOutcome,
    FindOutcome,
    Intent,
    ListOutcome,
    LookOutcome,
    Observation,
    OpenOutcome,
    Payment,
    ProviderHealthy,
    ProviderUnreachable,
    Received,
    ReceivedList,
    Refund,
    Refunded,
    RefundOutcome,
    RefundPending,
    RefundRefused,
    RefundUnknown,
    Voided,
    VoidOutcome,
    VoidRefused,
)

PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"


@dataclass(frozen=True, slots=True)
class FakeRefund:
    """A refund as the provider holds it."""

    wanted: Refund
    state: RefundOutcome


@dataclass(frozen=True, slots=True)
class FakeCharge:
    """A charge as the provider holds it."""

    intent: Intent
    id: str
    br_code: str
    payments: tuple[Payment, ...] = ()
    is_voided: bool = False
    refunds: tuple[FakeRefund, ...] = ()

    @property
    def ref(self) -> ChargeRef:
        return ChargeRef(self.intent.id, self.id, self.intent.amount)

    @property
    def state(self) -> ChargeState:
        if any(not each.is_reversed for each in self.payments):
            return ChargeState.PAID
        if self.payments:
            return ChargeState.REVERSED
        return ChargeState.VOIDED if self.is_voided else ChargeState.OPEN

    @property
    def shown(self) -> ChargeOpened | ChargeByLink | ChargeOnTerminal:
        """How its customer finds it."""
        if self.intent.method in BY_LINK:
            return ChargeByLink(self.ref, f"https://fake.example/i/{self.id}")
        if self.intent.method is Method.TERMINAL:
            return ChargeOnTerminal(self.ref)
        return ChargeOpened(self.ref, self.br_code)

    def left_of(self, payment: Payment) -> Money:
        """What of a payment is neither gone nor going back."""
        going = (each for each in self.refunds if each.wanted.payment == payment.reference)
        kept = sum((each.wanted.amount for each in going if isinstance(each.state, RefundPending)), ZERO)
        return ZERO if payment.is_reversed else payment.amount - payment.returned - kept

    def with_refund(self, refund: FakeRefund) -> FakeCharge:
        """The refund is now so; what is done has left its payment."""
        others = tuple(each for each in self.refunds if each.wanted.id != refund.wanted.id)
        payments = self.payments
        if isinstance(refund.state, Refunded):
            payments = tuple(_less(each, refund.wanted) for each in payments)
        return replace(self, refunds=(*others, refund), payments=payments)


def _less(payment: Payment, wanted: Refund) -> Payment:
    if payment.reference != wanted.payment:
        return payment
    returned = payment.returned + wanted.amount
    return replace(payment, returned=returned, is_reversed=returned == payment.amount)


class FakeProvider:
    """Answers at once. What it is told to get wrong, it gets wrong once; what it is told to be, it stays."""

    def __init__(self, clock: Clock, name: str = "fake") -> None:
        self._clock = clock
        self._name = name
        self._lost: list[bool] = []
        self._lost_refunds: list[bool] = []
        self._lost_voids = 0
        self._while_opening: list[Callable[[], object]] = []
        self._bewildering: set[IntentId | None] = set()
        self.is_closed = False
        self.charges: dict[str, FakeCharge] = {}
        self.calls: list[tuple[str, IntentId | None]] = []
        self.is_reachable = True
        self.is_key_accepted = True
        self.retry_after: timedelta | None = None
        self.is_throttled = False
        self.voids_what_has_money = False
        self.unanswered: set[IntentId | None] = set()
        self.before_each_call: Callable[[str], None] = lambda _: None
        self.has_balance = True
        self.finishes_refunds_at_once = True
        self.strangers: list[Received] = []
        self.unlisted: set[str] = set()
        self.lists_whole = True
        self.lists_at_most: int | None = None

    @property
    def name(self) -> str:
        return self._name

    def close(self) -> None:
        self.is_closed = True

    def open_charge(self, intent: Intent) -> OpenOutcome:
        return self._hindered("open", intent.id) or self._open(intent)

    def find_charge(self, intent: Intent) -> FindOutcome:
        return self._hindered("find", intent.id) or self._find(intent)

    def look_up(self, ref: ChargeRef) -> LookOutcome:
        return self._hindered("look", ref.intent_id) or self._look(ref)

    def void(self, ref: ChargeRef) -> VoidOutcome:
        return self._hindered("void", ref.intent_id) or self._void(ref)

    def refund(self, wanted: Refund) -> RefundOutcome:
        hindered = self._hindered("refund", wanted.ref.intent_id)
        if isinstance(hindered, ChargeRefused):
            return ProviderUnreachable(hindered.code)
        return hindered or self._refund(wanted)

    def received(self, since: datetime, until: datetime) -> ListOutcome:
        ours = (
            Received(payment, each.id, each.intent.id)
            for each in self.charges.values()
            for payment in each.payments
            if payment.reference not in self.unlisted
        )
        found = tuple(
            each
            for each in (*ours, *self.strangers)
            if each.payment.paid_at is not None and since <= each.payment.paid_at < until
        )
        listed = found[: self.lists_at_most]
        return self._hindered("received", None) or ReceivedList(listed, self.lists_whole and listed == found)

    def check(self) -> CheckOutcome:
        return self._hindered("check", None) or ProviderHealthy(timedelta(0))

    def loses_next_creation(self, *, has_effect: bool) -> None:
        """The answer to the next creation is lost, after or before the charge was made."""
        self._lost.append(has_effect)

    def loses_next_refund(self, *, has_effect: bool) -> None:
        """The answer to the next refund is lost, after or before it was made."""
        self._lost_refunds.append(has_effect)

    def bewilders(self, intent_id: IntentId | None, *, still: bool = True) -> None:
        """Every answer about one intent, None: about none, is such that the adapter breaks over it."""
        (self._bewildering.add if still else self._bewildering.discard)(intent_id)

    def ends_refunds(self, intent_id: IntentId, *, done: bool) -> None:
        """Whatever is pending of a charge is done now, or was cancelled."""
        state: RefundOutcome = Refunded() if done else RefundRefused("cancelled", "A devolução foi cancelada.")
        found = self.of(intent_id)
        for refund in found.refunds:
            if isinstance(refund.state, RefundPending):
                found = found.with_refund(replace(refund, state=state))
        self.charges[found.id] = found

    def given_back(self) -> Money:
        """All money that refunds brought or are bringing back."""
        made = (refund for each in self.charges.values() for refund in each.refunds)
        live = (each for each in made if isinstance(each.state, Refunded | RefundPending))
        return sum((each.wanted.amount for each in live), ZERO)

    def loses_next_void(self) -> None:
        """The answer to the next void is lost before anything was voided."""
        self._lost_voids += 1

    def while_next_opens(self, happens: Callable[[], object]) -> None:
        """The next creation is slow: so much happens before the charge is made."""
        self._while_opening.append(happens)

    def pays(self, intent_id: IntentId, amount: Money | None = None, *, force: bool = False) -> str:
        """A customer pays; the payment's reference. `force`: although it is paid or void."""
        found = self.of(intent_id)
        assert found.state is ChargeState.OPEN or force, f"a bank would not pay what is {found.state}"
        return self.pays_charge(found.id, amount)

    def pays_charge(self, charge_id: str, amount: Money | None = None) -> str:
        """As `pays`, for one of several charges of an intent."""
        found = self.charges[charge_id]
        reference = f"{found.id}.{len(found.payments) + 1}"
        payment = Payment(reference, amount or found.intent.amount, self._clock.now())
        self.charges[found.id] = replace(found, payments=(*found.payments, payment))
        return reference

    def refunds(self, intent_id: IntentId, amount: Money | None = None) -> None:
        """All its money goes back, or `amount` of its first payment: somebody's deed on the provider's own pages."""
        found = self.of(intent_id)
        if amount is None:
            returned = tuple(replace(each, is_reversed=True) for each in found.payments)
        else:
            first, *others = found.payments
            returned = (replace(first, returned=first.returned + amount), *others)
        self.charges[found.id] = replace(found, payments=returned)

    def gets_back(self, intent_id: IntentId) -> None:
        """All of its money is here again: a chargeback that was won."""
        found = self.of(intent_id)
        here = tuple(replace(each, is_reversed=False) for each in found.payments)
        self.charges[found.id] = replace(found, payments=here)

    def of(self, intent_id: IntentId) -> FakeCharge:
        """The charge of an intent."""
        return next(each for each in self.charges.values() if each.intent.id == intent_id)

    def _hindered(self, call: str, intent_id: IntentId | None) -> ProviderUnreachable | ChargeRefused | None:
        self.before_each_call(call)
        self.calls.append((call, intent_id))
        if intent_id in self._bewildering:
            raise OverflowError("an answer that nobody foresaw")
        if self.is_throttled:
            return ProviderUnreachable(RATE_LIMITED, self.retry_after)
        if intent_id in self.unanswered:
            return ProviderUnreachable("http_500")
        if not self.is_reachable:
            return ProviderUnreachable("down", self.retry_after)
        return None if self.is_key_accepted else ChargeRefused("invalid_access_token", "A chave é inválida.")

    def _open(self, intent: Intent) -> OpenOutcome:
        if intent.expires_at <= self._clock.now():
            return ChargeRefused("intent_expired", "O prazo desta cobrança já terminou.")
        if self._while_opening:
            self._while_opening.pop()()
        is_lost = bool(self._lost)
        if is_lost and not self._lost.pop(0):
            return ChargeUnknown("lost")
        made = self._make(intent)
        return ChargeUnknown("lost") if is_lost else made.shown

    def _make(self, intent: Intent) -> FakeCharge:
        charge_id = f"fake_{len(self.charges) + 1}"
        if intent.payer is None:
            br_code = write_static(PIX_KEY, "Loja", "Cidade", intent.amount, None)
        else:
            br_code = write_dynamic(f"fake.example/{charge_id}", "Loja", "Cidade")
        made = FakeCharge(intent, charge_id, br_code)
        self.charges[charge_id] = made
        return made

    def _find(self, intent: Intent) -> FindOutcome:
        found = [each for each in self.charges.values() if each.intent.id == intent.id and not each.is_voided]
        if not found:
            return ChargeAbsent()
        if found[0].state is ChargeState.OPEN:
            return found[0].shown
        return ChargeFound(found[0].ref)

    def _look(self, ref: ChargeRef) -> LookOutcome:
        found = self.charges.get(ref.charge_id)
        return Observation(ref, found.state, found.payments, found.state.value) if found else ChargeAbsent()

    def _void(self, ref: ChargeRef) -> VoidOutcome:
        found = self.charges.get(ref.charge_id)
        if found is None:
            return ChargeAbsent()
        if self._lost_voids:
            self._lost_voids -= 1
            return ChargeUnknown("lost")
        if self.voids_what_has_money:
            self.charges[found.id] = replace(found, is_voided=True)
            return Voided()
        if found.state is not ChargeState.OPEN:
            return VoidRefused(f"A cobrança está {found.state}.")
        self.charges[found.id] = replace(found, is_voided=True)
        return Voided()

    def _refund(self, wanted: Refund) -> RefundOutcome:
        is_lost = bool(self._lost_refunds)
        if is_lost and not self._lost_refunds.pop(0):
            return RefundUnknown("lost")
        outcome = self._give_back(wanted)
        return RefundUnknown("lost") if is_lost else outcome

    def _give_back(self, wanted: Refund) -> RefundOutcome:
        charges = self.charges.values()
        known = next((each for one in charges for each in one.refunds if each.wanted.id == wanted.id), None)
        if known is not None:
            return known.state
        held = ((one, each) for one in charges for each in one.payments if each.reference == wanted.payment)
        charge, payment = next(held, (None, None))
        if charge is None or payment is None:
            return RefundRefused("not_found", "Este pagamento não existe.")
        if wanted.amount > charge.left_of(payment):
            return RefundRefused("invalid_action", "O valor é maior do que o que resta.")
        if not self.has_balance:
            return RefundRefused("invalid_action", "Saldo insuficiente.")
        state: RefundOutcome = Refunded() if self.finishes_refunds_at_once else RefundPending()
        self.charges[charge.id] = charge.with_refund(FakeRefund(wanted, state))
        return state
